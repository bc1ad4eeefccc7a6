"""Where the command line takes a password from: a pipe, the keyring, or a hidden prompt; never an option."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Awaitable, Callable

from vox_console.cli.output import complain
from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault

_NO_PASSWORD = "No password came on standard input"  # noqa: S105 - words, not one
_PIPE = "Pipe one line of text into --password-stdin"


def piped_password() -> Secret:
    """Read the first line of standard input. Raises VaultError when there is none or it is not text."""
    line = _piped_line()
    if not line:
        raise VaultError(_NO_PASSWORD, hint=_PIPE)
    return Secret(line.rstrip("\r\n"))


def _piped_line() -> str:
    try:
        return sys.stdin.buffer.readline().decode("utf-8")
    except UnicodeDecodeError:
        raise VaultError(_NO_PASSWORD, hint=_PIPE) from None


def piped_passwords(profile: Profile) -> Passwords:
    """Read an account's passwords: the first line, and for REST beside SMPP the second, where there is one.

    Raises VaultError.
    """
    usual = piped_password()
    if not (profile.has_smpp and profile.has_rest):
        return Passwords(usual)
    second = _piped_line().rstrip("\r\n")
    return Passwords(usual, Secret(second) or None)


async def find_passwords(
    profile: Profile, vault: CredentialVault, *, from_stdin: bool, rule: TransportRule = TransportRule.AUTO
) -> Passwords:
    """Give the passwords of an account: piped, kept, or asked for, in this order. Raises VaultError.

    rule: the way they are wanted for; what only another way needs is then not looked for. Where the account
    has both ways, REST's is always said: one piped line is meant for both, and what is kept for SMPP is used
    for REST only where the account was made with one for both. Where it has two, SMPP's is not tried there.
    """
    both = profile.has_smpp and profile.has_rest
    if from_stdin:
        piped = piped_passwords(profile)
        return Passwords(piped.usual, piped.of(TransportName.REST) if both else None)

    async def find_usual() -> Secret:
        return await find_password(lambda: vault.get(profile), from_stdin=False, account=profile.name)

    if not both or rule is TransportRule.SMPP:
        return Passwords(await find_usual())
    own = await _own_of_rest(profile, vault)
    if own is not None and rule is TransportRule.REST:
        return Passwords(own, own)
    usual = await find_usual()
    return Passwords(usual, own or usual)


async def _own_of_rest(profile: Profile, vault: CredentialVault) -> Secret | None:
    """Give the password that REST has beside SMPP's; None where it has none. Raises VaultError."""
    try:
        kept = await vault.get(profile, TransportName.REST)
        if kept or not profile.rest_own_password:
            return kept
    except VaultError as fault:
        complain(str(fault))
        if not profile.rest_own_password:
            return None  # it was made with one for both
    typed = asked_password(f"Password of {profile.name} over REST: ")
    if typed is None:
        raise VaultError(
            f'There is no password of REST for "{profile.name}", and SMPP\'s is not tried there',
            hint="Pipe both in with --password-stdin, or keep it in a keyring",
        )
    return typed


def asked_password(prompt: str) -> Secret | None:
    """Ask a person, hidden; None where there is nobody to ask, or nothing was typed."""
    if not sys.stdin.isatty():
        return None
    return Secret(getpass.getpass(prompt)) or None


async def find_password(
    stored: Callable[[], Awaitable[Secret | None]], *, from_stdin: bool, account: str
) -> Secret:
    """Give the password of an account: piped, kept, or asked for, in this order. Raises VaultError."""
    if from_stdin:
        return piped_password()
    try:
        kept = await stored()
    except VaultError as fault:
        complain(str(fault))
        kept = None
    password = kept or asked_password(f"Password of {account}: ")
    if password is None:
        raise VaultError(
            f'There is no password for "{account}"',
            hint="Pipe it in with --password-stdin, or keep it in a keyring",
        )
    return password
