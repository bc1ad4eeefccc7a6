"""Where passwords are kept: in the operating system's keyring, or, without one, in memory for this session.

Theory of operation. The ``keyring`` package finds a *ring* by itself, and not every ring it may find is
a safe place: some packages add ones that write plain files or ask on the terminal. So the ring found is
checked against a list of real ones, and anything else is refused in words, never used.

A ring can also take its time: it may be locked and wait for a person, or hang. Every call runs in a
daemon thread with a time limit, so neither the event loop nor the end of the program waits for it.
Calls of one vault queue behind each other, so that an unanswered prompt is not joined by a second one.

Each way has a service of its own in the ring, and the name of an entry cannot mean two accounts. An entry
that an earlier version kept under a name that can is still found, and renamed when it is kept anew.

Nothing a ring raises is passed on or chained: its text and the frames of its traceback may hold the
password. What reaches the operator is the kind of trouble, in our words.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar, cast

from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.settings.profiles import Profile

T = TypeVar("T")

SERVICE = "vox-console"
REST_SERVICE = "vox-console-rest"

# Module and class of the rings that keep secrets encrypted under the user's login.
_REAL_RINGS = {
    ("keyring.backends.SecretService", "Keyring"): "Secret Service",
    ("keyring.backends.libsecret", "Keyring"): "Secret Service (libsecret)",
    ("keyring.backends.kwallet", "DBusKeyring"): "KWallet",
    ("keyring.backends.kwallet", "DBusKeyringKWallet4"): "KWallet 4",
    ("keyring.backends.macOS", "Keyring"): "macOS Keychain",
    ("keyring.backends.Windows", "WinVaultKeyring"): "Windows Credential Manager",
}
_CHAINER = ("keyring.backends.chainer", "ChainerBackend")

_EACH_SESSION = "Type the password each session; it is then kept in memory only."


class Ring(Protocol):
    """What is used of a ``keyring`` back-end. Its calls block."""

    def get_password(self, service: str, username: str) -> str | None:
        """Give the password or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store the password."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete the password."""


class CredentialVault(Protocol):
    """Keeps one password for each way a profile has to the provider, by the user name there.

    access: which way's; None for the account's usual one.

    lasting: whether a password kept now is still there in the next session.
    """

    lasting: bool

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        """Give the password, or None when there is none. Raises VaultError."""

    async def set(self, profile: Profile, password: Secret, access: TransportName | None = None) -> None:
        """Keep the password. Raises VaultError."""

    async def remove(self, profile: Profile, access: TransportName | None = None) -> None:
        """Forget the password; nothing to forget is no fault. Raises VaultError."""

    async def describe(self) -> str:
        """Say in words where passwords go, for ``doctor``. Never raises."""


class MemoryVault:
    """Keeps passwords until the program ends. reason: why nothing better is used, for the notice bar."""

    lasting = False

    def __init__(self, *, reason: VaultError | None = None) -> None:
        self.reason = reason
        self._secrets: dict[_Entry, Secret] = {}

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        """Give the password, or None when there is none."""
        return self._secrets.get(_entry(profile, access))

    async def set(self, profile: Profile, password: Secret, access: TransportName | None = None) -> None:
        """Keep the password for this session."""
        self._secrets[_entry(profile, access)] = password

    async def remove(self, profile: Profile, access: TransportName | None = None) -> None:
        """Forget the password; nothing to forget is no fault."""
        self._secrets.pop(_entry(profile, access), None)

    async def describe(self) -> str:
        """Say that passwords do not outlive the session, and why."""
        why = f" ({self.reason.title}: {self.reason.detail})" if self.reason else ""
        return f"Passwords are kept in memory for this session only{why}"


def system_ring() -> Ring:
    """Give the ring the ``keyring`` package chose, if it is a real one. Blocks. Raises VaultError."""
    import keyring  # noqa: PLC0415 - costs 60 ms, and only the worker thread pays it

    return approved_ring(keyring.get_keyring())


def approved_ring(found: object) -> Ring:
    """Give the real ring in what was found: itself, or the first one of a chain. Raises VaultError."""
    rings = getattr(found, "backends", ()) if _kind(found) == _CHAINER else (found,)
    for ring in rings:
        if _kind(ring) in _REAL_RINGS:
            return cast(Ring, ring)
    module, name = _kind(found)
    none_at_all = module == "keyring.backends.fail"
    raise VaultError(
        "There is no keyring",
        detail=f"this system offers {'none' if none_at_all else f'only {module}.{name}, which is not safe'}",
        hint=f"Start the desktop's keyring (Secret Service or KWallet). {_EACH_SESSION}",
    )


class KeyringVault:
    """Keeps passwords in a ring. load: finds the ring; called in the worker thread, once it succeeds."""

    lasting = True

    def __init__(self, *, load: Callable[[], Ring] = system_ring, timeout_s: float = 10.0) -> None:
        self._load = load
        self._timeout_s = timeout_s
        self._ring: Ring | None = None
        self._one_at_a_time = threading.Lock()

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        """Give the password, or None when there is none. Raises VaultError."""
        entry = _entry(profile, access)

        def look_up(ring: Ring) -> Secret | None:
            for service, user in entry, *_earlier(profile, entry):
                found = ring.get_password(service, user)
                if found is not None:
                    return Secret(found)
            return None

        return await self._ask(look_up)

    async def set(self, profile: Profile, password: Secret, access: TransportName | None = None) -> None:
        """Keep the password. Raises VaultError."""
        service, user = entry = _entry(profile, access)

        def keep(ring: Ring) -> None:
            ring.set_password(service, user, password.reveal())
            _forget(ring, _earlier(profile, entry))

        await self._ask(keep)

    async def remove(self, profile: Profile, access: TransportName | None = None) -> None:
        """Forget the password; nothing to forget is no fault. Raises VaultError."""
        entry = _entry(profile, access)
        await self._ask(lambda ring: _forget(ring, [entry, *_earlier(profile, entry)]))

    async def require_ring(self) -> None:
        """Find the ring without asking it for anything. Raises VaultError."""
        await self._ask(lambda _ring: None)

    async def describe(self) -> str:
        """Say which ring is used, or why none is. Never raises."""
        try:
            kind = await self._ask(_kind)
        except VaultError as fault:
            return f"{fault.title}: {fault.detail}"
        return f"Passwords are kept by {_REAL_RINGS.get(kind, kind[1])}"

    async def _ask(self, question: Callable[[Ring], T]) -> T:
        """Put a question to the ring in a thread of its own, and wait for the answer up to the limit."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, fault: VaultError | None) -> None:
            if answer.done():  # too late, or the caller was cancelled
                return
            if fault is not None:
                answer.set_exception(fault)
            else:
                answer.set_result(cast(T, result))

        def work() -> None:
            result, fault = self._answer(question, abandoned=answer.done)
            with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
                loop.call_soon_threadsafe(settle, result, fault)

        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await answer
        except TimeoutError:
            raise VaultError(
                "The keyring does not answer",
                detail=f"no answer within {self._timeout_s:g} s; it may be locked or waiting for you",
                hint=f"Look for its prompt, unlock it and try again. {_EACH_SESSION}",
            ) from None

    def _answer(
        self, question: Callable[[Ring], T], *, abandoned: Callable[[], bool]
    ) -> tuple[T | None, VaultError | None]:
        with self._one_at_a_time:
            if abandoned():  # its caller was told of the time-out while it queued: do not act on it now
                return None, None
            try:
                if self._ring is None:
                    self._ring = self._load()
                return question(self._ring), None
            except VaultError as fault:
                return None, fault
            except Exception as fault:  # noqa: BLE001 - rings raise anything, from D-Bus errors to EOFError
                kind = type(fault)
        return None, _in_words(kind)


async def open_vault(
    *, load: Callable[[], Ring] = system_ring, timeout_s: float = 10.0
) -> KeyringVault | MemoryVault:
    """Give the keyring's vault, or the one in memory, which says why. Never raises."""
    vault = KeyringVault(load=load, timeout_s=timeout_s)
    try:
        await vault.require_ring()
    except VaultError as fault:
        return MemoryVault(reason=fault)
    return vault


_Entry = tuple[str, str]
"""A service and the name of an entry in it."""


def _entry(profile: Profile, access: TransportName | None) -> _Entry:
    """Give where the password of one way is kept: another account or way is never kept there."""
    if (access or profile.transports[0]) is TransportName.SMPP:
        service, user = SERVICE, profile.system_id
    else:
        service, user = REST_SERVICE, profile.rest_username
    return service, f"{_escaped(user)}@{_escaped(profile.name)}"


def _escaped(name: str) -> str:
    """Give a name without the @ that stands between the two."""
    return name.replace("%", "%25").replace("@", "%40")


def _earlier(profile: Profile, entry: _Entry) -> list[_Entry]:
    """Give where an earlier version, which knew SMPP alone, kept it; nothing where that is the same place."""
    earlier = SERVICE, f"{profile.system_id}@{profile.name}"
    return [] if entry[0] != SERVICE or entry == earlier else [earlier]


def _forget(ring: Ring, entries: Sequence[_Entry]) -> None:
    for service, user in entries:
        # Asked first, because rings use one exception for "not there" and "not allowed".
        if ring.get_password(service, user) is not None:
            ring.delete_password(service, user)


def _kind(ring: object) -> tuple[str, str]:
    return type(ring).__module__, type(ring).__qualname__


def _in_words(kind: type[Exception]) -> VaultError:
    """Say what went wrong by the exception's type alone; its text may hold the password."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError  # noqa: PLC0415 - as in system_ring

    if issubclass(kind, (KeyringLocked, InitError)):
        title, detail = "The keyring is locked", "it was not unlocked, or its prompt was dismissed"
    elif issubclass(kind, NoKeyringError):
        title, detail = "There is no keyring", "this system offers none"
    elif issubclass(kind, EOFError):
        title, detail = "The keyring cannot be used", "it asks on a terminal, and there is none"
    else:
        title, detail = "The keyring failed", f"it reported {kind.__name__}"
    return VaultError(title, detail=detail, hint=f"Unlock or start it and try again. {_EACH_SESSION}")
