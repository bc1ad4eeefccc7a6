"""Who may inject; that it arrives is tested on the wire in tests/integration/test_cli_rest.py."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Shell

REST = ("--rest-url", "http://127.0.0.1:1/api", "--rest-username", "acme")
INJECT = ("inject", "--profile", "work", "--from", "381641234567", "--to", "38164000", "--text", "YES")


@pytest.mark.parametrize(
    "words",
    [REST, ("--smpp-host", "127.0.0.1", "--system-id", "acme", "--rest-inject")],
    ids=["rest", "smpp"],
)
def test_an_account_has_to_allow_it_and_to_have_rest(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("profile", "add", "work", *words).code == 0
    told = shell(*INJECT, "--password-stdin", stdin=b"practice\n")
    assert (told.code, told.out) == (2, "")
    assert "--rest-inject" in told.err


def test_octets_that_are_no_text_are_not_handed_over(shell: Shell) -> None:
    shell("profile", "add", "work", *REST, "--rest-inject")
    told = shell(*INJECT[:-1], "\udcff", "--password-stdin", stdin=b"practice\n")
    assert (told.code, told.out) == (2, "")
    assert "UTF-8" in told.err


@pytest.mark.parametrize("missing", ["--from", "--to", "--text", "--profile"])
def test_everything_has_to_be_said(shell: Shell, missing: str) -> None:
    place = INJECT.index(missing)
    with pytest.raises(SystemExit) as caught:
        shell(*INJECT[:place], *INJECT[place + 2 :])
    assert caught.value.code == 2


def test_an_account_that_is_not_there_is_told(shell: Shell) -> None:
    told = shell(*INJECT)
    assert told.code != 0
    assert "work" in told.err
