"""Before a job: a list is opened, a message written, every row checked, and only then stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.bulk_scene import customers
from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.errors import SettingsError
from vox_console.presenters.bulk import NOTHING_PASTED, BulkPresenter
from vox_console.presenters.bulk_state import BulkState
from vox_console.presenters.bulk_words import CHANGED_SINCE
from vox_console.storage import opt_outs
from vox_console.storage.jobs import JobState
from vox_console.storage.opt_outs import OptOut


class Bench:
    """A presenter over a real journal, what it showed, and the jobs it stored."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.states: list[BulkState] = []
        self.stored: list[int] = []
        self.presenter = BulkPresenter(desk.controller, run)
        self.presenter.on_state = self.states.append
        self.presenter.on_stored = self._stored
        desk.controller.subscribe(self.presenter.heard)
        self.presenter.profile_opened(PROFILE)

    async def _stored(self, job_id: int) -> None:
        self.stored.append(job_id)

    @property
    def state(self) -> BulkState:
        return self.presenter.state

    async def open(self, path: Path, text: str = "Hello {Name}") -> None:
        self.presenter.file_chosen(path)
        await self.run.rest()
        self.presenter.text_edited(text)

    async def press(self) -> None:
        self.presenter.primary_pressed()
        await self.run.rest()


Story = Callable[[Bench], Awaitable[None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(story: Story) -> None:
        async def whole() -> None:
            async with open_desk(tmp_path / "desk") as desk, asyncio.TaskGroup() as tasks:
                bench = Bench(desk, ActionRunner(tasks))
                await story(bench)
                await bench.run.rest()
                assert bench.run.failures == []

        run_story(whole())

    return run


class TestTheList:
    def test_a_file_is_opened_and_its_numbers_are_found(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            assert bench.state.blocked == "Choose a list"
            bench.presenter.file_chosen(customers(tmp_path))
            assert bench.state.busy == "Opening customers.csv…"
            await bench.run.rest()
            assert bench.state.opened is not None
            assert (bench.state.opened.name, bench.state.opened.number_at) == ("customers.csv", 1)
            assert bench.state.busy == ""
            assert bench.state.message.sender == "Vox"
            assert bench.state.message.region == "RS"
            assert bench.state.blocked == "Write the text"

        play(story)

    def test_pasted_cells_are_a_list(self, play: Play) -> None:
        async def story(bench: Bench) -> None:
            bench.presenter.pasted("  \n")
            assert bench.state.list_problem == NOTHING_PASTED
            bench.presenter.pasted("Name\tMobile\nAna\t+381641234567\n")
            await bench.run.rest()
            assert bench.state.list_problem is None
            assert bench.state.opened is not None
            assert bench.state.opened.columns == ("Name", "Mobile")

        play(story)

    def test_what_is_no_list_is_told_in_words(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            (tmp_path / "empty.csv").touch()
            bench.presenter.file_chosen(tmp_path / "empty.csv")
            await bench.run.rest()
            assert bench.state.opened is None
            assert bench.state.list_problem is not None
            assert bench.state.list_problem.text.startswith("The file is empty.")

        play(story)

    def test_it_can_be_read_another_way(self, play: Play, tmp_path: Path) -> None:
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

    def test_the_last_list_that_was_chosen_counts(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            bench.presenter.file_chosen(customers(tmp_path, name="first.csv"))
            bench.presenter.file_chosen(customers(tmp_path, name="second.csv"))
            await bench.run.rest()
            assert bench.state.opened is not None
            assert bench.state.opened.name == "second.csv"

        play(story)

    def test_another_list_keeps_the_text(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            bench.presenter.list_dropped()
            assert bench.state.opened is None
            bench.presenter.file_chosen(customers(tmp_path))
            await bench.run.rest()
            assert bench.state.message.text == "Hello {Name}"

        play(story)

    def test_the_samples_go_round(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            bench.presenter.sample_moved(-1)
            assert bench.state.message.sample is not None
            assert bench.state.message.sample.text == "Hello Ana 51"
            bench.presenter.sample_moved(1)
            assert bench.state.message.sample.text == "Hello Ana 2"

        play(story)


class TestTheCheck:
    def test_the_sum_is_shown_and_then_the_button_sends(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            assert (bench.state.primary, bench.state.blocked) == ("Check the list", "")
            await bench.press()
            assert bench.state.check is not None
            assert bench.state.check.words == "50 rows = 47 accepted + 3 excluded"
            assert bench.state.primary == "Send 47 messages"
            assert bench.stored == []
            assert bench.desk.transport.submitted == []

        play(story)

    @pytest.mark.parametrize(
        "edit",
        [
            lambda it: it.text_edited("Hi {Name}"),
            lambda it: it.sender_edited("Shop"),
            lambda it: it.number_chosen("2"),
            lambda it: it.region_edited("DE"),
            lambda it: it.rate_edited("5"),
            lambda it: it.way_chosen("smpp"),
            lambda it: it.list_dropped(),
        ],
    )
    def test_any_change_takes_the_check_away(
        self, play: Play, tmp_path: Path, edit: Callable[[BulkPresenter], None]
    ) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            edit(bench.presenter)
            assert bench.state.check is None
            assert bench.state.primary == "Check the list"

        play(story)

    def test_a_change_during_the_check_breaks_it_off(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 5_000))
            bench.presenter.primary_pressed()
            assert bench.state.blocked == "Checking…"
            bench.presenter.text_edited("Hi {Name}")
            assert bench.state.busy == ""
            await bench.run.rest()
            assert bench.state.check is None

        play(story)

    def test_it_tells_how_far_it_is_and_can_be_cancelled(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 2_500))
            await bench.press()
            assert "Checking… 2,000 rows" in [state.busy for state in bench.states]
            bench.presenter.text_edited("Hi")
            bench.presenter.primary_pressed()
            assert bench.state.can_cancel
            bench.presenter.cancel_pressed()
            await bench.run.rest()
            assert (bench.state.check, bench.state.busy) == (None, "")

        play(story)

    def test_of_many_the_count_has_to_be_typed(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 1_203))
            await bench.press()
            assert bench.state.blocked == "Type 1,200 to confirm"
            await bench.press()
            assert bench.stored == []
            bench.presenter.count_typed("1201")
            assert bench.state.blocked
            bench.presenter.count_typed("1,200")
            assert bench.state.blocked == ""

        play(story)

    def test_the_excluded_rows_can_be_saved(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            bench.presenter.excluded_saved(tmp_path / "out.csv")
            await bench.run.rest()
            assert bench.state.check is not None
            assert bench.state.check.saved == "3 rows saved to out.csv."
            bench.presenter.excluded_saved(tmp_path / "nowhere" / "out.csv")
            await bench.run.rest()
            assert bench.state.check.saved == "Not saved: No such file or directory."

        play(story)

    def test_a_file_that_was_changed_meanwhile_is_told(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            path = customers(tmp_path)
            await bench.open(path)
            path.write_text("Name,Mobile,Town\n", encoding="utf-8")
            await bench.press()
            assert bench.state.check is None
            assert bench.state.check_problem is not None
            assert bench.state.check_problem.text.startswith("The file was changed meanwhile.")

        play(story)


class TestTheEndOfTheSession:
    def test_a_check_is_broken_off(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 5_000))
            bench.presenter.primary_pressed()
            bench.presenter.leave()
            await bench.run.rest()
            assert bench.state.check is None

        play(story)

    def test_a_job_that_is_not_stored_whole_is_not_stored_at_all(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            bench.presenter.primary_pressed()
            bench.presenter.leave()
            await bench.run.rest()
            assert bench.stored == []
            with pytest.raises(SettingsError):
                await bench.desk.controller.bulk.job()

        play(story)


class TestTheStart:
    def test_every_row_is_stored_and_the_next_list_can_come(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            await bench.press()
            (job_id,) = bench.stored
            desk = bench.desk.controller.bulk
            assert (await desk.books(job_id)).accepted == 47
            assert (await desk.job(job_id)).header == ("Name", "Mobile", "Town")
            assert bench.state.opened is None
            assert bench.desk.transport.submitted == [], "who runs it is somebody else"

        play(story)

    def test_when_the_sum_has_changed_nothing_is_started(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            out = OptOut("381640000200", at_us=1, said_by="test", evidence="STOP")
            await bench.desk.database.run(lambda db: opt_outs.add(db, [out], now_us=1))
            await bench.press()
            assert bench.stored == []
            assert (await bench.desk.controller.bulk.job(1)).state is JobState.STOPPED
            assert bench.state.check is None
            assert bench.state.aside == CHANGED_SINCE
            await bench.press()
            assert bench.state.check is not None
            assert bench.state.check.accepted.count == 46

        play(story)
