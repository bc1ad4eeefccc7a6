"""The list of jobs tells of each how it stands, reads on by pages, and is found by name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.bulk_books import RowClass
from vox_console.presenters.bulk_job import BulkJobPresenter
from vox_console.presenters.bulk_jobs import PAGE, BulkJobsPresenter, progress_of
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.job_list import ListedJob
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import Job, JobRow, JobState, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello", number_columns=(0,), columns={}, recent_said=True)


class Bench:
    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk, self.run = desk, run
        self.job = BulkJobPresenter(desk.controller, run, monotonic_s=desk.clocks.monotonic_s)
        self.jobs = BulkJobsPresenter(desk.controller, run, now_us=desk.clocks.now_us)
        self.jobs.on_chosen = self.job.opened
        for presenter in (self.job, self.jobs):
            desk.controller.subscribe(presenter.heard)
        self.job.profile_opened(PROFILE)

    async def store(self, name: str = "people.csv", count: int = 30) -> int:
        rows = [
            JobRow(row, (f"+38164{row:07}",), RowClass.ACCEPTED, f"38164{row:07}", parts=1)
            for row in range(2, count + 2)
        ]
        new = NewJob(PROFILE.name, name, ("phone",), ORDER.to_json())
        return await self.desk.controller.bulk.store(new, rows)

    async def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(500):
            if holds():
                return
            self.desk.clocks.advance(0.1)
            self.jobs.tick()
            self.job.tick()
            await self.desk.settled()
        raise AssertionError(f"it never came true; {self.jobs.shown}")

    @property
    def words(self) -> list[tuple[int, str, str]]:
        return [(line.job_id, line.look.word, line.waits) for line in self.jobs.shown.rows]


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    def run(story: Callable[[Bench], Awaitable[None]], transport: FakeTransport | None = None) -> None:
        async def whole() -> None:
            async with (
                open_desk(tmp_path, transport or FakeTransport()) as desk,
                asyncio.TaskGroup() as tasks,
            ):
                bench = Bench(desk, ActionRunner(tasks))
                try:
                    await story(bench)
                finally:
                    bench.desk.transport.answers = True
                    bench.desk.transport.accept(list(bench.desk.transport.open.values()))
                    await bench.job.leave()
                await bench.run.rest()
                assert bench.run.failures == []

        run_story(whole())

    return run


def test_without_jobs_it_says_so(play: Callable[..., None]) -> None:
    async def story(bench: Bench) -> None:
        bench.jobs.tick()
        await bench.run.rest()
        assert bench.jobs.shown.empty == "No job has been started yet."

    play(story)


def test_one_runs_the_other_waits_for_its_turn_and_both_end(play: Callable[..., None]) -> None:
    transport = FakeTransport(answers=False, room=5)

    async def story(bench: Bench) -> None:
        first = await bench.store()
        await bench.job.stored(first)
        await bench.until(lambda: len(transport.submitted) == 5)
        bench.job.left()
        second = await bench.store("others.csv", 3)
        await bench.job.stored(second)
        await bench.until(lambda: len(bench.words) == 2 and bench.words[0][2] != "")
        assert [word[0] for word in bench.words] == [second, first]
        assert bench.words[0][2] == "2nd in the line"
        assert bench.words[1][1:] == ("Running", "")
        transport.answers = True
        transport.accept(list(transport.open.values()))
        await bench.until(lambda: {word[1] for word in bench.words} == {"Done"})
        newest, oldest = bench.jobs.shown.rows
        assert newest.summary == "3 rows: 3 accepted"
        assert sum(line.count for line in oldest.lines) == oldest.rows == 30
        assert len(transport.submitted) == 33

    play(story, transport)


def test_it_is_read_by_pages_and_found_by_name(play: Callable[..., None]) -> None:
    async def story(bench: Bench) -> None:
        for at in range(PAGE + 5):
            await bench.store(f"{'odd' if at % 2 else 'even'} {at}.csv", 1)
        bench.jobs.tick()
        await bench.run.rest()
        assert (len(bench.jobs.shown.rows), bench.jobs.shown.more) == (PAGE, True)
        bench.jobs.more_wanted()
        await bench.run.rest()
        assert (len(bench.jobs.shown.rows), bench.jobs.shown.more) == (PAGE + 5, False)
        bench.jobs.searched("ODD")
        await bench.run.rest()
        assert {line.name.split()[0] for line in bench.jobs.shown.rows} == {"odd"}
        bench.jobs.searched("nobody")
        await bench.run.rest()
        assert bench.jobs.shown.empty == "No job has a file of that name."

    play(story)


def test_the_chosen_one_is_shown(play: Callable[..., None]) -> None:
    async def story(bench: Bench) -> None:
        await bench.store()
        await bench.store("others.csv")
        bench.jobs.chosen(1)
        await bench.run.rest()
        assert bench.job.shown is not None
        assert bench.job.shown.title == "Job 1 · people.csv"

    play(story)


def test_what_is_no_message_and_not_stopped_is_held() -> None:
    job = Job(1, "work", "a.csv", (), "{}", JobState.RUNNING, 0)
    listed = ListedJob(job, {"queued": 2, "sending": 1, "delivered": 4}, stopped=3)
    assert progress_of(listed, accepted=20) == Progress(10, 2, 1, 3, {"delivered": 4})
