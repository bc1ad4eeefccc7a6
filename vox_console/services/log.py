"""The delivery log of a journal, asked anything: pages, counts, and everything for an export.

How it is used::

    query = desk.read("state:failed sent:yesterday")    a LogQuery, or a QueryFault to show beside the field
    wanted = desk.meaning(query)                        what it means now: kept while it is paged and counted
    rows = await desk.page(wanted)                      the newest; await desk.page(wanted, before=rows.below)
    total = await desk.count(wanted, told=show)         after the page; cancel the task to stop it
    async for messages in desk.iterate(wanted): ...     exactly what all pages show, newest first

Theory of operation. Each of these runs in a reader's thread in steps of some tens of milliseconds at most
(:mod:`vox_console.storage.log_pages`), so a page may come with fewer rows than there are, even with none, and
says in `below` that there may be more. Between steps whoever else reads gets the reader.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial

import apsw

from vox_console.domain.log_query import LogQuery, QueryFault
from vox_console.domain.log_query_fields import Field
from vox_console.domain.log_query_filter import LogFilter, filter_of
from vox_console.domain.log_query_reading import read_log_query
from vox_console.domain.message import Message
from vox_console.domain.zone_offset import OffsetAt
from vox_console.services.clocks import Clocks, here_offset_s
from vox_console.services.opt_outs import search_digits
from vox_console.storage import history, log_conditions, log_labels, log_pages
from vox_console.storage.database import Database
from vox_console.storage.log_pages import NEWEST, LogCount, LogPage

PAGE = 50
_EXPORTED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LogRows:
    """Messages, newest first. below: give it as `before` to go on; None when these were the last.

    There may be fewer than asked for, or none, and more below all the same.
    """

    messages: list[Message]
    below: int | None


class LogDesk:
    """The log of one journal. home_region: whose national numbers are typed, "" for nobody's.

    here: whose days and clocks are meant where a query does not say. Raises, from everything that is awaited:
    StoreError when the journal cannot be read.
    """

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        home_region: Callable[[], str] = lambda: "",
        here: OffsetAt = here_offset_s,
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._home_region = home_region
        self._here = here

    def read(self, typed: str) -> LogQuery | QueryFault:
        """Read what was typed; "" asks for all messages. Never raises."""
        return read_log_query(typed)

    def meaning(self, query: LogQuery) -> LogFilter:
        """Give what a query means now."""
        return filter_of(
            query,
            now_us=self._clocks.now_us(),
            here=self._here,
            digits_of=partial(search_digits, default_region=self._home_region()),
        )

    async def page(self, wanted: LogFilter, *, before: int | None = None, limit: int = PAGE) -> LogRows:
        """Give up to `limit` messages; one step, so there may be fewer. before: `below` of the last rows."""
        below = NEWEST if before is None else before
        return await self._database.read(partial(_rows, wanted=wanted, below=below, limit=limit))

    async def page_ids(self, wanted: LogFilter, *, before: int | None, limit: int) -> LogPage:
        """Give up to `limit` ids, as :meth:`page` gives messages."""
        below = NEWEST if before is None else before
        return await self._database.read(partial(log_pages.page, wanted=wanted, below=below, limit=limit))

    async def count(self, wanted: LogFilter, *, told: Callable[[LogCount], None] = lambda _: None) -> int:
        """Count all that a filter finds. told: is given the count so far after each step."""
        so_far = LogCount(0, NEWEST)
        while so_far.below is not None:
            step = await self._database.read(partial(log_pages.count, wanted=wanted, below=so_far.below))
            so_far = LogCount(so_far.count + step.count, step.below)
            told(so_far)
        return so_far.count

    async def iterate(
        self, wanted: LogFilter, *, limit: int = _EXPORTED_AT_ONCE
    ) -> AsyncIterator[list[Message]]:
        """Give everything that a filter finds, newest first, in lists of 1 to `limit`."""
        rows = LogRows([], NEWEST)
        while rows.below is not None:
            rows = await self.page(wanted, before=rows.below, limit=limit)
            if rows.messages:
                yield rows.messages

    async def known_values(self) -> dict[Field, list[str]]:
        """Give what stands in this journal: senders, accounts and error codes, for completion."""
        return await self._database.read(_known_values)


def _rows(db: apsw.Connection, *, wanted: LogFilter, below: int, limit: int) -> LogRows:
    found = log_pages.page(db, wanted, below=below, limit=limit)
    return LogRows(history.messages(db, found.ids), found.below)


def _known_values(db: apsw.Connection) -> dict[Field, list[str]]:
    labels = log_labels.every(db)
    return {
        Field.FROM: sorted({label.sender for label in labels}, key=str.casefold),
        Field.ACCOUNT: sorted({label.account for label in labels}, key=str.casefold),
        Field.COUNTRY: sorted({label.country for label in labels} - {"", "001"}),
        Field.CODE: log_conditions.error_codes(db),
    }
