"""What the open account is connected with: the password of each way, and consents that count at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.desk import ActionRunner
from tests.support.fake_clocks import run_story
from tests.support.fake_rest import BOTH, REST_ONLY, URL, TwoWays, open_two_ways
from tests.support.rest_account import FREE_PORTS, rest_account
from vox_console.domain.errors import LinkError, VaultError
from vox_console.domain.link import Stopped, Wanted
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.practice.server import running
from vox_console.presenters.session_access import SessionAccess
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.settings.profiles import Profile, ProfileKind
from vox_console.settings.vault import MemoryVault

SMPP, REST = TransportName.SMPP, TransportName.REST
USUAL = Secret("pa55word")


class Locked(MemoryVault):
    """A vault whose keyring is locked."""

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        raise VaultError("The keyring is locked", detail=f"{profile.name} {access}")


class Stage:
    """An access to the account of a controller, with a vault of its own."""

    def __init__(
        self, desk: TwoWays, run: ActionRunner, profile: Profile, *, vault: MemoryVault | None = None
    ) -> None:
        self.desk = desk
        self.run = run
        self.vault = vault or MemoryVault()
        self.typed = SessionPasswords()
        self.access = SessionAccess(
            desk.controller, run, profile=profile, usual=USUAL, vault=self.vault, passwords=self.typed
        )


@asynccontextmanager
async def open_stage(path: Path, profile: Profile = BOTH) -> AsyncIterator[Stage]:
    async with open_two_ways(path, profile=None) as desk, asyncio.TaskGroup() as tasks:
        stage = Stage(desk, ActionRunner(tasks), profile)
        await stage.access.connect()
        yield stage
        await stage.run.rest()


def test_another_password_is_used_for_its_way_and_kept_once_it_was_taken(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_stage(tmp_path) as stage:
            await stage.access.use(Secret("over http"), REST)
            stage.access.taken(SMPP)  # nothing was typed for it
            await stage.run.rest()
            assert stage.vault._secrets == {}
            stage.access.taken(REST)
            stage.access.taken(REST)
            await stage.run.rest()
            assert await stage.vault.get(BOTH, REST) == Secret("over http")
            assert await stage.vault.get(BOTH) is None
            assert stage.access.has_both
            (kept,) = stage.desk.controller.profiles.list()
            assert kept.rest_own_password  # so that SMPP's is never tried there

    run_story(story())


def test_the_only_ways_password_is_the_usual_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_stage(tmp_path, REST_ONLY) as stage:
            assert not stage.access.has_both
            await stage.access.use(Secret("over http"), REST)
            stage.access.taken(REST)
            await stage.run.rest()
            assert await stage.vault.get(REST_ONLY) == Secret("over http")

    run_story(story())


def test_practice_keeps_no_password(tmp_path: Path) -> None:
    async def story() -> None:
        practice = BOTH.model_copy(update={"kind": ProfileKind.PRACTICE})
        async with open_stage(tmp_path, practice) as stage:
            await stage.access.use(Secret("practice"), SMPP)
            stage.access.taken(SMPP)
            await stage.run.rest()
            assert stage.vault._secrets == {}

    run_story(story())


def test_consents_are_kept_beside_each_other_and_rests_counts_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_stage(tmp_path) as stage:
            runs = stage.desk.rest.runs
            await stage.access.agree("plain_text_accepted")
            assert stage.desk.rest.runs == runs
            await stage.access.agree("rest_plain_text_accepted")
            await stage.desk.until(lambda: stage.desk.rest.runs == runs + 1)
            (kept,) = stage.desk.controller.profiles.list()
            assert (kept.plain_text_accepted, kept.rest_plain_text_accepted) == (True, True)
            assert stage.desk.controller.profile == stage.access.profile == kept

    run_story(story())


@pytest.mark.parametrize("own", [True, False])
def test_a_keyring_that_is_locked_does_not_make_smpps_password_rests(*, own: bool, tmp_path: Path) -> None:
    async def story() -> None:
        profile = BOTH.model_copy(
            update={"rest_own_password": own, "rest_url": "http://provider.example:8001/api"}
        )
        async with open_two_ways(tmp_path, profile=None) as desk, asyncio.TaskGroup() as tasks:
            stage = Stage(desk, ActionRunner(tasks), profile, vault=Locked())
            # Without consent nothing leaves, so what is asked for first shows here.
            with pytest.raises(VaultError if own else LinkError):
                await stage.access.inject("381641234567", "38164000", "YES")

    run_story(story())


def test_nothing_is_injected_with_a_password_that_was_refused_or_is_not_rests(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_stage(tmp_path) as stage:
            links = stage.desk.controller._links
            assert links is not None
            stopped = Stopped(URL, "Login refused", "The password is wrong.", "Change it.", Wanted.PASSWORD)
            links.require("rest").dispatcher.link_changed(stopped)
            with pytest.raises(LinkError, match="The password is wrong"):
                await stage.access.inject("381641234567", "38164000", "YES")
            await stage.desk.controller.disconnect()
            stage.access.profile = BOTH.model_copy(update={"rest_own_password": True})
            with pytest.raises(LinkError, match="not kept here"):
                await stage.access.inject("381641234567", "38164000", "YES")

    run_story(story())


@pytest.mark.parametrize("kept", [True, False])
def test_a_message_is_injected_with_rests_password(*, kept: bool, tmp_path: Path) -> None:
    async def story() -> None:
        async with (
            running(FREE_PORTS) as service,
            open_two_ways(tmp_path, profile=None) as desk,
            asyncio.TaskGroup() as tasks,
        ):
            profile = rest_account(service, smpp=True)
            stage = Stage(desk, ActionRunner(tasks), profile)
            if kept:
                await stage.vault.set(profile, Secret("practice"), REST)
                await stage.access.inject("381641234567", "38164000", "YES")
            else:
                with pytest.raises(LinkError, match="not taken"):
                    await stage.access.inject("381641234567", "38164000", "YES")

    asyncio.run(story())
