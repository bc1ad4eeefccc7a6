from __future__ import annotations

import asyncio
import json
import tomllib
from pathlib import Path

import pytest

from tests.support.desk import PROFILE
from tests.unit.cli.conftest import Shell
from vox_console.cli.profile import _keep
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.services.transport_choice import Passwords
from vox_console.settings.vault import MemoryVault

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


REST = ("--rest-url", "sms.example.com", "--rest-username", "rest-user")
CALLBACKS = ("--callback-port", "8443")


def token_in(folder: Path) -> str:
    """Give the secret part of the path from the private file it stands in."""
    (file,) = folder.rglob("profiles.toml")
    (profile,) = tomllib.loads(file.read_text())["profile"].values()
    return str(profile.get("callback_token", ""))


class TestRest:
    def test_an_account_may_have_rest_alone(self, shell: Shell) -> None:
        told = shell("profile", "add", "work", *REST)
        assert (told.code, told.err) == (0, "")
        (profile,) = shell("profile", "list", "--json").objects
        assert (profile["rest_url"], profile["rest_username"]) == (
            "https://sms.example.com:8002/api",
            "rest-user",
        )
        assert profile["host"] == ""
        assert shell("profile", "list").out == (
            "work\thttps://sms.example.com:8002/api\trest-user\trest\tTLS\n"
        )

    def test_an_account_may_have_both(self, shell: Shell) -> None:
        assert shell(*ADD, *REST, "--transport", "rest").code == 0
        (profile,) = shell("profile", "list", "--json").objects
        assert (profile["host"], profile["rest_username"], profile["transport"]) == (
            "127.0.0.1",
            "rest-user",
            "rest",
        )
        assert [line.split("\t")[1] for line in shell("profile", "list").out.splitlines()] == [
            "127.0.0.1:2775",
            "https://sms.example.com:8002/api",
        ]

    def test_an_account_needs_one_of_them(self, shell: Shell) -> None:
        told = shell("profile", "add", "work")
        assert told.code == 2
        assert told.err
        assert shell("profile", "list", "--json").objects == []

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            (("--rest-url", "ftp://sms.example.com", "--rest-username", "u"), "rest_url"),
            (("--rest-url", "sms.example.com"), "rest_username"),
            ((*REST, "--rest-memory-h", "73"), "rest_memory_h"),
        ],
    )
    def test_a_wrong_field_is_named(self, shell: Shell, words: tuple[str, ...], field: str) -> None:
        told = shell("profile", "add", "work", *words)
        assert told.code == 2
        assert f"{field}: " in told.err

    def test_what_the_platform_offers_beyond_the_usual_is_off_until_asked_for(self, shell: Shell) -> None:
        shell("profile", "add", "plain", *REST)
        shell(
            "profile",
            "add",
            "more",
            *REST,
            "--rest-own-ids",
            "--rest-inject",
            "--rest-query",
            "post",
            "--rest-memory-h",
            "48",
        )
        keys = ("rest_own_ids", "rest_inject", "rest_query", "rest_memory_h")
        found = {
            each["name"]: [each[key] for key in keys] for each in shell("profile", "list", "--json").objects
        }
        assert found == {"plain": [False, False, "get", 24], "more": [True, True, "post", 48]}

    def test_plain_http_over_a_network_is_warned_of_and_noted(self, shell: Shell) -> None:
        words = ("profile", "add", "far", "--rest-url", "http://sms.example.com", "--rest-username", "u")
        told = shell(*words)
        assert told.code == 0
        assert "sms.example.com can read the password" in told.err
        (profile,) = shell("profile", "list", "--json").objects
        assert profile["rest_plain_text_accepted"]

    @pytest.mark.parametrize("url", ["https://sms.example.com", "http://127.0.0.1:8001", "http://[::1]:8001"])
    def test_there_is_no_warning_where_nobody_can_read_along(self, shell: Shell, url: str) -> None:
        assert shell("profile", "add", "safe", "--rest-url", url, "--rest-username", "u").err == ""

    def test_the_long_password_of_rest_alone_is_no_problem(self, shell: Shell) -> None:
        told = shell("profile", "add", "work", *REST, "--password-stdin", stdin=b"much-longer-than-eight\n")
        assert told.code == 0
        assert "much-longer" not in told.out + told.err

    def test_two_passwords_come_on_two_lines_and_are_in_no_file(self, shell: Shell) -> None:
        told = shell(*ADD, *REST, "--password-stdin", stdin=f"{CANARY}\nr3stCanary\n".encode())
        assert told.code == 0
        files = [path.read_bytes() for path in shell.folder.rglob("*") if path.is_file()]
        for secret in (CANARY, "r3stCanary"):
            assert secret not in told.out + told.err
            assert not any(secret.encode() in each for each in files)

    def test_it_is_noted_whether_rest_has_a_password_of_its_own(self, shell: Shell) -> None:
        """So that SMPP's is never tried there, even where no keyring remembers the other."""
        noted = []
        for piped in (b"one\ntwo\n", None, b"one\n", None):
            words = ("--password-stdin",) if piped else ()
            assert shell(*ADD, *REST, *words, stdin=piped or b"").code == 0
            (profile,) = shell("profile", "list", "--json").objects
            noted.append(profile["rest_own_password"])
        assert noted == [True, True, False, False]


class TestCallbacks:
    def test_a_listener_has_a_secret_path_that_no_listing_tells(self, shell: Shell) -> None:
        assert shell("profile", "add", "work", *REST, *CALLBACKS).code == 0
        token = token_in(shell.folder)
        assert len(token) >= 32
        for told in (shell("profile", "list", "--json"), shell("profile", "list")):
            assert token not in told.out + told.err
        (profile,) = shell("profile", "list", "--json").objects
        assert "callback_token" not in profile
        assert (profile["callback_port"], profile["callback_address"]) == (8_443, "127.0.0.1")

    def test_the_secret_path_stays_when_the_account_is_added_again(self, shell: Shell) -> None:
        """The provider was told it once."""
        shell("profile", "add", "work", *REST, *CALLBACKS)
        before = token_in(shell.folder)
        told = shell("profile", "add", "work", *REST, *CALLBACKS)
        assert "changed" not in told.err
        told = shell("profile", "add", "work", *REST, "--callback-port", "8444")
        assert "changed" in told.err
        assert token_in(shell.folder) == before

    @pytest.mark.parametrize("words", [(), ("--callback-port", "0")])
    def test_without_a_listener_there_is_no_secret_path(self, shell: Shell, words: tuple[str, ...]) -> None:
        assert shell("profile", "add", "work", *REST, *words).code == 0
        assert token_in(shell.folder) == ""

    def test_an_address_that_others_can_reach_has_to_be_allowed_and_is_warned_of(self, shell: Shell) -> None:
        words = ("profile", "add", "work", *REST, *CALLBACKS, "--callback-address", "192.0.2.7")
        told = shell(*words)
        assert told.code == 2
        assert "callback_address: " in told.err
        told = shell(*words, "--callback-open")
        assert told.code == 0
        assert "192.0.2.7" in told.err
        assert "not signed, and not encrypted" in told.err
        assert token_in(shell.folder) not in told.err

    def test_lists_and_names_are_typed_with_commas(self, shell: Shell) -> None:
        shell(
            *("profile", "add", "work", *REST, *CALLBACKS),
            *("--callback-hosts", "sms.example.org, tunnel.example"),
            *("--callback-sources", "192.0.2.7"),
            *("--callback-fields", "status=stat,message_id=id"),
        )
        (profile,) = shell("profile", "list", "--json").objects
        assert profile["callback_hosts"] == ["sms.example.org", "tunnel.example"]
        assert profile["callback_sources"] == ["192.0.2.7"]
        assert profile["callback_fields"] == {"status": "stat", "message_id": "id"}


class LastingVault(MemoryVault):
    """A keyring that is there."""

    lasting = True


class TestKeeping:
    BOTH = PROFILE.model_copy(update={"rest_url": "https://sms.example.com:8002/api", "rest_username": "u"})
    ONE, TWO = Secret("one"), Secret("two")

    def kept(self, *turns: Passwords, vault: MemoryVault | None = None) -> list[Secret | None]:
        """Keep passwords one after the other; give what is kept then, SMPP's and REST's."""

        async def run() -> list[Secret | None]:
            keyring = vault or LastingVault()
            for passwords in turns:
                await _keep(self.BOTH, passwords, keyring)
            return [await keyring.get(self.BOTH), await keyring.get(self.BOTH, TransportName.REST)]

        return asyncio.run(run())

    def test_each_way_keeps_its_own(self) -> None:
        assert self.kept(Passwords(self.ONE, self.TWO)) == [self.ONE, self.TWO]

    def test_one_password_for_both_takes_the_place_of_two(self) -> None:
        assert self.kept(Passwords(self.ONE, self.TWO), Passwords(self.TWO)) == [self.TWO, None]

    def test_without_a_keyring_nothing_is_kept_and_that_is_told(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.kept(Passwords(self.ONE, self.TWO), vault=MemoryVault()) == [None, None]
        assert "--password-stdin" in capsys.readouterr().err
