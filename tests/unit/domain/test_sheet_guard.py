from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.sheet_guard import BEGINNINGS, PASSED_OVER, guarded, unguarded

DANGEROUS = (
    "=1+1",
    "+381641234567",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "007",
    " 12",
    "'=1",
    "''+1",
    "\uff1d1",
)


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_a_spreadsheet_would_run_or_calculate_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Hello", "'quoted'", "don't", "a=1", " b", "ё7", "'"])
def test_nothing_else_is_touched(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.one_of(st.text(), st.text(st.sampled_from(BEGINNINGS + PASSED_OVER + "ab"), max_size=6)))
def test_every_cell_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
