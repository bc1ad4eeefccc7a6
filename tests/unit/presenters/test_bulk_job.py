"""A job from the pane: it runs, pauses, goes on, is stopped for good, and is offered after a restart."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import START_US, run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.send_window import SendWindow
from vox_console.presenters.bulk import BulkPresenter
from vox_console.presenters.bulk_job import WAITS, BulkJobPresenter
from vox_console.presenters.bulk_state import JobShown
from vox_console.services.bulk import BulkDesk
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.controller import Controller
from vox_console.services.events import JobChanged
from vox_console.settings.profiles import Profile
from vox_console.storage.jobs import Job, JobRow, JobState, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello {name}", number_columns=(0,), columns={"name": 1})


class Bench:
    """A presenter that hears its controller, over a real journal."""

    def __init__(self, desk: Desk, run: ActionRunner, profile: Profile = PROFILE) -> None:
        self.desk = desk
        self.run = run
        self.presenter = BulkJobPresenter(desk.controller, run, monotonic_s=desk.clocks.monotonic_s)
        desk.controller.subscribe(self.presenter.heard)
        self.offered: list[JobShown] = []
        self.presenter.on_offered = self.offered.append
        self.presenter.profile_opened(profile)

    @property
    def shown(self) -> JobShown:
        assert self.presenter.shown is not None
        return self.presenter.shown

    @property
    def counts(self) -> dict[str, int]:
        return {line.look.word: line.count for line in self.shown.lines}

    async def store(
        self,
        count: int = 30,
        *,
        profile: str = PROFILE.name,
        at_us: int = 0,
        window: SendWindow | None = None,
    ) -> int:
        rows = [
            JobRow(row, (f"+38164{row:07}", f"n{row}"), RowClass.ACCEPTED, f"38164{row:07}", parts=1)
            for row in range(2, count + 2)
        ]
        order = replace(ORDER, window=window)
        new = NewJob(profile, "people.csv", ("phone", "name"), order.to_json(), start_at_us=at_us)
        return await self.desk.controller.bulk.store(new, rows)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let time pass, and the pane tick, until something holds."""
        for _ in range(500):
            if holds():
                return
            self.desk.clocks.advance(0.1)
            self.presenter.tick()
            await self.desk.settled()
        raise AssertionError(f"it never came true; {self.presenter.shown}")

    def is_in(self, word: str) -> bool:
        return self.presenter.shown is not None and self.presenter.shown.look.word == word


Story = Callable[[Bench], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(story: Story, *, transport: FakeTransport | None = None, profile: Profile = PROFILE) -> None:
        async def whole() -> None:
            async with (
                open_desk(tmp_path / "desk", transport or FakeTransport(), profile=profile) as desk,
                asyncio.TaskGroup() as tasks,
            ):
                bench = Bench(desk, ActionRunner(tasks), profile)
                try:
                    await story(bench)
                finally:
                    await bench.presenter.leave()
                await bench.run.rest()
                assert bench.run.failures == []

        run_story(whole())

    return run


def test_without_a_job_nothing_is_shown(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.run.rest()
        assert (bench.presenter.shown, bench.offered) == (None, [])
        bench.presenter.tick()
        bench.presenter.resume_pressed()
        assert bench.presenter.shown is None

    play(story)


def test_a_stored_job_runs_to_its_end_and_each_row_left_once(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.presenter.stored(await bench.store())
        await bench.until(lambda: bench.is_in("Done"))
        assert bench.counts == {"Accepted": 30}
        assert len({request.destination for request in bench.desk.transport.submitted}) == 30
        assert len(bench.desk.transport.submitted) == 30
        assert not bench.shown.can_stop
        await bench.until(lambda: bench.shown.can_leave)
        bench.presenter.left()
        assert bench.presenter.shown is None

    play(story)


def test_a_pause_says_what_cannot_be_recalled_and_going_on_repeats_nothing(play: Play) -> None:
    transport = FakeTransport(answers=False, room=5)

    async def story(bench: Bench) -> None:
        await bench.presenter.stored(await bench.store())
        await bench.until(lambda: len(transport.submitted) == 5 and bench.is_in("Running"))
        assert bench.shown.can_pause
        assert bench.shown.can_leave, "it goes on in the line of jobs"
        bench.presenter.pause_pressed()
        await bench.until(lambda: bench.is_in("Paused") and bench.shown.can_resume)
        assert bench.shown.sentence.startswith("5 on the wire cannot be recalled, 25 held.")
        assert sum(bench.counts.values()) == bench.shown.rows == 30
        transport.accept(list(transport.submitted))
        transport.answers = True
        bench.presenter.resume_pressed()
        await bench.until(lambda: bench.is_in("Done"))
        assert len(transport.submitted) == 30

    play(story, transport=transport)


def test_a_stop_is_asked_for_twice_and_is_for_good(play: Play) -> None:
    transport = FakeTransport(answers=False, room=5)

    async def story(bench: Bench) -> None:
        await bench.presenter.stored(await bench.store())
        await bench.until(lambda: len(transport.submitted) == 5 and bench.is_in("Running"))
        bench.presenter.stop_pressed()
        assert bench.shown.stop_question.startswith("End this job for good? ")
        bench.presenter.stop_kept()
        assert bench.shown.stop_question == ""
        assert bench.is_in("Running")
        bench.presenter.stop_pressed()
        bench.presenter.stop_confirmed()
        await bench.until(lambda: bench.is_in("Stopped") and bench.shown.can_leave)
        assert not bench.shown.can_resume
        assert sum(bench.counts.values()) == 30
        assert len(transport.submitted) == 5
        transport.accept(list(transport.submitted))

    play(story, transport=transport)


def test_while_the_link_is_away_it_says_what_it_waits_for(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.presenter.stored(await bench.store())
        await bench.until(lambda: bench.is_in("Running"))
        assert bench.shown.sentence == WAITS
        assert bench.shown.eta == ""

    play(story, transport=FakeTransport(binds=False))


def test_a_session_that_ends_leaves_it_paused_and_the_next_offers_it(play: Play) -> None:
    async def ends(bench: Bench) -> None:
        job_id = await bench.store()
        await bench.presenter.stored(job_id)
        await bench.until(lambda: bench.is_in("Running"))
        await bench.presenter.leave()
        assert (await bench.desk.controller.bulk.job(job_id)).state is JobState.PAUSED

    async def begins(bench: Bench) -> None:
        await bench.run.rest()
        assert bench.shown.title == "Job 1 · people.csv"
        assert bench.is_in("Paused")
        assert bench.shown.can_resume
        assert bench.offered == [bench.shown]
        assert bench.desk.transport.submitted == [], "only a person starts it again"

    play(ends, transport=FakeTransport(binds=False))
    play(begins)


def test_a_job_of_another_account_cannot_go_on_here(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.store(profile="home")
        bench.presenter.profile_opened(PROFILE)
        await bench.run.rest()
        assert bench.shown.blocked == "It belongs to the account home: open that account to go on."
        assert not bench.shown.can_resume
        assert bench.shown.can_stop
        bench.presenter.resume_pressed()
        await bench.run.rest()
        assert (await bench.desk.controller.bulk.job(1)).state is JobState.READY

    play(story)


def test_the_result_is_saved_as_it_stands(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.presenter.stored(await bench.store())
        await bench.until(lambda: bench.is_in("Done"))
        target = tmp_path / "result.csv"
        bench.presenter.result_saved(target)
        await bench.run.rest()
        assert bench.shown.saved == "30 rows saved to result.csv, as they stand now."
        with target.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["row"] for row in rows] == [str(row) for row in range(2, 32)]
        assert {row["outcome"] for row in rows} == {"accepted"}
        bench.presenter.result_saved(tmp_path / "nowhere" / "x.csv")
        await bench.run.rest()
        assert bench.shown.saved == "Not saved: No such file or directory."

    play(story)


def test_a_job_waits_for_its_time_and_can_be_paused_or_started_meanwhile(play: Play) -> None:
    async def story(bench: Bench) -> None:
        job_id = await bench.store(3, at_us=START_US + 90 * 60_000_000)
        await bench.presenter.stored(job_id)
        await bench.until(lambda: bench.is_in("Waiting for its time"))
        assert bench.shown.sentence.startswith("Waits until ")
        assert "(in 1 hour 2" in bench.shown.sentence
        assert (bench.shown.can_pause, bench.shown.can_start, bench.shown.can_stop) == (True, True, True)
        assert not bench.shown.can_resume
        bench.presenter.pause_pressed()
        await bench.until(lambda: bench.is_in("Paused") and bench.shown.can_resume)
        assert "When it goes on it waits until" in bench.shown.sentence
        bench.presenter.resume_pressed()
        await bench.until(lambda: bench.is_in("Waiting for its time"))
        assert bench.desk.transport.submitted == []
        bench.presenter.start_pressed()
        await bench.until(lambda: bench.is_in("Done"))

    play(story)


def test_the_time_of_a_job_that_waits_is_changed_once_it_can_be_read(play: Play) -> None:
    async def story(bench: Bench) -> None:
        job_id = await bench.store(3, at_us=START_US + 5 * 3_600_000_000)
        await bench.presenter.stored(job_id)
        await bench.until(lambda: bench.presenter.shown is not None and bench.shown.can_start)
        bench.presenter.start_edited("soon")
        bench.presenter.start_changed()
        assert bench.shown.another_start.at == "soon"
        assert "2026-11-25 09:00" in bench.shown.another_start.fault
        bench.presenter.start_edited("2026-11-22 14:00Z")
        assert bench.shown.another_start.at_note
        bench.presenter.start_changed()
        await bench.until(lambda: "(in 1 hour" in bench.shown.sentence)
        assert bench.shown.another_start.at == ""
        assert (await bench.desk.controller.bulk.job(job_id)).start_at_us == START_US + 2 * 3_600_000_000
        bench.presenter.pause_pressed()
        await bench.until(lambda: bench.is_in("Paused"))

    play(story)


def test_a_job_that_an_earlier_session_left_waiting_is_waited_for(play: Play) -> None:
    async def story(bench: Bench) -> None:
        job_id = await bench.store(3, at_us=START_US + 3_600_000_000)
        await bench.presenter.stored(job_id)
        await bench.until(lambda: bench.is_in("Waiting for its time"))
        await bench.presenter.leave()
        assert (await bench.desk.controller.bulk.job(job_id)).state is JobState.WAITING
        later = Bench(bench.desk, bench.run)
        await later.until(lambda: later.presenter.shown is not None and later.shown.can_start)
        assert (later.shown.look.word, later.shown.can_pause) == ("Waiting for its time", True)
        bench.desk.clocks.advance(3_600)
        await later.until(lambda: later.is_in("Done"))

    play(story)


def test_one_whose_time_has_passed_says_so_and_waits_for_a_person(play: Play) -> None:
    async def story(bench: Bench) -> None:
        job_id = await bench.store(3, at_us=START_US + 3_600_000_000)
        await bench.presenter.stored(job_id)
        await bench.until(lambda: bench.is_in("Waiting for its time"))
        await bench.presenter.leave()
        bench.desk.clocks.advance(4_000)
        later = Bench(bench.desk, bench.run)
        await later.until(lambda: later.is_in("Paused"))
        assert "passed before it could start" in later.shown.sentence
        assert later.shown.can_resume
        assert bench.desk.transport.submitted == []

    play(story)


class _HeldBack:
    """The desk of jobs, whose first answer about a job is held back until it is let go."""

    def __init__(self, desk: BulkDesk) -> None:
        self.let_go = asyncio.Event()
        self.held = asyncio.Event()
        self._desk = desk

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)

    async def job(self, job_id: int | None = None) -> Job:
        answer = await self._desk.job(job_id)
        if not self.held.is_set():
            self.held.set()
            await self.let_go.wait()
        return answer


class _Behind:
    """A controller whose desk of jobs is another."""

    def __init__(self, controller: Controller, bulk: _HeldBack) -> None:
        self.bulk = bulk
        self._controller = controller

    def __getattr__(self, name: str) -> object:
        return getattr(self._controller, name)


def test_an_older_look_that_ends_last_does_not_hide_what_is_newer(play: Play) -> None:
    async def story(bench: Bench) -> None:
        controller = bench.desk.controller
        slow = _HeldBack(controller.bulk)
        presenter = BulkJobPresenter(
            cast("Controller", _Behind(controller, slow)),
            bench.run,
            monotonic_s=bench.desk.clocks.monotonic_s,
        )
        job_id = await bench.store(3)
        presenter.opened(job_id)
        await slow.held.wait()  # it has read that the job is ready
        await controller.bulk.stop(job_id)
        presenter.heard(JobChanged(job_id))
        await bench.desk.until(lambda: presenter.shown is not None)
        slow.let_go.set()
        await bench.run.rest()
        assert presenter.shown is not None
        assert (presenter.shown.look.word, presenter.shown.can_stop) == ("Stopped", False)

    play(story)


def test_the_time_that_is_left_is_promised_for_open_hours_alone(play: Play) -> None:
    async def story(bench: Bench) -> None:
        window = SendWindow.daily(9 * 60, 20 * 60)  # it is 13:00 at +381, 07:00 at +1 212
        rows = [
            JobRow(number, (digits, "n"), RowClass.ACCEPTED, digits, parts=1)
            for number, digits in enumerate(
                ["12125550100", *(f"38164{number:07}" for number in range(300))], 2
            )
        ]
        order = replace(ORDER, window=window, parts_per_s=2.0)
        new = NewJob(PROFILE.name, "people.csv", ("phone", "name"), order.to_json())
        await bench.presenter.stored(await bench.desk.controller.bulk.store(new, rows))
        await bench.until(lambda: bench.shown.eta.endswith(" left for rows in open hours"))
        assert "1 row waits for open hours, the first at" in bench.shown.sentence
        assert any(fact.value == "09:00-20:00 where each number lives" for fact in bench.shown.facts)
        bench.presenter.pause_pressed()
        await bench.until(lambda: bench.is_in("Paused"))

    play(story)


def test_closed_hours_are_told_and_no_time_is_promised(play: Play) -> None:
    async def story(bench: Bench) -> None:
        job_id = await bench.store(3, window=SendWindow.daily(9 * 60, 10 * 60))  # it is 13:00 there
        await bench.presenter.stored(job_id)
        await bench.until(lambda: bench.is_in("Waiting for its hours"))
        assert bench.shown.sentence.startswith("All that is left waits for open hours")
        assert "(in 19 hours)" in bench.shown.sentence
        assert (bench.shown.eta, bench.shown.can_pause, bench.shown.can_start) == ("", True, False)
        bench.presenter.pause_pressed()
        await bench.until(lambda: bench.is_in("Paused"))
        assert "3 rows wait for open hours" in bench.shown.sentence

    play(story)


def test_a_job_that_has_ended_offers_its_failures_once_and_names_the_child(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.presenter.stored(await bench.store(3))
        await bench.until(lambda: bench.is_in("Done"))
        assert not bench.shown.again
        await bench.desk.database.run(
            lambda db: list(db.execute("UPDATE messages SET state = 'undeliverable' WHERE id = 2"))
        )
        bench.presenter.opened(1)
        await bench.run.rest()
        assert bench.shown.again == (("failed", "Send the 1 that failed again…"),)
        opened = BulkPresenter(bench.desk.controller, bench.run)
        opened.profile_opened(PROFILE)
        bench.presenter.on_again = opened.again
        bench.presenter.again_pressed("failed")
        await bench.run.rest()
        assert opened.state.message.text == ORDER.text
        opened.primary_pressed()
        await bench.run.rest()
        assert opened.state.primary == "Send 1 message"
        opened.primary_pressed()
        await bench.run.rest()
        bench.presenter.opened(1)
        await bench.run.rest()
        assert not bench.shown.again
        assert ("Again", "Failures of job 1 were taken up as job 2") in [
            (fact.label, fact.value) for fact in bench.shown.facts
        ]

    play(story)
