"""The review tray: messages that may be refusals, until a person has decided, and what was decided.

A row is never deleted. Where and when a message arrived is read from the journal of what arrived; kept here
is the text as it was judged, and the decision. What comes in while its number is on the register for
everybody's messages, or says the same as an undecided one of its conversation, asks nothing new and is not
laid in.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from vox_console.domain.opt_out import OptOut, clean_words, spoken
from vox_console.domain.refusal import Intent, Verdict
from vox_console.domain.refusal_review import Decision, PossibleRefusal
from vox_console.storage import opt_outs
from vox_console.storage.inbound import SaidWhole
from vox_console.storage.opt_outs import Added
from vox_console.storage.rows import Row, all_rows, one_row

_SELECT = (
    "SELECT r.inbound_id, i.thread_id, i.profile, i.received_at_us, r.number, i.source, i.destination,"
    " r.text, r.word, r.language, r.exact, r.decision, r.decided_at_us"
    " FROM refusals r JOIN inbound i ON i.id = r.inbound_id"
)


def enter(db: apsw.Connection, said: SaidWhole, judged: Verdict, *, number: str) -> bool:
    """Lay a message before a person; False when that asks nothing new."""
    if number and (number, "") in opt_outs.held(db, [OptOut(number, said.at_us)]):
        return False
    text = clean_words(said.text)
    db.execute(
        "INSERT INTO refusals (inbound_id, number, text, word, language, exact)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM refusals r"
        " JOIN inbound i ON i.id = r.inbound_id JOIN inbound new ON new.id = ?1"
        " WHERE r.decision = 'undecided' AND r.text = ?3 AND i.thread_id = new.thread_id)"
        " ON CONFLICT DO NOTHING",
        (said.id, number, text, judged.word, judged.language, judged.intent is Intent.STOP),
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
    refusal = _undecided(db, refusal_id)
    if refusal is None or not (refusal.number or number):
        return None
    what = OptOut(refusal.number or number, refusal.at_us, "", refusal.text, message_id=str(refusal_id))
    entry = spoken(what, our_address=refusal.our_address, language=refusal.language)
    db.execute("UPDATE refusals SET number = ? WHERE inbound_id = ?", (entry.number, refusal_id))
    _decide(db, refusal_id, Decision.OPT_OUT, now_us=now_us)
    return opt_outs.add(db, [entry], now_us=now_us)


def dismiss(db: apsw.Connection, refusal_id: int, *, now_us: int) -> bool:
    """Decide that a message is no refusal; False for what waits for nobody."""
    if _undecided(db, refusal_id) is None:
        return False
    _decide(db, refusal_id, Decision.NOT_A_REFUSAL, now_us=now_us)
    return True


def reopen(db: apsw.Connection, refusal_id: int, *, reason: str, now_us: int) -> bool:
    """Take a decision back; False when none was made.

    An entry of the register that the decision made ends, for the reason given; one that was there before it,
    or was made after it ended, stays.
    """
    found = next(iter(some(db, [refusal_id])), None)
    if found is None or found.decision is Decision.UNDECIDED:
        return False
    if found.decision is Decision.OPT_OUT:
        entry = opt_outs.found(db, [found.number], sender="").get(found.number)
        if entry is not None and entry.what.message_id == str(refusal_id):
            ended = OptOut(found.number, now_us, "", clean_words(reason), message_id=str(refusal_id))
            opt_outs.end(db, ended, now_us=now_us)
    _decide(db, refusal_id, Decision.UNDECIDED, now_us=0)
    return True


def _undecided(db: apsw.Connection, refusal_id: int) -> PossibleRefusal | None:
    found = next(iter(some(db, [refusal_id])), None)
    return found if found is not None and found.decision is Decision.UNDECIDED else None


def _decide(db: apsw.Connection, refusal_id: int, decision: Decision, *, now_us: int) -> None:
    db.execute(
        "UPDATE refusals SET decision = ?, decided_at_us = ? WHERE inbound_id = ?",
        (decision.value, now_us, refusal_id),
    )


def _refusal(row: Row) -> PossibleRefusal:
    row_id, thread_id, profile, at_us, number, source, destination, text, word, language, *rest = row
    exact, decision, decided_at_us = rest
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
    )
