"""The dispatcher's troubles with the disk, how it ends, and what it tells."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from tests.support.desk import PROFILE
from tests.support.dispatch_bench import JOURNAL, Bench, Play
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, LinkGauge, Offline, Waiting
from vox_console.domain.message import MessageState, SubmitState
from vox_console.services.dispatcher import GAUGE_EVERY_S, RETRY_STORE_S
from vox_console.services.events import (
    GaugeChanged,
    LinkChanged,
    Noted,
)
from vox_console.storage import outbox

THROTTLED = 0x58
NO_ROUTE = 0x0B
LONG = "a" * 400  # three parts


class TestStoreTrouble:
    def test_a_full_disk_stops_sending_and_says_so_once(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.store(400)
            await stage.fill_the_disk()
            stage.dispatcher.wake()
            await stage.until(lambda: bool(stage.store_faults))
            stage.dispatcher.wake()
            await stage.settled()
            assert stage.transport.submitted == []
            assert len(stage.store_faults) == 1
            assert stage.dispatcher.gauge.in_flight == 0
            stage.clocks.advance(RETRY_STORE_S + 0.1)  # tried again, still full: told again
            await asyncio.sleep(0)
            await stage.until(lambda: len(stage.store_faults) == 2)
            await stage.free_the_disk()
            stage.clocks.advance(RETRY_STORE_S + 0.1)
            await asyncio.sleep(0)
            await stage.until(lambda: len(stage.transport.submitted) == 400)
            await stage.settled()
            assert {message.state for message in await stage.messages(ids)} == {MessageState.ACCEPTED}

        play(story, profile=PROFILE.model_copy(update={"window": 400, "parts_per_s": 100_000.0}))

    def test_answers_heard_on_a_full_disk_are_kept_and_recorded_by_themselves_later(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.queue(300)
            await stage.until(lambda: len(stage.transport.open) == 300)
            await stage.fill_the_disk()
            stage.transport.accept(list(stage.transport.open.values()), prefix="a-long-provider-id-" * 3)
            await stage.until(lambda: bool(stage.store_faults))
            assert {message.state for message in await stage.messages(ids)} == {MessageState.SENDING}
            await stage.queue(1)
            await stage.settled()
            assert len(stage.transport.submitted) == 300  # nothing leaves meanwhile
            await stage.free_the_disk()
            stage.clocks.advance(RETRY_STORE_S + 0.1)
            await asyncio.sleep(0)
            await stage.until(lambda: len(stage.transport.submitted) == 301)
            assert {message.state for message in await stage.messages(ids)} == {MessageState.ACCEPTED}

        play(
            story, answers=False, profile=PROFILE.model_copy(update={"window": 400, "parts_per_s": 100_000.0})
        )


class TestEnding:
    def test_drain_waits_for_the_queue_and_for_the_answers(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.store(3)
            async with asyncio.TaskGroup() as tasks:
                draining = tasks.create_task(stage.dispatcher.drain())
                stage.dispatcher.wake()
                await stage.until(lambda: len(stage.transport.open) == 3)
                stage.transport.accept(list(stage.transport.open.values())[:2])
                await stage.settled()
                assert not draining.done()
                stage.transport.accept(list(stage.transport.open.values()))
                await stage.until(draining.done)

        play(story, answers=False)

    def test_drain_ends_with_the_link(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(1)
            await stage.until(lambda: bool(stage.transport.open))
            async with asyncio.TaskGroup() as tasks:
                draining = tasks.create_task(stage.dispatcher.drain())
                await stage.settled()
                assert not draining.done()
                stage.transport.lost()
                await stage.until(draining.done)

        play(story, answers=False)

    def test_drain_does_not_wait_for_what_a_person_must_release(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.store(1)
            await stage.database.run(partial(outbox.recover, now_us=stage.clocks.now_us(), reason=""))
            stage.dispatcher.wake()
            await stage.dispatcher.drain()
            assert stage.transport.submitted == []

        play(story)

    def test_drain_does_not_wait_for_a_queue_that_the_disk_holds_up(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.store(400)
            await stage.fill_the_disk()
            async with asyncio.TaskGroup() as tasks:
                draining = tasks.create_task(stage.dispatcher.drain())
                stage.dispatcher.wake()
                await stage.until(draining.done)
            assert stage.transport.submitted == []

        play(story, profile=PROFILE.model_copy(update={"window": 400, "parts_per_s": 100_000.0}))

    def test_after_the_stop_nothing_leaves_and_the_last_answer_ends_the_drain(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.queue(3)
            await stage.until(lambda: len(stage.transport.open) == 1)
            stage.dispatcher.stop_sending()
            async with asyncio.TaskGroup() as tasks:
                draining = tasks.create_task(stage.dispatcher.drain())
                await stage.settled()
                assert not draining.done()
                stage.transport.accept(list(stage.transport.open.values()))
                await stage.until(draining.done)
            stage.dispatcher.wake()
            await stage.settled()
            assert len(stage.transport.submitted) == 1
            assert await stage.submits(ids[0]) == [SubmitState.ACCEPTED]
            assert await stage.submits(ids[1]) == [SubmitState.QUEUED]

        play(story, answers=False, profile=PROFILE.model_copy(update={"window": 1}))


class TestTelling:
    def test_the_link_is_told_as_it_changes(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            stage.transport.lost()
            kinds = [type(event.state).__name__ for event in stage.heard(LinkChanged)]
            assert kinds == ["Connecting", "Bound", "Waiting"]
            assert isinstance(stage.dispatcher.link, Waiting)

        play(story)

    def test_before_the_transport_said_anything_the_link_is_offline(self, tmp_path: Path) -> None:
        async def story() -> None:
            stage = Bench(tmp_path / JOURNAL, FakeTransport(), PROFILE)
            assert stage.dispatcher.link == Offline()
            stage.database.close()

        run_story(story())

    def test_the_gauge_is_told_at_most_a_few_times_a_second(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.settled()  # it has looked into the queue and found nothing
            for milliseconds in range(1, 50):
                stage.transport.measure(float(milliseconds))
            assert stage.heard(GaugeChanged) == []
            stage.clocks.advance(GAUGE_EVERY_S + 0.01)
            await asyncio.sleep(0)
            await stage.settled()
            expected = LinkGauge(round_trip_ms=49.0, in_flight=0, window=10, parts_per_s=1_000.0)
            assert stage.heard(GaugeChanged) == [GaugeChanged(expected)]

        play(story)

    def test_the_round_trip_is_forgotten_with_the_link(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            stage.transport.measure(12.0)
            assert isinstance(stage.dispatcher.link, Bound)
            assert stage.dispatcher.gauge.round_trip_ms == 12.0
            stage.transport.lost()
            assert stage.dispatcher.gauge.round_trip_ms is None

        play(story)

    def test_notes_of_the_transport_are_passed_on(self, play: Play) -> None:
        fault = LinkError("The provider sent nonsense")

        async def story(stage: Bench) -> None:
            stage.transport.note(fault)
            assert stage.heard(Noted) == [Noted(fault)]

        play(story)
