"""The dispatcher's way out: what is durable before what, and what each answer decides."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import apsw

from tests.support.desk import PROFILE
from tests.support.dispatch_bench import Bench, Play
from tests.support.fake_transport import FakeTransport
from vox_console.domain.message import MessageState, SubmitState
from vox_console.services.events import (
    MessagesChanged,
)

THROTTLED = 0x58
NO_ROUTE = 0x0B
LONG = "a" * 400  # three parts


class Together(FakeTransport):
    """A hundred parts travel in one request."""

    capabilities = replace(FakeTransport.capabilities, burst=100)


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

    def test_parts_that_did_not_leave_are_paid_for_by_no_waiting(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.store()
            stage.dispatcher.wake()
            stage.transport.lost()
            await stage.settled()
            stage.transport.bound()
            await stage.until(lambda: len(stage.transport.submitted) == 1)

        play(story, profile=PROFILE.model_copy(update={"parts_per_s": 0.5}))

    def test_a_throttled_request_is_followed_by_a_smaller_one_after_the_pause_alone(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(100)
            await stage.until(lambda: len(stage.transport.open) == 20)
            await stage.settled()
            assert len(stage.transport.submitted) == 20
            stage.transport.refuse(list(stage.transport.open.values()), THROTTLED)
            await stage.settled()
            stage.clocks.advance(1.1)
            await asyncio.sleep(0)
            await stage.settled()
            assert len(stage.transport.submitted) == 30

        slow = PROFILE.model_copy(update={"parts_per_s": 10.0, "window": 200})
        play(story, kind=Together, profile=slow, answers=False)

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

    def test_a_wall_clock_that_is_set_back_holds_nothing_longer(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.queue(1, hold_s=5.0)
            stage.clocks.set_wall_clock_back(3600.0)
            stage.clocks.advance(5.1)
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
