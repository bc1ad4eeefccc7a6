"""`vox-console refusals`, as a shell sees it."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Shell
from tests.unit.cli.test_inbox import ANA, OURS, receive, said
from vox_console.domain.delivery import Delivery


@pytest.fixture(name="tray")
def _tray(shell: Shell) -> Shell:
    """Give a shell whose tray holds two messages."""
    receive(shell.folder, said("YES"), said("Please\nstop"), said("Wrong number"))
    return shell


def test_what_waits_is_listed_oldest_first(tray: Shell) -> None:
    first, second = tray("refusals", "list", "--json").objects
    assert first.pop("received_at")
    assert first == {
        "id": 2,
        "from": ANA,
        "to": OURS,
        "number": ANA,
        "text": "Please\nstop",
        "word": "stop",
        "language": "en",
        "suggested": "opt_out",
        "decision": "undecided",
        "decided_at": None,
        "profile": "work",
        "kind": "refusal",
        "late": False,
    }
    assert second["text"] == "Wrong number"
    told = tray("refusals", "list")
    assert (told.code, len(told.out.splitlines())) == (0, 2)
    assert tray("opt-out", "list", "--json").objects == []


def test_decisions_are_made_told_and_taken_back(tray: Shell) -> None:
    (decided,) = tray("refusals", "decide", "2", "--opt-out", "--json").objects
    assert (decided["decision"], decided["decided_at"] is None) == ("opt_out", False)
    (entry,) = tray("opt-out", "list", "--json").objects
    assert (entry["number"], entry["evidence"], entry["message_id"]) == (ANA, "Please\nstop", "2")
    assert entry["source"] == "reply"
    assert tray("refusals", "decide", "3", "--not-a-refusal").code == 0
    assert tray("refusals", "list").out == ""
    assert [each["id"] for each in tray("refusals", "list", "--all", "--json").objects] == [2, 3]
    assert tray("refusals", "undo", "2", "--reason", " ").code == 2
    assert tray("refusals", "undo", "2", "3", "--reason", "a mistake").code == 0
    assert len(tray("refusals", "list", "--json").objects) == 2
    assert tray("opt-out", "list", "--json").objects == []


def test_who_asks_for_messages_again_gets_them_when_told_so(shell: Shell) -> None:
    assert shell("opt-out", "add", ANA, "--said-by", "Ana").code == 0
    receive(shell.folder, said("START"))
    (waits,) = shell("refusals", "list", "--json").objects
    assert (waits["kind"], waits["suggested"]) == ("return", "opt_in")
    assert shell("refusals", "decide", "1", "--opt-out").code == 3
    (decided,) = shell("refusals", "decide", "1", "--opt-in", "--json").objects
    assert decided["decision"] == "opt_in"
    assert shell("opt-out", "list", "--json").objects == []
    assert shell("refusals", "undo", "1", "--reason", "a mistake").code == 0
    assert [each["number"] for each in shell("opt-out", "list", "--json").objects] == [ANA]
    (stays,) = shell("refusals", "decide", "1", "--not-a-refusal", "--json").objects
    assert stays["decision"] == "stays_out"


def test_what_waits_for_nobody_changes_nothing(tray: Shell) -> None:
    for words in (
        ("decide", "1", "--opt-out"),
        ("decide", "99", "--not-a-refusal"),
        ("undo", "2", "--reason", "x"),
    ):
        told = tray("refusals", *words)
        assert (told.code, told.out) == (3, "")
        assert "Nothing was changed" in told.err
    assert tray("refusals", "decide", "2", "--opt-out", "--number", "12").code == 2
    assert len(tray("refusals", "list", "--json").objects) == 2


def test_a_number_is_given_where_it_is_not_known(shell: Shell) -> None:
    receive(shell.folder, Delivery("10000000", OURS, 0, 0, b"STOP", raw=b"STOP"))
    (waits,) = shell("refusals", "list", "--json").objects
    assert (waits["from"], waits["number"]) == ("10000000", None)
    assert shell("refusals", "decide", "1", "--opt-out").code == 3
    decide = ("refusals", "decide", "1", "--opt-out", "--country", "rs", "--number", "064 123 4567")
    assert shell(*decide).code == 0
    assert [each["number"] for each in shell("opt-out", "list", "--json").objects] == [ANA]
