"""`--find`, for the commands that list messages: what is looked for, and all that is found of one side."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from typing import Protocol

from vox_console.cli.output import complain
from vox_console.domain.search_query import SearchQuery, read_query
from vox_console.services.controller import Controller
from vox_console.services.inbox import alphabets
from vox_console.services.opt_outs import search_digits
from vox_console.services.search import SearchPage, search_page
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import ProfileStore
from vox_console.storage import search_index
from vox_console.storage.database import Database
from vox_console.storage.search import HitKind, SearchPlace
from vox_console.storage.search_index import Progress

PAGE = 500


class Find(Protocol):
    """Finds a page."""

    def __call__(self, *, before: SearchPlace, limit: int) -> Awaitable[SearchPage]:
        """Give findings from a place on."""


def looked_for(words: str | None) -> SearchQuery | None:
    """Give what is to be found, None for no `--find`; too little is told, and looks for nothing."""
    query = None if words is None else read_query(words, digits_of=search_digits)
    if query is not None and not query.looks_for_something:
        complain("give at least two letters, or three digits, to find")
    return query


async def find_at_work(controller: Controller, query: SearchQuery) -> Find:
    """Search where the journal is ours: all is filed and indexed first, and what is not is told."""
    await controller.filing.finished()
    _tell_behind(await controller.search.catch_up())
    return partial(controller.search.find, query)


async def find_beside(database: Database, folders: Folders, query: SearchQuery) -> Find:
    """Search beside a program that holds the journal; how far its index is is told."""
    _tell_behind(await database.read(search_index.progress))
    alphabet_of = alphabets(ProfileStore(folders.config))
    return lambda *, before, limit: database.read(
        partial(search_page, query=query, before=before, limit=limit, alphabet_of=alphabet_of)
    )


async def found_ids(find: Find, kind: HitKind, *, limit: int | None = None) -> list[int]:
    """Give the ids of all that is found of one side, newest first; no more than `limit`."""
    ids: list[int] = []
    place: SearchPlace | None = SearchPlace()
    while place is not None and (limit is None or len(ids) < limit):
        page = await find(before=place, limit=PAGE)
        ids += [hit.id for hit in page.hits if hit.kind is kind]
        place = page.next
    return ids[:limit]


def _tell_behind(indexed: Progress) -> None:
    if not indexed.complete:
        complain(f"found in what is indexed: {indexed.done:,} of {indexed.total:,}")
