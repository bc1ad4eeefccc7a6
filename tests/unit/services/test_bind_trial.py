"""One bind to see whether an account works, and its answer in words."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.fake_clocks import run_story
from tests.support.fake_transport import ADDRESS, FakeTransport, customer_message
from tests.support.rest_account import FREE_PORTS, NOBODY_LISTENS, PASSWORDS, rest_account
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, LinkState, Stopped, Waiting
from vox_console.domain.secret import Secret
from vox_console.practice.server import running
from vox_console.services.bind_trial import Verdict, try_account, try_bind
from vox_console.services.clocks import SystemClocks
from vox_console.services.transport_choice import Passwords
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


class TestAccount:
    """Every way of an account is tried against a practice provider of our own; all of them have to work."""

    @staticmethod
    def tried(passwords: Passwords = PASSWORDS, *, smpp: bool = True, **fields: object) -> Verdict:
        async def run() -> Verdict:
            async with running(FREE_PORTS) as service:
                profile = rest_account(service, smpp=smpp, **fields)
                return await try_account(profile, passwords, SystemClocks())

        return asyncio.run(run())

    def test_one_way_is_told_by_itself(self) -> None:
        verdict = self.tried(smpp=False)
        assert verdict.ok
        assert verdict.words.startswith("Answered by http://127.0.0.1:")
        assert verdict.words.endswith("/api, not encrypted.")

    def test_two_ways_are_told_by_their_names(self) -> None:
        verdict = self.tried()
        assert verdict.ok
        assert verdict.words.startswith("SMPP: Bound to ")
        assert ". REST: Answered by http://127.0.0.1:" in verdict.words

    @pytest.mark.parametrize(
        ("passwords", "works", "fails"),
        [
            (
                Passwords(Secret("practice"), rest=Secret("wr0ng")),
                "SMPP: Bound to",
                "REST: The provider refused",
            ),
            (
                Passwords(Secret("wr0ng"), rest=Secret("practice")),
                "REST: Answered by",
                "SMPP: The provider refused",
            ),
        ],
    )
    def test_one_way_that_fails_fails_the_account_and_the_other_is_told_too(
        self, passwords: Passwords, works: str, fails: str
    ) -> None:
        verdict = self.tried(passwords)
        assert not verdict.ok
        assert works in verdict.words
        assert fails in verdict.words
        assert "wr0ng" not in verdict.words

    def test_a_provider_that_is_not_there_is_told(self) -> None:
        verdict = self.tried(smpp=False, rest_url=f"http://127.0.0.1:{NOBODY_LISTENS}/api")
        assert not verdict.ok
        assert "refused the connection" in verdict.words
