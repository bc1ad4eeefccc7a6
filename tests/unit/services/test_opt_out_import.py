"""A list entered into the register: every row accounted for, and no number lost for what else is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.desk import ORDER, Desk
from tests.support.stories import play_at_desk
from vox_console.domain.opt_out import OptOut, OptOutSource
from vox_console.domain.opt_out_books import OptOutBooks, OptOutClass
from vox_console.imports.opening import table_of_text
from vox_console.imports.table import Table
from vox_console.services import opt_out_import
from vox_console.services.opt_out_columns import find_columns
from vox_console.services.opt_out_import import OptOutReader, import_list

LIST = (
    "Phone\tDate\tWho\tReason\n"
    "+381 64 1234567\t2026-11-01T10:00:00Z\tAna\tSTOP\n"
    "064/123-45-67\t\t\t\n"  # the same number
    "+447400123456\t31/02/24\t\t\n"
    "12\t\t\t\n"
    "\t\tIvo\t\n"
    "\t\t\t\n"
    "+381641234568\t\t\tno more\n"
)


def reader_of(desk: Desk, table: Table) -> OptOutReader:
    columns = find_columns(table)
    return OptOutReader(columns, file_name="stop.csv", region="RS", now_us=desk.clocks.now_us())


async def entered(desk: Desk, text: str = LIST, *, dry_run: bool = False) -> OptOutBooks:
    table = table_of_text(text)
    return await import_list(desk.controller.opt_outs, table, reader_of(desk, table), dry_run=dry_run)


async def register(desk: Desk) -> list[OptOut]:
    ids = await desk.controller.opt_outs.search()
    return [entry.what for entry in await desk.controller.opt_outs.entries(ids)]


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        books = await entered(desk)
        assert books.classes == {
            OptOutClass.NEW: 3,
            OptOutClass.ALREADY: 1,
            OptOutClass.BAD_NUMBER: 1,
            OptOutClass.NO_NUMBER: 1,
            OptOutClass.BLANK: 1,
        }
        assert (books.rows, books.undated, books.taken_back) == (7, 1, 0)
        assert [row for row, _ in books.faults[OptOutClass.BAD_NUMBER]] == [5]
        now_us, file = desk.clocks.now_us(), OptOutSource.FILE
        assert await register(desk) == [
            OptOut("381641234567", 1_793_527_200_000_000, "Ana (stop.csv)", "STOP", "", file),
            OptOut("447400123456", now_us, "stop.csv", "date in the list: 31/02/24", "", file),
            OptOut("381641234568", now_us, "stop.csv", "no more", "", file),
        ]

    play_at_desk(tmp_path, story, profile=None)


def test_a_dry_run_counts_the_same_and_enters_nothing(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        counted = await entered(desk, dry_run=True)
        assert await register(desk) == []
        assert counted == await entered(desk)
        again = await entered(desk, dry_run=True)
        assert again.classes[OptOutClass.ALREADY] == 4
        assert again.classes[OptOutClass.NEW] == 0

    play_at_desk(tmp_path, story, profile=None)


def test_what_waits_for_a_number_of_the_list_is_taken_back(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect()
        await desk.controller.send(replace(ORDER, hold_s=5.0))
        assert (await entered(desk)).taken_back == 1

    play_at_desk(tmp_path, story, profile=None)


def test_what_was_entered_stays_when_it_is_broken_off(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        rows = "".join(f"+3816412{number:05}\n" for number in range(opt_out_import.BATCH + 10))
        table = table_of_text(rows)
        told: list[int] = []
        books = await import_list(
            desk.controller.opt_outs,
            table,
            reader_of(desk, table),
            told=told.append,
            wanted=lambda: not told,
        )
        assert told == [books.rows] == [opt_out_import.BATCH]
        assert len(await register(desk)) == opt_out_import.BATCH

    play_at_desk(tmp_path, story, profile=None)
