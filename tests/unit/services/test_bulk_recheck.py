"""What became recent since a check is asked about before anything of the job leaves, and only once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER as SINGLE
from tests.support.desk import Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from tests.unit.services.test_bulk import ORDER, rows, run_until, sent_to, started, stored
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_recheck import must_ask, recents_words
from vox_console.services.events import Noted
from vox_console.storage.jobs import JobState

HELLO = replace(ORDER, text="Hello {name}, your table is booked for tonight at eight.")


async def run(desk: Desk, job_id: int) -> JobState:
    async with started(desk, job_id) as running:
        return await run_until(desk, running)


async def asked(desk: Desk, job_id: int) -> int:
    job = await desk.controller.bulk.job(job_id)
    return await must_ask(desk.database, job, now_us=desk.clocks.now_us())


def story_of(
    folder: Path, first: BulkOrder, second: BulkOrder, *, count: int = 30
) -> tuple[JobState, int, int]:
    """Store two lists before either is sent, and run them.

    Gives how the second ends, how many rows it asks about, and how many it sent.
    """

    async def story() -> tuple[JobState, int, int]:
        async with open_desk(folder) as desk:
            one, two = await stored(desk, 30, order=first), await stored(desk, count, order=second)
            assert await run(desk, one) is JobState.DONE
            desk.clocks.advance(1)
            state = await run(desk, two)
            job = await desk.controller.bulk.job(two)
            return state, job.recent_rows, len(desk.transport.submitted) - 30

    return run_story(story())


def test_of_two_lists_that_were_checked_before_either_was_sent_the_second_asks_first(tmp_path: Path) -> None:
    assert story_of(tmp_path, HELLO, HELLO) == (JobState.PAUSED, 30, 0)


@pytest.mark.parametrize(
    "second",
    [replace(HELLO, recent_said=True), replace(HELLO, text="Your parcel is at the post office, {name}.")],
)
def test_nobody_is_asked_who_has_spoken_or_sends_another_text(tmp_path: Path, second: BulkOrder) -> None:
    assert story_of(tmp_path, HELLO, second) == (JobState.DONE, 0, 30)


def test_where_recent_rows_are_left_out_each_is_asked_about_by_itself(tmp_path: Path) -> None:
    assert story_of(tmp_path, HELLO, replace(HELLO, skip_recent=True, recent_said=True)) == (
        JobState.DONE,
        0,
        0,
    )


def test_so_few_that_they_may_stay_unseen_are_not_asked_about(tmp_path: Path) -> None:
    assert story_of(tmp_path, HELLO, HELLO, count=600) == (JobState.DONE, 0, 600)


def test_going_on_is_the_answer_and_it_is_told_why(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            one, two = await stored(desk, 30, order=HELLO), await stored(desk, 30, order=HELLO)
            await run(desk, one)
            desk.clocks.advance(1)
            assert await run(desk, two) is JobState.PAUSED
            (told,) = [event.fault for event in desk.events if isinstance(event, Noted)]
            assert told.title == f"Job {two} waits for your word"
            assert recents_words(30) in told.detail
            desk.clocks.advance(1)
            assert await run(desk, two) is JobState.DONE
            assert (await desk.controller.bulk.job(two)).recent_rows == 0
            assert sent_to(desk.transport) == [row.recipient for row in (*rows(30), *rows(30))]

    run_story(story())


def test_its_own_messages_do_not_count_and_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=5)) as desk:
            job_id = await stored(desk, 10, order=replace(HELLO, parts_per_s=1.0))
            async with started(desk, job_id) as running:
                await desk.until(lambda: bool(desk.transport.submitted))
                await desk.controller.bulk.pause(job_id)
                assert await running is JobState.PAUSED
            desk.clocks.advance(1)
            assert await asked(desk, job_id) == 0
            text = "Hello n11, your table is booked for tonight at eight."
            await desk.controller.send(replace(SINGLE, recipients=(rows(10)[-1].recipient,), text=text))
            assert await asked(desk, job_id) == 1
            desk.clocks.advance(24 * 3_600 + 1)
            assert await asked(desk, job_id) == 0, "a day ago"

    run_story(story())
