"""What follows at once from a customer's whole message: the register of who wants no messages obeys it.

Theory of operation. It runs in the transaction that stores the message's last part, so that there is no
moment at which a refusal is stored and not yet obeyed. A message that is an opt-out word and nothing else
(:mod:`~vox_console.domain.refusal`) enters its number for everybody's messages: which of our senders are
meant the customer cannot say, because nobody can answer to a name. A word of return ends only what a
customer's own words began. It ends nothing when it may be an earlier message, delivered again: the refusal
may be newer.

What sounds like a refusal without being one suppresses nothing and is laid before a person
(:mod:`.refusals`). So is an opt-out word from digits of which no country is known, one that is an ordinary
word in another language, and a word of return while an entry holds that a person made. Of names nothing is
asked, because nothing can be sent to them.

Messages that were stored before there were conversations are read when they are filed (:func:`heed_late`),
and then they may be years old. A refusal holds until it is taken back, so one of the last 30 days is obeyed
as if it had come now: who refused so lately means it. What is older is laid before a person instead, and so
is one after which the customer has written again: much may have been agreed since of which the journal knows
nothing, a customer suppressed by mistake is lost without a sound, and what is late is asked about before it
is done, as messages are that waited too long. Where the register has a newer word on the number, nothing is
asked. A late word of return never ends anything by itself. Nothing late is ever answered automatically.

What is delivered again is harmless to a refusal: the first evidence stands while it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import apsw

from vox_console.domain.address import SHORT_CODE_DIGITS
from vox_console.domain.concatenation import DAY_US
from vox_console.domain.opt_out import OptOut, spoken
from vox_console.domain.refusal import Intent, Verdict, is_certain, verdict
from vox_console.domain.refusal_review import ReviewKind
from vox_console.storage import opt_outs, refusals
from vox_console.storage.inbound import SaidWhole
from vox_console.storage.inbound_doubts import repeats
from vox_console.storage.rows import one_row

OBEYED_FOR_US = 30 * DAY_US


@dataclass(slots=True)
class Heeded:
    """What messages did. taken_back: messages of ours that do not leave. to_review: a person has to look.

    entered: the messages that put their number on the register.
    """

    register_changed: bool = False
    to_review: bool = False
    taken_back: list[int] = field(default_factory=list)
    entered: set[int] = field(default_factory=set)


def heed(db: apsw.Connection, whole: Sequence[SaidWhole], *, now_us: int) -> Heeded:
    """Obey messages, in order, as soon as they are whole; what is unclear goes to the review tray."""
    heeded = Heeded()
    for said in whole:
        number = register_number(said.key.theirs)
        judged = verdict(said.text)
        match judged.intent:
            case Intent.STOP if number and is_certain(judged, number):
                added = opt_outs.add(db, [_entry(said, judged, number)], now_us=now_us)
                if added.new[0]:
                    heeded.register_changed = True
                    heeded.entered.add(said.id)
                heeded.taken_back += added.taken_back
                heeded.to_review |= refusals.stay_out(db, number, now_us=now_us)
            case Intent.START if number and not repeats(db, [said.id]):
                spoken_scopes = opt_outs.spoken_scopes(db, number) if is_certain(judged, number) else []
                for sender in spoken_scopes:
                    ended = _entry(said, judged, number, sender=sender)
                    heeded.register_changed |= opt_outs.end(db, ended, now_us=now_us)
                if opt_outs.held(db, [OptOut(number, said.at_us)]):
                    heeded.to_review |= refusals.enter(
                        db, said, judged, number=number, kind=ReviewKind.RETURN
                    )
            case Intent.STOP | Intent.UNCLEAR if number or said.key.theirs.isdecimal():
                heeded.to_review |= refusals.enter(db, said, judged, number=number)
            case _:
                pass
    return heeded


def heed_late(db: apsw.Connection, whole: Sequence[SaidWhole], *, now_us: int) -> Heeded:
    """Read messages that came before anything could be read; see the module's theory of operation."""
    heeded = Heeded()
    for said in whole:
        number = register_number(said.key.theirs)
        judged = verdict(said.text)
        entered = opt_outs.history(db, number) if number else []
        if any(entry.what.at_us >= said.at_us for entry in entered):
            continue
        match judged.intent:
            case Intent.STOP if (
                number
                and is_certain(judged, number)
                and now_us - said.at_us <= OBEYED_FOR_US
                and not _went_on(db, said)
            ):
                obeyed = heed(db, [said], now_us=now_us)
                heeded.register_changed |= obeyed.register_changed
                heeded.taken_back += obeyed.taken_back
                heeded.to_review |= obeyed.to_review
            case Intent.STOP | Intent.UNCLEAR if number or said.key.theirs.isdecimal():
                heeded.to_review |= refusals.enter(db, said, judged, number=number, late=True)
            case Intent.START if number and opt_outs.held(db, [OptOut(number, said.at_us)]):
                heeded.to_review |= refusals.enter(
                    db, said, judged, number=number, kind=ReviewKind.RETURN, late=True
                )
            case _:
                pass
    return heeded


def _went_on(db: apsw.Connection, said: SaidWhole) -> bool:
    """Say whether the customer has written again since."""
    row = one_row(
        db,
        "SELECT 1 FROM inbound said JOIN inbound later ON later.thread_id = said.thread_id"
        " AND later.received_at_us > ?2 WHERE said.id = ?1",
        (said.id, said.at_us),
    )
    return row is not None


def register_number(party: str) -> str:
    """Give a party of a conversation as the register knows it, in digits.

    "" for a name, to which nothing can be sent, and for digits of which no country is known.
    """
    if party.startswith("+"):
        return party[1:]
    return party if party.isdecimal() and len(party) <= SHORT_CODE_DIGITS else ""


def _entry(said: SaidWhole, judged: Verdict, number: str, *, sender: str = "") -> OptOut:
    what = OptOut(number, said.at_us, "", said.text, sender, message_id=str(said.id))
    return spoken(what, our_address=said.our_address, language=judged.language)
