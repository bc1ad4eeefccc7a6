"""Codec: our fast path against smpplib's and smpp34's, on the four PDUs that grow with traffic.

smpp34 parses lazily: a decoded PDU costs next to nothing until its fields are read, so both are shown.
"""

from __future__ import annotations

from typing import cast

import smpp34

from tests.bench.measure import Options, Sheet, seconds
from tests.bench.smpplib_peer import SmpplibCodec
from vox_console.domain.delivery import Delivery
from vox_console.domain.receipt import parse_receipt
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp.fast_codec import (
    decode_deliver_sm,
    decode_submit_sm_resp,
    encode_deliver_sm,
    encode_submit_sm,
    encode_submit_sm_resp,
    encode_submits,
)

TEXT = b"Your parcel 4711 arrives today between 14 and 16 h. Reply STOP to end."
RECEIPT = (
    b"id:0a1b2c3d4e sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:DELIVRD"
    b" err:000 text:Your parcel 4711"
)
_BATCH = 100


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    count = int(options.pick(5_000, 500))
    slow = count // 5  # smpplib needs fifty times as long for each
    requests = _requests(count)
    answers = [encode_submit_sm_resp(number, 0, f"{number:010x}") for number in range(2, count + 2)]
    receipts = [encode_deliver_sm(number, _receipt(number)) for number in range(2, count + 2)]
    peer = SmpplibCodec(TEXT)
    for _ in range(options.rounds):
        for case, work, size in (
            ("encode submit_sm, ours in batches", lambda: _encode_batches(requests), count),
            ("encode submit_sm, ours one by one", lambda: [encode_submit_sm(one) for one in requests], count),
            ("encode submit_sm, smpplib", lambda: [peer.submit(number) for number in range(slow)], slow),
            ("encode submit_sm, smpp34", lambda: [_smpp34_submit(number) for number in range(count)], count),
            ("decode submit_sm_resp, ours", lambda: [decode_submit_sm_resp(pdu) for pdu in answers], count),
            ("decode submit_sm_resp, smpplib", lambda: [peer.parse(pdu) for pdu in answers[:slow]], slow),
            (
                "decode submit_sm_resp, smpp34, body unparsed",
                lambda: [smpp34.decode(pdu) for pdu in answers],
                count,
            ),
            ("decode deliver_sm, ours", lambda: [decode_deliver_sm(pdu) for pdu in receipts], count),
            (
                "decode deliver_sm and its receipt, ours",
                lambda: [parse_receipt(decode_deliver_sm(pdu)[1]) for pdu in receipts],
                count,
            ),
            ("decode deliver_sm, smpplib", lambda: [peer.parse(pdu) for pdu in receipts[:slow]], slow),
            (
                "decode deliver_sm, smpp34, nothing read",
                lambda: [smpp34.decode(pdu) for pdu in receipts],
                count,
            ),
            (
                "decode deliver_sm, smpp34, five fields read",
                lambda: [_read(cast(smpp34.DeliverSm, smpp34.decode(pdu))) for pdu in receipts],
                count,
            ),
        ):
            sheet.add(case, size / seconds(work), "1/s")
    ours = "encode submit_sm, ours in batches"
    sheet.compare(ours, "encode submit_sm, smpplib", at_least=100)
    sheet.compare(ours, "encode submit_sm, smpp34", at_least=1.2)
    sheet.compare("encode submit_sm, ours one by one", "encode submit_sm, smpplib")
    sheet.compare("decode submit_sm_resp, ours", "decode submit_sm_resp, smpplib", at_least=20)
    sheet.compare("decode submit_sm_resp, ours", "decode submit_sm_resp, smpp34, body unparsed")
    sheet.compare("decode deliver_sm, ours", "decode deliver_sm, smpplib", at_least=20)
    sheet.compare("decode deliver_sm, ours", "decode deliver_sm, smpp34, five fields read")
    sheet.compare("decode deliver_sm, ours", "decode deliver_sm, smpp34, nothing read")
    sheet.compare("decode deliver_sm and its receipt, ours", "decode deliver_sm, smpplib")


def _encode_batches(requests: list[SubmitRequest]) -> None:
    for start in range(0, len(requests), _BATCH):
        encode_submits(requests[start : start + _BATCH])


def _requests(count: int) -> list[SubmitRequest]:
    """Give what a campaign looks like: one text and sender, many numbers."""
    source = WireAddress(5, 0, "Vox SMS")
    return [
        SubmitRequest(number, number, source, WireAddress(1, 1, f"38164{number:07}"), 0, 0, TEXT)
        for number in range(2, count + 2)
    ]


def _receipt(number: int) -> Delivery:
    return Delivery(
        f"38164{number:07}",
        "Vox SMS",
        0x04,
        0,
        RECEIPT,
        {0x001E: b"0a1b2c3d4e\0", 0x0427: b"\x02", 0x0423: b"\x03\x00\x00"},
        1,
        1,
        5,
        0,
    )


def _smpp34_submit(number: int) -> bytes:
    octets: bytes = smpp34.SubmitSm(
        "Vox SMS",
        f"38164{number:07}",
        TEXT,
        source_addr_ton=5,
        dest_addr_ton=1,
        dest_addr_npi=1,
        registered_delivery=1,
        sequence_number=number,
    ).encode()
    return octets


def _read(pdu: smpp34.DeliverSm) -> tuple[object, ...]:
    return pdu.source_addr, pdu.destination_addr, pdu.esm_class, pdu.short_message, pdu.tlvs
