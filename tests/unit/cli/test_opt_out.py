"""`vox-console opt-out` and what it does to `send`, as a shell sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.program import Told
from tests.unit.cli.conftest import Shell

NUMBER = "381641234567"
SEND = ("send", "--profile", "work", "--from", "Vox", "--to", NUMBER, "--text", "Hello", "--password-stdin")


def add(shell: Shell, *words: str) -> Told:
    return shell("opt-out", "add", f"+{NUMBER}", "--said-by", "Ana", "--evidence", "STOP", *words)


def test_a_number_is_entered_once(shell: Shell) -> None:
    assert add(shell, "--json").objects == [{"number": NUMBER, "new": True}]
    told = add(shell)
    assert (told.code, told.out) == (0, f"+{NUMBER}\ton the register already\n")


def test_the_entries_that_hold_are_listed(shell: Shell) -> None:
    add(shell)
    shell("opt-out", "add", "064 555 0000", "--country", "rs", "--sender", "Vox")
    first, second = shell("opt-out", "list", "--json").objects
    assert first.pop("since") <= first.pop("entered_at")
    assert first == {
        "number": NUMBER,
        "entry": "opted_out",
        "sender": None,
        "said_by": "Ana",
        "source": "hand",
        "evidence": "STOP",
        "message_id": None,
    }
    assert (second["number"], second["sender"]) == ("381645550000", "Vox")
    assert "wants no messages from Vox" in shell("opt-out", "list").out


def test_the_register_of_practice_is_apart_and_an_empty_one_says_so(shell: Shell) -> None:
    nobody = shell("opt-out", "list")
    assert (nobody.code, nobody.out) == (0, "")
    assert nobody.err.rstrip().endswith("nobody is on the register")
    add(shell, "--practice")
    assert "nobody is on the register" in shell("opt-out", "list", "--json").err
    assert "add --practice" in shell("opt-out", "list").err
    for words in (("opt-out", "list", "--practice"), ("--practice", "opt-out", "list")):
        assert NUMBER in shell(*words).out


def test_an_end_has_a_reason_and_all_of_it_is_kept(shell: Shell) -> None:
    add(shell)
    end = ("opt-out", "end", f"+{NUMBER}", "--json", "--reason")
    assert shell(*end, " ").code == 2
    assert shell(*end, "She called.").objects == [{"number": NUMBER, "ended": True}]
    again = shell("opt-out", "end", f"+{NUMBER}", "--reason", "She called.")
    assert (again.code, again.out) == (3, "")
    assert "no entry of this number holds" in again.err
    assert shell("opt-out", "list", "--json").objects == []
    history = shell("opt-out", "list", f"+{NUMBER}", "--json").objects
    assert [(each["entry"], each["evidence"]) for each in history] == [
        ("ended", "She called."),
        ("opted_out", "STOP"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "12"),
        ("add", f"+{NUMBER}", "--sender", "Ünïcødé name that is too long"),
        ("end", "12", "--reason", "x"),
        ("list", "12"),
    ],
)
def test_what_is_no_number_or_sender_changes_nothing(shell: Shell, words: tuple[str, ...]) -> None:
    told = shell("opt-out", *words)
    assert (told.code, told.out) == (2, "")
    assert shell("opt-out", "list", "--json").objects == []


def test_a_list_is_counted_and_entered_and_goes_round(shell: Shell, tmp_path: Path) -> None:
    stops = tmp_path / "stops.csv"
    stops.write_text(f"phone,reason\n+{NUMBER},STOP\n12,\n", encoding="utf-8")
    counted = shell("opt-out", "import", str(stops), "--dry-run", "--json")
    assert counted.objects == [
        {
            "rows": 2,
            "classes": {"new": 1, "bad_number": 1},
            "undated": 0,
            "taken_back": 0,
            "dry_run": True,
        }
    ]
    assert "row 3: " in counted.err
    assert shell("opt-out", "list", "--json").objects == []
    assert shell("opt-out", "import", str(stops)).out == "2 rows = 1 new + 1 bad number\n"
    before = shell("opt-out", "list", "--json").objects
    out = tmp_path / "register.csv"
    assert shell("opt-out", "export", "--out", str(out)).code == 0
    shell("opt-out", "end", f"+{NUMBER}", "--reason", "to enter it again")
    assert shell("opt-out", "import", str(out)).out == "1 row = 1 new\n"
    after = shell("opt-out", "list", "--json").objects
    assert [each | {"entered_at": ""} for each in after] == [each | {"entered_at": ""} for each in before]


def test_what_is_no_list_is_told(shell: Shell, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,town\nAna,Nis\n", encoding="utf-8")
    told = shell("opt-out", "import", str(names))
    assert (told.code, "No column seems to hold phone numbers" in told.err) == (2, True)
    assert shell("opt-out", "import", str(names), "--number-column", "9x").code == 2
    assert shell("opt-out", "import", str(tmp_path / "nothing")).code == 1
    assert shell("opt-out", "export", "--out", str(tmp_path / "no" / "such" / "folder.csv")).code == 1


def test_send_refuses_who_wants_no_messages(shell: Shell) -> None:
    account = ("--smpp-host", "127.0.0.1", "--smpp-port", "1", "--system-id", "acme")
    assert shell("profile", "add", "work", *account).code == 0
    add(shell)
    told = shell(*SEND, stdin=b"secret\n")
    assert (told.code, told.out) == (3, "")
    assert f"+{NUMBER}: Wants no messages since " in told.err
    assert "(entered by hand, Ana: “STOP”)" in told.err
    assert "--despite-opt-out" in told.err
    assert shell("history", "--json").out == ""


def test_a_national_number_is_told_how_its_country_is_given(shell: Shell) -> None:
    told = shell("opt-out", "add", "0645550000", "--said-by", "Ana", "--evidence", "STOP")
    assert told.code == 2
    assert "0645550000: This is a national number." in told.err
    assert "--country RS" in told.err
    assert "profile" not in told.err
