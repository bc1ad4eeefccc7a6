"""What is pasted into a ticket: everything to find the message by, and nothing that somebody wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.desk import PROFILE
from tests.support.message_samples import message, part
from vox_console.domain.delivery import Delivery
from vox_console.domain.evidence import AttemptRecord, Evidence, ReceiptRecord
from vox_console.domain.message import DeliveryState
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.domain.transport_name import Witness
from vox_console.presenters.ticket import ticket
from vox_console.smpp.fast_codec import encode_deliver_sm

WRITTEN = "Your code is 481516"
CREATED_US = 1_795_348_991_250_000  # 2026-11-22 12:03:11.250 UTC
ZONED = PROFILE.model_copy(update={"utc_offset_min": 60})


def attempt(*, payload: bool = False) -> AttemptRecord:
    request = SubmitRequest(
        1, 12, WireAddress(5, 0, "Vox"), WireAddress(1, 1, "381641234567"), 0, 0,
        short_message=WRITTEN.encode(), payload=payload,
    )  # fmt: skip
    return AttemptRecord(1, "s1", 12, "accepted", CREATED_US, CREATED_US, 0, "1A2B", "", request=request)


def receipt(label: str = "text:") -> ReceiptRecord:
    said = f"id:6699 sub:001 dlvrd:001 stat:DELIVRD err:000 {label}{WRITTEN}"
    raw = encode_deliver_sm(3, Delivery("381641234567", "Vox", 4, 0, said.encode()))
    return ReceiptRecord(
        1, CREATED_US + 1, "6699", "sent_hex", "delivered", "DELIVRD", None, "", "000", "", raw, 0
    )


def told(*receipts: ReceiptRecord, payload: bool = False) -> str:
    parts = [part(provider_id="1A2B", delivery=DeliveryState.DELIVERED)]
    evidence = Evidence((attempt(payload=payload),), receipts)
    return ticket(message(parts, text=WRITTEN), evidence, profile=ZONED, now_us=CREATED_US)


def test_the_message_can_be_found_by_it() -> None:
    text = told(receipt())
    assert "To: 381641234567" in text
    assert "part 1: 1A2B; as hexadecimal it is decimal 6699" in text
    assert "SMPP account: acme at provider.example:2876" in text
    assert "2026-11-22 12:03:11.250 UTC (2026-11-22 13:03:11.250 +0100 by the provider's clock)" in text
    assert "sequence_number: 12" in text
    assert "short_message: id:6699 sub:001 dlvrd:001 stat:DELIVRD err:000 text:(19 octets masked)" in text


def test_an_id_of_digits_is_read_in_both_bases() -> None:
    parts = [part(provider_id="10"), part(2)]
    text = ticket(message(parts), Evidence((), ()), profile=None, now_us=CREATED_US)
    assert "part 1: 10; as decimal it is hexadecimal A; as hexadecimal it is decimal 16" in text
    assert "part 2: none" in text


@pytest.mark.parametrize("payload", [False, True])
@pytest.mark.parametrize("label", ["text:", "Text :", "TEXT:"])
def test_what_somebody_wrote_is_nowhere_in_it(label: str, *, payload: bool) -> None:
    text = told(receipt(label), payload=payload)
    assert WRITTEN not in text
    assert "4815" not in text
    assert WRITTEN.encode().hex(" ")[:11] not in text.replace("\n", " ")


def test_bodies_of_web_requests_are_not_in_it() -> None:
    answered = replace(receipt(), witness=Witness.CALLBACK, raw=b'{"text":"hidden words"}')
    refused = replace(attempt(), http_status=400, answer="hidden words", request=None)
    rest = replace(message([part()]), transport="rest")
    text = ticket(rest, Evidence((refused,), (answered,)), profile=ZONED, now_us=CREATED_US)
    assert "hidden" not in text
    assert "HTTP 400" in text
    assert "SMPP account" not in text
