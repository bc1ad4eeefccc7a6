"""Evidence is a record: it can be compared and never changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from vox_console.domain.evidence import AttemptRecord, Evidence

ATTEMPT = AttemptRecord(
    part_number=1,
    session="a1",
    sequence=7,
    state="accepted",
    reserved_at_us=1,
    answered_at_us=2,
    command_status=0,
    provider_id="9be2",
    reason="",
)


def test_two_tellings_of_the_same_history_are_equal() -> None:
    assert Evidence((ATTEMPT,), ()) == Evidence((replace(ATTEMPT),), ())
    assert Evidence((ATTEMPT,), ()) != Evidence((replace(ATTEMPT, state="refused"),), ())


def test_what_was_recorded_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        ATTEMPT.state = "refused"  # type: ignore[misc] # the point of the test
