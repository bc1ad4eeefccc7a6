from __future__ import annotations

from tests.support.message_samples import message, part
from vox_console.cli.message_json import message_fields
from vox_console.domain.message import SubmitState

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
