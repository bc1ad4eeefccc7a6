from __future__ import annotations

import asyncio
import io
import sys

import pytest

from vox_console.cli.password import asked_password, find_password, piped_password
from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret


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
