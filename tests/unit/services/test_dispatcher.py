"""The dispatcher between a real journal and a fake link: what is durable before what; how trouble ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

import apsw
import pytest

from tests.support.desk import ORDER, PROFILE, turn, until
from tests.support.fake_clocks import FakeClocks, run_story
from tests.support.fake_transport import FakeTransport, customer_message, receipt
from vox_console.domain.errors import LinkError, StoreFull
from vox_console.domain.link import Bound, LinkGauge, Offline, Waiting
from vox_console.domain.message import Message, MessageState, SubmitState
from vox_console.services.dispatcher import GAUGE_EVERY_S, RETRY_STORE_S, Dispatcher
from vox_console.services.events import (
    Event,
    GaugeChanged,
    InboundStored,
    LinkChanged,
    MessagesChanged,
    Noted,
)
from vox_console.services.orders import to_messages
from vox_console.settings.profiles import Profile
from vox_console.storage import history, outbox
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS
from vox_console.transports.base import Confirm

THROTTLED = 0x58
NO_ROUTE = 0x0B
JOURNAL = "journal.db"
LONG = "a" * 400  # three parts

E = TypeVar("E", bound=Event)
Story = Callable[["Bench"], Awaitable[None]]


class Bench:
    """A dispatcher with everything around it."""

    def __init__(self, path: Path, transport: FakeTransport, profile: Profile) -> None:
        post = asyncio.get_running_loop().call_soon_threadsafe
        self.path = path
        self.database = Database.open(path, STEPS, post=post)
        self.transport = transport
        self.profile = profile
        self.clocks = FakeClocks()
        self.events: list[Event] = []
        self.dispatcher = Dispatcher(
            database=self.database,
            transport=transport,
            profile=profile,
            clocks=self.clocks,
            announce=self.events.append,
        )

    async def store(self, count: int = 1, *, text: str = "Hello", hold_s: float = 0.0) -> list[int]:
        """Put messages into the queue and say nothing to the dispatcher."""
        order = replace(
            ORDER,
            recipients=tuple(f"38164{1_000_000 + number}" for number in range(count)),
            text=text,
            hold_s=hold_s,
        )
        now_us = self.clocks.now_us()
        rng = Random(7)  # noqa: S311 - the same numbers each time
        new = to_messages(order, self.profile, self.transport.capabilities, now_us=now_us, rng=rng)
        return await self.database.run(partial(outbox.enqueue, messages=new, now_us=now_us))

    async def queue(self, count: int = 1, *, text: str = "Hello", hold_s: float = 0.0) -> list[int]:
        """Put messages into the queue, as the controller does."""
        ids = await self.store(count, text=text, hold_s=hold_s)
        hold_until_us = self.clocks.now_us() + round(hold_s * 1_000_000) if hold_s else 0
        self.dispatcher.wake(hold_until_us=hold_until_us)
        return ids

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(self.database, condition)

    async def settled(self) -> None:
        for _ in range(6):
            await turn(self.database)

    async def messages(self, ids: Sequence[int]) -> list[Message]:
        return await self.database.read(partial(history.messages, ids=ids))

    async def submits(self, message_id: int) -> list[SubmitState]:
        (message,) = await self.messages([message_id])
        return [part.submit for part in message.parts]

    async def fill_the_disk(self) -> None:
        """Let the file grow no more."""
        await self.database.run(lambda db: db.pragma("max_page_count", db.pragma("page_count")))

    async def free_the_disk(self) -> None:
        await self.database.run(lambda db: db.pragma("max_page_count", 1_000_000))

    def heard(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def store_faults(self) -> list[Noted]:
        return [event for event in self.heard(Noted) if isinstance(event.fault, StoreFull)]


@asynccontextmanager
async def bench(path: Path, transport: FakeTransport, profile: Profile) -> AsyncIterator[Bench]:
    stage = Bench(path, transport, profile)
    try:
        async with asyncio.TaskGroup() as tasks:
            link = tasks.create_task(transport.run(stage.dispatcher))
            await stage.until(lambda: transport.running)
            yield stage
            link.cancel()
    finally:
        stage.dispatcher.cancel_timers()
        await asyncio.to_thread(stage.database.close)


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., FakeTransport]:
    """Run a story about a dispatcher on a fake link made with the given words; give that link."""

    def run(
        story: Story,
        *,
        profile: Profile = PROFILE,
        kind: type[FakeTransport] = FakeTransport,
        **link: bool | int,
    ) -> FakeTransport:
        transport = kind(journal=tmp_path / JOURNAL, **link)  # type: ignore[arg-type]  # as named there

        async def whole() -> None:
            async with bench(tmp_path / JOURNAL, transport, profile) as stage:
                await story(stage)

        run_story(whole())
        assert transport.too_early == []
        return transport

    return run


Play = Callable[..., FakeTransport]


class TestSending:
    def test_the_intent_is_on_disk_before_a_request_reaches_the_transport(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(25)
            await stage.until(lambda: len(stage.transport.submitted) == 25)

        assert play(story).too_early == []

    def test_what_was_queued_before_the_link_was_bound_leaves_when_it_is(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(2)
            await stage.settled()
            assert stage.transport.submitted == []
            stage.transport.bound()
            await stage.until(lambda: len(stage.transport.submitted) == 2)

        play(story, binds=False)

    def test_messages_leave_oldest_first_and_parts_in_order(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.store(2)
            await stage.queue(1, text=LONG)
            await stage.until(lambda: len(stage.transport.submitted) == 5)

        transport = play(story)
        assert [each.attempt_id for each in transport.submitted] == [1, 2, 3, 4, 5]
        assert [each.short_message[5] for each in transport.submitted[2:]] == [1, 2, 3]

    def test_never_more_than_the_window_is_unanswered(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(12)
            await stage.until(lambda: len(stage.transport.open) == 4)
            await stage.settled()
            for _ in range(12):
                stage.transport.accept(list(stage.transport.open.values())[:1])
                await stage.settled()
            assert len(stage.transport.submitted) == 12

        assert play(story, profile=PROFILE.model_copy(update={"window": 4}), answers=False).most_open == 4

    def test_the_rate_is_kept_by_the_timer_alone(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(3)
            await stage.settled()
            for sent in (1, 2, 3):
                assert len(stage.transport.submitted) == sent
                stage.clocks.advance(0.51)
                await asyncio.sleep(0)
                await stage.settled()

        play(story, profile=PROFILE.model_copy(update={"parts_per_s": 2.0}))

    def test_no_more_is_reserved_than_the_transport_has_room_for(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.queue(6)
            await stage.settled()
            assert len(stage.transport.open) == 2
            queued = [await stage.submits(each) for each in ids]
            assert queued == [[SubmitState.RESERVED]] * 2 + [[SubmitState.QUEUED]] * 4

        play(story, room=2, answers=False)

    def test_another_accounts_messages_stay(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            stage.profile = PROFILE.model_copy(update={"name": "other"})
            await stage.queue(1)
            await stage.settled()
            assert stage.transport.submitted == []

        play(story)

    def test_an_idle_queue_is_not_asked_again_and_again(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(1)
            await stage.until(lambda: bool(stage.transport.submitted))
            await stage.settled()
            sequence = stage.transport.lease(1)
            for _ in range(5):
                stage.dispatcher.pump()
            await stage.settled()
            following = stage.transport.lease(1)
            assert sequence is not None
            assert following is not None
            assert following.sequences[0] == sequence.sequences[0] + 1  # nothing was leased in between

        play(story)


class TestOutcomes:
    def test_the_answer_is_on_disk_before_its_place_in_the_window_is_used(self, play: Play) -> None:
        decided: list[int] = []

        class Watching(FakeTransport):
            """Counts, at each submit, the attempts that a second connection sees answered."""

            def submit(self, session: str, requests: Sequence[object]) -> None:
                other = apsw.Connection(str(self.journal), flags=apsw.SQLITE_OPEN_READONLY)
                rows = other.execute("SELECT id FROM attempts WHERE state = 'accepted'").fetchall()
                other.close()
                decided.append(len(rows))
                super().submit(session, requests)  # type: ignore[arg-type]  # passed on as they are

        async def story(stage: Bench) -> None:
            await stage.queue(4)
            await stage.until(lambda: len(stage.transport.submitted) == 4)

        one_at_a_time = PROFILE.model_copy(update={"window": 1})
        play(story, profile=one_at_a_time, kind=Watching)
        assert decided == [0, 1, 2, 3]

    def test_each_kind_of_answer_is_recorded_as_what_it_is(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.queue(4)
            await stage.until(lambda: len(stage.transport.open) == 4)
            first, second, third, fourth = stage.transport.open.values()
            stage.transport.accept([first])
            stage.transport.refuse([second], NO_ROUTE)
            stage.transport.give_up([third])
            stage.transport.refuse([fourth], THROTTLED)
            await stage.settled()
            states = [message.state for message in await stage.messages(ids)]
            assert states == [
                MessageState.ACCEPTED,
                MessageState.REFUSED,
                MessageState.UNKNOWN,
                MessageState.QUEUED,
            ]

        play(story, answers=False)

    def test_a_late_answer_decides_what_was_unknown_and_frees_no_second_place(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.queue(1)
            await stage.until(lambda: bool(stage.transport.open))
            (request,) = stage.transport.open.values()
            stage.transport.give_up([request])
            await stage.settled()
            assert stage.dispatcher.gauge.in_flight == 0
            stage.transport.answer_late(request, "late-1")
            await stage.settled()
            assert stage.dispatcher.gauge.in_flight == 0
            assert await stage.submits(message_id) == [SubmitState.ACCEPTED]

        play(story, answers=False)

    def test_a_throttled_part_leaves_again_after_the_pause_and_before_later_ones(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(2)
            await stage.until(lambda: bool(stage.transport.open))
            stage.transport.refuse(list(stage.transport.open.values()), THROTTLED)
            await stage.settled()
            assert len(stage.transport.submitted) == 1
            stage.clocks.advance(1.1)
            await asyncio.sleep(0)
            await stage.until(lambda: len(stage.transport.submitted) == 2)
            first, again = stage.transport.submitted
            assert again.destination == first.destination
            assert again.attempt_id != first.attempt_id

        play(story, answers=False, profile=PROFILE.model_copy(update={"window": 1}))

    def test_the_lost_connection_leaves_unknown_what_was_on_the_wire_and_queued_what_was_not(
        self, play: Play
    ) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.queue(3)
            await stage.until(lambda: len(stage.transport.open) == 2)
            stage.transport.lost()
            await stage.settled()
            states = [message.state for message in await stage.messages(ids)]
            assert states == [MessageState.UNKNOWN, MessageState.UNKNOWN, MessageState.QUEUED]
            stage.transport.bound()
            await stage.until(lambda: len(stage.transport.submitted) == 3)
            await stage.settled()
            assert len(stage.transport.submitted) == 3  # the unknown ones are not sent again

        play(story, room=2, answers=False)

    def test_parts_reserved_for_a_link_that_fell_meanwhile_go_back_into_the_queue(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.store()
            stage.dispatcher.wake()  # leased and on its way into the journal
            stage.transport.lost()
            await stage.settled()
            assert await stage.submits(message_id) == [SubmitState.QUEUED]
            assert stage.transport.submitted == []
            stage.transport.bound()
            await stage.until(lambda: len(stage.transport.submitted) == 1)

        play(story)

    def test_a_partly_refused_message_keeps_its_other_parts_here(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.queue(1, text=LONG)
            await stage.until(lambda: bool(stage.transport.open))
            stage.transport.refuse(list(stage.transport.open.values()), NO_ROUTE)
            await stage.settled()
            assert await stage.submits(message_id) == [
                SubmitState.REFUSED,
                SubmitState.WITHHELD,
                SubmitState.WITHHELD,
            ]
            assert len(stage.transport.submitted) == 1

        play(story, answers=False, profile=PROFILE.model_copy(update={"window": 1}))

    def test_changes_are_announced_after_they_are_stored(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.queue(2)
            await stage.until(lambda: len(stage.heard(MessagesChanged)) >= 2)
            assert {number for event in stage.heard(MessagesChanged) for number in event.message_ids} == set(
                ids
            )
            assert [message.state for message in await stage.messages(ids)] == [MessageState.ACCEPTED] * 2

        play(story)


class TestHolds:
    def test_a_held_message_leaves_when_its_time_is_over(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(1, hold_s=5.0)
            await stage.settled()
            stage.clocks.advance(4.9)
            await asyncio.sleep(0)
            await stage.settled()
            assert stage.transport.submitted == []
            stage.clocks.advance(0.2)
            await asyncio.sleep(0)
            await stage.until(lambda: len(stage.transport.submitted) == 1)

        play(story)

    def test_a_message_without_hold_passes_one_that_waits(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (held,) = await stage.queue(1, hold_s=5.0)
            (free,) = await stage.queue(1)
            await stage.until(lambda: len(stage.transport.submitted) == 1)
            await stage.settled()
            assert await stage.submits(held) == [SubmitState.QUEUED]
            assert await stage.submits(free) == [SubmitState.ACCEPTED]

        play(story)

    def test_each_of_several_holds_ends_at_its_own_time(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(1, hold_s=9.0)
            await stage.queue(1, hold_s=3.0)
            sent = []
            for _ in range(5):
                stage.clocks.advance(2.0)
                await asyncio.sleep(0)
                await stage.settled()
                sent.append(len(stage.transport.submitted))
            assert sent == [0, 1, 1, 1, 2]

        play(story)

    def test_a_hold_that_ends_while_the_link_is_down_leaves_with_the_next_bind(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(1, hold_s=5.0)
            stage.transport.lost()
            stage.clocks.advance(60.0)
            await asyncio.sleep(0)
            await stage.settled()
            assert stage.transport.submitted == []
            stage.transport.bound()
            await stage.until(lambda: len(stage.transport.submitted) == 1)

        play(story)


class TestArrivals:
    def test_a_receipt_is_acknowledged_once_it_is_stored(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.queue(1)
            await stage.until(lambda: bool(stage.heard(MessagesChanged)))
            await stage.settled()
            (message,) = await stage.messages([message_id])
            (token,) = stage.transport.push(receipt(message.parts[0].provider_id, to=message.recipient))
            assert stage.transport.confirmed == []
            await stage.settled()
            assert stage.transport.confirmed == [(token, Confirm.STORED)]
            (message,) = await stage.messages([message_id])
            assert message.state is MessageState.DELIVERED

        play(story)

    def test_a_receipt_that_overtakes_its_answer_is_adopted_when_the_answer_comes(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.queue(1)
            await stage.until(lambda: bool(stage.transport.open))
            (request,) = stage.transport.open.values()
            stage.transport.push(receipt(f"id-{request.attempt_id}", to=request.destination.digits))
            await stage.settled()
            assert stage.transport.confirmed[-1][1] is Confirm.STORED
            stage.transport.accept([request])
            await stage.settled()
            (message,) = await stage.messages([message_id])
            assert message.state is MessageState.DELIVERED

        play(story, answers=False)

    def test_customers_messages_are_counted_and_change_no_message(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            stage.transport.push(customer_message("YES"), customer_message("NO"))
            await stage.settled()
            assert stage.heard(InboundStored) == [InboundStored(2)]
            assert stage.heard(MessagesChanged) == []
            assert [verdict for _, verdict in stage.transport.confirmed] == [Confirm.STORED] * 2

        play(story)

    def test_a_message_that_only_looks_like_a_receipt_is_one_when_the_account_says_so(
        self, play: Play
    ) -> None:
        looks = replace(receipt("7"), esm_class=0)

        async def story(stage: Bench) -> None:
            stage.transport.push(looks)
            await stage.settled()
            detects = stage.profile.detect_receipts_by_text
            assert stage.heard(InboundStored) == ([] if detects else [InboundStored(1)])

        play(story)
        play(story, profile=PROFILE.model_copy(update={"detect_receipts_by_text": False}))


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

    def test_what_cannot_be_stored_is_not_acknowledged(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.fill_the_disk()
            big = customer_message("x", raw=b"x" * 20_000)
            (token,) = stage.transport.push(big)
            await stage.until(lambda: bool(stage.transport.confirmed))
            assert stage.transport.confirmed == [(token, Confirm.TRY_AGAIN)]
            assert len(stage.store_faults) == 1
            assert stage.heard(InboundStored) == []
            await stage.free_the_disk()
            (again,) = stage.transport.push(big)
            await stage.until(lambda: len(stage.transport.confirmed) == 2)
            assert stage.transport.confirmed[-1] == (again, Confirm.STORED)

        play(story)

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
