"""Search in all that is stored, as the window and the command line see it, and what keeps its index up.

Theory of operation. The index is built behind what is stored (:mod:`vox_console.storage.search_index`): a few
hundred rows at a time, and after each the writer is left to others for as long as that took. While it is
behind, a search finds what is indexed, and :class:`SearchPage` says how far that is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import apsw

from vox_console.domain.errors import StoreError
from vox_console.domain.search_query import SearchQuery, read_query
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, Noted, SearchIndexed
from vox_console.services.opt_outs import search_digits
from vox_console.storage import search, search_index
from vox_console.storage.database import Database
from vox_console.storage.search import Hit, SearchPlace
from vox_console.storage.search_index import AlphabetOf, Progress

STEP = 500  # rows in a transaction: about 0.01 s in which nothing else is stored
TELL_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, newest first. next: where more may be, None when this was the last page.

    indexed: how far the index was in the moment of the search.
    """

    hits: list[Hit]
    next: SearchPlace | None
    indexed: Progress


def search_page(
    db: apsw.Connection,
    query: SearchQuery,
    *,
    thread_id: int | None = None,
    before: SearchPlace | None = None,
    limit: int,
    alphabet_of: AlphabetOf,
) -> SearchPage:
    """Search on one snapshot of the journal."""
    indexed = search_index.progress(db)
    if not query.looks_for_something:
        return SearchPage([], None, indexed)
    found = search.find(db, query, thread_id=thread_id, before=before, limit=limit, alphabet_of=alphabet_of)
    return SearchPage(found.hits, found.next, indexed)


class SearchDesk:
    """The search of one journal. alphabet_of: what data_coding 0 means for an account, by its name.

    home_region: whose national numbers are typed, "" for nobody's. Raises, from everything: StoreError when
    the journal cannot be read or written.
    """

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        announce: Callable[[Event], None],
        alphabet_of: AlphabetOf,
        home_region: Callable[[], str],
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce
        self._alphabet_of = alphabet_of
        self._home_region = home_region
        self._tasks = tasks
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    # ---- searching

    def read(self, typed: str) -> SearchQuery:
        """Give what is looked for by what was typed; it may be nothing, when too little was typed."""
        return read_query(typed, digits_of=partial(search_digits, default_region=self._home_region()))

    async def find(
        self,
        query: SearchQuery,
        *,
        thread_id: int | None = None,
        before: SearchPlace | None = None,
        limit: int = 50,
    ) -> SearchPage:
        """Give findings from a place on; in one conversation when there is a thread_id."""
        return await self._database.read(
            partial(
                search_page,
                query=query,
                thread_id=thread_id,
                before=before,
                limit=limit,
                alphabet_of=self._alphabet_of,
            )
        )

    async def progress(self) -> Progress:
        """Say how far the index is."""
        return await self._database.read(search_index.progress)

    # ---- the index

    def start(self) -> None:
        """Keep the index up from now on, in the background; once is enough."""
        if self._task is None and not self._database.read_only:
            self._task = self._tasks.create_task(self._run(), name="search index")

    def stop(self) -> None:
        """Leave the index as far as it is; the next start goes on there."""
        if self._task is not None:
            self._task.cancel()

    def wake(self) -> None:
        """Look for what is to be indexed: something was stored, or is read otherwise now."""
        self._news.set()

    async def catch_up(self) -> Progress:
        """Index all there is; give how far that came. What is not filed in a conversation yet is left out."""
        before: Progress | None = None
        indexed = await self.progress()
        told_s = self._clocks.monotonic_s()
        while not indexed.complete and indexed != before and not self._database.read_only:
            before = indexed
            start_s = self._clocks.monotonic_s()
            indexed = await self._database.run(
                partial(search_index.index_some, limit=STEP, alphabet_of=cache(self._alphabet_of))
            )
            now_s = self._clocks.monotonic_s()
            if indexed.complete or now_s - told_s >= TELL_EVERY_S:
                self._announce(SearchIndexed(indexed.done, indexed.total))
                told_s = now_s
            await asyncio.sleep(now_s - start_s)  # the writer is the others' for as long
        return indexed

    async def _run(self) -> None:
        try:
            while True:
                self._news.clear()
                await self.catch_up()
                await self._news.wait()
        except StoreError as fault:  # what is stored is safe; the next start goes on
            self._announce(Noted(fault))
        except Exception as bug:  # noqa: BLE001 - what cannot be indexed must not end the program
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the search index was not kept up", "exception": bug}
            )
