"""Jobs that wait: for a time, for the hours of each number, for their turn. It begins at 12:00 UTC."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import START_US, FakeClocks
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.send_window import SendWindow
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_turns import Standing
from vox_console.storage.jobs import JobRow, JobState, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello", number_columns=(0,), columns={})
BY_DAY = replace(ORDER, window=SendWindow.daily(9 * 60, 20 * 60))
HOUR_US = 3_600_000_000
NINE = START_US + 21 * HOUR_US  # tomorrow morning
SERBIAN, NEW_YORKER = "38164123{:04}", "1212555{:04}"  # 13:00 and 07:00 there


def rows(*recipients: str) -> list[JobRow]:
    """Give accepted rows."""
    return [
        JobRow(number, (recipient,), RowClass.ACCEPTED, recipient, parts=1)
        for number, recipient in enumerate(recipients, 2)
    ]


async def stored(
    desk: Desk,
    *recipients: str,
    order: BulkOrder = ORDER,
    at_us: int = 0,
    profile: str = PROFILE.name,
) -> int:
    """Store a job, for one number of Serbia where none is given; give its id."""
    zone = "+00:00" if at_us else ""
    new = NewJob(profile, "people.csv", ("phone",), order.to_json(), start_at_us=at_us, start_zone=zone)
    return await desk.controller.bulk.store(new, rows(*(recipients or (SERBIAN.format(1),))))


@asynccontextmanager
async def started(desk: Desk, job_id: int) -> AsyncIterator[asyncio.Task[JobState]]:
    """Start a job; what is left of it ends with the test."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(desk.controller.bulk.run(job_id))
        await desk.settled()
        try:
            yield task
        finally:
            task.cancel()
            desk.transport.answers = True
            desk.transport.accept(list(desk.transport.open.values()))


async def run_until(desk: Desk, running: asyncio.Task[JobState]) -> JobState:
    """Let a little time pass, again and again, until a run has ended."""
    await later(desk, running.done)
    return running.result()


async def later(desk: Desk, condition: Callable[[], bool]) -> None:
    """Let a little time pass until something holds."""
    for _ in range(300):
        if condition():
            return
        desk.clocks.advance(0.1)
        await desk.settled()
    raise AssertionError("it never came true")


async def standing(desk: Desk, job_id: int) -> Standing:
    """Give what a job waits for, once it does."""
    bulk = desk.controller.bulk
    await later(desk, lambda: bulk.standing(job_id) is not None)
    found = bulk.standing(job_id)
    assert found is not None
    return found


@asynccontextmanager
async def waiting(desk: Desk, at_us: int = NINE) -> AsyncIterator[tuple[int, asyncio.Task[JobState]]]:
    """Store a job for a time and start it: it waits. Give its id and its run."""
    job_id = await stored(desk, at_us=at_us)
    async with started(desk, job_id) as running:
        await standing(desk, job_id)
        yield job_id, running


@asynccontextmanager
async def waited_for_again(desk: Desk, job_id: int) -> AsyncIterator[None]:
    """Wait for what waits, as when an account is opened; it has come to an end at the end of the block."""
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(desk.controller.bulk.run_waiting())
        await standing(desk, job_id)
        yield
        await later(desk, run.done)


async def left_waiting(folder: Path, clocks: FakeClocks) -> int:
    """End the program while a job waits for its time; give its id."""
    async with open_desk(folder, clocks=clocks) as desk, waiting(desk) as (job_id, _):
        return job_id


async def state(desk: Desk, job_id: int) -> JobState:
    """Give the state of a job."""
    return (await desk.controller.bulk.job(job_id)).state


def sent_to(desk: Desk) -> list[str]:
    """Give to whom was sent, in order."""
    return [request.destination.digits for request in desk.transport.submitted]
