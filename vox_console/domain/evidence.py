"""How we know: the records a message's state rests on, as the journal gives them."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.submission import SubmitRequest
from vox_console.domain.transport_name import Witness

ADOPTED = "No answer came; a receipt was given to it by hand."
"""The reason of an attempt that a person took as accepted: nobody else said so."""


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One intent to hand a part over. state: reserved, accepted, refused, unknown or not_sent.

    session: which bind it was for. Times are microseconds since 1970 UTC, 0 when not yet.
    http_status, answer: what came over HTTP, 0 and "" where nothing did. own_id: the id of ours it carried.
    request: what left over SMPP, None where that is not certain.
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
    http_status: int = 0
    answer: str = ""
    own_id: str = ""
    request: SubmitRequest | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """What somebody said about a part. relation: how its id matched. repeats: copies seen.

    witness: who said it. raw: the whole PDU, or the body of the answer or callback. network, rate, country:
    as told, "" when not.
    """

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
    witness: Witness = Witness.SMPP
    network: str = ""
    rate: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class QueryClock:
    """How it stands with asking the provider about a message. Moments are microseconds since 1970, UTC.

    accepted_at_us: from when its memory of the message counts. next_us: when it is asked again. asked: how
    often it was.
    """

    accepted_at_us: int
    next_us: int
    asked: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is known about one message, oldest first."""

    attempts: tuple[AttemptRecord, ...]
    receipts: tuple[ReceiptRecord, ...]
    clock: QueryClock | None = None
