from __future__ import annotations

from datetime import datetime

import pytest

from tests.support.message_samples import message, part
from vox_console.domain.message import DeliveryState, SubmitState
from vox_console.domain.outcome_words import error_words, iso_time


def test_a_refusal_is_told_with_its_code() -> None:
    refused = part(submit=SubmitState.REFUSED, command_status=0x0B)
    assert "0x0000000B" in error_words(message([refused]))


def test_the_same_fault_of_every_part_is_told_once() -> None:
    parts = [part(n, error_code="0009", delivery=DeliveryState.UNDELIVERABLE) for n in (1, 2, 3)]
    assert error_words(message(parts)).count("0009") == 1


def test_the_reason_of_an_unknown_message_is_told() -> None:
    lost = message([part(submit=SubmitState.UNKNOWN)], reason="The link fell before the answer.")
    assert error_words(lost) == "The link fell before the answer."


@pytest.mark.parametrize("time_us", [0, 1, 999_999, 1_795_348_991_250_000])
def test_times_are_read_back_to_the_microsecond(time_us: int) -> None:
    moment = datetime.fromisoformat(iso_time(time_us))
    assert round(moment.timestamp() * 1_000_000) == time_us
