"""Delivery receipts in every shape that providers are known to send.

The standard one is a deliver_sm with esm_class 0x04, the text of SMPP 3.4 Appendix B and the TLVs
receipted_message_id and message_state. Addresses are swapped against the submit_sm, as a message
*from* the handset *to* the sender. The other shapes are listed in
:class:`~vox_console.practice.behaviours.ReceiptForm`; their sources stand in interface reference §7.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from vox_console.domain.delivery import Delivery
from vox_console.practice.behaviours import ReceiptForm, Stat
from vox_console.smpp.pdus import Tag

ESM_RECEIPT = 0x04  # SMPP 3.4 §5.2.12: SMSC delivery receipt
ESM_INTERMEDIATE = 0x20  # intermediate delivery notification

TEXT_CHARACTERS = 20  # of the original message, Appendix B

_ERRORS = {
    Stat.UNDELIV: "021",
    Stat.REJECTD: "011",
    Stat.EXPIRED: "027",
    Stat.DELETED: "003",
    Stat.UNKNOWN: "255",
}
_LONG_WORDS = {
    Stat.DELIVRD: "Delivered",
    Stat.UNDELIV: "Undeliverable",
    Stat.REJECTD: "Rejected",
    Stat.EXPIRED: "Expired",
}
_WITHOUT_TLVS = frozenset(
    {
        ReceiptForm.TEXT_ONLY,
        ReceiptForm.REORDERED,
        ReceiptForm.MINIMAL,
        ReceiptForm.LONG,
        ReceiptForm.DISGUISED,
    }
)


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt tells. Dates are whole UTC seconds since 1970.

    source and destination are those of the submit_sm; excerpt: the start of its text.
    """

    message_id: str
    stat: Stat
    source: str
    destination: str
    submitted_at: int
    done_at: int
    excerpt: bytes = b""
    source_ton: int = 0
    source_npi: int = 0
    destination_ton: int = 0
    destination_npi: int = 0


def error_code(stat: Stat) -> str:
    """Give the error code that goes with a word: three digits, "000" for none."""
    return _ERRORS.get(stat, "000")


def receipt(
    facts: ReceiptFacts, form: ReceiptForm = ReceiptForm.STANDARD, *, intermediate: bool = False
) -> Delivery:
    """Give the content of the deliver_sm (or data_sm) that tells these facts in this form.

    intermediate: an intermediate notification (registered_delivery bit 4) instead of a receipt.
    """
    text = b"" if form is ReceiptForm.TLV_ONLY else _text(facts, form)
    tlvs: dict[int, bytes] = {}
    if form not in _WITHOUT_TLVS:
        tlvs[Tag.RECEIPTED_MESSAGE_ID] = facts.message_id.encode("ascii") + b"\0"
        tlvs[Tag.MESSAGE_STATE] = bytes((facts.stat.message_state,))
    if form in {ReceiptForm.PAYLOAD, ReceiptForm.DATA_SM}:  # data_sm has no short_message at all
        tlvs[Tag.MESSAGE_PAYLOAD] = text
        text = b""
    esm_class = ESM_INTERMEDIATE if intermediate else ESM_RECEIPT
    if form is ReceiptForm.DISGUISED:
        esm_class = 0
    sender = (facts.source, facts.source_ton, facts.source_npi)
    handset = (facts.destination, facts.destination_ton, facts.destination_npi)
    origin, target = (sender, handset) if form is ReceiptForm.NOT_SWAPPED else (handset, sender)
    return Delivery(
        source=origin[0],
        destination=target[0],
        esm_class=esm_class,
        data_coding=0,
        short_message=text,
        tlvs=tlvs,
        source_ton=origin[1],
        source_npi=origin[2],
        destination_ton=target[1],
        destination_npi=target[2],
    )


def _text(facts: ReceiptFacts, form: ReceiptForm) -> bytes:
    stat = facts.stat
    ident = facts.message_id
    delivered = "001" if stat is Stat.DELIVRD else "000"
    error = error_code(stat)
    excerpt = facts.excerpt[:TEXT_CHARACTERS]
    if form is ReceiptForm.MINIMAL:
        return f"id:{ident} stat:{stat}".encode("ascii")
    if form is ReceiptForm.REORDERED:
        return (
            f"stat:{stat} err:{error} done date:{_minutes(facts.done_at // 60)} id:{ident} "
            f"submit date:{_minutes(facts.submitted_at // 60)} dlvrd:{delivered} sub:001 text:"
        ).encode("ascii") + excerpt
    if form is ReceiptForm.LONG:
        return (
            f"id:{ident} sub:1 dlvrd:{int(delivered)} submit date:{_seconds(facts.submitted_at)} "
            f"done date:{_seconds(facts.done_at)} stat:{_LONG_WORDS.get(stat, stat.lower())} "
            f"err:{int(error)} text:"
        ).encode("ascii") + excerpt
    if form is ReceiptForm.WRONG_TEXT_ID:
        ident = f"{ident[:-1]}{'0' if ident[-1] != '0' else '1'}x"
    return (
        f"id:{ident} sub:001 dlvrd:{delivered} submit date:{_minutes(facts.submitted_at // 60)} "
        f"done date:{_minutes(facts.done_at // 60)} stat:{stat} err:{error} text:"
    ).encode("ascii") + excerpt


@lru_cache(maxsize=64)
def _minutes(minute: int) -> str:
    """YYMMDDhhmm, UTC. Cached by the minute: thousands of receipts a second share it."""
    return datetime.fromtimestamp(minute * 60, tz=UTC).strftime("%y%m%d%H%M")


def _seconds(second: int) -> str:
    """YYYYMMDDhhmmss, UTC."""
    return datetime.fromtimestamp(second, tz=UTC).strftime("%Y%m%d%H%M%S")
