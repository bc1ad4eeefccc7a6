"""An account's ways to the provider: which one a message takes, and how all of them are kept up."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.support.desk import PROFILE, until
from tests.support.fake_clocks import FakeClocks, run_story
from tests.support.fake_transport import ADDRESS, FakeTransport
from tests.support.journal_file import new_message
from tests.support.rest_journal import whole_message
from vox_console.domain.errors import SendRefused
from vox_console.domain.link import Binding, Bound, Connecting, LinkState, Offline, Stopped, Waiting
from vox_console.domain.transport_name import TransportRule
from vox_console.services.account_links import AccountLinks, TransportFault
from vox_console.services.events import Event
from vox_console.settings.profiles import Profile
from vox_console.storage import outbox
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS
from vox_console.transports.base import Capabilities

AUTO, SMPP, REST = TransportRule.AUTO, TransportRule.SMPP, TransportRule.REST
BOUND = Bound(ADDRESS, "s1", 0, encrypted=True)
WAITING = Waiting(ADDRESS, 1, 5.0, "It does not answer.")
STOPPED = Stopped(ADDRESS, "Refused", "Wrong password.", "")
CONNECTING, BINDING, OFFLINE = Connecting(ADDRESS), Binding(ADDRESS), Offline()


class FakeRest(FakeTransport):
    """The same fake, as the other way."""

    capabilities = Capabilities(
        name="rest",
        receipts=True,
        data_codings=frozenset({0, 8}),
        sender_octets=32,
        caller_splits=False,
        validity=False,
        queries=True,
    )


class Stage:
    """The ways of one account over a journal of its own."""

    def __init__(
        self,
        path: Path,
        tasks: asyncio.TaskGroup,
        profile: Profile,
        *ways: FakeTransport,
        unready: Mapping[str, Stopped] = MappingProxyType({}),
    ) -> None:
        self.database = Database.open(path, STEPS, post=asyncio.get_running_loop().call_soon_threadsafe)
        self.events: list[Event] = []
        self.ways = ways
        self.links = AccountLinks(
            profile,
            ways,
            database=self.database,
            clocks=FakeClocks(),
            announce=self.events.append,
            tasks=tasks,
            unready=unready,
        )

    def stand(self, *states: LinkState) -> None:
        """Let each way stand like this."""
        for link, state in zip(self.links.all, states, strict=True):
            link.dispatcher.link_changed(state)

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(self.database, condition)


Story = Callable[[Stage], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story about an account with these ways, at first SMPP and REST."""

    def run(
        story: Story,
        *kinds: type[FakeTransport],
        transport: TransportRule = AUTO,
    ) -> None:
        async def whole() -> None:
            profile = PROFILE.model_copy(update={"transport": transport})
            ways = [kind() for kind in kinds or (FakeTransport, FakeRest)]
            async with asyncio.TaskGroup() as tasks:
                stage = Stage(tmp_path / "journal.db", tasks, profile, *ways)
                try:
                    await story(stage)
                finally:
                    await stage.links.unbind()
                    stage.links.cancel_timers()
                    await asyncio.to_thread(stage.database.close)

        run_story(whole())

    return run


class TestChoose:
    @pytest.mark.parametrize(
        ("smpp", "rest", "chosen"),
        [
            (BOUND, BOUND, "smpp"),
            (BOUND, OFFLINE, "smpp"),
            (CONNECTING, BOUND, "rest"),
            (BINDING, BOUND, "rest"),
            (WAITING, BOUND, "rest"),
            (STOPPED, BOUND, "rest"),
            (OFFLINE, BOUND, "rest"),
            (WAITING, WAITING, "rest"),  # either queue moves by itself; this one has less to build up
            (WAITING, CONNECTING, "rest"),
            (WAITING, STOPPED, "smpp"),  # a queue that nobody would ever move
            (WAITING, OFFLINE, "smpp"),
            (STOPPED, STOPPED, "smpp"),
        ],
    )
    def test_left_to_us_it_is_smpp_while_that_is_bound_and_rest_otherwise(
        self, play: Play, smpp: LinkState, rest: LinkState, chosen: str
    ) -> None:
        async def story(stage: Stage) -> None:
            stage.stand(smpp, rest)
            assert stage.links.choose(AUTO).name == chosen

        play(story)

    @pytest.mark.parametrize(
        ("usual", "rule", "chosen"),
        [
            (AUTO, SMPP, "smpp"),
            (AUTO, REST, "rest"),
            (SMPP, AUTO, "smpp"),
            (REST, AUTO, "rest"),
            (REST, SMPP, "smpp"),
            (SMPP, REST, "rest"),
        ],
    )
    @pytest.mark.parametrize("states", [(BOUND, STOPPED), (STOPPED, BOUND), (OFFLINE, OFFLINE)])
    def test_a_way_that_was_chosen_is_taken_however_it_stands(
        self,
        play: Play,
        *,
        usual: TransportRule,
        rule: TransportRule,
        chosen: str,
        states: tuple[LinkState, LinkState],
    ) -> None:
        async def story(stage: Stage) -> None:
            stage.stand(*states)
            assert stage.links.choose(rule).name == chosen

        play(story, transport=usual)

    @pytest.mark.parametrize(
        ("kind", "name", "missing"), [(FakeTransport, "smpp", REST), (FakeRest, "rest", SMPP)]
    )
    def test_with_one_way_there_is_nothing_to_choose(
        self, play: Play, kind: type[FakeTransport], name: str, missing: TransportRule
    ) -> None:
        async def story(stage: Stage) -> None:
            assert stage.links.choose(AUTO).name == name
            with pytest.raises(SendRefused) as caught:
                stage.links.choose(missing)
            assert f"cannot send over {missing.upper()}" in caught.value.detail
            assert "work" in caught.value.detail

        play(story, kind)


class TestState:
    @pytest.mark.parametrize(
        ("smpp", "rest", "speaks"),
        [
            (OFFLINE, OFFLINE, "smpp"),
            (WAITING, BOUND, "rest"),
            (BOUND, BOUND, "smpp"),
            (BOUND, STOPPED, "smpp"),
            (STOPPED, WAITING, "smpp"),
        ],
    )
    def test_the_first_that_is_bound_speaks_for_the_account(
        self, play: Play, smpp: LinkState, rest: LinkState, speaks: str
    ) -> None:
        async def story(stage: Stage) -> None:
            stage.stand(smpp, rest)
            assert stage.links.first.name == speaks
            assert list(stage.links.states.items()) == [("smpp", smpp), ("rest", rest)]

        play(story)

    def test_the_numbers_are_those_of_the_way_that_was_asked_for(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.stand(WAITING, BOUND)
            for link, milliseconds in zip(stage.links.all, (3.0, 40.0), strict=True):
                link.dispatcher.round_trip(milliseconds)
            assert [stage.links.gauge(name).round_trip_ms for name in ("smpp", "rest", "")] == [
                3.0,
                40.0,
                40.0,
            ]

        play(story)


class TestKeepingUp:
    def test_each_way_takes_the_messages_that_were_stored_for_it(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            new = [new_message("over SMPP", profile="work"), whole_message("over REST", profile="work")]
            await stage.database.run(partial(outbox.enqueue, messages=new, now_us=0))
            stage.links.bind()
            await stage.until(lambda: all(way.submitted for way in stage.ways))
            smpp, rest = (way.submitted for way in stage.ways)
            assert [each.short_message for each in smpp] == [b"over SMPP"]
            assert [each.text for each in rest] == ["over REST"]
            await stage.links.drain()

        play(story)

    def test_one_way_that_is_woken_wakes_no_other(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.links.bind()
            await stage.until(lambda: all(isinstance(state, Bound) for state in stage.links.states.values()))
            new = [new_message(profile="work"), whole_message(profile="work")]
            await stage.database.run(partial(outbox.enqueue, messages=new, now_us=0))
            smpp, rest = stage.ways
            stage.links.wake("rest")
            await stage.until(lambda: bool(rest.submitted))
            assert smpp.submitted == []
            stage.links.wake()
            await stage.until(lambda: bool(smpp.submitted))

        play(story)

    def test_binding_again_is_trying_at_once(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.links.bind()
            await stage.until(lambda: all(way.running for way in stage.ways))
            stage.links.bind()
            assert [(way.runs, way.bind_requests) for way in stage.ways] == [(1, 1), (1, 1)]

        play(story)

    def test_unbinding_takes_every_way_down_once_and_it_may_be_bound_anew(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.links.bind()
            await stage.until(lambda: all(way.running for way in stage.ways))
            await asyncio.gather(stage.links.unbind(), stage.links.unbind())
            assert not any(way.running for way in stage.ways)
            assert set(map(type, stage.links.states.values())) == {Offline}
            stage.links.bind()
            await stage.until(lambda: all(way.runs == 2 for way in stage.ways))

        play(story)

    def test_a_fault_of_ours_in_one_way_stops_that_way_alone(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            told: list[dict[str, object]] = []
            asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
            stage.ways[1].breaks_with = KeyError("bug")
            stage.links.bind()
            await stage.until(lambda: bool(told) and isinstance(stage.links.all[0].state, Bound))
            state = stage.links.all[1].state
            assert isinstance(state, Stopped)
            assert (state.title, state.reason) == ("Internal error", "KeyError.")
            stage.ways[1].breaks_with = None
            stage.links.bind()
            await stage.until(lambda: isinstance(stage.links.all[1].state, Bound))

        play(story)

    def test_what_only_receives_keeps_nobody_waiting_at_the_end(self, play: Play) -> None:
        """Nothing takes from a queue there, so there is none to wait for."""

        class Listener(FakeTransport):
            capabilities = replace(FakeTransport.capabilities, data_codings=frozenset())

        async def story(stage: Stage) -> None:
            stage.ways[0].room = 0
            stage.links.bind()
            await stage.until(lambda: isinstance(stage.links.all[0].state, Bound))
            stage.links.wake()
            async with asyncio.TaskGroup() as tasks:
                drained = tasks.create_task(stage.links.drain())
                await stage.until(drained.done)

        play(story, Listener)

    def test_a_way_that_is_not_ready_is_not_tried_and_says_why(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with asyncio.TaskGroup() as tasks:
                ways = FakeTransport(), FakeRest()
                stage = Stage(tmp_path / "journal.db", tasks, PROFILE, *ways, unready={"rest": STOPPED})
                for _ in range(2):
                    stage.links.bind()
                    await stage.until(lambda: isinstance(stage.links.all[0].state, Bound))
                assert stage.links.states["rest"] == STOPPED
                assert [way.runs for way in ways] == [1, 0]
                await stage.links.unbind()
                assert isinstance(stage.links.all[1].state, Offline)
                stage.links.cancel_timers()
                await asyncio.to_thread(stage.database.close)

        run_story(story())

    def test_an_account_that_is_being_left_is_bound_no_more(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.links.end()
            stage.links.bind()
            await stage.until(lambda: True)
            assert [way.runs for way in stage.ways] == [0, 0]

        play(story)

    def test_what_is_told_of_a_fault_of_ours_holds_no_password(self, play: Play) -> None:
        """A text that cannot be encoded is in the exception as a whole, and so may be in all it leads to."""

        async def story(stage: Stage) -> None:
            told: list[dict[str, object]] = []
            asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
            fault = UnicodeEncodeError("utf-8", "s3cr3t\udc80", 6, 7, "s3cr3t is no text")
            fault.__context__ = ValueError("s3cr3t")
            stage.ways[1].breaks_with = fault
            stage.links.bind()
            await stage.until(lambda: bool(told))
            exception = told[0]["exception"]
            assert isinstance(exception, TransportFault)
            report = "".join(traceback.format_exception(exception))
            assert "UnicodeEncodeError" in report
            assert "breaks_with" in report  # the line it came from
            assert "s3cr3t" not in f"{report} {told} {stage.links.states}"
            stage.ways[1].breaks_with = None

        play(story)
