"""What REST is asked with beside SMPP: its own password, the shared one, or nothing at all."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.desk import PROFILE
from tests.support.fake_rest import BOTH, REST_ONLY, URL
from vox_console.domain.errors import VaultError
from vox_console.domain.link import Wanted
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.services.rest_password import rest_password, unknown_password
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault

OWN = BOTH.model_copy(update={"rest_own_password": True})
USUAL, KEPT = Secret("over smpp"), Secret("over http")


@pytest.mark.parametrize(
    ("profile", "kept", "expected"),
    [
        (REST_ONLY, None, USUAL),
        (PROFILE, None, USUAL),
        (BOTH, None, USUAL),
        (BOTH, KEPT, KEPT),
        (OWN, KEPT, KEPT),
        (OWN, None, None),
    ],
)
def test_smpps_is_used_only_where_rest_has_none_of_its_own(
    profile: Profile, kept: Secret | None, expected: Secret | None
) -> None:
    async def find() -> Secret | None:
        vault = MemoryVault()
        if kept is not None:
            await vault.set(profile, kept, TransportName.REST)
        return await rest_password(profile, USUAL, vault)

    assert asyncio.run(find()) == expected


class LockedVault(MemoryVault):
    """A keyring that stays locked."""

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        """Fail."""
        raise VaultError("The keyring is locked", detail=f"for {profile.name} {access}", hint="Unlock it.")


def test_a_keyring_that_fails_matters_to_an_account_with_two_passwords_alone() -> None:
    assert asyncio.run(rest_password(BOTH, USUAL, LockedVault())) == USUAL
    with pytest.raises(VaultError):
        asyncio.run(rest_password(OWN, USUAL, LockedVault()))


@pytest.mark.parametrize("reason", ["", "The keyring is locked."])
def test_while_it_is_not_known_it_is_asked_for_and_why_is_told(reason: str) -> None:
    state = unknown_password(BOTH, reason)
    assert (state.address, state.wanted) == (URL, Wanted.PASSWORD)
    assert state.reason == (reason or "It has one of its own, which is not kept here.")
