from __future__ import annotations

import pytest

from vox_console.imports.headers import find_header, fingerprint

PEOPLE = [["Ana", "0641234567"], ["Ben", "0641234568"]]


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["Name", "Phone"], *PEOPLE], 0),
        (PEOPLE, None),
        ([["Name", "Phone"]], 0),
        ([["0641234567"]], None),
        ([["Phone"], ["0641234567"]], 0),
        ([["381641234567"], ["381641234568"]], None),
        ([["Name", "City"], ["Ana", "Nis"], ["Ben", "Bar"]], 0),
        ([["Ana", "Nis"], ["Ben", "Nis"]], None),
        ([["Name", ""], ["Ana", "Nis"]], None),
        ([["Mail", "City"], ["a@example.com", "Nis"]], 0),
        ([["a@example.com", "Nis"], ["b@example.com", "Bar"]], None),
        ([["same", "Same"], ["a", "b"]], None),
        ([["x" * 100, "b"], ["c", "d"]], None),
        ([[], ["Name", "Phone"], *PEOPLE], 1),
        ([["Customers of spring", ""], [], ["Name", "Phone"], *PEOPLE], 2),
        ([["Telefon 2", "Address 1"], ["0641234567", "Nis"]], 0),
        ([["", "Phone"], ["Ana", "0641234567"]], 0),
        ([[], []], None),
        ([], None),
    ],
)
def test_which_row_is_the_header(rows: list[list[str]], at: int | None) -> None:
    assert find_header(rows).at == at


def test_the_reason_names_the_column() -> None:
    assert "Column 2" in find_header([["Name", "Phone"], *PEOPLE]).reason
    assert "column 2" in find_header(PEOPLE).reason


def test_a_choice_is_not_questioned() -> None:
    assert find_header(PEOPLE, wanted=True).at == 0
    assert find_header([["Name", "Phone"], *PEOPLE], wanted=False).at is None


def test_a_fingerprint_forgets_case_spaces_and_empty_ends() -> None:
    assert fingerprint(["Name", "Phone No"]) == fingerprint([" name ", "PHONE  no", "", " "])


@pytest.mark.parametrize(
    "other", [["Phone", "Name"], ["Name"], ["Name", "Phone", "City"], ["NamePhone"], [""]]
)
def test_a_fingerprint_tells_headers_apart(other: list[str]) -> None:
    assert fingerprint(["Name", "Phone"]) != fingerprint(other)


def test_a_fingerprint_stays_the_same_from_one_version_to_the_next() -> None:
    assert fingerprint(["Name", "Phone"]) == "0c815e40375ebb6b"


def test_a_fingerprint_takes_any_text() -> None:
    assert len(fingerprint(["\ud800", "\x1f", "ß"])) == 16
