"""`vox-console contacts`, as a shell sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell

NUMBER = "+381641234567"


def test_a_contact_is_added_listed_and_removed(shell: Shell) -> None:
    told = shell(
        "contacts", "add", "Ana", "064 123 4567", "Vox Bank", "--note", "VIP", "--country", "rs", "--json"
    )
    (ana,) = told.objects
    assert (ana["name"], ana["numbers"], ana["note"]) == ("Ana", [NUMBER, "vox bank"], "VIP")
    assert shell("contacts", "list", "--json").objects == [ana]
    assert shell("contacts", "list", "an", "--json").objects == [ana]
    assert shell("contacts", "list").out == "Ana\t+381 64 1234567, vox bank\tVIP\n"
    assert shell("contacts", "remove", NUMBER, "--json").objects == [ana]
    again = shell("contacts", "remove", NUMBER)
    assert (again.code, "no contact has this number" in again.err) == (3, True)


def test_a_number_of_somebody_else_changes_nothing(shell: Shell) -> None:
    shell("contacts", "add", "Ana", NUMBER)
    told = shell("contacts", "add", "Ivo", NUMBER)
    assert (told.code, told.out) == (3, "")
    assert "+381 64 1234567 belongs to Ana. Nothing was changed." in told.err


@pytest.mark.parametrize("words", [("add", "Ana", "12"), ("add", " ", NUMBER), ("remove", "12")])
def test_what_is_no_name_or_number_is_wrong_usage(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("contacts", *words).code == 2
    assert shell("contacts", "list", "--json").objects == []


def test_a_file_is_entered_and_written(shell: Shell, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        f"name,phone\nAna,{NUMBER}\nIvo,12\nEva,{NUMBER}\nEva,+447400123456; 1\n", encoding="utf-8"
    )
    told = shell("contacts", "import", str(names), "--json")
    assert told.objects == [
        {"rows": 4, "classes": {"new": 2, "bad_number": 1, "other_name": 1}, "numbers_left_out": 1}
    ]
    assert "row 3: " in told.err
    out = tmp_path / "out.vcf"
    assert shell("contacts", "export", "--out", str(out)).code == 0
    assert shell("contacts", "import", str(out)).out == "2 rows = 2 already\n"


def test_what_cannot_be_read_or_written_is_told(shell: Shell, tmp_path: Path) -> None:
    towns = tmp_path / "towns.csv"
    towns.write_text("town,size\nNiš,1\n", encoding="utf-8")
    assert shell("contacts", "import", str(towns)).code == 2
    assert shell("contacts", "import", str(tmp_path / "nothing")).code == 1
    assert shell("contacts", "export", "--out", str(tmp_path / "no" / "such" / "folder.csv")).code == 1
