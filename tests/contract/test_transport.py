"""What every transport promises (vox_console.transports.base), tried against every provider there is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.contract.transport_providers import ACCEPTED_NUMBER, REFUSED, REFUSED_NUMBER, numbers
from tests.contract.transport_rigs import RIGS, Rig, RigMaker, requests, words_of
from tests.support.smpp_wire import PATIENCE_S
from vox_console.domain.link import Bound, Offline
from vox_console.transports.base import Accepted, Confirm, NotSent, Refused, Unanswered

Scene = Callable[[Rig], Awaitable[None]]


@pytest.fixture(params=list(RIGS))
def maker(request: pytest.FixtureRequest) -> RigMaker:
    return RIGS[request.param]


def play(maker: RigMaker, scene: Scene, *, response_timeout_s: float = 30) -> None:
    """Run a scene with a bound transport."""

    async def run() -> None:
        async with asyncio.timeout(2 * PATIENCE_S), maker(response_timeout_s=response_timeout_s) as rig:
            await scene(rig)

    asyncio.run(run())


def test_every_request_ends_in_exactly_one_outcome(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        asked = [REFUSED_NUMBER if attempt % 5 == 0 else ACCEPTED_NUMBER for attempt in range(1, 101)]
        asked += [*numbers(80), *numbers(20, REFUSED)]
        rig.submit(asked[:100])
        await rig.sink.until(lambda: len(rig.sink.told) >= 100)  # over REST copies take a request each
        rig.submit(asked[100:], first=101)
        await rig.sink.until(lambda: len(rig.sink.told) >= len(asked))
        refused = {attempt for attempt, number in enumerate(asked, 1) if number.endswith(REFUSED)}
        assert sorted(outcome.attempt_id for outcome in rig.sink.told) == list(range(1, 201))
        assert {each.attempt_id for each in rig.sink.told if isinstance(each, Refused)} == refused
        assert len(rig.sink.accepted) == len(asked) - len(refused)
        assert sorted(rig.sink.accepted.values()) == sorted(rig.provider.accepted())

    play(maker, scene)


def test_an_accepted_request_has_the_id_the_provider_gave(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.submit([ACCEPTED_NUMBER])
        await rig.sink.until(lambda: 1 in rig.sink.accepted)
        rig.submit([ACCEPTED_NUMBER], first=2)
        await rig.sink.until(lambda: 2 in rig.sink.accepted)
        assert rig.sink.accepted == dict(enumerate(rig.provider.accepted(), 1))

    play(maker, scene)


def test_a_refusal_carries_what_the_provider_said(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.submit([REFUSED_NUMBER])
        await rig.sink.until(lambda: rig.sink.told)
        (refused,) = rig.sink.told
        assert isinstance(refused, Refused)
        assert (refused.attempt_id, refused.for_now) == (1, False)
        assert rig.provider.refusal in words_of(refused)
        assert rig.provider.accepted() == []

    play(maker, scene)


def test_a_lease_gives_fresh_numbers_and_writes_nothing(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        unused, used = rig.lease(10), rig.submit([ACCEPTED_NUMBER] * 10)
        assert not set(unused.sequences) & set(used.sequences)
        assert unused.session == used.session == rig.sink.states[-1].session  # type: ignore[union-attr]  # it is Bound
        await rig.sink.until(lambda: len(rig.sink.told) == 10)
        assert len(rig.provider.accepted()) == 10

    play(maker, scene)


def test_outcomes_never_come_while_the_caller_is_still_submitting(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.submit([ACCEPTED_NUMBER])
        assert rig.sink.told == []
        rig.transport.submit("a session that never was", requests(rig.lease(1), [ACCEPTED_NUMBER], first=2))
        assert rig.sink.told == []
        await rig.sink.until(lambda: len(rig.sink.told) == 2)

    play(maker, scene)


def test_a_lost_link_leaves_what_was_written_unanswered(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.provider.hold_answers()
        rig.submit(numbers(20))
        await rig.provider.submitted(20)
        await rig.provider.end_session()
        await rig.sink.until(lambda: len(rig.sink.told) >= 20)
        assert all(isinstance(outcome, Unanswered) for outcome in rig.sink.told)
        assert sorted(outcome.attempt_id for outcome in rig.sink.told) == list(range(1, 21))
        assert all(outcome.reason for outcome in rig.sink.told if isinstance(outcome, Unanswered))
        await rig.bound()
        assert len(rig.sink.told) == 20, "nothing is tried again by the transport"

    play(maker, scene)


def test_requests_for_a_session_that_is_gone_are_not_sent(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        lease = rig.lease(3)
        await rig.provider.end_session()
        await rig.sink.until(lambda: not isinstance(rig.sink.states[-1], Bound))
        await rig.bound()
        rig.transport.submit(lease.session, requests(lease, [ACCEPTED_NUMBER] * 3))
        await rig.sink.until(lambda: len(rig.sink.told) == 3)
        assert all(isinstance(outcome, NotSent) for outcome in rig.sink.told)
        rig.submit([ACCEPTED_NUMBER], first=4)
        await rig.sink.until(lambda: len(rig.sink.told) == 4)
        assert len(rig.provider.accepted()) == 1, "only the request of the new session was seen"

    play(maker, scene)


def test_without_a_link_there_is_no_lease(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        await rig.provider.end_session()
        await rig.sink.until(lambda: not isinstance(rig.sink.states[-1], Bound))
        assert rig.transport.lease(1) is None

    play(maker, scene)


def test_an_answer_after_its_time_still_decides(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.provider.hold_answers()
        rig.submit([ACCEPTED_NUMBER, REFUSED_NUMBER])
        await rig.sink.until(lambda: len(rig.sink.told) == 2)
        assert all(isinstance(outcome, Unanswered) for outcome in rig.sink.told)
        rig.provider.release_answers()
        await rig.sink.until(lambda: len(rig.sink.told) == 4)
        assert {type(outcome) for outcome in rig.sink.told[2:]} == {Accepted, Refused}
        assert {outcome.attempt_id for outcome in rig.sink.told[2:]} == {1, 2}

    play(maker, scene, response_timeout_s=0.1)


def test_an_arrival_is_acknowledged_only_when_it_is_confirmed(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.provider.push("first")
        rig.provider.push("second")
        await rig.sink.until(lambda: {"first", "second"} <= set(rig.arrived()))
        await rig.store("second")
        assert rig.provider.statuses("first") == []
        await rig.store("first")

    play(maker, scene)


def test_what_could_not_be_stored_comes_again(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.provider.push("hello")
        await rig.sink.until(lambda: rig.sink.arrived)
        rig.transport.confirm([rig.sink.arrived[0].token], Confirm.TRY_AGAIN)
        await rig.sink.until(lambda: len(rig.sink.arrived) >= 2)
        assert 0 not in rig.provider.statuses("hello")
        assert set(rig.arrived()) == {"hello"}
        await rig.store("hello")

    play(maker, scene)


def test_what_was_not_acknowledged_comes_again_on_the_next_link(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.provider.push("hello")
        await rig.sink.until(lambda: rig.sink.arrived)
        old = [arrival.token for arrival in rig.sink.arrived]
        await rig.provider.end_session()
        await rig.sink.until(lambda: not isinstance(rig.sink.states[-1], Bound))
        rig.transport.confirm(old, Confirm.STORED)
        await rig.bound()
        await rig.sink.until(lambda: len(rig.sink.arrived) > len(old))
        assert 0 not in rig.provider.statuses("hello"), "a token of a link that is gone acknowledges nothing"
        await rig.store("hello")

    play(maker, scene)


def test_leaving_ends_the_session_and_tells_what_stays_unanswered(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        rig.provider.hold_answers()
        rig.submit([ACCEPTED_NUMBER] * 2)
        await rig.provider.submitted(2)
        await rig.leave()
        assert sorted(outcome.attempt_id for outcome in rig.sink.told) == [1, 2]
        assert all(isinstance(outcome, Unanswered) for outcome in rig.sink.told)
        assert isinstance(rig.sink.states[-1], Offline)
        await rig.provider.unbound()

    play(maker, scene)


def test_capabilities_are_told_before_any_link(maker: RigMaker) -> None:
    async def scene(rig: Rig) -> None:
        capabilities = rig.transport.capabilities
        assert capabilities.name
        assert capabilities.sender_octets >= 11, "room for an alphanumeric sender"
        assert {0, 8} <= capabilities.data_codings

    play(maker, scene)
