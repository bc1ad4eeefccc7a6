"""The dialog that writes the log to a file: what is chosen is what is written, and nothing chosen is lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, ActionRunner, Desk
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.presenters.errands import Errand
from vox_console.presenters.log_export import LogExportPresenter
from vox_console.presenters.log_export_state import LogExportState
from vox_console.services.export_seal import read_seal


class Bench(PresenterBench[LogExportState]):
    """A presenter with its dialog open, over a real journal with two messages."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = LogExportPresenter(desk.controller, run)
        self.shown: list[LogExportState] = []
        self.presenter.on_state = self.shown.append


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the dialog open."""

    async def opened(bench: Bench) -> None:
        for text in ("Hello", "You"):
            await bench.desk.controller.send(replace(ORDER, text=text))
        await bench.do(bench.presenter.opened)

    return lambda story: play_at_bench(tmp_path, Bench, opened, story, profile=PROFILE)


def test_it_says_what_there_is_to_write(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = bench.state
        assert state.scope == "All 2 messages"
        assert (state.file_format, state.suffix) == ("xlsx", "xlsx")
        assert state.chosen == "21 of 25"
        assert state.formats[2] == ("csv", "CSV for programs")

    play(story)


def test_what_is_chosen_is_what_is_written(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        presenter.format_chosen("csv")
        for column in bench.state.columns:
            presenter.column_chosen(column.key, chosen=column.key in {"id", "to", "text"})
        presenter.column_moved("text", -20)
        presenter.mask_chosen(numbers=True, texts=False)
        path = tmp_path / "log.csv"
        state = await bench.do(lambda: presenter.export_chosen(path))
        seal = read_seal(path)
        assert seal is not None
        assert state.errand == Errand(note=f"2 messages written to log.csv.\nSHA-256 {seal.sha256}")
        assert (state.done, state.share) == (path, None)
        with path.open(newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["text", "id", "to"]
        assert [row[0] for row in rows[1:]] == ["You", "Hello"]
        assert rows[1][2].startswith("+381 64 ***")
        assert {each.share for each in bench.shown} == {None, 0.0, 1.0}

    play(story)


def test_only_what_is_found_is_written(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        presenter.format_chosen("jsonl")
        state = await bench.do(lambda: presenter.query_edited("hello"))
        assert state.scope == "1 message found"
        state = await bench.do(lambda: presenter.export_chosen(tmp_path / "log.jsonl"))
        assert state.errand.note.startswith("1 message written")

    play(story)
    assert json.loads((tmp_path / "log.jsonl").read_text())["text"] == "Hello"


def test_a_query_that_is_none_is_told_and_kept(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        state = await bench.do(lambda: presenter.query_edited("stat:failed"))
        assert state.query_problem is not None
        assert (state.query, state.scope, presenter.ready()) == ("stat:failed", "", False)
        await bench.do(lambda: presenter.export_chosen(tmp_path / "log.xlsx"))
        presenter.closed()
        assert bench.state.query == "stat:failed"
        state = await bench.do(lambda: presenter.opened(query=""))
        assert (state.query, state.query_problem, state.scope) == ("", None, "All 2 messages")

    play(story)
    assert not (tmp_path / "log.xlsx").exists()


def test_what_is_asked_for_last_is_what_is_counted(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.query_edited("hello")
        state = await bench.do(lambda: bench.presenter.query_edited("nothing of the kind"))
        assert state.scope == "0 messages found"

    play(story)


def test_each_day_is_asked_for_as_is_chosen_and_stopped(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        assert (bench.state.daily, bench.state.is_daily) == ("Not written by itself.", False)
        presenter.format_chosen("csv")
        presenter.mask_chosen(numbers=True, texts=False)
        await bench.do(lambda: presenter.query_edited("hello"))
        state = await bench.do(lambda: presenter.daily_chosen(tmp_path))
        assert state.is_daily
        assert state.daily.startswith(
            f"Every day what “hello” finds, masked, as CSV for programs, to {tmp_path}. Written up to 2026"
        )
        standing = await bench.desk.controller.daily.standing()
        assert standing is not None
        assert (standing.what.query, len(standing.what.columns)) == ("hello", 21)
        presenter.closed()
        state = await bench.do(presenter.opened)
        assert state.is_daily
        state = await bench.do(presenter.daily_stopped)
        assert (state.is_daily, state.errand.failed) == (False, False)

    play(story)


def test_what_is_in_the_way_is_said_beside_its_field(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        presenter.zone_edited("Europe/Atlantis")
        for column in bench.state.columns:
            presenter.column_chosen(column.key, chosen=False)
        await bench.do(lambda: presenter.export_chosen(tmp_path / "log.xlsx"))
        assert not presenter.ready()
        assert bench.state.zone_problem is not None
        assert "knows no zone Europe/Atlantis" in bench.state.zone_problem.text
        assert bench.state.columns_problem is not None
        presenter.zone_edited("Asia/Kolkata")
        presenter.all_pressed()
        assert presenter.ready()
        assert bench.state.chosen == "25 of 25"
        assert not (tmp_path / "log.xlsx").exists()

    play(story)


def test_the_usual_columns_come_back_in_their_order(play: Play) -> None:
    async def story(bench: Bench) -> None:
        usual = bench.state.columns
        bench.presenter.column_moved("id", 1)
        bench.presenter.column_moved("updated_local", 1)  # the last stays the last
        bench.presenter.column_chosen("to", chosen=False)
        assert [each.key for each in bench.state.columns[:2]] == ["queued_utc", "id"]
        bench.presenter.usual_pressed()
        assert bench.state.columns == usual

    play(story)


def test_broken_off_nothing_is_left_and_the_choice_stays(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        presenter.format_chosen("jsonl")
        presenter.export_chosen(tmp_path / "log.jsonl")
        assert bench.state.errand.can_break_off
        presenter.format_chosen("csv")  # not while it is written
        state = await bench.do(presenter.cancel_pressed)
        assert state.errand == Errand(note="Broken off. Nothing was written.")
        assert (state.file_format, state.done, state.share) == ("jsonl", None, None)

    play(story)
    assert not list(tmp_path.glob("*log.jsonl*"))


def test_a_file_that_cannot_be_written_is_told(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.do(lambda: bench.presenter.export_chosen(tmp_path / "no" / "log.xlsx"))
        assert state.errand.failed
        assert state.errand.note.startswith("Nothing was written. ")

    play(story)


def test_opened_again_it_has_what_was_chosen_and_tells_nothing_old(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.format_chosen("csv-sheet")
        await bench.do(lambda: bench.presenter.export_chosen(tmp_path / "log.csv"))
        bench.presenter.closed()
        shown = len(bench.shown)
        state = await bench.do(bench.presenter.opened)
        assert len(bench.shown) == shown
        assert (state.file_format, state.errand, state.done) == ("csv-sheet", Errand(), None)

    play(story)
