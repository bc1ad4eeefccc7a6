"""Rows are stored as they are made; however it ends, none is under way any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SettingsError, StoreError
from vox_console.services.bulk_pouring import BATCH, Pouring
from vox_console.storage import jobs
from vox_console.storage.jobs import JobRow, NewJob
from vox_console.storage.rows import all_rows


def rows(count: int) -> Iterator[JobRow]:
    for number in range(2, count + 2):
        yield JobRow(number, ("x",), RowClass.ACCEPTED, f"38164{number:07}", parts=1)


async def new_job(desk: Desk) -> int:
    new = NewJob(PROFILE.name, "people.csv", ("name",), "{}")
    return await desk.database.run(partial(jobs.create, new=new, now_us=1))


async def stored(desk: Desk) -> int:
    found = await desk.database.read(lambda db: all_rows(db, "SELECT count(*) FROM job_rows"))
    return int(found[0][0])


def test_all_rows_are_stored_and_told_of_in_order(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            told: list[int] = []
            await Pouring(desk.database, await new_job(desk), told.append).run(rows(12 * BATCH + 1))
            assert told == [*range(BATCH, 12 * BATCH + 1, BATCH), 12 * BATCH + 1]
            assert await stored(desk) == told[-1]

    run_story(story())


def test_what_was_made_before_a_fault_of_the_maker_is_told_of(tmp_path: Path) -> None:
    def broken() -> Iterator[JobRow]:
        yield from rows(2 * BATCH)
        raise SettingsError("The file was changed while it was read")

    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            told: list[int] = []
            with pytest.raises(SettingsError, match="was changed"):
                await Pouring(desk.database, await new_job(desk), told.append).run(broken())
            assert told == [BATCH, 2 * BATCH]

    run_story(story())


def test_a_fault_of_the_journal_stops_the_maker(tmp_path: Path) -> None:
    made: list[int] = []

    def repeated() -> Iterator[JobRow]:
        for row in rows(10**9):
            made.append(row.number)
            yield row._replace(number=min(row.number, 1_500))

    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            told: list[int] = []
            with pytest.raises(Exception, match="UNIQUE"):
                await Pouring(desk.database, await new_job(desk), told.append).run(repeated())
            assert (told, await stored(desk)) == ([BATCH], BATCH)
            assert len(made) < 20 * BATCH

    run_story(story())


def test_a_journal_that_is_closed_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            job_id = await new_job(desk)
        with pytest.raises(StoreError, match="closed"):
            await Pouring(desk.database, job_id, lambda _rows: None).run(rows(5))

    run_story(story())


def test_who_is_cancelled_leaves_nobody_behind_that_writes(tmp_path: Path) -> None:
    ended = threading.Event()

    def endless() -> Generator[JobRow, None, None]:
        try:
            yield from rows(10**9)
        finally:
            ended.set()

    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            begun = asyncio.Event()
            making = endless()
            pouring = Pouring(desk.database, await new_job(desk), lambda _rows: begun.set())
            async with asyncio.TaskGroup() as group:
                task = group.create_task(pouring.run(making))
                await begun.wait()
                task.cancel()
            before = await stored(desk)
            making.close()  # which it may be only when no thread is in it
            assert ended.is_set()
            assert before % BATCH == 0
            assert await stored(desk) == before

    run_story(story())
