from __future__ import annotations

import gc

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.seen_numbers import SeenNumbers

NUMBERS = st.lists(st.integers(1, 10**15 - 1).map(str) | st.integers(1, 5_000).map(str))


@given(NUMBERS, NUMBERS)
def test_what_was_added_has_been_seen_and_nothing_else(seen: list[str], asked: list[str]) -> None:
    numbers = SeenNumbers()
    numbers.update(seen)
    for each in [*seen, *asked]:
        assert (each in numbers) == (each in set(seen))


@given(NUMBERS)
def test_adding_one_by_one_is_adding_all(seen: list[str]) -> None:
    numbers = SeenNumbers()
    repeated = []
    for each in seen:
        repeated.append(each in numbers)
        numbers.add(each)
    assert repeated.count(False) == len(set(seen))


@given(NUMBERS)
def test_forgotten_numbers_are_new_again(seen: list[str]) -> None:
    numbers = SeenNumbers()
    numbers.update(seen)
    numbers.forget()
    assert not any(each in numbers for each in seen)


def test_the_search_for_garbage_leaves_the_numbers_alone() -> None:
    numbers = SeenNumbers()
    numbers.update(map(str, range(5_000)))
    assert not any(map(gc.is_tracked, numbers._tables))
