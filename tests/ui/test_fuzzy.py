"""Ranking of names against a few typed letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.ui.fuzzy import ranked, score


@pytest.mark.parametrize(
    ("typed", "best", "worse"),
    [
        ("bind", "Bind", "Unbind"),
        ("nm", "New message", "Inbox and more"),
        ("acc", "Accounts", "A copy of a circle"),
        ("pe", "up-expert p: e", "xpxe"),
    ],
)
def test_beginnings_and_runs_win(typed: str, best: str, worse: str) -> None:
    assert ranked(typed, [(worse, worse), (best, best)]) == [best, worse]


def test_letters_must_all_be_there_in_order() -> None:
    assert score("nb", "Bind") is None
    assert ranked("nb", [("Bind", 1), ("Unbind", 2)]) == [2]


def test_nothing_typed_keeps_every_name_in_order() -> None:
    assert ranked("  ", [("b", 1), ("a", 2)]) == [1, 2]


@given(st.text(min_size=1, max_size=20), st.data())
def test_every_name_is_found_by_some_of_its_own_letters(name: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    typed = "".join(letter for letter, keep in zip(name, kept, strict=True) if keep)
    assert score(typed, name) is not None
