"""Hours as typed."""

from __future__ import annotations

import pytest

from vox_console.presenters.validity import hours_of, validity_problem_of


@pytest.mark.parametrize(("typed", "hours"), [("", 0), ("1", 1), ("720", 720)])
def test_hours_within_a_month_are_taken(typed: str, hours: int) -> None:
    assert (hours_of(typed), validity_problem_of(typed)) == (hours, None)


@pytest.mark.parametrize("typed", ["0", "721", "-1", "1.5", "²", "9" * 5_000])
def test_anything_else_is_told(typed: str) -> None:
    problem = validity_problem_of(typed)
    assert hours_of(typed) is None
    assert problem is not None
    assert problem.text == "Give 1 to 720 hours, or leave it empty."
