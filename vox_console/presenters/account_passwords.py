"""The passwords of an account being edited: which are in effect, and keeping and forgetting them.

Theory of operation. The usual password belongs to the way the account has first; REST has one of its own only
beside SMPP, and without one uses the usual. An account may gain or lose a way while it is edited, so what an
empty field stands for is worked out by way, not by field.
"""

from __future__ import annotations

from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.session_passwords import SessionPasswords, own_access
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault

SMPP, REST = TransportName.SMPP, TransportName.REST


class AccountPasswords:
    """What was typed in this session, and the vault behind it."""

    def __init__(self, session: SessionPasswords, vault: CredentialVault) -> None:
        self._session = session
        self._vault = vault

    async def in_effect(
        self, profile: Profile, typed: dict[TransportName, Secret], *, edited: Profile | None
    ) -> Passwords | TransportName:
        """Give the passwords `profile` would use now, or the way whose password is not known.

        typed: by way, where something was. edited: the account as it was, whose passwords stay where nothing
        was typed. Raises VaultError.
        """
        rest = typed.get(REST) or await self._rest_before(edited) if profile.has_rest else None
        if not profile.has_smpp:
            before = await self._usual_before(edited) if edited is not None and not _has_own(edited) else None
            usual = rest or (before if edited is not None and edited.has_rest else None)
            return Passwords(usual) if usual else REST
        smpp = typed.get(SMPP)
        if not smpp and edited is not None and edited.has_smpp:
            smpp = await self._usual_before(edited)
        if not smpp:
            return SMPP
        if not rest and profile.has_rest and edited is not None and _has_own(edited):
            return REST  # it had one of its own, which is not known any more: SMPP's is none to try there
        return Passwords(smpp, rest)

    async def keep(self, profile: Profile, passwords: Passwords, *, edited: Profile | None) -> None:
        """Keep them for this session, and in the vault where there is one that can."""
        session = self._session
        session.forget(profile.name)
        session.keep(profile, passwords.usual)
        if passwords.rest is not None:
            session.keep(profile, passwords.rest, REST)
        try:
            if edited is not None:
                for way, _ in _entries(edited) - _entries(profile):
                    await self._vault.remove(edited, way)
            await self._vault.set(profile, passwords.usual)
            if passwords.rest is not None:
                await self._vault.set(profile, passwords.rest, REST)
        except VaultError:
            return  # they are held for this session; the dialog has said that they are not kept

    async def remove(self, profile: Profile) -> None:
        """Forget all of an account's. Raises VaultError."""
        self._session.forget(profile.name)
        for way, _ in sorted(_entries(profile)):
            await self._vault.remove(profile, way)

    async def _rest_before(self, edited: Profile | None) -> Secret | None:
        """Give what REST alone used: its own beside SMPP, or its account's only one."""
        if edited is None or not edited.has_rest:
            return None
        if own_access(edited, REST):
            return self._session.rest(edited) or await self._vault.get(edited, REST)
        return await self._usual_before(edited)

    async def _usual_before(self, edited: Profile) -> Secret | None:
        return self._session.usual(edited) or await self._vault.get(edited)


def _has_own(profile: Profile) -> bool:
    """Say whether REST is known to have a password of its own beside SMPP's."""
    return profile.rest_own_password and own_access(profile, REST) is not None


def with_own_password(profile: Profile, passwords: Passwords) -> Profile:
    """Note in an account whether REST has a password of its own, so that SMPP's is never tried there."""
    own = passwords.rest is not None and own_access(profile, REST) is not None
    return profile.model_copy(update={"rest_own_password": own})


def _entries(profile: Profile) -> set[tuple[TransportName, str]]:
    """Give the vault's entries an account may have: a way and the user name there."""
    names = {SMPP: profile.system_id, REST: profile.rest_username}
    return {(way, names[way]) for way in profile.transports}
