"""The dialog of the review tray: messages are decided about one by one, and decisions undone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, RECIPIENT, ActionRunner, Desk
from tests.support.fake_transport import customer_message
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.domain.opt_out import OptOut
from vox_console.domain.plain_text import contained
from vox_console.presenters.errands import Errand
from vox_console.presenters.refusals import RefusalsPresenter
from vox_console.presenters.refusals_state import RefusalsState

NAME = "+381 64 1234567"


class Bench(PresenterBench[RefusalsState]):
    """A presenter with its dialog open, over a tray with two messages of one person and one of no country."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = RefusalsPresenter(desk.controller, run)
        desk.controller.subscribe(self.presenter.heard)

    async def choose(self, index: int) -> None:
        await self.do(lambda: self.presenter.chosen(self.presenter.rows.id_at(index)))

    async def arrive(self, text: str, *, source: str = RECIPIENT) -> None:
        self.desk.transport.push(replace(customer_message(text, raw=text.encode()), source=source))
        await self.desk.settled()
        await self.run.rest()

    async def held(self) -> list[str]:
        register = self.desk.controller.opt_outs
        return [entry.what.number for entry in await register.entries(await register.search())]


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the dialog open."""

    async def opened(bench: Bench) -> None:
        await bench.arrive("Please stop")
        await bench.arrive("Wrong number")
        await bench.arrive("STOP", source="10000000")
        await bench.do(lambda: bench.presenter.opened(region="RS"))

    return lambda story: play_at_bench(tmp_path, Bench, opened, story, profile=PROFILE)


def test_what_waits_is_listed_oldest_first_and_shown(play: Play) -> None:
    async def story(bench: Bench) -> None:
        assert bench.presenter.state.found == "3 messages to review, the oldest first"
        assert bench.presenter.rows.row_at(0) is None  # which asks for it
        await bench.run.rest()
        row = bench.presenter.rows.row_at(0)
        assert row is not None
        assert (row.title, row.below) == (NAME, "Please stop")
        await bench.choose(1)
        detail = bench.presenter.state.detail
        assert detail is not None
        assert (detail.title, detail.text, detail.asks_number) == (
            NAME,
            contained("Wrong number"),
            False,
        )
        assert detail.came.endswith(", to 38164000")
        assert detail.why.startswith("Sounds like a refusal: ")

    play(story)


def test_a_refusal_is_opted_out_and_undone(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(0)
        await bench.do(bench.presenter.opt_out_pressed)
        state = bench.presenter.state
        assert state.errand == Errand(note=f"{NAME} wants no messages.", can_undo=True)
        assert state.detail is None
        assert (len(bench.presenter.rows), await bench.held()) == (2, [RECIPIENT])
        await bench.do(bench.presenter.undo_pressed)
        assert (bench.presenter.state.errand.can_undo, len(bench.presenter.rows)) == (False, 3)
        assert await bench.held() == []
        history = await bench.desk.controller.opt_outs.history(RECIPIENT)
        assert [entry.ends for entry in history] == [True, False]
        await bench.do(bench.presenter.undo_pressed)
        assert len(bench.presenter.rows) == 3

    play(story)


def test_decisions_are_undone_one_after_another(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(0)
        await bench.do(bench.presenter.opt_out_pressed)
        await bench.choose(0)
        await bench.do(bench.presenter.dismiss_pressed)
        await bench.do(bench.presenter.undo_pressed)
        assert (bench.presenter.state.errand.can_undo, await bench.held()) == (True, [RECIPIENT])
        await bench.do(bench.presenter.undo_pressed)
        assert (bench.presenter.state.errand.can_undo, await bench.held()) == (False, [])
        assert len(bench.presenter.rows) == 3

    play(story)


def test_what_was_decided_earlier_is_looked_up_and_taken_back(play: Play) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        for act in (presenter.opt_out_pressed, presenter.dismiss_pressed):
            await bench.choose(0)
            await bench.do(act)
        presenter.closed()
        await bench.do(lambda: presenter.opened(region="RS"))
        assert (presenter.state.errand.can_undo, len(presenter.rows)) == (False, 1)
        await bench.do(lambda: presenter.decided_chosen(shown=True))
        assert presenter.state.found == "3 messages, the newest first"
        assert presenter.rows.row_at(2) is None  # which asks for it
        await bench.run.rest()
        row = presenter.rows.row_at(2)
        assert row is not None
        assert row.below == "Opted out: Please stop"
        await bench.choose(2)
        assert presenter.state.detail is not None
        assert presenter.state.detail.verdict.startswith("Opted out on ")
        await bench.do(presenter.opt_out_pressed)
        await bench.do(presenter.dismiss_pressed)
        assert await bench.held() == [RECIPIENT], "it is decided"
        await bench.do(presenter.reopen_pressed)
        assert (await bench.held(), presenter.state.errand.failed) == ([], False)
        await bench.choose(2)
        assert presenter.state.detail.verdict == ""
        await bench.do(presenter.reopen_pressed)
        assert not presenter.state.errand.failed, "nothing is taken back twice"

    play(story)


def test_what_somebody_else_took_back_is_forgotten(play: Play) -> None:
    async def story(bench: Bench) -> None:
        for _ in range(2):
            await bench.choose(0)
            await bench.do(bench.presenter.dismiss_pressed)
        second = bench.presenter._decided[-1]
        await bench.desk.controller.refusals.reopen(second, reason="by another")
        await bench.run.rest()
        await bench.do(bench.presenter.undo_pressed)
        assert bench.presenter.state.errand.failed
        await bench.do(bench.presenter.undo_pressed)
        assert (bench.presenter.state.errand.failed, len(bench.presenter.rows)) == (False, 3)

    play(story)


def test_what_is_no_refusal_leaves_the_list_and_enters_nobody(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.do(bench.presenter.dismiss_pressed)
        assert len(bench.presenter.rows) == 3
        await bench.choose(1)
        await bench.do(bench.presenter.dismiss_pressed)
        assert bench.presenter.state.errand.note == f"Noted: no refusal. {NAME} gets messages as before."
        assert (len(bench.presenter.rows), await bench.held()) == (2, [])

    play(story)


def test_who_asks_for_messages_again_gets_them_when_a_person_agrees(play: Play) -> None:
    async def story(bench: Bench) -> None:
        presenter, number = bench.presenter, "381651234567"
        await bench.desk.controller.opt_outs.add([OptOut(number, 1, "Ana", "told us")])
        await bench.arrive("START", source=number)
        assert len(presenter.rows) == 4
        await bench.choose(3)
        detail = presenter.state.detail
        assert detail is not None
        assert (detail.returns, detail.why.startswith("Asks for messages again")) == (True, True)
        await bench.do(presenter.opt_out_pressed)
        assert await bench.held() == [number], "that is not what is asked"
        await bench.do(presenter.opt_in_pressed)
        assert presenter.state.errand == Errand(note="+381 65 1234567 may be sent to again.", can_undo=True)
        assert await bench.held() == []
        await bench.do(presenter.undo_pressed)
        assert await bench.held() == [number]
        await bench.choose(3)
        await bench.do(presenter.dismiss_pressed)
        assert presenter.state.errand.note == (
            "Noted: +381 65 1234567 stays out and gets no messages, as before."
        )
        await bench.choose(0)
        await bench.do(presenter.opt_in_pressed)
        assert len(presenter.rows) == 3, "of a refusal that is not asked"

    play(story)


def test_whose_number_it_is_is_asked_where_nobody_can_know(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(2)
        await bench.do(bench.presenter.opt_out_pressed)
        detail = bench.presenter.state.detail
        assert detail is not None
        assert (detail.asks_number, detail.number_problem is None) == (True, False)
        bench.presenter.number_edited("12")
        await bench.do(bench.presenter.opt_out_pressed)
        detail = bench.presenter.state.detail
        assert detail is not None
        assert detail.number_problem is not None
        assert (detail.number, detail.number_problem.code) == ("12", "too_short")
        bench.presenter.number_edited("064 123 45 67")
        await bench.do(bench.presenter.opt_out_pressed)
        assert bench.presenter.state.errand.note == f"{NAME} wants no messages."
        assert await bench.held() == [RECIPIENT]

    play(story)


def test_what_comes_meanwhile_is_listed_and_disturbs_nobody(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(2)
        bench.presenter.number_edited("064")
        await bench.arrive("Remove me please", source="381601111111")
        await bench.choose(2)
        assert len(bench.presenter.rows) == 4
        detail = bench.presenter.state.detail
        assert detail is not None
        assert detail.number == "064"

    play(story)


def test_what_somebody_else_decided_is_left(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(0)
        chosen = bench.presenter.rows.id_at(0)
        bench.presenter.opt_out_pressed()
        await bench.desk.controller.refusals.dismiss(chosen)
        await bench.run.rest()
        state = bench.presenter.state
        assert (state.errand.failed, state.errand.can_undo, state.detail) == (True, False, None)
        assert "waits for no decision" in state.errand.note
        assert await bench.held() == []

    play(story)


def test_a_closed_dialog_hears_nothing(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.closed()
        await bench.arrive("Stop it please")
        assert bench.presenter.state.found.startswith("3 ")

    play(story)
