"""Numbers in eight octets each answer as a set of their digits would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.number_set import NumberSet

NUMBERS = st.integers(1, 10**15 - 1).map(str)


@given(st.lists(NUMBERS), NUMBERS)
def test_it_holds_what_it_was_given_and_nothing_else(numbers: list[str], other: str) -> None:
    found = NumberSet(numbers)
    assert all(number in found for number in numbers)
    assert (other in found) == (other in numbers)


def test_what_is_no_number_is_not_in_it() -> None:
    assert "" not in NumberSet(["1"])
    assert 1 not in NumberSet(["1"])
