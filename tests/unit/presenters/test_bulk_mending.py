"""Excluded rows are mended, checked again and sent; nothing that was typed is lost without being asked."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers, number_of
from vox_console.domain.bulk_books import RowClass
from vox_console.presenters.bulk_state import MendingShown
from vox_console.presenters.bulk_words import MENDED_SINCE
from vox_console.services.bulk_outcome import write_result


def shown(bench: Bench) -> MendingShown:
    assert bench.state.mending is not None
    return bench.state.mending


async def checked(bench: Bench, path: Path) -> None:
    await bench.open(path)
    assert bench.state.mending is None
    await bench.press()


def test_a_mended_row_is_counted_by_the_next_check_and_sent_under_its_own_number(
    play: Play, tmp_path: Path
) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(5, 1, number_of(99))
        assert bench.state.check is not None
        assert (bench.state.check.words, bench.state.check.outdated) == (MENDED_SINCE, True)
        assert (bench.state.primary, bench.state.blocked) == ("Check again", "")
        assert bench.state.mended == "1 cell mended; the file itself stays as it is."
        await bench.press()
        assert bench.state.check.words == "50 rows = 48 accepted + 2 excluded"
        assert [row.number for row in shown(bench).rows] == [5, 7, 9], "it can still be undone"
        await bench.press()
        desk = bench.desk.controller.bulk
        rows = {row.number: row async for row, _ in desk.rows(bench.stored[0])}
        assert rows[5].verdict is RowClass.ACCEPTED
        assert rows[5].cells[1] == number_of(99)
        assert (bench.state.opened, bench.state.question, bench.state.mended) == (None, "", "")

    play(story)


def test_edits_are_undone_and_redone_one_by_one(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        mending = bench.presenter.mending
        mending.undone()
        mending.cell_mended(5, 1, number_of(99))
        mending.cell_mended(9, 0, "Eva")
        assert shown(bench).undo == "row 9, Name"
        mending.undone()
        assert (shown(bench).undo, shown(bench).redo) == ("row 5, Mobile", "row 9, Name")
        assert shown(bench).touched == (9, 0)
        mending.redone()
        assert shown(bench).rows[2].mended == {0: ""}
        mending.undone()
        mending.undone()
        assert bench.state.mended == ""
        assert bench.state.primary == "Send 47 messages", "as it was checked"

    play(story)


def test_a_fix_is_taken_by_one_step(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Name,Mobile\nAna,+381641234567 ext. 12\nEva,+381641234568\n", encoding="utf-8")

    async def story(bench: Bench) -> None:
        await checked(bench, path)
        assert shown(bench).rows[0].fix == "+381641234567"
        bench.presenter.mending.fix_taken(2)
        assert shown(bench).rows[0].cells[1] == "+381641234567"
        bench.presenter.mending.fix_taken(2)
        bench.presenter.mending.undone()
        assert bench.state.mended == "", "there was nothing more to take"

    play(story)


def test_another_text_keeps_the_mends(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(9, 0, "Eva")
        bench.presenter.text_edited("Hi {Name}")
        assert (bench.state.check, bench.state.mending) == (None, None)
        assert bench.state.mended
        await bench.press()
        assert bench.state.check is not None
        assert bench.state.check.accepted.count == 48

    play(story)


def test_a_sample_is_shown_as_mended(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(9, 0, "Eva")
        bench.presenter.sample_moved(7)
        assert bench.state.message.sample is not None
        assert bench.state.message.sample.text == "Hello Eva"

    play(story)


def test_another_list_is_opened_only_after_asking(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(9, 0, "Eva")
        for action in (
            bench.presenter.list_dropped,
            lambda: bench.presenter.file_chosen(customers(tmp_path, name="other.csv")),
            lambda: bench.presenter.pasted("Name\tMobile\nIvo\t+381641234567\n"),
            lambda: bench.presenter.reading_chosen("has_header", "no"),
        ):
            action()
            await bench.run.rest()
            assert bench.state.question == "1 mended cell would be lost with this list."
            bench.presenter.mending.kept()
            assert bench.state.question == ""
            assert bench.state.opened is not None
            assert bench.state.opened.name == "customers.csv"
            assert shown(bench).rows[2].cells[0] == "Eva"
        bench.presenter.file_chosen(customers(tmp_path, name="other.csv"))
        bench.presenter.mending.given_up()
        await bench.run.rest()
        assert bench.state.opened is not None
        assert bench.state.opened.name == "other.csv"
        assert (bench.state.question, bench.state.mended) == ("", "")
        bench.presenter.list_dropped()
        assert bench.state.opened is None, "nothing would be lost"

    play(story)


def test_who_goes_on_mending_is_asked_no_more(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(9, 0, "Eva")
        bench.presenter.list_dropped()
        bench.presenter.mending.undone()
        assert bench.state.question == ""
        bench.presenter.mending.given_up()
        assert bench.state.opened is not None, "nothing is asked, so there is nothing to answer"

    play(story)


def test_an_edit_during_a_check_breaks_it_off_and_none_is_taken_while_a_job_is_stored(
    play: Play, tmp_path: Path
) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        mending = bench.presenter.mending
        mending.cell_mended(9, 0, "Eva")
        bench.presenter.primary_pressed()
        mending.cell_mended(9, 0, "Evica")
        await bench.run.rest()
        assert bench.state.check is not None
        assert bench.state.check.outdated
        await bench.press()
        bench.presenter.primary_pressed()
        assert shown(bench).locked == "Storing the job…"
        mending.cell_mended(9, 0, "Ivo")
        mending.undone()
        await bench.run.rest()
        rows = {row.number: row async for row, _ in bench.desk.controller.bulk.rows(bench.stored[0])}
        assert rows[9].cells[0] == "Evica"

    play(story)


def test_excluded_rows_are_saved_as_mended_and_marked(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(5, 1, "13")
        bench.presenter.mending.cell_mended(9, 0, "Eva")
        bench.presenter.excluded_saved(tmp_path / "out.csv")
        await bench.run.rest()
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["row"]: row for row in csv.DictReader(file)}
        assert set(rows) == {"5", "7"}
        assert rows["5"]["Mobile"] == "13"
        assert rows["5"]["reason"].endswith(" The row was mended: Mobile.")
        assert "mended" not in rows["7"]["reason"]

    play(story)


def test_the_result_of_the_job_says_which_rows_were_mended(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(5, 1, number_of(99))
        bench.presenter.mending.cell_mended(9, 0, "Eva")
        bench.presenter.mending.cell_mended(9, 2, "Niš")
        await bench.press()
        await bench.press()
        await write_result(bench.desk.controller, bench.stored[0], tmp_path / "out.csv")
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["row"]: row for row in csv.DictReader(file)}
        assert {number: row["reason"] for number, row in rows.items() if "mended" in row["reason"]} == {
            "5": "The row was mended: Mobile.",
            "9": "The row was mended: Name, Town.",
        }
        assert (rows["5"]["outcome"], rows["5"]["Mobile"]) == ("held", f"'{number_of(99)}")

    play(story)


def test_a_row_that_is_not_in_the_grid_cannot_be_mended(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.mending.cell_mended(5, 1, "x")
        bench.presenter.mending.fix_taken(5)
        await checked(bench, customers(tmp_path))
        bench.presenter.mending.cell_mended(6, 1, "x")
        assert bench.state.mended == ""

    play(story)
