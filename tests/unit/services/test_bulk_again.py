"""A job's failures become a child: judged anew, linked both ways, sent once, and asked about when fed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SendRefused
from vox_console.services.bulk_import import judged
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.storage.job_family import Again, Child, Origin
from vox_console.storage.jobs import JobRow, JobState, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello {name}", number_columns=(0,), columns={"name": 1})
HEADER = ("phone", "name")


def rows(count: int) -> list[JobRow]:
    return [
        JobRow(number, (f"+38164{number:07}", f"n{number}"), RowClass.ACCEPTED, f"38164{number:07}", parts=1)
        for number in range(2, count + 2)
    ]


async def finished(desk: Desk, job_id: int) -> JobState:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(desk.controller.bulk.run(job_id))
        for _ in range(2_000):
            if running.done():
                break
            desk.clocks.advance(0.1)
            await desk.settled()
    return running.result()


async def fail(desk: Desk, job_id: int, *numbers: int, state: str = "undeliverable") -> None:
    """Let rows of a job have failed at the network, as a receipt would tell."""
    found = {row.number: message_id async for row, message_id in desk.controller.bulk.rows(job_id)}
    ids = [(state, found[number]) for number in numbers]
    await desk.database.run(
        lambda db: list(db.executemany("UPDATE messages SET state = ? WHERE id = ?", ids))
    )


async def child(desk: Desk, parent_id: int, origin: Origin = Origin.FAILED) -> int:
    """Store the child as the window and the command line do."""
    bulk = desk.controller.bulk
    table = await bulk.again.open(parent_id, origin)
    able = desk.controller.capabilities
    assert able is not None
    judge = RowJudge(ORDER, PROFILE, able, opted_out=await bulk.opted_out(ORDER.sender))
    judge.know(await bulk.again.numbers(parent_id))
    new = NewJob(PROFILE.name, "x.csv", HEADER, ORDER.to_json(), table.again)
    return await bulk.store(new, judged(table, judge))


async def parent(desk: Desk, count: int = 5) -> int:
    new = NewJob(PROFILE.name, "x.csv", HEADER, ORDER.to_json())
    job_id = await desk.controller.bulk.store(new, rows(count))
    assert await finished(desk, job_id) is JobState.DONE
    return job_id


def test_only_the_failures_leave_a_second_time_and_each_side_knows_the_other(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            again = desk.controller.bulk.again
            first = await parent(desk)
            await fail(desk, first, 3, 5)
            await fail(desk, first, 4, state="unknown")
            assert await again.offered(first) == {Origin.FAILED: 2}
            second = await child(desk, first)
            assert await again.offered(first) == {}
            assert await again.children(first) == [Child(second, Origin.FAILED)]
            assert await again.parent(second) == Again(first, Origin.FAILED)
            assert await again.parent(first) is None
            assert await finished(desk, second) is JobState.DONE
            sent = [request.destination.digits for request in desk.transport.submitted]
            assert sent[5:] == [rows(5)[1].recipient, rows(5)[3].recipient]
            with pytest.raises(Exception, match="no row of job 1 is free"):
                await child(desk, first)

    run_story(story())


def test_two_children_that_were_prepared_at_once_do_not_both_come_to_be(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            first = await parent(desk)
            await fail(desk, first, 3)
            bulk = desk.controller.bulk
            table = await bulk.again.open(first, Origin.FAILED)
            seen = await asyncio.to_thread(lambda: list(table.rows()))
            await child(desk, first)
            new = NewJob(PROFILE.name, "x.csv", HEADER, ORDER.to_json(), table.again)
            late = [JobRow(row.number, row.cells, RowClass.ACCEPTED, "381641111111", 1) for row in seen]
            with pytest.raises(SendRefused, match="Row 3 is being sent by another job"):
                await bulk.store(new, late)
            assert len(await bulk.again.children(first)) == 1

    run_story(story())


def test_a_failure_that_arrived_after_all_is_not_sent_when_its_turn_comes(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            first = await parent(desk)
            await fail(desk, first, 3, 5)
            second = await child(desk, first)
            await fail(desk, first, 3, state="delivered")
            assert await finished(desk, second) is JobState.DONE
            assert len(desk.transport.submitted) == 6
            progress = await desk.controller.bulk.progress(second)
            assert (progress.stopped, progress.outcomes) == (1, {"accepted": 1})

    run_story(story())


def test_a_row_whose_number_another_row_was_sent_to_stays_left_out(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            bulk = desk.controller.bulk
            ok = rows(1)[0]
            twin = JobRow(3, ok.cells, RowClass.DUPLICATE, ok.recipient)
            new = NewJob(PROFILE.name, "x.csv", HEADER, ORDER.to_json())
            first = await bulk.store(new, [ok, twin])
            second = await child(desk, first, Origin.LEFT_OUT)
            books = await bulk.books(second)
            assert (books.accepted, books.excluded) == (0, {RowClass.DUPLICATE: 1})

    run_story(story())
