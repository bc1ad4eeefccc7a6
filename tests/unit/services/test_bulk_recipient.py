"""The first column that holds a number that can be sent to counts; else the first fault."""

from __future__ import annotations

import pytest

from vox_console.services.bulk_recipient import RecipientFinder


@pytest.mark.parametrize(
    ("cells", "column", "digits", "fault"),
    [
        (("0641234567", "0641234568"), 0, "381641234567", ""),
        (("12", "0641234568"), 1, "381641234568", ""),
        (("", " 0641234568 "), 1, "381641234568", ""),
        (("12", "13"), 0, "", "Too short"),
        (("\u200b", "13"), 1, "", "Too short"),
        (("",), -1, "", "There is no number."),
        ((), -1, "", "There is no number."),
    ],
)
def test_the_columns_are_tried_in_their_order(
    cells: tuple[str, ...], column: int, digits: str, fault: str
) -> None:
    found = RecipientFinder((0, 1), "RS").find(cells)
    assert found.column == column
    assert (found.reading.digits if found.reading else "") == digits
    assert found.fault.startswith(fault)
    assert bool(found.fault) == bool(fault)
