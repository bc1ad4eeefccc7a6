"""The register of who wants no messages, as the window, the command line and the inbox see it.

One rule holds for everything that is sent: nothing leaves for a number that wants no messages, unless a
person sends that one message all the same. It is asked by whoever stores messages (:func:`enqueue_wanted` for
single sends, :class:`.RowMaker` for rows), in the transaction that stores them, and again by the outbox when
they are about to leave (:mod:`vox_console.storage.opt_outs`).

That person decides about one message to numbers that are in front of them: ``send --despite-opt-out``. A row
of a list has no such exception, neither in the window nor on the command line. A list is sent to by the
thousand, where nobody looks at each, and one switch would override what thousands of people have said; and
the rules are the same at both doors, so that no script has more rights than a person. Who really has to
write to one of them (a receipt, a recall) does that singly, or ends the entry with a reason, which stays on
the register.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

import apsw

from vox_console.domain.address import parse_recipient, parse_sender
from vox_console.domain.opt_out import OptOut, RegisterEntry, clean_words
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, MessagesChanged, OptOutsChanged
from vox_console.storage import opt_outs
from vox_console.storage.database import Database
from vox_console.storage.opt_outs import Added
from vox_console.storage.outbox import NewMessage

_NO_DIGIT = re.compile(r"\D+", re.ASCII)
_NOTHING: Final = Added([], [])


class Store(Protocol):
    """Stores messages in one transaction and gives their ids."""

    def __call__(self, db: apsw.Connection, messages: Iterable[NewMessage], *, now_us: int) -> list[int]:
        """Store them."""


def enqueue_wanted(
    db: apsw.Connection, *, store: Store, messages: Sequence[NewMessage], now_us: int
) -> tuple[list[int], int]:
    """Store messages of one sender; give their ids, or none and how many of the numbers want no messages."""
    asked = [message.recipient for message in messages if not message.despite_opt_out]
    unwanted = opt_outs.found(db, asked, sender=messages[0].sender) if asked else {}
    return ([], len(unwanted)) if unwanted else (store(db, messages, now_us=now_us), 0)


def unwanted_words(count: int) -> str:
    """Say how many numbers forbid a send; no number stands in it, for it may be logged."""
    return "A number wants no messages." if count == 1 else f"{count:,} of the numbers want no messages."


def scope_of(sender: str) -> str:
    """Give a sender as messages carry it, whatever way it was typed; "" for none."""
    return parse_sender(sender).value


class OptOutDesk:
    """The register of one journal."""

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce

    async def add(self, entries: Sequence[OptOut]) -> Added:
        """Enter numbers, as digits; what waits for them is taken back. Raises StoreError."""
        cleaned = [_cleaned(entry) for entry in entries]
        if not cleaned:
            return _NOTHING
        added = await self._database.run(partial(opt_outs.add, entries=cleaned, now_us=self._clocks.now_us()))
        if added.taken_back:
            self._announce(MessagesChanged(tuple(added.taken_back)))
        if any(added.new):
            self._announce(OptOutsChanged())
        return added

    async def end(self, number: str, *, sender: str = "", reason: str, said_by: str = "") -> bool:
        """Note that a number wants messages again, and why; False when no entry of this scope holds."""
        now_us = self._clocks.now_us()
        ended = _cleaned(OptOut(number, now_us, said_by, reason, sender))
        done = await self._database.run(partial(opt_outs.end, ended=ended, now_us=now_us))
        if done:
            self._announce(OptOutsChanged())
        return done

    async def look_up(self, numbers: Iterable[str], *, sender: str) -> Mapping[str, RegisterEntry]:
        """Give of those of these numbers that want no messages from a sender (as typed) what says so."""
        wanted = list(numbers)
        return await self._database.read(partial(opt_outs.found, numbers=wanted, sender=scope_of(sender)))

    async def held(self, entries: Iterable[OptOut]) -> set[tuple[str, str]]:
        """Give those of these (number, sender) that are on the register, each exactly as entered."""
        wanted = list(entries)
        return await self._database.read(partial(opt_outs.held, entries=wanted))

    async def search(self, typed: str = "", *, default_region: str = "") -> array[int]:
        """Give the entries that hold and whose number fits what was typed, oldest first; all for ""."""
        digits = search_digits(typed, default_region=default_region)
        if typed.strip() and not digits:
            return array("q")
        return await self._database.read(partial(opt_outs.ids, digits=digits))

    async def entries(self, ids: Sequence[int]) -> list[RegisterEntry]:
        """Give entries by their ids."""
        return await self._database.read(partial(opt_outs.entries, ids=list(ids)))

    async def history(self, number: str) -> list[RegisterEntry]:
        """Give everything that was ever entered about a number, newest first."""
        return await self._database.read(partial(opt_outs.history, number=number))


def search_digits(typed: str, *, default_region: str = "") -> str:
    """Give the digits to look for: those of the number that was typed, else what of one was typed so far."""
    whole = parse_recipient(typed, default_region=default_region)
    return whole.digits if whole.ok and not whole.problems else _NO_DIGIT.sub("", typed).lstrip("0")


def _cleaned(entry: OptOut) -> OptOut:
    return replace(
        entry,
        said_by=clean_words(entry.said_by),
        evidence=clean_words(entry.evidence),
        sender=scope_of(clean_words(entry.sender)) if entry.sender else "",
        message_id=clean_words(entry.message_id),
    )
