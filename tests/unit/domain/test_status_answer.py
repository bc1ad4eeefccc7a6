"""The answer to "what became of this message?", in every shape it is known to come in."""

from __future__ import annotations

import json

import pytest

from vox_console.domain.message import DeliveryState
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.domain.transport_name import Witness

FULL = {
    "status": "DELIVRD",
    "delivery_time": "20261122120000",
    "mccmnc": "250001",
    "error_code": "000",
    "system_delivery_time": "261122120005",
}
NOON_US = 1_795_348_800_000_000


def read(content: object, *, utc_offset_min: int = 0, now_us: int | None = None) -> StatusAnswer:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = read_status(body, "Ab-1", utc_offset_min=utc_offset_min, now_us=now_us)
    assert answer is not None
    assert answer.raw == body
    return answer


@pytest.mark.parametrize("content", [FULL, [FULL], {name.upper(): text for name, text in FULL.items()}])
def test_everything_it_says_is_read(content: object) -> None:
    answer = read(content)
    receipt = answer.receipt
    assert answer.known
    assert (receipt.provider_id, receipt.witness) == ("Ab-1", Witness.QUERY)
    assert (receipt.state, receipt.word) == (DeliveryState.DELIVERED, "DELIVRD")
    assert (receipt.done_date, receipt.done_at_us) == ("20261122120000", NOON_US)
    assert (receipt.network, receipt.error_code) == ("250-001", "000")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ({"status": "ENROUTE"}, DeliveryState.ENROUTE),
        ([{"status": "UNDELIV"}], DeliveryState.UNDELIVERABLE),
        (b"DELIVRD", DeliveryState.DELIVERED),
        (b" rejectd\r\n", DeliveryState.REJECTED),
        (b'"EXPIRED"', DeliveryState.EXPIRED),
        (b'["DELETED"]', DeliveryState.DELETED),
        (b"IM_EXPD", DeliveryState.EXPIRED),
        ({"status": "ACCEPTD"}, DeliveryState.ACCEPTD),
        ({"status": " Delivered "}, DeliveryState.DELIVERED),
        ({"status": "Delivered to carrier"}, None),
        (b"DELIVERY FAILED", None),
        ({"status": "ACTIVATED"}, None),
    ],
)
def test_a_status_alone_is_an_answer(content: object, state: DeliveryState | None) -> None:
    answer = read(content)
    assert (answer.receipt.state, answer.known) == (state, True)
    assert (answer.receipt.done_date, answer.receipt.network, answer.receipt.error_code) == ("", "", "")


@pytest.mark.parametrize(
    "content",
    [
        {"status": "UNKNOWN"},
        {**dict.fromkeys(FULL, ""), "status": "UNKNOWN"},
        [{"status": "unknown"}],
        {"status": " Unknown "},
        {"status": ""},
        {"status": None},
        b"UNKNOWN",
        b'"unknown"',
    ],
)
def test_what_the_provider_does_not_know_says_nothing(content: object) -> None:
    answer = read(content)
    assert (answer.known, answer.receipt.state) == (False, None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"{}",
        b"[]",
        b"null",
        b"true",
        b"4711",
        b'{"status":',
        b'{"error":"no such command"}',
        b'{"status":"ERROR","error":"no such command"}',
        b'{"message_id":"Ab-1"}',
        b'[{"status":"DELIVRD"},{"status":"DELIVRD"}]',
        b"[[]]",
        b"<html><body>502</body></html>",
        b"x" * 40,
        b"\xff\xfe\xfd",
        b"[" * 100_000,
    ],
)
def test_what_makes_no_sense_is_no_answer(body: bytes) -> None:
    assert read_status(body, "Ab-1") is None


@pytest.mark.parametrize("name", ["message_id", "messageId", "id"])
@pytest.mark.parametrize("other", ["another", "ab-1", "Ab-1 1", 4711])
def test_an_answer_that_names_another_message_is_none(name: str, other: object) -> None:
    body = json.dumps([{"status": "DELIVRD", name: other}]).encode()
    assert read_status(body, "Ab-1") is None
    assert read_status(body, "") is not None  # nothing was asked about, so nothing else can be meant


@pytest.mark.parametrize("same", ["Ab-1", " Ab-1 ", "", None])
def test_an_answer_may_name_the_message_that_was_asked_about(same: object) -> None:
    assert read({"status": "DELIVRD", "message_id": same}).receipt.state is DeliveryState.DELIVERED


def test_a_long_id_is_compared_whole() -> None:
    one, other = "x" * 250 + "1", "x" * 250 + "2"
    body = json.dumps({"status": "DELIVRD", "message_id": other}).encode()
    assert read_status(body, one) is None
    assert read_status(body, other) is not None


@pytest.mark.parametrize("content", [FULL, b"ENROUTE", [{"status": "ACCEPTD"}]])
def test_a_word_for_a_state_proves_that_the_provider_has_the_message(content: object) -> None:
    assert read(content).proves


@pytest.mark.parametrize(
    "content",
    [b"OK", b"not found", {"status": "ERROR"}, {"status": "UNKNOWN"}, b"FAILED", b"SENT", b"QUEUED"],
)
def test_any_other_word_proves_nothing(content: object) -> None:
    """FAILED may be said of the question itself, although it stands for a state when it is not."""
    assert not read(content).proves


@pytest.mark.parametrize("name", ["message", "description", "reason"])
def test_a_question_that_failed_says_nothing_about_the_message(name: str) -> None:
    answer = read({"status": "FAILED", name: "no such message"})
    assert (answer.receipt.state, answer.receipt.word, answer.proves) == (None, "FAILED", False)
    assert read({"status": "FAILED", name: ""}).receipt.state is DeliveryState.UNDELIVERABLE
    assert read({"status": "DELIVRD", name: "Hello"}).receipt.state is DeliveryState.DELIVERED


@pytest.mark.parametrize(
    ("fields", "done_date"),
    [
        ({"delivery_time": "20261122120000", "system_delivery_time": "261122120005"}, "20261122120000"),
        ({"delivery_time": "", "system_delivery_time": "261122120000"}, "261122120000"),
        ({"delivery_time": 20261122120000}, "20261122120000"),
    ],
)
def test_the_moment_is_the_networks_or_else_the_platforms(fields: dict[str, object], done_date: str) -> None:
    receipt = read({"status": "DELIVRD", **fields}).receipt
    assert (receipt.done_date, receipt.done_at_us) == (done_date, NOON_US)


def test_the_providers_clock_may_be_ahead_of_utc() -> None:
    assert read(FULL, utc_offset_min=60).receipt.done_at_us == NOON_US - 3_600_000_000


def test_a_moment_that_is_far_ahead_is_kept_as_text_and_not_believed() -> None:
    receipt = read(FULL, now_us=NOON_US - 30 * 86_400_000_000).receipt
    assert (receipt.done_date, receipt.done_at_us) == ("20261122120000", None)


@pytest.mark.parametrize(
    ("mccmnc", "network"),
    [
        ("214099", "214-099"),
        ("25001", "250-01"),
        (250001, "250-001"),
        ("250", "250"),
        ("", ""),
        ("n/a", "n/a"),
    ],
)
def test_the_network_is_told_with_its_country_apart(mccmnc: object, network: str) -> None:
    assert read({**FULL, "mccmnc": mccmnc}).receipt.network == network


@pytest.mark.parametrize("strange", [None, True, [], {"a": 1}])
def test_a_field_that_is_no_text_is_as_if_it_were_missing(strange: object) -> None:
    receipt = read({"status": "DELIVRD", "error_code": strange, "mccmnc": strange, "rate": strange}).receipt
    assert (receipt.error_code, receipt.network, receipt.rate) == ("", "", "")


def test_what_is_told_beyond_the_documented_is_kept() -> None:
    receipt = read({**FULL, "rate": 0.03, "country_name": "Serbia\u202e"}).receipt
    assert (receipt.rate, receipt.country) == ("0.03", "Serbia⟨202E⟩")


def test_no_field_is_longer_than_can_be_shown_and_none_holds_half_a_character() -> None:
    receipt = read({"status": "DELIVRD" + "x" * 10_000, "error_code": "\ud800"}).receipt
    assert len(receipt.word) == 200
    assert receipt.error_code == "⟨D800⟩"
