"""When jobs run: at a time, within the hours of each number, and in turns. It begins at 12:00 UTC."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Protocol

import pytest

from tests.support.desk import Desk, open_desk
from tests.support.fake_clocks import START_US, FakeClocks, run_story
from tests.support.fake_transport import FakeTransport
from tests.support.timed_jobs import (
    BY_DAY,
    HOUR_US,
    NEW_YORKER,
    NINE,
    SERBIAN,
    later,
    left_waiting,
    run_until,
    sent_to,
    standing,
    started,
    state,
    stored,
    waited_for_again,
    waiting,
)
from vox_console.domain.errors import SendRefused
from vox_console.domain.start_time import StartTime
from vox_console.services.bulk_turns import Standing, Waits
from vox_console.services.events import JobChanged, MessagesQueued, Noted
from vox_console.storage import job_feed
from vox_console.storage.jobs import JobState

Story = Callable[[Desk], Coroutine[object, object, None]]


class Play(Protocol):
    """Runs a story with a controller that is connected, over a transport that is chosen or answers."""

    def __call__(self, story: Story, transport: FakeTransport | None = None) -> None:
        """Run it."""


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(story: Story, transport: FakeTransport | None = None) -> None:
        async def main() -> None:
            async with open_desk(tmp_path, transport) as desk:
                await story(desk)

        run_story(main())

    return run


class TestAtATime:
    def test_nothing_leaves_before_it_and_everything_then(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            job_id = await stored(desk, at_us=NINE)
            async with started(desk, job_id) as running:
                assert await standing(desk, job_id) == Standing(Waits.TIME, until_us=NINE)
                assert await state(desk, job_id) is JobState.WAITING
                for _ in range(20):
                    desk.clocks.advance(3_600)
                    await desk.settled()
                assert sent_to(desk) == []
                desk.clocks.advance(3_600)
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk) == [SERBIAN.format(1)]
            assert JobChanged(job_id) in desk.events

        play(story)

    def test_it_can_be_paused_while_it_waits_and_waits_again_when_it_goes_on(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk) as (job_id, running):
                progress = await desk.controller.bulk.pause(job_id)
                assert (await running, progress.held) == (JobState.PAUSED, 1)
            async with started(desk, job_id):
                assert (await standing(desk, job_id)).until_us == NINE
                assert await state(desk, job_id) is JobState.WAITING

        play(story)

    def test_it_can_be_stopped_while_it_waits(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk) as (job_id, running):
                await desk.controller.bulk.stop(job_id)
                assert await running is JobState.STOPPED
            assert sent_to(desk) == []

        play(story)

    def test_it_can_be_started_at_once(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk) as (job_id, running):
                await desk.controller.bulk.set_start(job_id, None)
                assert await run_until(desk, running) is JobState.DONE

        play(story)

    def test_its_time_can_be_changed_while_it_waits(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            sooner = START_US + HOUR_US
            async with waiting(desk) as (job_id, running):
                await desk.controller.bulk.set_start(job_id, StartTime(sooner, "+00:00"))
                there = Standing(Waits.TIME, until_us=sooner)
                await later(desk, lambda: desk.controller.bulk.standing(job_id) == there)
                desk.clocks.advance(3_600)
                assert await run_until(desk, running) is JobState.DONE

        play(story)

    def test_a_clock_that_is_set_is_noticed_within_half_a_minute(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk, at_us=START_US + HOUR_US) as (_, running):
                desk.clocks.set_wall_clock_back(1_800)
                desk.clocks.advance(3_600)
                await desk.settled()
                assert sent_to(desk) == [], "it is half past by the clock on the wall"
                desk.clocks.set_wall_clock_back(-1_800)
                desk.clocks.advance(30)
                assert await run_until(desk, running) is JobState.DONE

        play(story)

    def test_a_computer_that_slept_over_it_starts_nothing_by_itself(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk, at_us=START_US + HOUR_US) as (job_id, running):
                desk.clocks.sleep(3_600 + 301)
                desk.clocks.advance(30)
                assert await run_until(desk, running) is JobState.PAUSED
            assert sent_to(desk) == []
            async with started(desk, job_id) as running:
                assert await run_until(desk, running) is JobState.DONE, "a person started it"

        play(story)

    def test_a_computer_that_slept_a_little_over_it_starts_it(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk, at_us=START_US + HOUR_US) as (_, running):
                desk.clocks.sleep(3_600 + 200)
                desk.clocks.advance(30)
                assert await run_until(desk, running) is JobState.DONE

        play(story)

    def test_it_waits_for_no_time_with_another_account(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            job_id = await stored(desk, at_us=NINE, profile="another")
            with pytest.raises(SendRefused, match="account another"):
                await desk.controller.bulk.run(job_id)
            assert await state(desk, job_id) is JobState.READY

        play(story)


class TestOverAnEnd:
    def test_leaving_the_account_lets_it_wait_on_and_coming_back_waits_for_it(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk) as (job_id, running):
                await desk.controller.disconnect()
                assert await running is JobState.WAITING
            assert desk.controller.bulk.standing(job_id) is None
            await desk.connect()
            async with waited_for_again(desk, job_id):
                assert (await standing(desk, job_id)).until_us == NINE
                with pytest.raises(SendRefused, match="running already"):
                    await desk.controller.bulk.run(job_id)
                desk.clocks.advance(21 * 3_600)
            assert await state(desk, job_id) is JobState.DONE

        play(story)

    def test_a_job_waits_for_its_time_over_an_end_of_the_program(self, tmp_path: Path) -> None:
        clocks = FakeClocks()

        async def after(job_id: int) -> None:
            async with open_desk(tmp_path, clocks=clocks) as desk:
                assert await state(desk, job_id) is JobState.WAITING
                async with waited_for_again(desk, job_id):
                    desk.clocks.advance(20 * 3_600)
                    await desk.settled()
                    assert sent_to(desk) == []
                    desk.clocks.advance(3_600)
                assert sent_to(desk) == [SERBIAN.format(1)]

        run_story(after(run_story(left_waiting(tmp_path, clocks))))

    def test_one_whose_time_passed_meanwhile_stands_paused_until_a_person_starts_it(
        self, tmp_path: Path
    ) -> None:
        clocks = FakeClocks()

        async def after(job_id: int) -> None:
            clocks.sleep(22 * 3_600)
            async with open_desk(tmp_path, clocks=clocks) as desk:
                job = await desk.controller.bulk.job(job_id)
                assert (job.state, job.start_at_us) == (JobState.PAUSED, NINE)
                await desk.controller.bulk.run_waiting()
                assert sent_to(desk) == []
                async with started(desk, job_id) as running:
                    assert await run_until(desk, running) is JobState.DONE

        run_story(after(run_story(left_waiting(tmp_path, clocks))))

    def test_one_whose_time_passed_while_another_account_was_open_stands_paused(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk) as (job_id, _):
                await desk.controller.disconnect()
            desk.clocks.advance(22 * 3_600)
            await desk.connect()
            await desk.controller.bulk.run_waiting()
            assert await state(desk, job_id) is JobState.PAUSED
            assert sent_to(desk) == []

        play(story)

    def test_without_an_account_nothing_is_waited_for(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, profile=None) as desk:
                await desk.controller.bulk.run_waiting()
                assert desk.events == []

        run_story(story())

    def test_what_is_waited_for_already_is_no_hindrance(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            async with waiting(desk) as (job_id, _):
                await desk.controller.disconnect()
            await desk.connect()
            async with waited_for_again(desk, job_id):
                await desk.controller.bulk.run_waiting()
                assert not any(isinstance(event, Noted) for event in desk.events)
                await desk.controller.bulk.stop(job_id)

        play(story)


class TestHours:
    def test_rows_whose_hours_are_closed_wait_and_the_others_leave(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            numbers = [NEW_YORKER.format(1), SERBIAN.format(1), NEW_YORKER.format(2), SERBIAN.format(2)]
            job_id = await stored(desk, *numbers, order=BY_DAY)
            async with started(desk, job_id) as running:
                opening = START_US + 2 * HOUR_US
                assert await standing(desk, job_id) == Standing(Waits.HOURS, until_us=opening)
                assert sent_to(desk) == [SERBIAN.format(1), SERBIAN.format(2)]
                assert await state(desk, job_id) is JobState.RUNNING
                desk.clocks.advance((opening - desk.clocks.now_us()) / 1e6 - 1)
                await desk.settled()
                assert len(sent_to(desk)) == 2
                desk.clocks.advance(1)
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk)[2:] == [NEW_YORKER.format(1), NEW_YORKER.format(2)]

        play(story)

    def test_more_closed_rows_than_are_looked_at_at_once_do_not_hold_the_open_ones_up(
        self, play: Play
    ) -> None:
        async def story(desk: Desk) -> None:
            closed = [NEW_YORKER.format(number) for number in range(2 * job_feed.MOST_LOOKED + 5)]
            job_id = await stored(desk, *closed, SERBIAN.format(1), order=BY_DAY)
            async with started(desk, job_id):
                await desk.until(lambda: sent_to(desk) == [SERBIAN.format(1)])  # no time passes
                found = await desk.database.read(lambda db: job_feed.parked(db, job_id))
                assert found.rows == len(closed)

        play(story)

    def test_leaving_while_all_rows_wait_pauses_the_job(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            job_id = await stored(desk, NEW_YORKER.format(1), order=BY_DAY)
            async with started(desk, job_id) as running:
                await standing(desk, job_id)
                await desk.controller.disconnect()
                assert await running is JobState.PAUSED
            assert await state(desk, job_id) is JobState.PAUSED

        play(story)

    def test_what_was_held_over_the_closing_is_called_back_and_leaves_the_next_day(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            job_id = await stored(desk, SERBIAN.format(1), SERBIAN.format(2), order=BY_DAY)
            async with started(desk, job_id):
                await later(desk, lambda: len(sent_to(desk)) == 1)
                progress = await desk.controller.bulk.pause(job_id)
                assert (progress.held, progress.on_the_wire) == (1, 1)
            desk.clocks.advance(8 * 3_600)  # 21:00 there
            desk.transport.answers = True
            async with started(desk, job_id) as running:
                opening = START_US + 20 * HOUR_US
                assert (await standing(desk, job_id)).until_us == opening
                assert sent_to(desk) == [SERBIAN.format(1)]
                assert (await desk.controller.bulk.progress(job_id)).held == 1
                desk.clocks.advance((opening - desk.clocks.now_us()) / 1e6)
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk) == [SERBIAN.format(1), SERBIAN.format(2)]

        play(story, FakeTransport(answers=False, room=1))

    def test_what_waits_for_a_link_over_the_closing_is_called_back(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            job_id = await stored(desk, order=BY_DAY)
            async with started(desk, job_id):
                await later(desk, lambda: any(isinstance(event, MessagesQueued) for event in desk.events))
                desk.clocks.advance(7 * 3_600)  # 20:00 there
                assert (await standing(desk, job_id)).waits is Waits.HOURS
                progress = await desk.controller.bulk.progress(job_id)
                assert (progress.held, progress.queued) == (1, 0)
            assert sent_to(desk) == []

        play(story, FakeTransport(binds=False))


class TestTurns:
    def test_a_job_that_waits_for_its_time_holds_nobody_up(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            first, second = await stored(desk, at_us=NINE), await stored(desk, SERBIAN.format(2))
            async with started(desk, first), started(desk, second) as two:
                assert await run_until(desk, two) is JobState.DONE
            assert sent_to(desk) == [SERBIAN.format(2)]

        play(story)

    def test_a_job_all_of_whose_rows_wait_for_their_hours_holds_nobody_up(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            first = await stored(desk, NEW_YORKER.format(1), order=BY_DAY)
            second = await stored(desk, SERBIAN.format(2))
            async with started(desk, first) as one, started(desk, second) as two:
                assert await run_until(desk, two) is JobState.DONE
                assert (await standing(desk, first)).waits is Waits.HOURS
                desk.clocks.advance(2 * 3_600)
                assert await run_until(desk, one) is JobState.DONE

        play(story)

    def test_the_places_in_the_line_are_known(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            bulk = desk.controller.bulk
            first, second, third = [await stored(desk, SERBIAN.format(each)) for each in range(3)]
            async with started(desk, first), started(desk, second), started(desk, third):
                await standing(desk, third)
                found = [bulk.standing(each) for each in (first, second, third)]
                assert found == [None, Standing(Waits.TURN, place=2), Standing(Waits.TURN, place=3)]
                await bulk.pause(second)
                assert bulk.standing(third) == Standing(Waits.TURN, place=2)
                assert bulk.standing(second) is None

        play(story, FakeTransport(answers=False, room=1))

    def test_a_job_whose_time_comes_waits_for_its_turn(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            first, second = await stored(desk), await stored(desk, SERBIAN.format(2), at_us=NINE)
            async with started(desk, first), started(desk, second) as two:
                assert (await standing(desk, second)).waits is Waits.TIME
                desk.clocks.advance(21 * 3_600)
                in_line, bulk = Standing(Waits.TURN, place=2), desk.controller.bulk
                await later(desk, lambda: bulk.standing(second) == in_line)
                await desk.controller.bulk.pause(first)
                desk.transport.answers = True
                desk.transport.accept(list(desk.transport.open.values()))
                assert await run_until(desk, two) is JobState.DONE

        play(story, FakeTransport(answers=False, room=1))
