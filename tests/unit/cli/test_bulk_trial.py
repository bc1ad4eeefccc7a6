"""`bulk --rehearse` and `bulk --test-to`: before a list is sent to. Sending one row needs a provider, see
tests/integration/test_cli_bulk.py; what is refused needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell

WORDS = ("--profile", "acme", "--from", "Vox", "--text", "Hi {name}")


@pytest.fixture
def people(tmp_path: Path, shell: Shell) -> Path:
    path = tmp_path / "people.csv"
    numbers = ["+381641234500", "+381641230023", "n/a", "+381641234502"]
    path.write_text("Phone;Name\n" + "".join(f"{each};Ana\n" for each in numbers), encoding="utf-8")
    added = shell(
        *("profile", "add", "acme", "--smpp-host", "provider.invalid", "--system-id", "acme", "--tls"),
    )
    assert added.code == 0, added.err
    return path


def test_a_rehearsal_sends_to_nobody_and_tells_what_came_of_it(shell: Shell, people: Path) -> None:
    told = shell("bulk", str(people), *WORDS, "--rehearse")
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert lines[:2] == [
        "Rehearsed 3 accepted rows (at most 2,000) with the practice provider.",
        "0 sent to real phones.",
    ]
    assert set(lines[2:4]) == {"  2 delivered", "  1 refused"}
    assert lines[4:] == ["parts: 2 taken, 3 predicted; the 1 missing is of these rows: 1 refused"]
    assert shell("history", "--json").out == ""


def test_a_program_gets_one_object_of_a_rehearsal(shell: Shell, people: Path) -> None:
    told = shell("bulk", str(people), *WORDS, "--rehearse", "--json")
    assert told.objects == [
        {
            "rehearsed_rows": 3,
            "outcomes": {"delivered": 2, "refused": 1},
            "predicted": 3,
            "taken": 2,
            "counted": "part",
            "whole": True,
            "sent_to_real_phones": 0,
        }
    ]


@pytest.mark.parametrize("earlier", ["--resume", "--failures-of", "--unsent-of"])
@pytest.mark.parametrize("tried", [("--rehearse",), ("--test-to", "+381641234500")])
def test_what_is_only_tried_never_sends_an_earlier_job(
    shell: Shell, earlier: str, tried: tuple[str, ...]
) -> None:
    told = shell("bulk", earlier, "1", *tried)
    assert (told.code, "go with FILE alone" in told.err) == (2, True)


@pytest.mark.parametrize("other", [("--dry-run",), ("--test-to", "+381641234500")])
def test_a_list_is_tried_in_one_way_at_a_time(shell: Shell, people: Path, other: tuple[str, ...]) -> None:
    told = shell("bulk", str(people), *WORDS, "--rehearse", *other)
    assert (told.code, told.out, "give one of" in told.err) == (2, "", True)
