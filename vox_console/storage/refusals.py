"""The review tray: messages that may be refusals, or ask for messages again where a person has to agree.

A row is never deleted. Where and when a message arrived is read from the journal of what arrived; kept here
is the text as it was judged, and the decision. What may be a refusal while its number is on the register for
everybody's messages, or says the same as an undecided one of its conversation, asks nothing new and is not
laid in. A refusal takes back what asked for messages before it (:func:`stay_out`): the newer word stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from vox_console.domain.opt_out import OptOut, RegisterEntry, clean_words, spoken
from vox_console.domain.refusal import Intent, Verdict
from vox_console.domain.refusal_review import Decision, PossibleRefusal, ReviewKind
from vox_console.storage import opt_outs
from vox_console.storage.inbound import SaidWhole
from vox_console.storage.opt_outs import Added
from vox_console.storage.rows import Row, all_rows, one_row

_SELECT = (
    "SELECT r.inbound_id, i.thread_id, i.profile, i.received_at_us, r.number, i.source, i.destination,"
    " r.text, r.word, r.language, r.exact, r.decision, r.decided_at_us, r.kind, r.late"
    " FROM refusals r JOIN inbound i ON i.id = r.inbound_id"
)


def enter(
    db: apsw.Connection,
    said: SaidWhole,
    judged: Verdict,
    *,
    number: str,
    kind: ReviewKind = ReviewKind.REFUSAL,
    late: bool = False,
) -> bool:
    """Lay a message before a person; False when that asks nothing new."""
    if (
        kind is ReviewKind.REFUSAL
        and number
        and (number, "") in opt_outs.held(db, [OptOut(number, said.at_us)])
    ):
        return False
    text = clean_words(said.text)
    db.execute(
        "INSERT INTO refusals (inbound_id, number, text, word, language, exact, kind, late)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM refusals r"
        " JOIN inbound i ON i.id = r.inbound_id JOIN inbound new ON new.id = ?1"
        " WHERE r.decision = 'undecided' AND r.text = ?3 AND i.thread_id = new.thread_id)"
        " ON CONFLICT DO NOTHING",
        (
            said.id,
            number,
            text,
            judged.word,
            judged.language,
            judged.intent is Intent.STOP and not judged.ambiguous,
            kind.value,
            late,
        ),
    )
    return db.changes() > 0


def stay_out(db: apsw.Connection, number: str, *, now_us: int) -> bool:
    """Take note that a number has refused after it asked for messages again; False when it had not asked."""
    db.execute(
        "UPDATE refusals SET decision = ?, decided_at_us = ?"
        " WHERE decision = 'undecided' AND kind = ? AND number = ?",
        (Decision.STAYS_OUT.value, now_us, ReviewKind.RETURN.value, number),
    )
    return db.changes() > 0


def undecided_count(db: apsw.Connection) -> int:
    """Count what waits for a person."""
    row = one_row(db, "SELECT count(*) FROM refusals WHERE decision = 'undecided'")
    return int(row[0]) if row else 0


def ids(db: apsw.Connection, *, decided: bool = False) -> list[int]:
    """Give what waits for a person, oldest first; with what was decided too."""
    waiting = "SELECT inbound_id FROM refusals WHERE decision = 'undecided' ORDER BY 1"
    everything = "SELECT inbound_id FROM refusals ORDER BY 1"
    return [row[0] for row in all_rows(db, everything if decided else waiting)]


def some(db: apsw.Connection, wanted: Sequence[int]) -> list[PossibleRefusal]:
    """Give these, in the order asked for; one that is none is left out."""
    found = (one_row(db, f"{_SELECT} WHERE r.inbound_id = ?", (each,)) for each in wanted)
    return [_refusal(row) for row in found if row is not None]


def opt_out(db: apsw.Connection, refusal_id: int, *, number: str = "", now_us: int) -> Added | None:
    """Decide that a message is a refusal: enter its number on the register, with the message as evidence.

    number: the digits, where the tray knows none. None, and nothing is changed, for what waits for nobody or
    has no number.
    """
    refusal = _undecided(db, refusal_id, ReviewKind.REFUSAL)
    if refusal is None or not (refusal.number or number):
        return None
    what = OptOut(refusal.number or number, refusal.at_us, "", refusal.text, message_id=str(refusal_id))
    entry = spoken(what, our_address=refusal.our_address, language=refusal.language)
    db.execute("UPDATE refusals SET number = ? WHERE inbound_id = ?", (entry.number, refusal_id))
    _decide(db, refusal_id, Decision.OPT_OUT, now_us=now_us)
    return opt_outs.add(db, [entry], now_us=now_us)


def opt_in(db: apsw.Connection, refusal_id: int, *, now_us: int) -> bool:
    """Decide that a number gets messages again: every entry of it that holds ends, for what it wrote.

    False, and nothing is changed, for what waits for nobody or does not ask for messages.
    """
    asks = _undecided(db, refusal_id, ReviewKind.RETURN)
    if asks is None:
        return False
    for _, sender in sorted(opt_outs.held(db, [OptOut(asks.number, asks.at_us)])):
        what = OptOut(asks.number, asks.at_us, "", asks.text, sender, message_id=str(refusal_id))
        ended = spoken(what, our_address=asks.our_address, language=asks.language)
        opt_outs.end(db, ended, now_us=now_us)
    _decide(db, refusal_id, Decision.OPT_IN, now_us=now_us)
    return True


def dismiss(db: apsw.Connection, refusal_id: int, *, now_us: int) -> bool:
    """Decide that a message changes nothing; False for what waits for nobody."""
    found = _undecided(db, refusal_id)
    if found is None:
        return False
    stays = found.kind is ReviewKind.RETURN
    _decide(db, refusal_id, Decision.STAYS_OUT if stays else Decision.NOT_A_REFUSAL, now_us=now_us)
    return True


def reopen(db: apsw.Connection, refusal_id: int, *, reason: str, now_us: int) -> list[int] | None:
    """Take a decision back; give the messages that do not leave because of it. None when none was made.

    An entry of the register that the decision made ends, for the reason given; one that was there before it,
    or was made after it ended, stays. An entry that the decision ended is made again, as it was.
    """
    found = next(iter(some(db, [refusal_id])), None)
    if found is None or found.decision is Decision.UNDECIDED:
        return None
    taken_back: list[int] = []
    if found.decision is Decision.OPT_OUT:
        entry = opt_outs.found(db, [found.number], sender="").get(found.number)
        if entry is not None and entry.what.message_id == str(refusal_id):
            ended = OptOut(found.number, now_us, "", clean_words(reason), message_id=str(refusal_id))
            opt_outs.end(db, ended, now_us=now_us)
    if found.decision is Decision.OPT_IN:
        again = _ended_by(db, found)
        taken_back = opt_outs.add(db, again, now_us=now_us).taken_back
    _decide(db, refusal_id, Decision.UNDECIDED, now_us=0)
    return taken_back


def _ended_by(db: apsw.Connection, found: PossibleRefusal) -> list[OptOut]:
    """Give the entries that a decision ended, as they were; not those of which more was said since."""
    lines: dict[str, list[RegisterEntry]] = {}
    for line in opt_outs.history(db, found.number):
        lines.setdefault(line.what.sender, []).append(line)
    return [
        before.what
        for last, before, *_ in (each for each in lines.values() if len(each) > 1)
        if last.ends and last.what.message_id == str(found.id)
    ]


def _undecided(
    db: apsw.Connection, refusal_id: int, kind: ReviewKind | None = None
) -> PossibleRefusal | None:
    found = next(iter(some(db, [refusal_id])), None)
    if found is None or found.decision is not Decision.UNDECIDED or kind not in {None, found.kind}:
        return None
    return found


def _decide(db: apsw.Connection, refusal_id: int, decision: Decision, *, now_us: int) -> None:
    db.execute(
        "UPDATE refusals SET decision = ?, decided_at_us = ? WHERE inbound_id = ?",
        (decision.value, now_us, refusal_id),
    )


def _refusal(row: Row) -> PossibleRefusal:
    row_id, thread_id, profile, at_us, number, source, destination, text, word, language, *rest = row
    exact, decision, decided_at_us, kind, late = rest
    return PossibleRefusal(
        row_id,
        thread_id,
        profile,
        at_us,
        number,
        source,
        destination,
        text,
        word,
        language,
        bool(exact),
        Decision(decision),
        decided_at_us,
        ReviewKind(kind),
        bool(late),
    )
