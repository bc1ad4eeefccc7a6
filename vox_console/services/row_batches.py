"""Rows of a file taken a batch at a time: reading and judging them blocks, so it is done in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from typing import TypeVar

Row = TypeVar("Row")


@asynccontextmanager
async def in_batches(rows: Iterator[Row], size: int) -> AsyncIterator[Callable[[], Awaitable[list[Row]]]]:
    """Give what reads the next rows, up to `size`, and none at the end. The file is closed afterwards."""

    def following() -> list[Row]:
        return list(islice(rows, size))

    try:
        yield lambda: asyncio.to_thread(following)
    finally:
        await asyncio.to_thread(_close, rows)


def _close(rows: Iterator[Row]) -> None:
    close = getattr(rows, "close", None)  # a generator has it; a plain iterator holds nothing open
    if close is not None:
        close()
