"""Rows are taken by batches, and their file is closed however the taking ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from vox_console.services.row_batches import in_batches


class File:
    """Rows of a file, which notes that it was closed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.closed = False

    def rows(self) -> Iterator[int]:
        try:
            yield from range(self.count)
        finally:
            self.closed = True


def test_rows_come_by_batches_until_there_are_none() -> None:
    async def main() -> None:
        async with in_batches(File(5).rows(), 2) as following:
            assert [await following() for _ in range(4)] == [[0, 1], [2, 3], [4], []]

    asyncio.run(main())


def test_a_file_that_is_left_in_the_middle_is_closed() -> None:
    file = File(5)

    async def main() -> None:
        async with in_batches(file.rows(), 2) as following:
            await following()
            assert not file.closed
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        asyncio.run(main())
    assert file.closed


def test_what_cannot_be_closed_is_only_left() -> None:
    async def main() -> None:
        async with in_batches(iter([1]), 2) as following:
            assert await following() == [1]

    asyncio.run(main())
