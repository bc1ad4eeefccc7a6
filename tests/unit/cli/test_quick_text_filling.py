"""What `send --quick-text` would send: every field filled, or nothing."""

from __future__ import annotations

import asyncio

import pytest

from tests.unit.cli.conftest import Shell
from vox_console.cli.quick_text_filling import filled
from vox_console.settings.folders import Folders

ANA, IVO = "381641234567", "381651234567"


@pytest.fixture(name="folders")
def _folders(shell: Shell) -> Folders:
    """Keep a text with three fields, and a contact."""
    shell("quick-text", "add", "Order", "Dear {Name|customer}, order {no} {{is}} {state}.")
    shell("contacts", "add", "Ana {no}", f"+{ANA}")
    return Folders.choose(shell.folder)


def fill(folders: Folders, *recipients: str, title: str = "Order", **values: str) -> str | None:
    return asyncio.run(filled(folders, title, values, recipients))


def test_a_single_contact_is_named_and_what_is_given_comes_before_that(folders: Folders) -> None:
    given = {"no": "7", "STATE": "ready"}
    assert fill(folders, ANA, **given) == "Dear Ana {no}, order 7 {is} ready."
    assert fill(folders, ANA, name="A", **given) == "Dear A, order 7 {is} ready."
    for others in ((IVO,), (ANA, IVO)):
        assert fill(folders, *others, title="ORDER", **given) == "Dear customer, order 7 {is} ready."


def test_nothing_is_given_while_a_field_is_empty(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(folders, ANA, no=" ") is None
    assert "“Order” needs --set no=… --set state=…. Nothing was sent." in capsys.readouterr().err


def test_what_the_text_has_no_place_for_is_a_mistake(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(folders, ANA, no="7", state="ready", sate="x") is None
    assert "“Order” has no field {sate}" in capsys.readouterr().err


def test_a_text_that_is_not_there_is_told(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill(folders, ANA, title="Nothing") is None
    assert "no quick text is called “Nothing”" in capsys.readouterr().err
