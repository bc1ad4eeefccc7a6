"""What was said in a conversation, by pages: a query over stored parts and the outbox.

Theory of operation. A page goes from a place towards the older, or towards the newer. Three streams run into
one: customers' messages by the time their first part arrived, ours by the time they were written, and agents'
notes. A page is read from each, merged, and cut to its length; the place of its last entry is where the next
page goes on. A part that arrived later than its message's first is no entry of its own; it is found again
with the first, on whichever page that stands. Nothing is put together that is not on the page.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import apsw

from vox_console.domain.concatenation import DAY_US, AssembledMessage, PartPlace, StoredPart, assemble
from vox_console.domain.conversation import party_key
from vox_console.domain.transport_name import Witness
from vox_console.storage import thread_notes
from vox_console.storage.inbound import parts_of
from vox_console.storage.rows import Row, all_rows, one_row
from vox_console.storage.thread_notes import ThreadNote
from vox_console.storage.threads import members_of

_FIRST, _LAST = -1, 2**62  # before and behind every id
_BEGINNING = (2**62, 3, 0)
_OUR_KEYS = "SELECT ours FROM threads WHERE id IN (SELECT value FROM json_each(?))"
_OUR_MESSAGES = (
    "SELECT DISTINCT m.id, m.created_at_us, m.sender FROM threads t CROSS JOIN messages m"
    " ON m.recipient = ltrim(t.theirs, '+') AND m.profile = t.profile"
    " WHERE t.id IN (SELECT value FROM json_each(?)) AND (m.created_at_us, m.id) < (?, ?)"
    " ORDER BY m.created_at_us DESC, m.id DESC LIMIT ?"
)
OURS, THEIRS, NOTES = 0, 1, 2
_OF_THREADS = (
    " WHERE thread_id IN (SELECT value FROM json_each(?)) AND (received_at_us, id) < (?, ?)"
    " ORDER BY received_at_us DESC, id DESC LIMIT ?"
)
_OURS_FROM = (
    "SELECT EXISTS (SELECT 1 FROM threads t CROSS JOIN messages m ON m.recipient = ltrim(t.theirs, '+')"
    " AND m.profile = t.profile WHERE t.id IN (SELECT value FROM json_each(?)) AND m.id >= ?)"
)
SAID = (
    "SELECT id, received_at_us, profile, source, destination, witness, repeats, thread_id,"
    " short_message, data_coding, esm_class, reference_bits, reference, total, number FROM inbound"
)


@dataclass(frozen=True, slots=True)
class TheirMessage:
    """A customer's message. parts: as far as they are here; an undivided message is its only part.

    repeats: how many more times the provider delivered it, as far as that is certain.
    """

    id: int
    at_us: int
    profile: str
    source: str
    destination: str
    witness: Witness
    message: AssembledMessage
    repeats: int

    @property
    def place(self) -> tuple[int, int, int]:
        """Give where it stands in the conversation."""
        return self.at_us, THEIRS, self.id


@dataclass(frozen=True, slots=True)
class OurMessage:
    """A message of ours: the history tells the rest."""

    id: int
    at_us: int

    @property
    def place(self) -> tuple[int, int, int]:
        """Give where it stands in the conversation."""
        return self.at_us, OURS, self.id


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A note of an agent, for other agents."""

    note: ThreadNote

    @property
    def place(self) -> tuple[int, int, int]:
        """Give where it stands in the conversation."""
        return self.note.at_us, NOTES, self.note.id


Entry = TheirMessage | OurMessage | NoteEntry


@dataclass(frozen=True, slots=True)
class _Way:
    """How a page is read: from a place (left out) towards the older, or towards the newer."""

    at_us: int
    kind: int
    id: int
    newer: bool

    def last_id(self, kind: int) -> int:
        """Give the id from which a stream goes on at this very moment."""
        if kind == self.kind:
            return self.id
        # At one moment ours come first, then theirs, then notes.
        return _LAST if kind < self.kind else _FIRST

    def sql(self, towards_older: str) -> str:
        """Give a query for this way."""
        return towards_older.replace(") < (", ") > (").replace(" DESC", "") if self.newer else towards_older


def entries(
    db: apsw.Connection, thread_id: int, *, before: tuple[int, int, int] | None = None, limit: int
) -> list[Entry]:
    """Give entries of a thread and of what was merged into it, newest first.

    before: the place of the entry that was seen last.
    """
    return _page(db, thread_id, _Way(*(before or _BEGINNING), newer=False), limit)


def entries_after(
    db: apsw.Connection, thread_id: int, after: tuple[int, int, int], *, limit: int
) -> list[Entry]:
    """Give entries of a thread and of what was merged into it that stand after a place, oldest first."""
    return _page(db, thread_id, _Way(*after, newer=True), limit)


def has_ours_from(db: apsw.Connection, thread_id: int, message_id: int) -> bool:
    """Tell whether a message of ours, of this id or a later one, went to whom the thread is with."""
    row = one_row(db, _OURS_FROM, (json.dumps(members_of(db, thread_id)), message_id))
    return bool(row and row[0])


def _page(db: apsw.Connection, thread_id: int, way: _Way, limit: int) -> list[Entry]:
    members = members_of(db, thread_id)
    streams: tuple[Iterator[Entry], ...] = (
        _theirs(db, members, way, limit),
        _ours(db, members, way, limit),
        _notes(db, members, way, limit),
    )
    merged = heapq.merge(*streams, key=lambda entry: entry.place, reverse=not way.newer)
    return list(islice(merged, limit))


def _theirs(db: apsw.Connection, members: Sequence[int], way: _Way, limit: int) -> Iterator[TheirMessage]:
    """Give customers' messages by pages of parts, until the reader has enough."""
    at_us, last_id = way.at_us, way.last_id(THEIRS)
    while True:
        rows = all_rows(db, way.sql(SAID + _OF_THREADS), (json.dumps(members), at_us, last_id, limit))
        for row in rows:
            message = message_with(db, row)
            if message.id == row[0]:
                yield their_message(row, message)
        if len(rows) < limit:
            return
        at_us, last_id = rows[-1][1], rows[-1][0]


def message_with(db: apsw.Connection, row: Row) -> AssembledMessage:
    """Give the message that a part belongs to, be it as a repeat. row: of :data:`SAID`."""
    row_id, arrived_us, *_, thread, octets, data_coding, esm_class, bits, reference, total, number = row
    place = PartPlace(bits, reference, total, number)
    part = StoredPart(row_id, arrived_us, octets, place, data_coding, esm_class)
    if place.total == 0:
        return AssembledMessage(1, {1: part})
    around = parts_of(db, thread, place, from_us=arrived_us - DAY_US, to_us=arrived_us + DAY_US)
    return next(
        each
        for each in assemble(around)
        if any(one.id == row_id for one in (*each.parts.values(), *each.repeats))
    )


def their_message(row: Row, message: AssembledMessage) -> TheirMessage:
    """Give a message with what its first part tells. row: of :data:`SAID`."""
    row_id, arrived_us, profile, source, destination, witness, repeats, *_ = row
    return TheirMessage(
        row_id,
        arrived_us,
        profile,
        source,
        destination,
        Witness(witness),
        message,
        repeats + len(message.repeats),
    )


def _ours(db: apsw.Connection, members: Sequence[int], way: _Way, limit: int) -> Iterator[OurMessage]:
    """Give our messages to the same number, by pages, until the reader has enough.

    Those from the number that the customer wrote to, and those from a name: nobody can write to a name, so
    they have no other conversation to stand in.
    """
    at_us, last_id = way.at_us, way.last_id(OURS)
    ours = {row[0] for row in all_rows(db, _OUR_KEYS, (json.dumps(members),))}
    while True:
        rows = all_rows(db, way.sql(_OUR_MESSAGES), (json.dumps(members), at_us, last_id, limit))
        for message_id, created_us, sender in rows:
            if not sender.isdigit() or party_key(sender) in ours:
                yield OurMessage(message_id, created_us)
        if len(rows) < limit:
            return
        last_id, at_us = rows[-1][0], rows[-1][1]


def _notes(db: apsw.Connection, members: Sequence[int], way: _Way, limit: int) -> Iterator[NoteEntry]:
    """Give notes; a page of them is as many as the reader can take."""
    read = thread_notes.after if way.newer else thread_notes.before
    yield from map(NoteEntry, read(db, members, at_us=way.at_us, last_id=way.last_id(NOTES), limit=limit))
