"""One bind to see whether an account works, and its answer in words."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.fake_clocks import run_story
from tests.support.fake_transport import ADDRESS, FakeTransport, customer_message
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, LinkState, Stopped, Waiting
from vox_console.services.bind_trial import Verdict, try_bind
from vox_console.transports.base import Confirm, Sink


class Answering(FakeTransport):
    """A link that comes to one state as soon as it runs; with `pushes`, something arrives first."""

    def __init__(self, state: LinkState, *, pushes: bool = False) -> None:
        super().__init__(binds=False)
        self._state = state
        self._pushes = pushes

    async def run(self, sink: Sink) -> None:
        """Tell the state from a task of its own, as a network would."""
        asyncio.get_running_loop().call_soon(self._answer_bind, sink)
        await super().run(sink)

    def _answer_bind(self, sink: Sink) -> None:
        if self._pushes:
            sink.round_trip(3.0)
            sink.noted(LinkError("strange octets"))
            sink.outcomes([])
            self.push(customer_message())
        sink.link_changed(self._state)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (
            Bound(ADDRESS, "s", 0, encrypted=True, system_id="VoxSMSC"),
            Verdict(ok=True, words="Bound to VoxSMSC, encrypted."),
        ),
        (
            Bound(ADDRESS, "s", 0, encrypted=False),
            Verdict(ok=True, words=f"Bound to {ADDRESS}, not encrypted."),
        ),
        (
            Stopped(ADDRESS, "The provider refused the bind", "Wrong password.", "Type it again."),
            Verdict(ok=False, words="The provider refused the bind: Wrong password. Type it again."),
        ),
        (
            Stopped(ADDRESS, "The provider refused the bind", "Wrong password.", ""),
            Verdict(ok=False, words="The provider refused the bind: Wrong password."),
        ),
        (
            Waiting(ADDRESS, 1, 5.0, "The name nowhere.example is not known."),
            Verdict(ok=False, words="The name nowhere.example is not known."),
        ),
    ],
)
def test_the_first_decisive_state_is_the_answer(state: LinkState, verdict: Verdict) -> None:
    transport = Answering(state)
    assert run_story(try_bind(transport)) == verdict
    assert not transport.running  # unbound again


def test_what_is_pushed_meanwhile_is_left_with_the_provider() -> None:
    transport = Answering(Bound(ADDRESS, "s", 0, encrypted=True), pushes=True)
    assert run_story(try_bind(transport)).ok
    assert [verdict for _, verdict in transport.confirmed] == [Confirm.TRY_AGAIN]


def test_a_trial_that_is_called_off_unbinds() -> None:
    async def story() -> FakeTransport:
        transport = FakeTransport(binds=False)
        async with asyncio.TaskGroup() as tasks:
            trial = tasks.create_task(try_bind(transport))
            for _ in range(3):
                await asyncio.sleep(0)
            assert transport.running
            trial.cancel()
        return transport

    assert not run_story(story()).running
