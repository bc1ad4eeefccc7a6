from __future__ import annotations

from vox_console.smpp.pdus import MAX_SEQUENCE
from vox_console.smpp.sequence_numbers import SequenceNumbers


def test_numbers_start_at_one_and_are_shared_by_all_kinds_of_request() -> None:
    numbers = SequenceNumbers(lambda _: False)
    assert numbers.fresh() == 1
    assert list(numbers.lease(3)) == [2, 3, 4]
    assert numbers.fresh() == 5


def test_numbers_start_over_after_the_largest() -> None:
    numbers = SequenceNumbers(lambda _: False, first=MAX_SEQUENCE - 1)
    assert [numbers.fresh() for _ in range(4)] == [MAX_SEQUENCE - 1, MAX_SEQUENCE, 1, 2]


def test_a_lease_runs_over_the_largest_number() -> None:
    numbers = SequenceNumbers(lambda _: False, first=MAX_SEQUENCE)
    assert list(numbers.lease(3)) == [MAX_SEQUENCE, 1, 2]


def test_numbers_in_use_are_skipped_once_they_start_over() -> None:
    numbers = SequenceNumbers({1, 2, 4}.__contains__, first=MAX_SEQUENCE)
    assert list(numbers.lease(4)) == [MAX_SEQUENCE, 3, 5, 6]
