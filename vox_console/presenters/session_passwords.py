"""The passwords of this run of the program: what was typed, by account, and by way where it has two.

They are kept for where there is no keyring, and until the provider has taken them.
"""

from __future__ import annotations

from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.settings.profiles import Profile


class SessionPasswords:
    """In memory only. An account's REST has a password of its own only where it also has SMPP."""

    def __init__(self) -> None:
        self._usual: dict[str, Secret] = {}
        self._rest: dict[str, Secret] = {}

    def usual(self, profile: Profile) -> Secret | None:
        """Give the password of the way the account has first, None when it was not typed."""
        return self._usual.get(profile.name)

    def rest(self, profile: Profile) -> Secret | None:
        """Give REST's own password, None when it was not typed or is the usual one."""
        return self._rest.get(profile.name)

    def keep(self, profile: Profile, password: Secret, access: TransportName | None = None) -> None:
        """Keep a password. access: REST for its own of two; None, or the first way, for the usual one."""
        (self._rest if own_access(profile, access) else self._usual)[profile.name] = password

    def of(self, profile: Profile, access: TransportName) -> Secret | None:
        """Give what was typed for one way, None when nothing was."""
        return self.rest(profile) if own_access(profile, access) else self.usual(profile)

    def forget(self, name: str, access: TransportName | None = None) -> None:
        """Forget all of an account's, or with REST its own alone."""
        self._rest.pop(name, None)
        if access is None:
            self._usual.pop(name, None)


def own_access(profile: Profile, access: TransportName | None) -> TransportName | None:
    """Give the way by which a vault keeps this password: REST for its own of two, None for the usual one."""
    own = access is TransportName.REST and profile.has_smpp and profile.has_rest
    return TransportName.REST if own else None
