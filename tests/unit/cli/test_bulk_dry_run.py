"""`bulk --dry-run`: every row is accounted for, and nothing is stored, asked for or sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell

ROWS = """Phone;Name
+381641234567;Ana
0641234568;Žika
381641234569.0;Petar
+12025550100;Bob
+381641234567;Ana again
n/a;Eve
;Joe

"""
WORDS = ("--profile", "acme", "--from", "Vox", "--text", "Hi {name}, see you", "--dry-run")


@pytest.fixture
def people(tmp_path: Path, shell: Shell) -> Path:
    """A list, beside an account that nobody can reach."""
    path = tmp_path / "people.csv"
    path.write_text(ROWS, encoding="utf-8")
    added = shell(
        *("profile", "add", "acme", "--smpp-host", "provider.invalid", "--smpp-port", "2775"),
        *("--system-id", "acme", "--country", "RS", "--rate", "8", "--tls"),
    )
    assert added.code == 0, added.err
    return path


def test_a_program_gets_one_object_of_the_books(shell: Shell, people: Path) -> None:
    told = shell("bulk", str(people), *WORDS, "--json")
    assert told.code == 0
    (found,) = told.objects
    assert found["rows"] == found["accepted_rows"] + sum(found["excluded"].values())
    assert {key: found[key] for key in found if key not in {"rows", "excluded"}} == {
        "accepted_rows": 4,
        "parts": 4,
        "countries": {"RS": 3, "US": 1},
        "codings": {"gsm7": 3, "ucs2": 1},
        "parts_spread": {"1": 4},
        "repaired": 1,
        "duration_s": 0.5,
        "recent": 0,
        "recent_spans": {},
        "cost": [],
        "rows_without_rate": 4,
    }
    assert {key: found["excluded"][key] for key in ("duplicate", "bad_number", "no_number")} == {
        "duplicate": 1,
        "bad_number": 1,
        "no_number": 1,
    }


def test_a_person_gets_the_sheet_in_words(shell: Shell, people: Path) -> None:
    told = shell("bulk", str(people), *WORDS)
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0].endswith(" rows = 4 accepted (4 parts)")
    assert "  + 1 duplicate" in lines
    assert "  1 row needs Unicode for Ž (U+017D LATIN CAPITAL LETTER Z WITH CARON): row 3" in lines
    assert "  row 4: 381641234569.0 is 381641234569. Excel had added decimals." in lines
    assert lines[-1] == "Takes 0:00:01 (h:mm:ss) at 8 parts a second"


@pytest.mark.parametrize(("rate", "duration_s"), [("2", 2.0), ("1000", 0.5)])
def test_a_jobs_rate_counts_where_the_account_allows_it(
    shell: Shell, people: Path, rate: str, duration_s: float
) -> None:
    (found,) = shell("bulk", str(people), *WORDS, "--rate", rate, "--json").objects
    assert found["duration_s"] == duration_s


def test_nothing_is_stored(shell: Shell, people: Path) -> None:
    assert shell("bulk", str(people), *WORDS).code == 0
    assert shell("history", "--json").out == ""
    assert "no such job" in shell("bulk", "--resume").err


def test_a_list_that_nobody_could_be_sent_from_has_its_own_code(shell: Shell, people: Path) -> None:
    people.write_text("Phone;Name\nn/a;Eve\n", encoding="utf-8")
    told = shell("bulk", str(people), *WORDS, "--number-column", "Phone")
    assert told.code == 3
    first, *others = told.out.splitlines()
    assert first == "1 row = 0 accepted (0 parts)"
    assert others == ["  + 1 bad number"]


def test_a_sender_that_cannot_be_sent_is_told_instead_of_a_sheet(shell: Shell, people: Path) -> None:
    told = shell(
        *("bulk", str(people), "--profile", "acme", "--text", "Hi", "--dry-run"),
        *("--from", "A sender too long for SMPP"),
    )
    assert (told.code, told.out) == (3, "")
    assert "at most 20 characters" in told.err


def test_columns_are_tried_in_their_order_and_all_rows_of_a_number_can_be_sent(
    shell: Shell, people: Path
) -> None:
    people.write_text("Name;Mobile;Home\nAna;12;0641234567\nEva;0641234567;\n", encoding="utf-8")
    columns = ("--number-column", "Mobile", "--number-column", "Home")
    first = shell("bulk", str(people), *WORDS, *columns, "--json")
    every = shell("bulk", str(people), *WORDS, *columns, "--duplicates", "all", "--json")
    assert first.objects[0]["excluded"] == {"duplicate": 1}
    assert every.objects[0]["accepted_rows"] == 2


def test_a_file_of_rows_that_were_left_out_is_told_as_such(shell: Shell, people: Path) -> None:
    people.write_text(
        "Phone;Name;row;outcome;reason;number;parts;provider id;updated\n"
        "0641234567;Ana;12;bad_number;Too short.;;0;;\n",
        encoding="utf-8",
    )
    told = shell("bulk", str(people), *WORDS, "--json")
    assert told.objects[0]["accepted_rows"] == 1
    assert "rows that were left out of another list" in told.err
