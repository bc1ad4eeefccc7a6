"""The register of who wants no messages: an account of what was said, and what follows from it.

Theory of operation. ``opt_out_entries`` is only ever added to: that a number wants no messages, with the
evidence, and later perhaps that it wants them again, with the reason. ``opted_out`` is the running result,
kept in the same transaction: the entries that hold now, by number and by whose messages are not wanted (""
for everybody's). The first evidence stands: who says it again while it holds changes nothing.

A number that opts out is obeyed at once. What waits in the outbox for it is taken back in the transaction of
the entry; a row of a list is asked about when it is judged and again when it becomes a message; and
:mod:`.reservation` asks once more about what it is about to let leave, because a part that was on the wire
when the entry was made may have been put back in the queue since. Two kinds of messages go on: one that a
person sends all the same (``messages.despite_opt_out``), and one of which a part has left, as half a text
helps nobody.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import apsw

from vox_console.domain.number_set import NumberSet
from vox_console.domain.opt_out import TAKEN_BACK_WORDS, OptOut, OptOutSource, RegisterEntry
from vox_console.storage import job_states
from vox_console.storage.outbox import withdraw
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row


@dataclass(frozen=True, slots=True)
class Added:
    """new: of each entry in order whether it was none yet. taken_back: ids of messages that do not leave."""

    new: list[bool]
    taken_back: list[int]


def add(db: apsw.Connection, entries: Iterable[OptOut], *, now_us: int) -> Added:
    """Enter numbers and take back what waits for them."""
    wanted = list(entries)
    known = held(db, wanted)
    new: list[bool] = []
    fresh: list[OptOut] = []
    for entry in wanted:
        key = (entry.number, entry.sender)
        new.append(key not in known)
        if key not in known:
            known.add(key)
            fresh.append(entry)
    ids = _write(db, fresh, kind="out", now_us=now_us)
    insert_rows(
        db,
        "INSERT INTO opted_out (number, sender, entry)",
        [(entry.number, entry.sender, entry_id) for entry, entry_id in zip(fresh, ids, strict=True)],
    )
    if not fresh:
        return Added(new, [])
    numbers = json.dumps(list({entry.number for entry in fresh}))
    waiting = all_rows(db, _WAITING + _UNWANTED + " ORDER BY m.id", (numbers,))
    return Added(new, _stop(db, [row[0] for row in waiting], now_us=now_us))


def held(db: apsw.Connection, entries: Iterable[OptOut]) -> set[tuple[str, str]]:
    """Give those of these (number, sender) that are on the register, each exactly as entered."""
    numbers = json.dumps(list({entry.number for entry in entries}))
    rows = all_rows(
        db,
        "SELECT o.number, o.sender FROM json_each(?) wanted"
        " CROSS JOIN opted_out o ON o.number = wanted.value",
        (numbers,),
    )
    return {(number, sender) for number, sender in rows}


def end(db: apsw.Connection, ended: OptOut, *, now_us: int) -> bool:
    """Take the entry of a number and sender off; False when none holds. ended.evidence: the reason."""
    db.execute("DELETE FROM opted_out WHERE number = ? AND sender = ?", (ended.number, ended.sender))
    if not db.changes():
        return False
    _write(db, [ended], kind="end", now_us=now_us)
    return True


def spoken_scopes(db: apsw.Connection, number: str) -> list[str]:
    """Give the senders of the entries of a number that hold because of what a customer wrote."""
    rows = all_rows(
        db,
        "SELECT o.sender FROM opted_out o JOIN opt_out_entries e ON e.id = o.entry"
        " WHERE o.number = ? AND e.source = ? ORDER BY o.sender",
        (number, OptOutSource.REPLY.value),
    )
    return [row[0] for row in rows]


def is_opted_out(db: apsw.Connection, number: str, *, sender: str) -> bool:
    """Say whether a number wants no messages from a sender."""
    asked = "SELECT 1 FROM opted_out WHERE number = ? AND sender IN ('', ?)"
    return one_row(db, asked, (number, sender)) is not None


def found(db: apsw.Connection, numbers: Iterable[str], *, sender: str) -> dict[str, RegisterEntry]:
    """Give of those of these numbers that want no messages from a sender the entry that says so."""
    which = (
        "json_each(?) wanted CROSS JOIN opted_out o ON o.number = wanted.value AND o.sender IN ('', ?)"
        " JOIN opt_out_entries e ON e.id = o.entry ORDER BY o.sender"
    )
    rows = all_rows(db, _SELECT + which, (json.dumps(list(numbers)), sender))
    answer: dict[str, RegisterEntry] = {}
    for entry in map(_entry, rows):
        answer.setdefault(entry.what.number, entry)
    return answer


def numbers(db: apsw.Connection, *, sender: str) -> NumberSet:
    """Give every number that wants no messages from a sender."""
    rows = db.execute("SELECT number FROM opted_out WHERE sender IN ('', ?)", (sender,))
    return NumberSet(str(row[0]) for row in rows)


def ids(db: apsw.Connection, *, digits: str = "") -> array[int]:
    """Give the entries that hold now, oldest first; only of numbers that contain these digits."""
    rows = db.execute("SELECT entry FROM opted_out WHERE ?1 = '' OR instr(number, ?1) ORDER BY 1", (digits,))
    return array("q", (row[0] for row in rows))


def entries(db: apsw.Connection, ids: Sequence[int]) -> list[RegisterEntry]:
    """Give entries by their ids, in the order asked for."""
    which = "json_each(?) wanted CROSS JOIN opt_out_entries e ON e.id = wanted.value ORDER BY wanted.key"
    return [_entry(row) for row in all_rows(db, _SELECT + which, (json.dumps(list(ids)),))]


def history(db: apsw.Connection, number: str) -> list[RegisterEntry]:
    """Give everything that was ever entered about a number, newest first."""
    which = "opt_out_entries e WHERE e.number = ? ORDER BY e.id DESC"
    return [_entry(row) for row in all_rows(db, _SELECT + which, (number,))]


def stop_unwanted(db: apsw.Connection, message_ids: Iterable[int], *, now_us: int) -> list[int]:
    """Take back those of these waiting messages whose number has opted out; give their ids."""
    unwanted = all_rows(db, _OF_THESE + _UNWANTED, (json.dumps(list(set(message_ids))),))
    return _stop(db, [row[0] for row in unwanted], now_us=now_us) if unwanted else []


_UNWANTED = (
    " m.despite_opt_out = 0"
    " AND EXISTS (SELECT 1 FROM opted_out o WHERE o.number = m.recipient AND o.sender IN ('', m.sender))"
)
_OF_THESE = "SELECT m.id FROM json_each(?) wanted CROSS JOIN messages m ON m.id = wanted.value WHERE"
# By number, so that an entry costs the same however long the queue is.
_WAITING = (
    "SELECT m.id FROM json_each(?) wanted"
    " CROSS JOIN messages m INDEXED BY messages_by_recipient ON m.recipient = wanted.value"
    " WHERE EXISTS (SELECT 1 FROM parts p NOT INDEXED WHERE p.id BETWEEN m.id << 8 AND m.id << 8 | 255"
    " AND p.submit = 'queued') AND"
)
_SELECT = (
    "SELECT e.id, e.kind, e.entered_at_us, e.number, e.said_at_us, e.said_by, e.evidence, e.sender, e.source,"
    " e.message_id FROM "
)


def _stop(db: apsw.Connection, message_ids: Sequence[int], *, now_us: int) -> list[int]:
    """Take messages back where that is still possible, and say why in message and row."""
    taken = withdraw(db, message_ids, now_us=now_us)
    which = json.dumps(taken)
    db.execute(
        "UPDATE messages SET reason = ? WHERE id IN (SELECT value FROM json_each(?))",
        (TAKEN_BACK_WORDS, which),
    )
    job_states.leave(db, which)
    db.execute(
        "UPDATE job_rows SET message_id = -1, reason = ? WHERE id IN"
        " (SELECT m.job_row FROM json_each(?) taken JOIN messages m ON m.id = taken.value"
        " WHERE m.job_row <> 0)",
        (TAKEN_BACK_WORDS, which),
    )
    return taken


def _write(db: apsw.Connection, entries: Sequence[OptOut], *, kind: str, now_us: int) -> list[int]:
    row = one_row(db, "SELECT max(id) FROM opt_out_entries")
    rows = [
        (
            entry_id,
            entry.number,
            entry.sender,
            kind,
            entry.at_us,
            entry.source.value,
            entry.said_by,
            entry.evidence,
            entry.message_id,
            now_us,
        )
        for entry_id, entry in zip(count((row[0] or 0) + 1 if row else 1), entries, strict=False)
    ]
    insert_rows(
        db,
        "INSERT INTO opt_out_entries (id, number, sender, kind, said_at_us, source, said_by, evidence,"
        " message_id, entered_at_us)",
        rows,
    )
    return [row[0] for row in rows]


def _entry(row: Row) -> RegisterEntry:
    entry_id, kind, entered_at_us, number, at_us, said_by, evidence, sender, source, message_id = row
    what = OptOut(number, at_us, said_by, evidence, sender, OptOutSource(source), message_id)
    return RegisterEntry(entry_id, what, ends=kind == "end", entered_at_us=entered_at_us)
