"""Rows of a job as a list, with their own numbers and cells, as the journal has them now."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SettingsError
from vox_console.imports.table import TableKind, TableRow
from vox_console.services.stored_list import FIRST_ROWS, StoredRows
from vox_console.storage.job_family import Again, Origin
from vox_console.storage.jobs import JobRow, NewJob

HEADER = ("phone", "name")


def left_out(number: int) -> JobRow:
    return JobRow(number, (f"x{number}", "Ana"), RowClass.BAD_NUMBER, reason="A number has no letters.")


async def stored(desk: Desk, rows: list[JobRow], again: Again | None = None) -> int:
    return await desk.controller.bulk.store(NewJob(PROFILE.name, "x.csv", HEADER, "{}", again), rows)


async def read(rows: StoredRows) -> list[TableRow]:
    return await asyncio.to_thread(lambda: list(rows.rows()))


def test_the_rows_come_with_their_own_numbers_beyond_one_page(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            taken = [left_out(number) for number in range(3, 5_003, 2)]
            ok = JobRow(2, ("1", "Eve"), RowClass.ACCEPTED, "381641234567", 1)
            job_id = await stored(desk, [ok, *taken])
            rows = await desk.controller.bulk.again.open(job_id, Origin.LEFT_OUT)
            assert (rows.count, rows.header, rows.column_count) == (2_500, HEADER, 2)
            assert rows.format.kind is TableKind.JOB
            told = rows.format
            assert (told.encoding, told.delimiter, told.quote, told.sheet) == (None, None, None, None)
            found = await read(rows)
            assert found == [TableRow(row.number, row.cells) for row in taken]
            assert rows.preview(1_000) == tuple(found[:FIRST_ROWS])
            assert rows.notes[0].text.startswith(f"These are rows of job {job_id} that were left out of it.")

    run_story(story())


def test_what_cannot_be_read_says_so_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            job_id = await stored(desk, [JobRow(7, ("a",), RowClass.DAMAGED, reason="It is cut.")])
            rows = await desk.controller.bulk.again.open(job_id, Origin.LEFT_OUT)
            assert await read(rows) == [TableRow(7, ("a",), "It is cut.")]

    run_story(story())


def test_a_row_that_is_taken_meanwhile_is_left_away(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            job_id = await stored(desk, [left_out(2), left_out(3)])
            rows = await desk.controller.bulk.again.open(job_id, Origin.LEFT_OUT)
            mended = JobRow(2, ("+38164", "Ana"), RowClass.ACCEPTED, "381641234567", 1)
            await stored(desk, [mended], Again(job_id, Origin.LEFT_OUT))
            assert [row.number for row in await read(rows)] == [3]

    run_story(story())


def test_a_list_of_nothing_is_none(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            again = desk.controller.bulk.again
            with pytest.raises(SettingsError, match="no such job"):
                await again.open(1, Origin.FAILED)
            job_id = await stored(desk, [left_out(2)])
            with pytest.raises(SettingsError, match="no row of job 1 is free"):
                await again.open(job_id, Origin.FAILED)

    run_story(story())
