"""The inbox as the window and the command line see it: conversations, what was said, and what to do with it.

Everything is read out of the journal when it is looked at (:mod:`vox_console.storage.thread_entries`). Lists
are told by :class:`~.events.ThreadsChanged` which threads to read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import apsw

from vox_console.domain.assembled_text import AssembledText
from vox_console.domain.errors import SettingsError
from vox_console.domain.message import Message
from vox_console.domain.message_reading import read_message
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, ThreadsChanged
from vox_console.services.opt_outs import search_digits
from vox_console.settings.profiles import ProfileStore
from vox_console.storage import (
    history,
    inbound_doubts,
    inbound_messages,
    thread_merges,
    thread_notes,
    threads,
)
from vox_console.storage.database import Database
from vox_console.storage.inbound_messages import Unread
from vox_console.storage.search import Hit, HitKind
from vox_console.storage.thread_entries import (
    THEIRS,
    Entry,
    NoteEntry,
    OurMessage,
    TheirMessage,
    entries,
    entries_after,
    has_ours_from,
)
from vox_console.storage.thread_merges import Merge
from vox_console.storage.thread_notes import ThreadNote
from vox_console.storage.threads import Thread, Tray

Place = tuple[int, int, int]
_LOOKED_AT = 50  # lines, for the last one of theirs


@dataclass(frozen=True, slots=True)
class TheirLine:
    """A customer's message, readable. reading: the word a person chose to read it by, "" for none.

    possible_repeat: an equal message came shortly before, and it may be the same one, delivered again.
    party: the key of whose it is (domain.conversation), where that was asked for.
    """

    message: TheirMessage
    text: AssembledText
    reading: str
    possible_repeat: bool
    party: str = ""

    @property
    def place(self) -> Place:
        """Give where it stands in the conversation."""
        return self.message.place


@dataclass(frozen=True, slots=True)
class OurLine:
    """A message of ours, with its live state."""

    message: Message

    @property
    def place(self) -> Place:
        """Give where it stands in the conversation."""
        return OurMessage(self.message.id, self.message.created_at_us).place


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note that an agent wrote for other agents; it is never sent."""

    note: ThreadNote

    @property
    def place(self) -> Place:
        """Give where it stands in the conversation."""
        return NoteEntry(self.note).place


Line = TheirLine | OurLine | NoteLine


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread, None when there is none of that id. members: what lies in it.

    lines: newest first. newer: what stands after them, oldest first, where that was asked for.
    """

    thread: Thread | None
    members: tuple[Thread, ...]
    lines: list[Line]
    newer: tuple[Line, ...] = ()


def place_of(hit: Hit) -> Place:
    """Give where a finding of the search stands in its conversation."""
    if hit.kind is HitKind.OURS:
        return OurMessage(hit.id, hit.at_us).place
    return hit.at_us, THEIRS, hit.id


def alphabets(profiles: ProfileStore) -> Callable[[str], DefaultAlphabet]:
    """Give what says what data_coding 0 means for an account; what it mostly means for one that is gone."""

    def alphabet_of(name: str) -> DefaultAlphabet:
        try:
            return profiles.get(name).default_alphabet
        except SettingsError:
            return DefaultAlphabet.GSM7

    return alphabet_of


class InboxDesk:
    """The conversations of one journal. alphabet_of: what data_coding 0 means for an account, by its name.

    Raises, from everything: StoreError when the journal cannot be read or written.
    """

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        announce: Callable[[Event], None],
        alphabet_of: Callable[[str], DefaultAlphabet],
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce
        self._alphabet_of = alphabet_of

    # ---- reading

    async def thread_ids(self, tray: Tray = Tray.OPEN, *, limit: int | None = None) -> list[int]:
        """Give the threads of a tray, the last moved first; no more than `limit`."""
        return await self._database.read(
            partial(threads.ids, tray=tray, now_us=self._clocks.now_us(), limit=limit)
        )

    async def threads(self, thread_ids: Sequence[int]) -> list[Thread]:
        """Give these threads, in the order asked for."""
        return await self._database.read(partial(threads.some, thread_ids=thread_ids))

    async def matching(self, typed: str, *, default_region: str = "", but: int, limit: int) -> list[Thread]:
        """Give threads of all trays by letters of a name or digits of a number; one (`but`) is left out."""
        words = typed.strip()
        digits = "" if any(map(str.isalpha, words)) else search_digits(words, default_region=default_region)
        return await self._database.read(
            partial(threads.matching, typed=words, digits=digits, but=but, limit=limit)
        )

    async def snoozed(self) -> list[Thread]:
        """Give the threads that sleep, the one that wakes first at the top."""
        return await self._database.read(partial(threads.snoozed, now_us=self._clocks.now_us()))

    async def unread(self) -> int:
        """Count the messages that nobody has read."""
        return await self._database.read(threads.unread_count)

    async def lines(self, thread_id: int, *, before: Place | None = None, limit: int = 50) -> list[Line]:
        """Give what was said in a thread, newest first, from a place on."""
        return await self._database.read(
            partial(self._lines, thread_id=thread_id, before=before, limit=limit)
        )

    async def lines_after(self, thread_id: int, place: Place, *, limit: int = 50) -> list[Line]:
        """Give what was said in a thread after a place, oldest first."""
        return await self._database.read(
            lambda db: self._read(db, entries_after(db, thread_id, place, limit=limit))
        )

    async def conversation(self, thread_id: int, *, before: Place | None = None, limit: int) -> Conversation:
        """Give a thread with what was said in it, from a place on, as it stands in one moment."""
        return await self._database.read(
            lambda db: self._conversation(
                db, thread_id, self._lines(db, thread_id=thread_id, before=before, limit=limit)
            )
        )

    async def around(self, thread_id: int, place: Place, *, each: int) -> Conversation:
        """Give a thread with what was said at a place, before it and after it, as it stands in one moment."""
        behind = (place[0], place[1], place[2] + 1)
        return await self._database.read(
            lambda db: self._conversation(
                db,
                thread_id,
                self._lines(db, thread_id=thread_id, before=behind, limit=each),
                self._read(db, entries_after(db, thread_id, place, limit=each)),
            )
        )

    @staticmethod
    def _conversation(
        db: apsw.Connection, thread_id: int, lines: list[Line], newer: Sequence[Line] = ()
    ) -> Conversation:
        found = threads.some(db, threads.members_of(db, thread_id))
        thread = next((each for each in found if each.id == thread_id), None)
        return Conversation(thread, tuple(found[1:]), lines, tuple(newer))

    async def has_ours_from(self, thread_id: int, message_id: int) -> bool:
        """Tell whether what was queued from this message on has something for a thread."""
        return await self._database.read(partial(has_ours_from, thread_id=thread_id, message_id=message_id))

    def _lines(self, db: apsw.Connection, *, thread_id: int, before: Place | None, limit: int) -> list[Line]:
        return self._read(db, entries(db, thread_id, before=before, limit=limit))

    def _read(self, db: apsw.Connection, found: Sequence[Entry]) -> list[Line]:
        theirs = self._their_lines(db, [each for each in found if isinstance(each, TheirMessage)])
        line_of = {line.message.id: line for line in theirs}
        ours = history.messages(db, [each.id for each in found if isinstance(each, OurMessage)])
        by_id = {message.id: message for message in ours}

        def line(entry: Entry) -> Line:
            match entry:
                case TheirMessage():
                    return line_of[entry.id]
                case OurMessage():
                    return OurLine(by_id[entry.id])
                case NoteEntry():
                    return NoteLine(entry.note)

        return [line(each) for each in found]

    async def newest_part_id(self) -> int:
        """Give the row of the part that was stored last, 0 when there is none."""
        return await self._database.read(inbound_messages.newest_part_id)

    async def newest(self, *, before_id: int | None = None, limit: int) -> list[TheirLine]:
        """Give customers' messages of all conversations, the last stored first, from one on."""
        return await self._database.read(
            lambda db: self._their_lines(db, inbound_messages.newest(db, before_id=before_id, limit=limit))
        )

    async def some(self, ids: Sequence[int]) -> list[TheirLine]:
        """Give customers' messages by the rows that stand for them, in the order asked for."""
        return await self._database.read(lambda db: self._their_lines(db, inbound_messages.some(db, ids)))

    async def since(self, part_id: int) -> tuple[list[TheirLine], int]:
        """Give the messages that have got parts since a part was stored, as they are now, oldest first.

        Each with its party. And the row of the part that was stored last, to go on from.
        """

        def read(db: apsw.Connection) -> tuple[list[TheirLine], int]:
            lines = self._their_lines(db, inbound_messages.since(db, part_id))
            parties = inbound_messages.parties(db, [line.message.id for line in lines])
            named = [replace(line, party=parties.get(line.message.id, "")) for line in lines]
            return named, inbound_messages.newest_part_id(db)

        return await self._database.read(read)

    async def unread_since(self, from_us: int) -> Unread:
        """Count what came since a time (microseconds since 1970 UTC) and nobody has read."""
        return await self._database.read(partial(inbound_messages.unread_since, from_us=from_us))

    def _their_lines(self, db: apsw.Connection, found: Sequence[TheirMessage]) -> list[TheirLine]:
        ids = [each.id for each in found]
        doubtful = inbound_doubts.repeats(db, ids)
        chosen = inbound_doubts.readings(db, ids)
        alphabet_of = cache(self._alphabet_of)  # it reads a file
        return [
            _their_line(each, chosen.get(each.id, ""), alphabet_of, repeat=each.id in doubtful)
            for each in found
        ]

    # ---- deciding

    async def mark_read(self, thread_id: int) -> None:
        """Say that somebody has read all of a thread."""
        await self._change(partial(threads.mark_read, thread_id=thread_id), thread_id)

    async def mark_unread(self, thread_id: int) -> None:
        """Say that a thread is to be read again."""
        await self._change(partial(threads.mark_unread, thread_id=thread_id), thread_id)

    async def lay(self, thread_ids: Sequence[int], tray: Tray) -> None:
        """Put threads into a tray."""
        await self._change(partial(threads.lay, thread_ids=thread_ids, tray=tray), *thread_ids)

    async def snooze(self, thread_id: int, *, until_us: int) -> None:
        """Take a thread out of the list until a time; 0 wakes it."""
        await self._change(partial(threads.snooze, thread_id=thread_id, until_us=until_us), thread_id)

    async def put_back(self, before: Thread) -> bool:
        """Let a thread lie where it lay before; False, and nothing is done, when that would hide news."""
        there = await self._database.run(partial(threads.put_back, before=before))
        if there:
            self._announce(ThreadsChanged((before.id,)))
        return there

    async def merge(self, thread_id: int, *, into: int) -> Merge:
        """Lay a thread into another; give what was done. Raises ValueError for a thread and itself."""
        done = await self._database.run(partial(thread_merges.merge, thread_id=thread_id, into=into))
        self._announce(ThreadsChanged(tuple(sorted({done.source.id, done.target}))))
        return done

    async def unmerge(self, done: Merge) -> bool:
        """Take apart what a merge has laid together; False when that was done already."""

        def undo(db: apsw.Connection) -> bool:
            apart = thread_merges.undo(db, done)
            if apart:
                self._summarise(db, done.source.id, done.target)
            return apart

        apart = await self._database.run(undo)
        if apart:
            self._announce(ThreadsChanged(tuple(sorted({done.source.id, done.target}))))
        return apart

    async def split(self, thread_id: int) -> int:
        """Take a thread out of the one it lies in; give that one."""

        def split(db: apsw.Connection) -> int:
            root = threads.root_of(db, thread_id)
            thread_merges.split(db, thread_id)
            self._summarise(db, thread_id, root)
            return root

        root = await self._database.run(split)
        self._announce(ThreadsChanged(tuple(sorted({thread_id, root}))))
        return root

    def _summarise(self, db: apsw.Connection, *thread_ids: int) -> None:
        """Say anew what was said last in threads that have become others."""
        for thread_id in thread_ids:
            lines = self._lines(db, thread_id=thread_id, before=None, limit=_LOOKED_AT)
            last = next((line for line in lines if isinstance(line, TheirLine)), None)
            if last is not None:
                thread_merges.summarise(db, thread_id, at_us=last.message.at_us, preview=last.text.text)

    async def read_as(self, thread_id: int, inbound_id: int, word: str) -> None:
        """Read a message in a way a person chose, "" as it declares itself."""
        job = partial(inbound_doubts.choose_reading, inbound_id=inbound_id, word=word)
        await self._change(job, thread_id)

    # ---- notes

    async def write_note(self, thread_id: int, text: str) -> int:
        """Write a note into a thread, for agents alone; give its id."""
        job = partial(thread_notes.write, thread_id=thread_id, text=text, now_us=self._clocks.now_us())
        note_id = await self._database.run(job)
        await self._moved(thread_id)
        return note_id

    async def remove_note(self, note_id: int) -> ThreadNote | None:
        """Remove a note and give it, to be put back; None when it has gone already."""
        note = await self._database.run(partial(thread_notes.remove, note_id=note_id))
        if note is not None:
            await self._moved(note.thread_id)
        return note

    async def put_note_back(self, note: ThreadNote) -> None:
        """Keep a note again that was removed."""
        await self._database.run(partial(thread_notes.put_back, note=note))
        await self._moved(note.thread_id)

    async def _moved(self, thread_id: int) -> None:
        """Tell who looks at a thread, or at the one it lies in."""
        root = await self._database.read(partial(threads.root_of, thread_id=thread_id))
        self._announce(ThreadsChanged(tuple(sorted({thread_id, root}))))

    async def _change(self, job: Callable[[apsw.Connection], None], *thread_ids: int) -> None:
        await self._database.run(job)
        self._announce(ThreadsChanged(tuple(sorted(set(thread_ids)))))


def _their_line(
    said: TheirMessage, reading: str, alphabet_of: Callable[[str], DefaultAlphabet], *, repeat: bool
) -> TheirLine:
    text = read_message(said.message, reading, default_alphabet=alphabet_of(said.profile))
    return TheirLine(said, text, reading, repeat)
