"""What follows at once from a customer's whole message: the register of who wants no messages obeys it.

Theory of operation. It runs in the transaction that stores the message's last part, so that there is no
moment at which a refusal is stored and not yet obeyed. A message that is an opt-out word and nothing else
(:mod:`~vox_console.domain.refusal`) enters its number for everybody's messages: which of our senders are
meant the customer cannot say, because nobody can answer to a name. A word of return ends only what a
customer's own words began. It ends nothing when it may be an earlier message, delivered again: the refusal
may be newer.

What is delivered again is harmless to a refusal: the first evidence stands while it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import apsw

from vox_console.domain.address import SHORT_CODE_DIGITS
from vox_console.domain.opt_out import OptOut, OptOutSource, clean_words
from vox_console.domain.refusal import Intent, Verdict, verdict
from vox_console.storage import opt_outs
from vox_console.storage.inbound import SaidWhole
from vox_console.storage.inbound_doubts import repeats


@dataclass(slots=True)
class Heeded:
    """What messages did to the register. taken_back: messages of ours that do not leave."""

    register_changed: bool = False
    taken_back: list[int] = field(default_factory=list)


def heed(db: apsw.Connection, whole: Sequence[SaidWhole], *, now_us: int) -> Heeded:
    """Obey messages, in order, as soon as they are whole."""
    heeded = Heeded()
    for said in whole:
        number = register_number(said.key.theirs)
        judged = verdict(said.text)
        if number and judged.intent is Intent.STOP:
            added = opt_outs.add(db, [spoken(said, judged, number=number)], now_us=now_us)
            heeded.register_changed |= added.new[0]
            heeded.taken_back += added.taken_back
        elif number and judged.intent is Intent.START and not repeats(db, [said.id]):
            for sender in opt_outs.spoken_scopes(db, number):
                ended = spoken(said, judged, number=number, sender=sender)
                heeded.register_changed |= opt_outs.end(db, ended, now_us=now_us)
    return heeded


def register_number(party: str) -> str:
    """Give a party of a conversation as the register knows it, in digits.

    "" for a name, to which nothing can be sent, and for digits of which no country is known.
    """
    if party.startswith("+"):
        return party[1:]
    return party if party.isdecimal() and len(party) <= SHORT_CODE_DIGITS else ""


def spoken(said: SaidWhole, judged: Verdict, *, number: str, sender: str = "") -> OptOut:
    """Give the entry of what a customer said, with to which number and in which language as who said it."""
    to = clean_words(said.our_address)
    said_by = f"to {to}, in “{judged.language}”"
    evidence = clean_words(said.text)
    return OptOut(number, said.at_us, said_by, evidence, sender, OptOutSource.REPLY, str(said.id))
