"""The dialog of the register: entering, ending with a reason, undoing, lists, and what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import RECIPIENT, ActionRunner, Desk
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.domain.opt_out import OptOut
from vox_console.presenters.opt_outs import OptOutsPresenter
from vox_console.presenters.opt_outs_state import OptOutsState
from vox_console.services.events import OptOutsChanged

STOP = OptOut(RECIPIENT, 1, "Ana", "STOP")


class Bench(PresenterBench[OptOutsState]):
    """A presenter with its dialog open, over a real register."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = OptOutsPresenter(desk.controller, run, now_us=desk.clocks.now_us)
        self.states: list[OptOutsState] = []
        self.presenter.on_state = self.states.append

    async def choose(self, index: int) -> OptOutsState:
        return await self.do(lambda: self.presenter.chosen(self.presenter.rows.id_at(index)))

    def type(self, **fields: str) -> None:
        for name, text in fields.items():
            self.presenter.new_edited(name, text)


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the dialog open."""

    async def opened(bench: Bench) -> None:
        await bench.do(lambda: bench.presenter.opened(region="RS"))

    return lambda story: play_at_bench(tmp_path, Bench, opened, story)


def test_a_number_is_entered_in_any_spelling(play: Play) -> None:
    async def story(bench: Bench) -> None:
        assert bench.state.found == "Nobody is on the register"
        bench.type(number="064/123-45-67", evidence="STOP", said_by="Ana", sender="Vox")
        assert bench.state.new.note == "+381 64 1234567"
        state = await bench.do(bench.presenter.add_pressed)
        assert state.errand.note == "+381 64 1234567 wants no messages."
        assert state.found == "1 number, the last entered first"
        assert (state.new.number, state.new.evidence, state.new.said_by) == ("", "", "Ana")
        (entry,) = await bench.desk.controller.opt_outs.history(RECIPIENT)
        assert (entry.what.evidence, entry.what.said_by, entry.what.sender) == ("STOP", "Ana", "Vox")

    play(story)


def test_what_is_no_number_is_told_and_stays(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.do(bench.presenter.add_pressed)
        assert state.new.number_problem is not None
        bench.type(number="12", sender="This sender is far too long")
        state = await bench.do(bench.presenter.add_pressed)
        assert state.new.number == "12"
        assert state.new.number_problem is not None
        assert state.new.number_problem.code == "too_short"
        assert state.new.sender_problem is not None
        assert (state.errand.note, state.errand.busy) == ("", "")

    play(story)


def test_ending_needs_a_reason_and_can_be_undone(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.opt_outs.add([STOP])
        await bench.do(lambda: bench.presenter.heard(OptOutsChanged()))
        await bench.choose(0)
        state = await bench.do(bench.presenter.end_pressed)
        assert state.detail is not None
        assert state.detail.reason_problem is not None
        bench.presenter.reason_edited("She called.")
        state = await bench.do(bench.presenter.end_pressed)
        assert (state.detail, state.errand.can_undo) == (None, True)
        assert state.errand.note == "+381 64 1234567 may be sent to again."
        assert len(bench.presenter.rows) == 0
        state = await bench.do(bench.presenter.undo_pressed)
        assert (state.errand.can_undo, len(bench.presenter.rows)) == (False, 1)
        history = await bench.desk.controller.opt_outs.history(RECIPIENT)
        assert [(each.ends, each.what.evidence) for each in history] == [
            (False, "STOP"),
            (True, "She called."),
            (False, "STOP"),
        ]
        await bench.do(bench.presenter.undo_pressed)
        assert len(await bench.desk.controller.opt_outs.history(RECIPIENT)) == 3

    play(story)


def test_an_entry_that_somebody_else_ended_is_told(play: Play) -> None:
    async def story(bench: Bench) -> None:
        desk = bench.desk.controller.opt_outs
        await desk.add([STOP])
        await bench.do(lambda: bench.presenter.search_edited(""))
        await bench.choose(0)
        await desk.end(RECIPIENT, reason="quicker")
        bench.presenter.reason_edited("She called.")
        state = await bench.do(bench.presenter.end_pressed)
        assert (state.errand.failed, state.errand.note) == (True, "Somebody has ended this entry already.")

    play(story)


def test_a_chosen_entry_shows_everything_about_its_number(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.opt_outs.add([STOP])
        await bench.do(lambda: bench.presenter.search_edited("1234567"))
        assert bench.state.found == "1 number found"
        state = await bench.choose(0)
        assert state.detail is not None
        assert [line.title for line in state.detail.lines] == ["Wants no messages"]
        assert (await bench.do(bench.presenter.unchosen)).detail is None
        assert (await bench.do(lambda: bench.presenter.search_edited("99"))).found.startswith("No number")

    play(story)


def test_rows_are_read_when_they_are_looked_at(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.opt_outs.add([STOP])
        await bench.do(lambda: bench.presenter.heard(OptOutsChanged()))
        assert bench.presenter.rows.row_at(0) is None
        await bench.run.rest()
        row = bench.presenter.rows.row_at(0)
        assert row is not None
        assert row.title == "+381 64 1234567"

    play(story)


def test_a_list_is_entered_and_the_register_written(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        stops = tmp_path / "stop.csv"
        stops.write_text("phone\n064 1234567\n12\n", encoding="utf-8")
        state = await bench.do(lambda: bench.presenter.list_chosen(stops))
        assert state.errand.note.splitlines()[0] == "stop.csv: 2 rows = 1 new + 1 bad number"
        assert (len(bench.presenter.rows), state.errand.busy) == (1, "")
        assert any(each.errand.busy.startswith("Reading") for each in bench.states)
        out = tmp_path / "out.csv"
        state = await bench.do(lambda: bench.presenter.export_chosen(out))
        assert state.errand.note == "1 number written to out.csv."
        assert "+381641234567" in out.read_text(encoding="utf-8-sig")

    play(story)


def test_what_cannot_be_read_or_written_is_told(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.do(lambda: bench.presenter.list_chosen(tmp_path / "nothing.csv"))
        assert state.errand.failed
        names = tmp_path / "names.csv"
        names.write_text("name\nAna\n", encoding="utf-8")
        state = await bench.do(lambda: bench.presenter.list_chosen(names))
        assert state.errand.note.startswith("No column seems to hold phone numbers")
        state = await bench.do(lambda: bench.presenter.export_chosen(tmp_path / "no" / "folder.csv"))
        assert state.errand.note.startswith("The file was not written")
        assert state.errand.busy == ""

    play(story)


def test_one_thing_at_a_time_and_a_list_can_be_broken_off(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        stops = tmp_path / "stop.csv"
        stops.write_text("".join(f"+3816412{each:05}\n" for each in range(6_000)), encoding="utf-8")

        def break_off(state: OptOutsState) -> None:
            if "2,000" in state.errand.busy:
                bench.presenter.cancel_pressed()
                bench.presenter.export_chosen(tmp_path / "meanwhile.csv")

        bench.presenter.on_state = break_off
        state = await bench.do(lambda: bench.presenter.list_chosen(stops))
        assert state.errand.note == "stop.csv: 2,000 rows = 2,000 new (broken off here)"
        assert not (tmp_path / "meanwhile.csv").exists()
        assert len(bench.presenter.rows) == 2_000

    play(story)


def test_a_closed_dialog_hears_nothing(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.closed()
        bench.states.clear()
        await bench.desk.controller.opt_outs.add([STOP])
        await bench.do(lambda: bench.presenter.heard(OptOutsChanged()))
        assert bench.states == []

    play(story)
