"""A long list is read by pages while it is written, and how far it is, is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Sequence

from vox_console.services.written_pages import PAGE, write_pages


def test_every_entry_is_written_in_order_and_pages_are_read_on_the_loop() -> None:
    count = 2 * PAGE + 1
    written: list[str] = []
    threads: set[int] = set()
    pages: list[int] = []
    told: list[int] = []

    async def read(ids: Sequence[int]) -> list[str]:
        pages.append(len(ids))
        threads.add(threading.get_ident())
        return [f"entry {each}" for each in ids]

    def write(entries: Iterable[str]) -> int:
        assert threading.get_ident() not in threads
        written.extend(entries)
        return len(written)

    assert asyncio.run(write_pages(range(count), read, write, told=told.append)) == count
    assert written == [f"entry {each}" for each in range(count)]
    assert (pages, told) == ([PAGE, PAGE, 1], [PAGE, 2 * PAGE, count])
    assert threads == {threading.get_ident()}


def test_an_empty_list_is_written_too() -> None:
    async def read(_ids: Sequence[int]) -> list[str]:
        raise AssertionError("there is nothing to read")

    assert asyncio.run(write_pages([], read, lambda entries: len(list(entries)), told=print)) == 0
