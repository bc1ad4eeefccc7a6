"""A list is opened out of a file or pasted cells, and read in another way."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers
from vox_console.presenters.bulk_opening import NOTHING_PASTED


def test_a_file_is_opened_and_its_numbers_are_found(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        assert bench.state.blocked == "Choose a list"
        bench.presenter.file_chosen(customers(tmp_path))
        assert bench.state.busy == "Opening customers.csv…"
        await bench.run.rest()
        assert bench.state.opened is not None
        assert (bench.state.opened.name, bench.state.opened.numbers_at) == ("customers.csv", (1,))
        assert bench.state.busy == ""
        assert bench.state.message.sender == "Vox"
        assert bench.state.message.region == "RS"
        assert bench.state.blocked == "Write the text"

    play(story)


def test_pasted_cells_are_a_list(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.pasted("  \n")
        assert bench.state.list_problem == NOTHING_PASTED
        bench.presenter.pasted("Name\tMobile\nAna\t+381641234567\n")
        await bench.run.rest()
        assert bench.state.list_problem is None
        assert bench.state.opened is not None
        assert bench.state.opened.columns == ("Name", "Mobile")

    play(story)


def test_what_is_no_list_is_told_in_words(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        (tmp_path / "empty.csv").touch()
        bench.presenter.file_chosen(tmp_path / "empty.csv")
        await bench.run.rest()
        assert bench.state.opened is None
        assert bench.state.list_problem is not None
        assert bench.state.list_problem.text.startswith("The file is empty.")

    play(story)


def test_it_can_be_read_another_way(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.reading_chosen("has_header", "no")
        await bench.run.rest()
        assert bench.state.opened is not None
        assert bench.state.opened.columns == ("Column 1", "Column 2", "Column 3")
        assert bench.state.opened.rows[0].number == 1
        assert bench.state.message.text == "Hello {Name}"
        assert bench.state.blocked == "No column is called “Name”."

    play(story)


def test_the_last_list_that_was_chosen_counts(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.file_chosen(customers(tmp_path, name="first.csv"))
        bench.presenter.file_chosen(customers(tmp_path, name="second.csv"))
        await bench.run.rest()
        assert bench.state.opened is not None
        assert bench.state.opened.name == "second.csv"

    play(story)


def test_rows_that_were_left_out_are_opened_again_under_their_own_numbers(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        await bench.press()
        bench.presenter.excluded_saved(tmp_path / "excluded.csv")
        await bench.run.rest()
        await bench.open(tmp_path / "excluded.csv")
        opened = bench.state.opened
        assert opened is not None
        assert opened.columns == ("Name", "Mobile", "Town"), "our columns are not offered"
        assert opened.numbers_at == (1,)
        assert [row.number for row in opened.rows] == [5, 7, 9]
        assert opened.notes[0].startswith("These are rows that were left out of another list")
        await bench.press()
        await bench.press()
        stored = [row.number async for row, _ in bench.desk.controller.bulk.rows(bench.stored[0])]
        assert stored == [5, 7, 9]

    play(story)


def test_the_next_list_of_the_header_is_read_as_the_last(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path), "Hello")
        assert bench.state.opened is not None
        assert bench.state.opened.remembered == ""
        bench.presenter.reading_chosen("encoding", "cp1250")
        await bench.run.rest()
        bench.presenter.number_added()
        bench.presenter.region_edited("DE")
        await bench.press()
        await bench.press()
        assert len(bench.stored) == 1
        bench.presenter.region_edited("RS")
        await bench.open(customers(tmp_path, 10, name="next.csv"), "Hello")
        opened = bench.state.opened
        assert opened.remembered.startswith("Read as last time with this header, on ")
        assert opened.numbers_at == (1, 0)
        assert {reading.field: reading.value for reading in opened.readings}["encoding"] == "cp1250"
        assert bench.state.message.region == "DE"
        bench.presenter.mapping_set_back()
        await bench.run.rest()
        opened = bench.state.opened
        assert (opened.remembered, opened.numbers_at) == ("", (1,))
        assert {reading.field: reading.value for reading in opened.readings}["encoding"] == "utf-8"
        assert bench.state.message.region == "RS"

    play(story)


def test_a_list_of_another_header_is_read_by_itself(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path), "Hello")
        bench.presenter.region_edited("DE")
        await bench.press()
        await bench.press()
        await bench.open(customers(tmp_path), "Hello")
        assert bench.state.opened is not None
        assert bench.state.opened.remembered
        bench.presenter.number_chosen(0, "2")
        assert bench.state.opened.remembered == "", "it is not as last time any more"
        bench.presenter.pasted("Who\tMobile\nAna\t+381641234567\n")
        await bench.run.rest()
        assert bench.state.opened.remembered == ""
        assert bench.state.message.region == "RS", "the account's own again"

    play(story)


def test_a_workbook_without_the_sheet_of_last_time_is_read_as_it_is_detected(
    play: Play, tmp_path: Path
) -> None:
    def book(name: str, *sheets: str) -> Path:
        with xlsxwriter.Workbook(tmp_path / name) as made:
            for sheet in sheets:
                made.add_worksheet(sheet).write_row(0, 0, ["Name", "Mobile"])
                made.get_worksheet_by_name(sheet).write_row(1, 0, ["Ana", "+381641234567"])
        return tmp_path / name

    async def story(bench: Bench) -> None:
        await bench.open(book("may.xlsx", "April", "May"), "Hello")
        bench.presenter.reading_chosen("sheet", "May")
        await bench.run.rest()
        await bench.press()
        await bench.press()
        assert len(bench.stored) == 1
        await bench.open(book("june.xlsx", "June"), "Hello")
        opened = bench.state.opened
        assert opened is not None
        assert (opened.remembered, bench.state.list_problem) == ("", None)
        assert {reading.field: reading.value for reading in opened.readings}["sheet"] == "June"

    play(story)
