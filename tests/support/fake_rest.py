"""REST without a network: a FakeTransport that is asked, and a controller whose account has both ways."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.support.desk import PROFILE, Desk, folders_in
from tests.support.fake_clocks import FakeClocks
from tests.support.fake_transport import FakeTransport
from vox_console.domain.link import LinkState, Offline
from vox_console.domain.secret import Secret
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.domain.transport_name import TransportName
from vox_console.services.clocks import Clocks
from vox_console.services.controller import Controller
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault, MemoryVault
from vox_console.transports.base import Transport

URL = "https://provider.example:8002/api"
BOTH = PROFILE.model_copy(update={"rest_url": URL, "rest_username": "acme-http"})
REST_ONLY = Profile(name="work", rest_url=URL, rest_username="acme-http", default_sender="Vox", hold_s=0.0)


class FakeRest(FakeTransport):
    """A provider over REST; `says` is its answer to every question."""

    capabilities = replace(
        FakeTransport.capabilities, name=TransportName.REST, caller_splits=False, queries=True, window=100
    )
    says = b'{"status": "ENROUTE"}'

    async def query(self, query_id: str) -> StatusAnswer:
        """Answer a question."""
        answer = read_status(self.says, query_id)
        assert answer is not None
        return answer

    def _tell(self, state: LinkState) -> None:
        super()._tell(state if isinstance(state, Offline) else replace(state, address=URL))


class TwoWays(Desk):
    """A desk whose account has both ways: `transport` is SMPP's."""

    def __init__(
        self, controller: Controller, smpp: FakeTransport, rest: FakeRest, clocks: FakeClocks
    ) -> None:
        super().__init__(controller, smpp, clocks)
        self.rest = rest

    async def connect(self, profile: Profile = BOTH) -> None:
        """Choose an account and wait until its transports run."""
        await self.controller.connect(profile, Secret("pa55word"))
        used = [self.transport] * profile.has_smpp + [self.rest] * profile.has_rest
        await self.until(lambda: all(each.running for each in used))


@asynccontextmanager
async def open_two_ways(
    path: Path,
    smpp: FakeTransport | None = None,
    rest: FakeRest | None = None,
    *,
    profile: Profile | None = BOTH,
    vault: CredentialVault | None = None,
) -> AsyncIterator[TwoWays]:
    """Open a controller over the journal in `path`, connected to `profile` when there is one."""
    smpp, rest, clocks = smpp or FakeTransport(), rest or FakeRest(), FakeClocks()

    def make(profile: Profile, _passwords: Passwords, _clocks: Clocks) -> Sequence[Transport]:
        made: dict[TransportName, Transport] = {TransportName.SMPP: smpp, TransportName.REST: rest}
        return [made[name] for name in profile.transports]

    async with Controller.open(
        folders_in(path),
        program="window",
        vault=vault or MemoryVault(),
        make_transports=make,
        clocks=clocks,
        rng=Random(7),  # noqa: S311 - the same numbers each time
    ) as controller:
        desk = TwoWays(controller, smpp, rest, clocks)
        if profile is not None:
            await desk.connect(profile)
        yield desk
