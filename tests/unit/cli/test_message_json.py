from __future__ import annotations

from datetime import datetime

import pytest

from tests.support.message_samples import message, part
from vox_console.cli.message_json import error_words, iso_time, message_fields
from vox_console.domain.message import DeliveryState, SubmitState

PROMISED = {
    "id", "to", "from", "text", "data_coding", "parts", "state",
    "transport", "provider_ids", "error", "created_at", "updated_at",
}  # fmt: skip


def test_every_promised_key_is_there() -> None:
    assert set(message_fields(message([part()]))) >= PROMISED


def test_the_values_are_those_of_the_message() -> None:
    told = message_fields(message([part(1, provider_id="9be2"), part(2, provider_id="9be3")]))
    assert told["id"] == 7
    assert told["to"] == "381641234567"
    assert told["from"] == "Vox"
    assert told["text"] == "Hello"
    assert told["data_coding"] == 0
    assert told["parts"] == 2
    assert told["state"] == "accepted"
    assert told["transport"] == "smpp"
    assert told["provider_ids"] == ["9be2", "9be3"]
    assert told["error"] is None
    assert told["created_at"] == "2026-11-22T12:03:11.250000Z"
    assert told["updated_at"] == "2026-11-22T12:03:12.000001Z"


def test_a_part_without_an_id_leaves_no_gap() -> None:
    waiting = part(2, submit=SubmitState.UNKNOWN)
    assert message_fields(message([part(1, provider_id="9be2"), waiting]))["provider_ids"] == ["9be2"]


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
