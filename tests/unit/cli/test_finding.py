"""`--find` reads page after page, keeps to one side, and stops when it has enough."""

from __future__ import annotations

import asyncio

from vox_console.cli.finding import found_ids
from vox_console.domain.search_snippet import Snippet
from vox_console.services.search import SearchPage
from vox_console.storage.search import Hit, HitKind, SearchPlace
from vox_console.storage.search_index import Progress

WHOLE = Progress(9, 9)


def hit(kind: HitKind, number: int) -> Hit:
    return Hit(kind, number, 0, "work", number, Snippet("+1", ()), Snippet("Hello", ()))


class Pages:
    """Three pages: ids from 9 down, in turns of each side."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, *, before: SearchPlace, limit: int) -> SearchPage:
        """Give the next page."""
        del before, limit
        self.asked += 1
        top = 12 - 3 * self.asked
        hits = [hit(HitKind.OURS if n % 2 else HitKind.THEIRS, n) for n in range(top, top - 3, -1)]
        return SearchPage(hits, SearchPlace() if self.asked < 3 else None, WHOLE)


def test_all_of_one_side_is_given_newest_first() -> None:
    assert asyncio.run(found_ids(Pages(), HitKind.OURS)) == [9, 7, 5, 3, 1]
    assert asyncio.run(found_ids(Pages(), HitKind.THEIRS)) == [8, 6, 4, 2]


def test_no_page_is_read_that_is_not_needed() -> None:
    pages = Pages()
    assert asyncio.run(found_ids(pages, HitKind.OURS, limit=1)) == [9]
    assert pages.asked == 1
