"""How we know: the records a message's state rests on, as the journal gives them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One intent to hand a part over. state: reserved, accepted, refused, unknown or not_sent.

    session: which bind it was for. Times are microseconds since 1970 UTC, 0 when not yet.
    """

    part_number: int
    session: str
    sequence: int
    state: str
    reserved_at_us: int
    answered_at_us: int
    command_status: int
    provider_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """One receipt under a part. relation: how its id matched. raw: the whole PDU, repeats: copies seen."""

    part_number: int
    received_at_us: int
    provider_id: str
    relation: str
    state: str
    word: str
    done_at_us: int | None
    done_date: str
    error_code: str
    note: str
    raw: bytes
    repeats: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is known about one message, oldest first."""

    attempts: tuple[AttemptRecord, ...]
    receipts: tuple[ReceiptRecord, ...]
