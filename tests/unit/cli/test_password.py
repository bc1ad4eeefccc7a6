from __future__ import annotations

import asyncio
import io
import sys

import pytest

from tests.support.desk import PROFILE
from vox_console.cli.password import (
    asked_password,
    find_password,
    find_passwords,
    piped_password,
    piped_passwords,
)
from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault


def pipe(octets: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))


async def kept() -> Secret | None:
    return Secret("kept")


async def nothing_kept() -> Secret | None:
    return None


async def locked() -> Secret | None:
    raise VaultError("The keyring is locked", detail="it was not unlocked", hint="Unlock it.")


@pytest.mark.parametrize(
    ("octets", "password"),
    [
        (b"secret\n", "secret"),
        (b"secret\r\n", "secret"),
        (b"secret", "secret"),
        (b" with spaces \nsecond line", " with spaces "),
        (b"\n", ""),
    ],
)
def test_the_first_line_is_the_password(
    octets: bytes, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(octets, monkeypatch)
    assert piped_password() == Secret(password)


@pytest.mark.parametrize("octets", [b"", b"\xff\xfe\n"])
def test_nothing_or_no_text_is_no_password(octets: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(octets, monkeypatch)
    with pytest.raises(VaultError, match="No password"):
        piped_password()


def test_nobody_is_asked_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(b"secret\n", monkeypatch)
    assert asked_password("Password: ") is None


def test_a_piped_password_goes_before_a_kept_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(b"piped\n", monkeypatch)
    assert asyncio.run(find_password(kept, from_stdin=True, account="work")) == Secret("piped")


def test_a_kept_password_needs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(b"", monkeypatch)
    assert asyncio.run(find_password(kept, from_stdin=False, account="work")) == Secret("kept")


def test_without_any_password_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(b"", monkeypatch)
    with pytest.raises(VaultError) as told:
        asyncio.run(find_password(nothing_kept, from_stdin=False, account="work"))
    assert "work" in told.value.title
    assert "--password-stdin" in told.value.hint


def test_a_locked_keyring_is_told_before_giving_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe(b"", monkeypatch)
    with pytest.raises(VaultError, match="no password"):
        asyncio.run(find_password(locked, from_stdin=False, account="work"))
    assert "The keyring is locked" in capsys.readouterr().err


AUTO = TransportRule.AUTO
SMPP = PROFILE
BOTH = PROFILE.model_copy(
    update={"rest_url": "https://sms.example.com:8002/api", "rest_username": "rest-user"}
)
REST = BOTH.model_copy(update={"host": "", "system_id": ""})


@pytest.mark.parametrize(
    ("profile", "octets", "passwords"),
    [
        (SMPP, b"one\ntwo\n", Passwords(Secret("one"))),
        (REST, b"one\ntwo\n", Passwords(Secret("one"))),
        (BOTH, b"one\ntwo\n", Passwords(Secret("one"), Secret("two"))),
        (BOTH, b"one\r\ntwo\r\nthree", Passwords(Secret("one"), Secret("two"))),
        (BOTH, b"one\n two ", Passwords(Secret("one"), Secret(" two "))),
        (BOTH, b"one\n", Passwords(Secret("one"))),
        (BOTH, b"one", Passwords(Secret("one"))),
        (BOTH, b"one\n\n", Passwords(Secret("one"))),
    ],
)
def test_the_second_line_is_that_of_rest_where_an_account_has_both(
    profile: Profile, octets: bytes, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(octets, monkeypatch)
    assert piped_passwords(profile) == passwords


def test_piped_passwords_go_before_kept_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    async def find() -> Passwords:
        vault = MemoryVault()
        await vault.set(BOTH, Secret("kept"))
        await vault.set(BOTH, Secret("kept too"), TransportName.REST)
        return await find_passwords(BOTH, vault, from_stdin=True)

    pipe(b"one\ntwo\n", monkeypatch)
    assert asyncio.run(find()) == Passwords(Secret("one"), Secret("two"))


def found(profile: Profile, vault: MemoryVault, rule: TransportRule, *kept: tuple[str, str]) -> Passwords:
    """Find passwords when these are kept: the way and the password."""

    async def find() -> Passwords:
        for way, password in kept:
            await vault.set(profile, Secret(password), TransportName(way))
        return await find_passwords(profile, vault, from_stdin=False, rule=rule)

    return asyncio.run(find())


@pytest.mark.parametrize(("profile", "way"), [(SMPP, "smpp"), (REST, "rest")])
def test_a_kept_password_is_found_for_an_account_with_one_way(
    profile: Profile, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(b"", monkeypatch)
    assert found(profile, MemoryVault(), AUTO, (way, "kept")) == Passwords(Secret("kept"))


@pytest.mark.parametrize(
    ("rule", "passwords"),
    [
        (AUTO, Passwords(Secret("one"), Secret("two"))),
        (TransportRule.REST, Passwords(Secret("two"), Secret("two"))),
        (TransportRule.SMPP, Passwords(Secret("one"))),
    ],
)
def test_each_way_gets_what_was_kept_for_it(
    rule: TransportRule, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(b"", monkeypatch)
    assert found(BOTH, MemoryVault(), rule, ("smpp", "one"), ("rest", "two")) == passwords


@pytest.mark.parametrize("rule", [AUTO, TransportRule.REST])
def test_one_password_is_for_both_where_the_keyring_says_that_there_is_no_other(
    rule: TransportRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(b"", monkeypatch)
    assert found(BOTH, MemoryVault(), rule, ("smpp", "one")) == Passwords(Secret("one"), Secret("one"))


TWO = BOTH.model_copy(update={"rest_own_password": True})


class HalfLocked(MemoryVault):
    """A keyring that gives SMPP's password and then locks itself."""

    async def get(self, profile: Profile, access: TransportName | None = None) -> Secret | None:
        if access is TransportName.REST:
            raise VaultError("The keyring is locked", detail="it was not unlocked", hint="Unlock it.")
        return await super().get(profile, access)


@pytest.mark.parametrize(
    ("profile", "vault"),
    [(TWO, HalfLocked()), (TWO, MemoryVault())],
    ids=["locked", "lost"],
)
@pytest.mark.parametrize("rule", [AUTO, TransportRule.REST])
def test_smpps_is_not_tried_at_rest_when_its_own_cannot_be_found(
    profile: Profile, vault: MemoryVault, rule: TransportRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(b"", monkeypatch)
    with pytest.raises(VaultError, match="not tried there"):
        found(profile, vault, rule, ("smpp", "one"))
    assert found(profile, vault, TransportRule.SMPP, ("smpp", "one")) == Passwords(Secret("one"))


def test_a_keyring_that_fails_does_not_part_an_account_made_with_one_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe(b"", monkeypatch)
    assert found(BOTH, HalfLocked(), AUTO, ("smpp", "one")) == Passwords(Secret("one"), Secret("one"))


def test_one_piped_line_goes_before_two_that_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async def find() -> Passwords:
        vault = MemoryVault()
        await vault.set(BOTH, Secret("kept"))
        await vault.set(BOTH, Secret("kept too"), TransportName.REST)
        return await find_passwords(BOTH, vault, from_stdin=True, rule=TransportRule.REST)

    pipe(b"piped\n", monkeypatch)
    assert asyncio.run(find()) == Passwords(Secret("piped"), Secret("piped"))


def test_a_second_line_that_is_no_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(b"one\n\xff\xfe\n", monkeypatch)
    with pytest.raises(VaultError, match="No password"):
        piped_passwords(BOTH)
