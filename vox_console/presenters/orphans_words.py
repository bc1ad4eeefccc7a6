"""Receipts without a message, in words."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.domain.delivery_error import delivery_error_words
from vox_console.domain.plain_text import one_line
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import Witness
from vox_console.presenters.compose_words import plural
from vox_console.presenters.evidence_lines import http_text, pdu_shown
from vox_console.presenters.evidence_receipts import WITNESSES
from vox_console.presenters.orphans_state import MeantShown, OrphanDetail
from vox_console.presenters.two_line_rows import TwoLineRow
from vox_console.presenters.wall_time import ToLocal, day, full_time
from vox_console.services.orphans import Examined, Meant
from vox_console.storage.orphan_bench import OrphanReceipt

NONE = "Every receipt belongs to a message."
_AS_IT_CAME = "As it came from the provider."


def found_words(count: int) -> str:
    """Say how many there are."""
    return f"{plural(count, 'receipt')} without a message, the newest first" if count else NONE


def row_of(receipt: OrphanReceipt, to_local: ToLocal) -> TwoLineRow:
    """Give a receipt as it stands in the list."""
    return TwoLineRow(
        receipt.id,
        _number(receipt),
        day(receipt.received_at_us, to_local),
        f"{one_line(receipt.word) or 'no state'}, id {one_line(receipt.provider_id) or 'none'}",
    )


def detail_of(examined: Examined, to_local: ToLocal) -> OrphanDetail:
    """Give the chosen receipt with what it may be about."""
    receipt = examined.receipt
    over_smpp = receipt.witness is Witness.SMPP
    told = (
        f"stat {one_line(receipt.word)}" if receipt.word else "no state",
        one_line(delivery_error_words(receipt.error_code)),
        f"id {one_line(receipt.provider_id)}" if receipt.provider_id else "no id",
        f"to a message from {one_line(receipt.destination)}" if receipt.destination else "",
        f"received {receipt.repeats + 1} times" if receipt.repeats else "",
    )
    return OrphanDetail(
        receipt.id,
        _number(receipt),
        " · ".join(filter(None, told)),
        f"{WITNESSES[receipt.witness]}, {full_time(receipt.received_at_us, to_local)}",
        tuple(_meant(each, to_local) for each in examined.meant),
        raw="" if over_smpp else http_text(receipt.raw.decode("utf-8", "replace")),
        pdu=pdu_shown(receipt.raw, _AS_IT_CAME, DefaultAlphabet.GSM7) if over_smpp else None,
    )


def _meant(each: Meant, to_local: ToLocal) -> MeantShown:
    message = each.message
    return MeantShown(
        each.suggestion.part_id,
        f"Message {message.id}, {full_time(message.created_at_us, to_local)[:-4]}",
        one_line(message.text),
        " · ".join(each.suggestion.reasons),
    )


def _number(receipt: OrphanReceipt) -> str:
    digits = receipt.source.strip().lstrip("+")
    is_number = digits.isascii() and digits.isdigit()
    return international(digits) if is_number else one_line(receipt.source) or "No number"
