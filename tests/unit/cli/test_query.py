"""What can be said without asking anybody; asking is tested in tests/integration/test_cli_rest.py."""

from __future__ import annotations

import pytest

from tests.support.harvest_stage import answer
from tests.support.message_samples import message, part
from tests.unit.cli.conftest import Shell
from tests.unit.cli.test_history import store
from vox_console.cli.query import _ids, _print, _why_not, query_fields
from vox_console.domain.link import Connecting, Offline, Stopped, Waiting
from vox_console.settings.folders import Folders

BODY = (
    b'{"status":"DELIVRD","delivery_time":"20261122120000","mccmnc":"220001","error_code":"000",'
    b'"rate":"0.03","country_name":"Serbia"}'
)
REST = ("--rest-url", "http://127.0.0.1:1/api", "--rest-username", "acme")


def test_every_promised_key_is_there() -> None:
    assert query_fields(answer("Ab-1", BODY).receipt, message([part()])) == {
        "provider_id": "Ab-1",
        "status": "DELIVRD",
        "state": "delivered",
        "error_code": "000",
        "delivery_time": "20261122120000",
        "done_at": "2026-11-22T12:00:00.000000Z",
        "network": "220-001",
        "rate": "0.03",
        "country": "Serbia",
        "message": 7,
    }


def test_what_is_not_known_is_null() -> None:
    told = query_fields(answer("Ab-1", b"UNKNOWN").receipt, None)
    assert (told["status"], told["state"], told["done_at"], told["message"]) == ("UNKNOWN", None, None, None)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (BODY, "Ab-1\tDELIVRD\t20261122120000\t220-001\tSerbia\n"),
        (b"UNKNOWN", "Ab-1\tUNKNOWN\n"),
        (b'{"status":"ENROUTE","country_name":"\\u001b[2J"}', "Ab-1\tENROUTE\t␛[2J\n"),
    ],
)
def test_for_people_it_is_one_line(body: bytes, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    _print(answer("Ab-1", body).receipt, None, as_json=False)
    assert capsys.readouterr().out == line


@pytest.mark.parametrize(
    ("typed", "ids"), [("a", ["a"]), ("b", ["b"]), ("7", ["a", "b"])], ids=["first", "second", "number"]
)
def test_a_message_is_asked_about_by_the_id_that_was_typed_or_by_all_it_has(
    typed: str, ids: list[str]
) -> None:
    ours = message([part(1, provider_id="a"), part(2, provider_id="b"), part(3)])
    assert list(_ids(typed, ours)) == ids
    assert list(_ids(typed, None)) == [typed]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Waiting("h", 1, 0.0, "It refused the connection."), "It refused the connection."),
        (Stopped("h", "Refused", "Wrong password.", ""), "Wrong password."),
        (Connecting("h"), "It did not answer in time."),
        (Offline(), "It did not answer in time."),
    ],
)
def test_why_nobody_was_asked_is_told(state: Connecting | Offline | Stopped | Waiting, words: str) -> None:
    assert _why_not(state) == words


def test_an_id_that_is_not_ours_needs_an_account(shell: Shell) -> None:
    told = shell("query", "Ab-1")
    assert (told.code, told.out) == (2, "")
    assert "Ab-1" in told.err
    assert "--profile" in told.err


def test_an_account_without_rest_cannot_be_asked(shell: Shell) -> None:
    shell("profile", "add", "work", "--smpp-host", "127.0.0.1", "--system-id", "acme")
    told = shell("query", "Ab-1", "--profile", "work")
    assert told.code != 0
    assert "cannot be asked" in told.err
    assert "--rest-url" in told.err


def test_an_account_that_is_not_there_is_told(shell: Shell) -> None:
    told = shell("query", "Ab-1", "--profile", "nope")
    assert told.code != 0
    assert "nope" in told.err


def test_octets_that_are_no_text_are_no_id(shell: Shell) -> None:
    shell("profile", "add", "work", *REST)
    told = shell("query", "Ab\udcff", "--profile", "work", "--password-stdin", stdin=b"practice\n")
    assert (told.code, told.out) == (2, "")
    assert "UTF-8" in told.err


def test_a_message_without_an_id_of_the_providers_is_not_asked_about_and_that_is_no_success(
    shell: Shell,
) -> None:
    shell("profile", "add", "work", *REST)
    folders = Folders.choose(shell.folder)
    folders.make()
    (number,) = store(folders, ["Hello"])
    told = shell("query", str(number), "--password-stdin", stdin=b"practice\n")
    assert (told.code, told.out) == (2, "")
    assert "nothing to ask by" in told.err
