"""Which password REST is asked with when none was given for it: never one that was meant for SMPP alone."""

from __future__ import annotations

from vox_console.domain.errors import VaultError
from vox_console.domain.link import Stopped, Wanted
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault


async def rest_password(profile: Profile, usual: Secret, vault: CredentialVault) -> Secret | None:
    """Give the password of an account's REST; None where it is not known.

    usual: of the way the account has first. Beside SMPP it is REST's too only where REST has none of its own:
    the account was made with one password for both, and the vault has no other. Raises VaultError when the
    vault fails and the account has two; the usual one must not be tried then.
    """
    if not (profile.has_smpp and profile.has_rest):
        return usual
    try:
        own = await vault.get(profile, TransportName.REST)
    except VaultError:
        if profile.rest_own_password:
            raise
        own = None
    return usual if own is None and not profile.rest_own_password else own


def unknown_password(profile: Profile, reason: str = "") -> Stopped:
    """Give how REST stands while its password is not known: it is not tried with another one."""
    return Stopped(
        address=profile.rest_url,
        title="The password of REST is not known",
        reason=reason or "It has one of its own, which is not kept here.",
        hint="SMPP's is not tried there. Type the one for REST.",
        wanted=Wanted.PASSWORD,
    )
