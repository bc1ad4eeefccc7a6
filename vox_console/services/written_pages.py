"""A long list written to a file: read on the loop page by page, and written in a thread as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

PAGE: Final = 1_000

Entry = TypeVar("Entry")


async def write_pages(
    ids: Sequence[int],
    read: Callable[[Sequence[int]], Awaitable[Sequence[Entry]]],
    write: Callable[[Iterable[Entry]], int],
    *,
    told: Callable[[int], None],
) -> int:
    """Give what `write` gives, which runs in a thread. told: hears how many entries are read so far.

    Raises what `read` and `write` raise.
    """
    loop = asyncio.get_running_loop()

    async def page(start: int) -> Sequence[Entry]:
        return await read(ids[start : start + PAGE])

    def entries() -> Iterator[Entry]:
        """Ask the loop for one page after another; runs in the thread that writes."""
        for start in range(0, len(ids), PAGE):
            yield from asyncio.run_coroutine_threadsafe(page(start), loop).result()
            loop.call_soon_threadsafe(told, min(start + PAGE, len(ids)))

    return await asyncio.to_thread(write, entries())
