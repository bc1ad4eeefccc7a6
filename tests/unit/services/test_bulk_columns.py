"""Rows as columns: which are plain, and which are set apart for what. See also the properties."""

from __future__ import annotations

from tests.support.desk import PROFILE
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.merge_fields import Unfilled
from vox_console.imports.table import TableRow
from vox_console.services.bulk_columns import RowColumns
from vox_console.services.bulk_cut import Cut
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.storage.jobs import JobRow

ANA, BOB = "381641234567", "381641234568"
PLAIN = Cut(RowClass.ACCEPTED, 1, "gsm7", "")
ROWS = [
    TableRow(2, ("0641234567", "Ana")),
    TableRow(3, ("+381 64 123-4568", "Bob")),
    TableRow(4, ("", "Eva")),
    TableRow(5, ("381641234567.0", "Ivo")),
    TableRow(6, ("0641234569",), "It does not end."),
]


def columns() -> RowColumns:
    return RowColumns(ROWS, RecipientFinder((0,), PROFILE.default_region))


def test_rows_whose_number_is_not_plain_are_set_apart() -> None:
    found = columns()
    assert found.recipients[:4] == [ANA, BOB, "", ANA]
    assert found.apart == {2, 3, 4}
    assert set(found.found) == {2, 3}, "a damaged row is not looked into"


def test_rows_are_set_apart_for_their_texts_cuts_and_numbers() -> None:
    found = columns()
    found.fill(["Hello", Unfilled(("b",)), " ", "Hello", "Hello"])
    assert (found.apart, found.texts[1]) == ({1, 2, 3, 4}, "")
    found = columns()
    found.cut([Cut(RowClass.TOO_LONG, 300, "gsm7", ""), PLAIN, PLAIN, PLAIN, PLAIN])
    assert found.apart == {0, 2, 3, 4}
    found = columns()
    found.set_apart_recipients(frozenset([BOB, ""]).__contains__)
    assert found.apart == {1, 2, 3, 4}
    assert found.plain(found.recipients) == [ANA]


def test_plain_rows_become_accepted_rows() -> None:
    found = columns()
    found.fill(["Hello"] * 5)
    found.cut([PLAIN] * 5)
    assert found.plain(found.accepted()) == [
        JobRow(2, ("0641234567", "Ana"), RowClass.ACCEPTED, ANA, 1),
        JobRow(3, ("+381 64 123-4568", "Bob"), RowClass.ACCEPTED, BOB, 1),
    ]
