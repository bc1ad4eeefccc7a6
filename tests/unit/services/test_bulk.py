"""Bulk jobs over a fake link: each row once, at the job's rate, paused and stopped at once, in turns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import rings_within, run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SendRefused, SettingsError
from vox_console.domain.opt_out import OptOut
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.events import JobChanged
from vox_console.storage import opt_outs
from vox_console.storage.jobs import JobRow, JobState, NewJob

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ORDER = BulkOrder(sender="Vox", text="Hello {name}", number_columns=(0,), columns={"name": 1})


def rows(count: int) -> list[JobRow]:
    return [
        JobRow(number, (f"+38164{number:07}", f"n{number}"), RowClass.ACCEPTED, f"38164{number:07}", parts=1)
        for number in range(2, count + 2)
    ]


async def stored(
    desk: Desk, count: int = 30, *, order: BulkOrder = ORDER, profile: str = PROFILE.name
) -> int:
    new = NewJob(profile, "people.csv", ("phone", "name"), order.to_json())
    return await desk.controller.bulk.store(new, rows(count))


async def run_until(desk: Desk, running: asyncio.Task[JobState], *, step_s: float = 0.1) -> JobState:
    """Let time pass until a run has ended."""
    for _ in range(2_000):
        if running.done():
            return running.result()
        desk.clocks.advance(step_s)
        await desk.settled()
    raise AssertionError("the job did not end")


async def later(desk: Desk, condition: Callable[[], bool]) -> None:
    """Let time pass until something holds."""
    for _ in range(200):
        if condition():
            return
        desk.clocks.advance(0.1)
        await desk.settled()
    raise AssertionError("it never came true")


def answer_all(transport: FakeTransport) -> None:
    """Accept what is on the wire, and whatever comes from now on."""
    transport.answers = True
    transport.accept(list(transport.open.values()))


def sent_to(transport: FakeTransport) -> list[str]:
    return [request.destination.digits for request in transport.submitted]


@asynccontextmanager
async def started(desk: Desk, job_id: int) -> AsyncIterator[asyncio.Task[JobState]]:
    """Start a job; what is left of it ends with the test, and what is unanswered is answered."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(desk.controller.bulk.run(job_id))
        try:
            yield task
        finally:
            task.cancel()
            answer_all(desk.transport)


def test_a_job_sends_each_row_once_and_is_done(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            job_id = await stored(desk)
            async with started(desk, job_id) as running:
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk.transport) == [row.recipient for row in rows(30)]
            assert desk.transport.submitted[0].short_message == b"Hello n2"
            progress = await desk.controller.bulk.progress(job_id)
            assert (progress.held, progress.queued, progress.on_the_wire) == (0, 0, 0)
            assert progress.outcomes == {"accepted": 30}
            assert (await desk.controller.bulk.books(job_id)).accepted == 30
            assert JobChanged(job_id) in desk.events

    run_story(story())


def test_it_leaves_as_fast_as_the_job_says_and_no_faster(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            job_id = await stored(desk, 200, order=replace(ORDER, parts_per_s=10.0))
            async with started(desk, job_id):
                for _ in range(100):  # ten seconds
                    desk.clocks.advance(0.1)
                    await desk.until(
                        lambda: rings_within(0.1)
                    )  # what could be fed is: it waits for the clock
                await desk.until(lambda: len(desk.transport.submitted) >= 99)
                assert len(desk.transport.submitted) <= 101

    run_story(story())


def test_a_pause_lets_nothing_more_leave_and_going_on_repeats_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=5)) as desk:
            desk_job = await stored(desk)
            async with started(desk, desk_job) as running:
                await later(desk, lambda: len(desk.transport.submitted) == 5)
                progress = await desk.controller.bulk.pause(desk_job)
                assert (progress.held, progress.queued, progress.on_the_wire) == (25, 0, 5)
                assert await running is JobState.PAUSED, "without any time passing"
            answer_all(desk.transport)
            await desk.settled()
            assert len(desk.transport.submitted) == 5
            async with started(desk, desk_job) as running:
                assert await run_until(desk, running) is JobState.DONE
            assert sorted(sent_to(desk.transport)) == [row.recipient for row in rows(30)]

    run_story(story())


def test_a_stop_calls_back_what_has_not_left_and_is_for_good(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=5)) as desk:
            job_id = await stored(desk, 10)
            async with started(desk, job_id) as running:
                await later(desk, lambda: len(desk.transport.submitted) == 5)
                progress = await desk.controller.bulk.stop(job_id)
                assert await running is JobState.STOPPED
            assert (progress.on_the_wire, progress.outcomes) == (5, {"draft": 5})
            with pytest.raises(SendRefused, match="stopped already"):
                await desk.controller.bulk.run(job_id)
            await desk.controller.bulk.pause(job_id)
            assert (await desk.controller.bulk.job(job_id)).state is JobState.STOPPED

    run_story(story())


def test_jobs_run_one_after_the_other(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            first = await stored(desk, 3)
            second = await stored(desk, 2, order=replace(ORDER, recent_said=True))
            async with started(desk, first) as one, started(desk, second) as two:
                assert await run_until(desk, two) is JobState.DONE
                assert one.result() is JobState.DONE
            names = [row.recipient for row in (*rows(3), *rows(2))]
            assert sent_to(desk.transport) == names

    run_story(story())


def test_a_job_that_was_paused_before_its_turn_does_not_begin(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            first, second = await stored(desk, 3), await stored(desk, 2)
            async with started(desk, first) as one, started(desk, second) as two:
                await desk.settled()
                await desk.controller.bulk.pause(second)
                assert await run_until(desk, one) is JobState.DONE
                assert await two is JobState.PAUSED
            assert len(desk.transport.submitted) == 3

    run_story(story())


def test_a_job_is_not_run_twice_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
            job_id = await stored(desk, 3)
            async with started(desk, job_id):
                await desk.settled()
                with pytest.raises(SendRefused, match="running already"):
                    await desk.controller.bulk.run(job_id)

    run_story(story())


def test_a_paused_job_can_be_started_before_the_first_run_has_noticed(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(room=2)) as desk:
            job_id = await stored(desk, 10)
            async with started(desk, job_id) as first:
                await later(desk, lambda: bool(desk.transport.submitted))
                await desk.controller.bulk.pause(job_id)
                async with started(desk, job_id) as second:
                    assert await run_until(desk, second) is JobState.DONE
                assert first.result() in {JobState.PAUSED, JobState.DONE}
            assert sorted(sent_to(desk.transport)) == [row.recipient for row in rows(10)]

    run_story(story())


def test_leaving_the_account_pauses_what_runs_and_what_waits(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=2)) as desk:
            first, second = await stored(desk, 8), await stored(desk, 2)
            async with started(desk, first) as one, started(desk, second) as two:
                await later(desk, lambda: len(desk.transport.submitted) == 2)
                async with asyncio.TaskGroup() as tasks:
                    leaving = tasks.create_task(desk.controller.disconnect())
                    await later(desk, leaving.done)
                assert await one is JobState.PAUSED
                await two
            states = [(await desk.controller.bulk.job(each)).state for each in (first, second)]
            assert states == [JobState.PAUSED, JobState.PAUSED]
            progress = await desk.controller.bulk.progress(first)
            assert (progress.held, progress.outcomes) == (6, {"unknown": 2})
            with pytest.raises(SendRefused, match="No account"):
                await desk.controller.bulk.run(first)

    run_story(story())


def test_a_number_that_opts_out_while_the_job_runs_gets_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            job_id = await stored(desk, 200, order=replace(ORDER, parts_per_s=5.0))
            last = rows(200)[-1].recipient
            async with started(desk, job_id) as running:
                await later(desk, lambda: bool(desk.transport.submitted))
                out = OptOut(last, at_us=desk.clocks.now_us(), said_by="Ana", evidence="a call")
                await desk.database.run(lambda db: opt_outs.add(db, [out], now_us=out.at_us))
                assert await run_until(desk, running) is JobState.DONE
            assert last not in sent_to(desk.transport)
            assert len(desk.transport.submitted) == 199
            assert (await desk.controller.bulk.progress(job_id)).stopped == 1
            told = [row async for row, message_id in desk.controller.bulk.rows(job_id) if message_id == -1]
            assert [(row.recipient, row.reason) for row in told] == [
                (last, "This number has opted out since the file was read.")
            ]

    run_story(story())


def test_a_job_belongs_to_its_account(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            job_id = await stored(desk, 2, profile="another")
            with pytest.raises(SendRefused, match="account another"):
                await desk.controller.bulk.run(job_id)
            assert (await desk.controller.bulk.job(job_id)).state is JobState.READY

    run_story(story())


def test_the_newest_job_that_is_not_done_is_found_and_another_is_told_missing(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            with pytest.raises(SettingsError, match="no such job"):
                await desk.controller.bulk.job()
            first, second = await stored(desk, 1), await stored(desk, 1)
            assert (await desk.controller.bulk.job()).id == second
            await desk.controller.bulk.stop(second)
            assert (await desk.controller.bulk.job()).id == first
            with pytest.raises(SettingsError, match="no such job"):
                await desk.controller.bulk.job(99)

    run_story(story())


def test_every_row_is_given_in_order_however_many_there_are(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            job_id = await stored(desk, 2_500)
            numbers = [row.number async for row, _ in desk.controller.bulk.rows(job_id)]
            assert numbers == list(range(2, 2_502))

    run_story(story())


def test_after_a_restart_it_goes_on_where_it_stood(tmp_path: Path) -> None:
    async def before() -> tuple[int, list[str]]:
        async with open_desk(tmp_path) as desk:
            job_id = await stored(desk, 300, order=replace(ORDER, parts_per_s=10.0))  # half a minute
            async with started(desk, job_id):
                await later(desk, lambda: len(desk.transport.submitted) >= 4)
        return job_id, sent_to(desk.transport)

    async def after(job_id: int) -> list[str]:
        async with open_desk(tmp_path) as desk:
            assert (await desk.controller.bulk.job()).state is JobState.PAUSED
            await desk.settled()
            assert desk.transport.submitted == [], "only a person starts it again"
            async with started(desk, job_id) as running:
                assert await run_until(desk, running) is JobState.DONE
            assert (await desk.controller.bulk.progress(job_id)).outcomes == {"accepted": 300}
        return sent_to(desk.transport)

    job_id, first = run_story(before())
    assert 4 <= len(first) < 300
    assert first + run_story(after(job_id)) == [row.recipient for row in rows(300)]


def test_the_second_of_two_jobs_with_one_list_leaves_out_whom_the_first_has_sent_to(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            first = await stored(desk, 10)
            second = await stored(desk, 12, order=replace(ORDER, skip_recent=True))
            async with started(desk, first) as running:
                assert await run_until(desk, running) is JobState.DONE
            async with started(desk, second) as running:
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk.transport) == [row.recipient for row in rows(12)]
            progress = await desk.controller.bulk.progress(second)
            assert (progress.stopped, progress.outcomes) == (10, {"accepted": 2})
            row, message_id = await anext(aiter(desk.controller.bulk.rows(second)))
            assert (message_id, row.accepted) == (-1, True)
            assert row.reason == "This number got nearly this text less than a minute ago."

    run_story(story())


def test_a_job_that_was_paused_does_not_leave_out_rows_for_its_own_messages(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            job_id = await stored(desk, 60, order=replace(ORDER, skip_recent=True, parts_per_s=10.0))
            async with started(desk, job_id) as running:
                await later(desk, lambda: len(desk.transport.submitted) >= 20)
                await desk.controller.bulk.pause(job_id)
                assert await run_until(desk, running) is JobState.PAUSED
            async with started(desk, job_id) as running:
                assert await run_until(desk, running) is JobState.DONE
            assert sorted(sent_to(desk.transport)) == [row.recipient for row in rows(60)]

    run_story(story())


def test_the_only_open_job_is_given_and_of_several_none(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            with pytest.raises(SettingsError, match="no such job"):
                await desk.controller.bulk.only_open()
            first = await stored(desk, 3)
            assert (await desk.controller.bulk.only_open()).id == first
            second = await stored(desk, 3)
            with pytest.raises(SettingsError) as refused:
                await desk.controller.bulk.only_open()
            assert f"{second} (" in refused.value.detail
            assert f"{first} (" in refused.value.detail
            await desk.controller.bulk.discard(second)
            assert (await desk.controller.bulk.only_open()).id == first

    run_story(story())
