"""Cells come back from the journal as they were, whatever stands in them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.storage.cells_text import cells_text

CELLS = st.text(max_size=6) | st.text('a",\\\n\x1f\x7f[]', max_size=6)


@given(st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=5))
def test_each_row_is_what_the_json_module_makes_of_it(rows: list[tuple[str, ...]]) -> None:
    assert cells_text(rows) == [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]


@pytest.mark.parametrize("cells", [(), ("",), ("", ""), ('"',), ("\\",), ("Ana", "\t")])
def test_a_row_alone(cells: tuple[str, ...]) -> None:
    assert tuple(json.loads(cells_text([cells])[0])) == cells
