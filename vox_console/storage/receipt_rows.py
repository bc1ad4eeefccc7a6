"""What a receipt is in the table of receipts."""

from __future__ import annotations

from vox_console.domain.provider_id import Match
from vox_console.domain.receipt import Receipt

INSERT_RECEIPTS = (
    "INSERT INTO receipts (profile, part_id, received_at_us, provider_id, relation, state, word,"
    " done_at_us, done_date, error_code, source, destination, witness, note, raw, network, rate, country)"
)


def receipt_columns(
    receipt: Receipt, raw: bytes, *, profile: str, now_us: int, match: Match | None
) -> tuple[object, ...]:
    """Give the values of a receipt's row for INSERT_RECEIPTS; match: None for an orphan."""
    return (
        profile,
        match.candidate.part_id if match else None,
        now_us,
        receipt.provider_id,
        match.relation.value if match else "",
        state_word(receipt),
        receipt.word,
        receipt.done_at_us,
        receipt.done_date,
        receipt.error_code,
        *whence(receipt),
        receipt.disagreement,
        raw,
        receipt.network,
        receipt.rate,
        receipt.country,
    )


def whence(receipt: Receipt) -> tuple[str, str, str]:
    """Give the addresses of a receipt and who told it."""
    return receipt.source, receipt.destination, receipt.witness.value


def state_word(receipt: Receipt) -> str:
    """Give the state a receipt tells as it is stored, "" for none."""
    return receipt.state.value if receipt.state else ""
