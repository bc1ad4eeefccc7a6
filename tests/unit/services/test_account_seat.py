"""Choosing an account while another call does too, or while the keyring keeps everybody waiting."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.desk import ORDER
from tests.support.fake_clocks import run_story
from tests.support.fake_rest import BOTH, FakeRest, open_two_ways
from tests.support.fake_transport import ADDRESS
from vox_console.domain.errors import LinkError, SettingsError, VaultError
from vox_console.domain.link import Bound, Offline, Stopped, Wanted
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.services.controller import Controller
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.transports.base import Sink

OTHER = BOTH.model_copy(update={"name": "other"})
TWO = BOTH.model_copy(update={"rest_own_password": True})
PASSWORD = Secret("pa55word")


class SlowVault(MemoryVault):
    """A keyring that answers once it is unlocked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.unlocked = asyncio.Event()

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        """Wait, then answer."""
        self.asked.set()
        await self.unlocked.wait()
        return await super().get(profile, access)


class LockedVault(MemoryVault):
    """A keyring that stays locked."""

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        """Fail."""
        raise VaultError("The keyring is locked", detail=f"for {profile.name} {access}", hint="Unlock it.")


class CountingRest(FakeRest):
    """A provider that counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def run(self, sink: Sink) -> None:
        """Count, and go on as usual."""
        self.asked += 1
        await super().run(sink)


def background() -> list[str]:
    """Give the names of the tasks that a connected account has."""
    names = (task.get_name() for task in asyncio.all_tasks())
    return sorted(name for name in names if name.endswith(" link") or name == "harvest")


def test_of_two_that_connect_at_once_one_account_is_left_and_the_end_comes(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_two_ways(tmp_path) as desk:
            connect = desk.controller.connect
            await asyncio.gather(connect(BOTH, PASSWORD), connect(OTHER, PASSWORD))
            await desk.until(lambda: desk.transport.running and desk.rest.running)
            assert desk.controller.profile == OTHER
            assert background() == ["harvest", "rest link", "smpp link"]
        assert background() == []

    run_story(story())


def test_whoever_connects_or_leaves_last_decides_however_long_the_keyring_takes(tmp_path: Path) -> None:
    async def story() -> None:
        vault = SlowVault()
        async with open_two_ways(tmp_path, profile=None, vault=vault) as desk, asyncio.TaskGroup() as tasks:
            tasks.create_task(desk.controller.connect(BOTH, PASSWORD))
            await vault.asked.wait()
            await desk.controller.connect(OTHER, PASSWORD, rest_password=PASSWORD)
            vault.unlocked.set()
            await desk.settled()
            assert desk.controller.profile == OTHER
            vault.unlocked.clear()
            vault.asked.clear()
            tasks.create_task(desk.controller.connect(BOTH, PASSWORD))
            await vault.asked.wait()
            await desk.controller.disconnect()
            vault.unlocked.set()
            await desk.settled()
            assert desk.controller.profile is None
            assert background() == []

    run_story(story())


def test_the_program_ends_while_the_keyring_is_waited_for(tmp_path: Path) -> None:
    async def story() -> None:
        vault = SlowVault()

        async def late(controller: Controller) -> None:
            with pytest.raises(SettingsError, match="ending"):
                await controller.connect(BOTH, PASSWORD)
            assert controller.profile is None

        async with asyncio.TaskGroup() as tasks:
            async with open_two_ways(tmp_path, profile=None, vault=vault) as desk:
                tasks.create_task(late(desk.controller))
                await vault.asked.wait()
            vault.unlocked.set()
        assert background() == []

    run_story(story())


def test_binding_while_an_account_is_left_leaves_nothing_behind(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_two_ways(tmp_path) as desk:
            controller = desk.controller

            def bind_again(_event: object) -> None:
                if controller.link == Offline() and controller.profile is not None:
                    controller.bind()

            controller.subscribe(bind_again)
            await controller.disconnect()
        assert background() == []

    run_story(story())


@pytest.mark.parametrize(
    ("profile", "vault", "reason"),
    [
        (TWO, LockedVault(), "The keyring is locked"),
        (TWO, MemoryVault(), "not kept here"),
    ],
    ids=["locked", "lost"],
)
def test_smpps_password_is_not_tried_at_rest_when_its_own_is_not_known(
    profile: Profile, vault: MemoryVault, reason: str, tmp_path: Path
) -> None:
    async def story() -> None:
        rest = CountingRest()
        async with open_two_ways(tmp_path, rest=rest, profile=None, vault=vault) as desk:
            controller = desk.controller
            await controller.connect(profile, PASSWORD)
            await desk.until(lambda: isinstance(controller.link, Bound))
            state = controller.links["rest"]
            assert isinstance(state, Stopped)
            assert state.wanted is Wanted.PASSWORD
            assert reason in state.reason
            controller.bind()
            await desk.settled()
            assert rest.asked == 0
            (message,) = await controller.send(ORDER)
            assert message.transport == "smpp"  # which works
            await controller.connect(profile, PASSWORD, rest_password=Secret("over http"))
            await desk.until(lambda: isinstance(controller.links["rest"], Bound))

    run_story(story())


async def refuse(controller: Controller) -> None:
    """Let REST have refused the password."""
    assert controller._links is not None
    stopped = Stopped(ADDRESS, "Login refused", "The password is wrong.", "Change it.", Wanted.PASSWORD)
    controller._links.require("rest").dispatcher.link_changed(stopped)


def test_a_refused_password_is_not_used_to_ask(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_two_ways(tmp_path) as desk:
            await desk.until(lambda: isinstance(desk.controller.links["rest"], Bound))
            assert (await desk.controller.query("9be2")).provider_id == "9be2"
            await refuse(desk.controller)
            with pytest.raises(LinkError, match="The password is wrong"):
                await desk.controller.query("9be2")
            await desk.controller.unbind()
            with pytest.raises(LinkError, match="offline"):
                await desk.controller.query("9be2")

    run_story(story())
