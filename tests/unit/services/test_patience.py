"""Waiting for what is to come, by events: what ends it, and that it ends in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import pytest

from tests.support.fake_clocks import FakeClocks, run_story
from tests.support.fake_transport import ADDRESS
from tests.support.message_samples import message, part
from vox_console.domain.link import Binding, Bound, Connecting, LinkState, Offline, Stopped, Waiting
from vox_console.domain.message import DeliveryState, Message
from vox_console.domain.transport_name import TransportRule
from vox_console.services.events import Event, LinkChanged, MessagesChanged
from vox_console.services.patience import until_done, until_link, until_settled

AUTO, SMPP, REST = TransportRule.AUTO, TransportRule.SMPP, TransportRule.REST
BOUND = Bound(ADDRESS, "s1", 0, encrypted=True)
WAITING = Waiting(ADDRESS, 1, 5.0, "It does not answer.")
STOPPED = Stopped(ADDRESS, "Refused", "Wrong password.", "")
CONNECTING, BINDING, OFFLINE = Connecting(ADDRESS), Binding(ADDRESS), Offline()


class Controller:
    """What is waited for: a few links and messages that a test moves."""

    def __init__(self) -> None:
        self.links: Mapping[str, LinkState] = {"smpp": BOUND}
        self.delivered: set[int] = set()
        self.read: list[list[int]] = []
        self._listeners: list[Callable[[Event], None]] = []

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def messages(self, message_ids: Sequence[int]) -> list[Message]:
        self.read.append(list(message_ids))
        found = []
        for each in message_ids:
            state = DeliveryState.DELIVERED if each in self.delivered else DeliveryState.PENDING
            made = message([part(delivery=state)])
            object.__setattr__(made, "id", each)
            found.append(made)
        return found

    def announce(self, event: Event) -> None:
        for listener in list(self._listeners):
            listener(event)

    def deliver(self, *message_ids: int) -> None:
        self.delivered.update(message_ids)
        self.announce(MessagesChanged(message_ids))

    def link(self, **states: LinkState) -> None:
        self.links = {**self.links, **states}
        self.announce(LinkChanged(next(iter(states.values()))))

    @property
    def listened_to(self) -> bool:
        return bool(self._listeners)


def is_delivered(each: Message) -> bool:
    return each.parts[0].delivery is DeliveryState.DELIVERED


class Wait:
    """A wait that is under way."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.controller = Controller()
        self.clocks = FakeClocks()
        self._tasks = tasks

    async def begin(self, waiting: Awaitable[object]) -> asyncio.Task[object]:
        async def run() -> object:
            return await waiting

        task = self._tasks.create_task(run())
        await self.turns()
        return task

    async def turns(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def pass_time(self, seconds: float) -> None:
        self.clocks.advance(seconds)
        await self.turns()


def play(story: Callable[[Wait], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.TaskGroup() as tasks:
            wait = Wait(tasks)
            await story(wait)
            await wait.turns()
            assert not wait.controller.listened_to

    run_story(whole())


class TestUntilDone:
    def test_what_is_done_already_is_not_waited_for(self) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.delivered = {1, 2}
            task = await wait.begin(until_done(wait.controller, [1, 2], done=is_delivered, timeout_s=60))
            assert task.done()

        play(story)

    def test_it_ends_when_the_last_message_is_done(self) -> None:
        async def story(wait: Wait) -> None:
            task = await wait.begin(until_done(wait.controller, [1, 2], done=is_delivered, timeout_s=60))
            for message_id, done in ((2, False), (1, True)):
                wait.controller.deliver(message_id)
                await wait.turns()
                assert task.done() is done

        play(story)

    def test_only_what_changed_is_read_again(self) -> None:
        async def story(wait: Wait) -> None:
            await wait.begin(until_done(wait.controller, range(1, 5), done=is_delivered, timeout_s=60))
            wait.controller.announce(MessagesChanged((3, 99)))
            await wait.turns()
            wait.controller.deliver(1)
            await wait.turns()
            wait.controller.deliver(1, 2, 3, 4)
            await wait.turns()
            assert wait.controller.read == [[1, 2, 3, 4], [3], [1], [2, 3, 4]]

        play(story)

    def test_a_message_that_was_done_once_counts_as_done(self) -> None:
        async def story(wait: Wait) -> None:
            task = await wait.begin(until_done(wait.controller, [1, 2], done=is_delivered, timeout_s=60))
            wait.controller.deliver(1)
            await wait.turns()
            wait.controller.delivered.clear()
            wait.controller.announce(MessagesChanged((1,)))
            wait.controller.deliver(2)
            await wait.turns()
            assert task.done()

        play(story)

    def test_it_ends_with_its_time(self) -> None:
        async def story(wait: Wait) -> None:
            task = await wait.begin(until_done(wait.controller, [1], done=is_delivered, timeout_s=60))
            await wait.pass_time(59.9)
            assert not task.done()
            await wait.pass_time(0.2)
            assert task.done()

        play(story)

    def test_it_ends_when_every_link_stopped_for_good(self) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {"smpp": BOUND, "rest": BOUND}
            task = await wait.begin(until_done(wait.controller, [1], done=is_delivered, timeout_s=60))
            for states, done in (
                ({"smpp": STOPPED}, False),
                ({"rest": WAITING}, False),
                ({"rest": STOPPED}, True),
            ):
                wait.controller.link(**states)
                await wait.turns()
                assert task.done() is done

        play(story)


class TestUntilSettled:
    @pytest.mark.parametrize("first", [BOUND, WAITING, STOPPED])
    def test_a_usual_way_whose_fate_is_known_is_not_waited_for(self, first: LinkState) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {"smpp": first, "rest": CONNECTING}
            assert (await wait.begin(until_settled(wait.controller, AUTO, timeout_s=10))).done()

        play(story)

    @pytest.mark.parametrize("first", [CONNECTING, BINDING, OFFLINE])
    @pytest.mark.parametrize("then", [BOUND, WAITING, STOPPED])
    def test_the_usual_way_is_waited_for_while_it_may_soon_be_bound(
        self, first: LinkState, then: LinkState
    ) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {"smpp": first, "rest": BOUND}
            task = await wait.begin(until_settled(wait.controller, AUTO, timeout_s=10))
            wait.controller.link(rest=WAITING)
            await wait.turns()
            assert not task.done()
            wait.controller.link(smpp=then)
            await wait.turns()
            assert task.done()

        play(story)

    @pytest.mark.parametrize(
        ("links", "rule"),
        [
            ({"smpp": CONNECTING, "rest": BOUND}, SMPP),
            ({"smpp": CONNECTING, "rest": BOUND}, REST),
            ({"smpp": CONNECTING}, AUTO),
            ({}, AUTO),
        ],
    )
    def test_where_nothing_is_to_choose_nothing_is_waited_for(
        self, links: Mapping[str, LinkState], rule: TransportRule
    ) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = links
            assert (await wait.begin(until_settled(wait.controller, rule, timeout_s=10))).done()

        play(story)

    def test_it_ends_with_its_time(self) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {"smpp": CONNECTING, "rest": BOUND}
            task = await wait.begin(until_settled(wait.controller, AUTO, timeout_s=10))
            await wait.pass_time(9.9)
            assert not task.done()
            await wait.pass_time(0.2)
            assert task.done()

        play(story)


class TestUntilLink:
    @pytest.mark.parametrize("state", [BOUND, WAITING, STOPPED])
    def test_the_state_is_given_when_it_is_known(self, state: LinkState) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {"rest": CONNECTING}
            task = await wait.begin(until_link(wait.controller, timeout_s=20))
            assert not task.done()
            wait.controller.link(rest=state)
            assert await task is state

        play(story)

    def test_after_its_time_it_is_what_it_is(self) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {"rest": CONNECTING}
            task = await wait.begin(until_link(wait.controller, timeout_s=20))
            await wait.pass_time(20.1)
            assert await task is CONNECTING

        play(story)

    def test_an_account_without_a_link_is_offline(self) -> None:
        async def story(wait: Wait) -> None:
            wait.controller.links = {}
            task = await wait.begin(until_link(wait.controller, timeout_s=20))
            await wait.pass_time(20.1)
            assert await task == Offline()

        play(story)
