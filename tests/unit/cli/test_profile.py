from __future__ import annotations

import json

import pytest

from tests.unit.cli.conftest import Shell

ADD = ("profile", "add", "work", "--smpp-host", "127.0.0.1", "--smpp-port", "2775", "--system-id", "acme")
CANARY = "s3cretQ"


def test_an_added_account_is_listed(shell: Shell) -> None:
    assert shell(*ADD, "--bind", "tx+rx", "--country", "rs", "--rate", "50", "--hold", "0").code == 0
    (profile,) = shell("profile", "list", "--json").objects
    assert profile["name"] == "work"
    assert (profile["host"], profile["port"], profile["system_id"]) == ("127.0.0.1", 2775, "acme")
    assert (profile["bind"], profile["default_region"], profile["parts_per_s"]) == ("tx+rx", "RS", 50.0)
    assert profile["hold_s"] == 0.0


def test_a_name_that_is_taken_is_changed_and_what_it_was_is_told(shell: Shell) -> None:
    shell(*ADD)
    told = shell(*ADD[:3], "--smpp-host", "::1", "--system-id", "other")
    assert told.code == 0
    assert '"work", which was 127.0.0.1:2775, acme' in told.err
    (profile,) = shell("profile", "list", "--json").objects
    assert (profile["host"], profile["system_id"]) == ("::1", "other")


def test_adding_the_same_account_twice_changes_and_tells_nothing(shell: Shell) -> None:
    shell(*ADD)
    told = shell(*ADD)
    assert told.code == 0
    assert "changed" not in told.err


def test_every_wrong_field_is_told_and_nothing_is_saved(shell: Shell) -> None:
    told = shell(
        "profile", "add", "work", "--smpp-host", "a b", "--smpp-port", "99999", "--system-id", "x" * 16
    )
    assert told.code == 2
    for words in ("host", "65535", "15"):
        assert words in told.err
    assert shell("profile", "list", "--json").objects == []


def test_without_a_keyring_the_password_is_not_kept_and_that_is_told(shell: Shell) -> None:
    told = shell(*ADD, "--password-stdin", stdin=CANARY.encode() + b"\n")
    assert told.code == 0
    assert "keyring" in told.err
    assert "--password-stdin" in told.err


def test_the_password_is_in_no_file_and_no_word(shell: Shell) -> None:
    told = shell(*ADD, "--password-stdin", stdin=CANARY.encode() + b"\n")
    assert CANARY not in told.out + told.err
    files = [path for path in shell.folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


def test_a_password_that_is_too_long_is_refused_without_being_told(shell: Shell) -> None:
    told = shell(*ADD, "--password-stdin", stdin=b"much-too-long\n")
    assert told.code == 2
    assert "8" in told.err
    assert "much-too-long" not in told.err
    assert shell("profile", "list", "--json").objects == []


def test_a_longer_password_may_be_allowed(shell: Shell) -> None:
    assert shell(*ADD, "--allow-long-credentials", "--password-stdin", stdin=b"much-too-long\n").code == 0


def test_nothing_on_standard_input_is_no_password(shell: Shell) -> None:
    told = shell(*ADD, "--password-stdin", stdin=b"")
    assert told.code == 1
    assert "No password came" in told.err


def test_plain_text_over_a_network_is_warned_of_and_noted(shell: Shell) -> None:
    told = shell("profile", "add", "far", "--smpp-host", "smpp.example.net", "--system-id", "acme")
    assert told.code == 0
    assert "can read the password" in told.err
    (profile,) = shell("profile", "list", "--json").objects
    assert profile["plain_text_accepted"]


@pytest.mark.parametrize(
    "words", [("--smpp-host", "smpp.example.net", "--tls"), ("--smpp-host", "127.0.0.1")]
)
def test_there_is_no_warning_where_nobody_can_read_along(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("profile", "add", "safe", *words, "--system-id", "acme").err == ""


def test_a_removed_account_is_gone(shell: Shell) -> None:
    shell(*ADD)
    assert shell("profile", "remove", "work").code == 0
    assert shell("profile", "list", "--json").objects == []


@pytest.mark.parametrize("action", ["remove", "test"])
def test_an_account_that_is_not_there_is_told(shell: Shell, action: str) -> None:
    told = shell("profile", action, "nope")
    assert told.code == 2
    assert "nope" in told.err


def test_a_name_with_a_terminal_command_in_it_is_refused_or_harmless(shell: Shell) -> None:
    assert shell("profile", "add", "a\x1b[2J", "--smpp-host", "::1", "--system-id", "acme").code == 2


def test_a_file_that_cannot_be_read_is_told_and_left_alone(shell: Shell) -> None:
    shell(*ADD)
    (file,) = shell.folder.rglob("*.toml")
    file.write_text("[profile")
    told = shell(*ADD)
    assert told.code == 1
    assert file.name in told.err
    assert file.read_text() == "[profile"


def test_what_is_listed_is_json_on_its_own(shell: Shell) -> None:
    shell(*ADD)
    assert json.loads(shell("profile", "list", "--json").out)["name"] == "work"
