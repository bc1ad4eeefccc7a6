"""The life of an outbound message: what may follow what, and what the whole says when parts differ.

Theory of operation. A message is cut into parts; a part is the unit that travels. A part has two
lives that are never mixed:

* its *submit* life (:class:`SubmitState`): did the provider take it?
* its *delivery* life (:class:`DeliveryState`): what became of it afterwards?

They are different types on purpose: "accepted by the provider" can never be shown as "delivered".
Every legal move stands in one of the two tables below; anything else raises :class:`IllegalMove`
(our bug) or, for late and repeated receipts, simply does not move (:func:`delivery_after`).
A message's own state is never stored as truth: it is computed from its parts by
:func:`message_state`.

Rules that may live here: no clock, no I/O, no wording beyond the state names, which are a promise
of the command line's JSON (``vox-console send --json``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class SubmitState(StrEnum):
    """What is known about one part's way to the provider."""

    QUEUED = "queued"  # stored; no byte of it has left
    RESERVED = "reserved"  # intent stored; bytes may have left
    ACCEPTED = "accepted"  # the provider answered with an id
    REFUSED = "refused"  # the provider answered with an error: not accepted
    UNKNOWN = "unknown"  # no answer will come by itself: may or may not have been accepted
    WITHHELD = "withheld"  # a sibling was refused or is unknown, so this part stays here


class DeliveryState(StrEnum):
    """What is known about one accepted part afterwards (SMPP 3.4 §5.2.28, and two of our own)."""

    PENDING = "pending"  # nothing heard yet
    ENROUTE = "enroute"
    ACCEPTD = "acceptd"  # a mobile network's centre has it; not final
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"
    REJECTED = "rejected"
    EXPIRED = "expired"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"  # the provider no longer knows; the last known state stays in the evidence


class MessageState(StrEnum):
    """The one word a whole message is shown with. These words are a promise of the JSON output."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ENROUTE = "enroute"
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"
    REJECTED = "rejected"
    EXPIRED = "expired"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"


SUBMIT_MOVES: dict[SubmitState, frozenset[SubmitState]] = {
    SubmitState.QUEUED: frozenset({SubmitState.RESERVED, SubmitState.WITHHELD}),
    SubmitState.RESERVED: frozenset(
        {
            SubmitState.ACCEPTED,
            SubmitState.REFUSED,
            SubmitState.UNKNOWN,
            SubmitState.QUEUED,  # definitely not accepted: never written, or refused as "try later"
        }
    ),
    # A late answer, or an operator's verdict, may still decide; nothing may put it back in the queue.
    SubmitState.UNKNOWN: frozenset({SubmitState.ACCEPTED, SubmitState.REFUSED}),
    # Its unknown sibling was accepted after all, and this part has never left.
    SubmitState.WITHHELD: frozenset({SubmitState.QUEUED}),
    SubmitState.ACCEPTED: frozenset(),
    SubmitState.REFUSED: frozenset(),
}

FINAL_DELIVERIES = frozenset(
    {
        DeliveryState.DELIVERED,
        DeliveryState.UNDELIVERABLE,
        DeliveryState.REJECTED,
        DeliveryState.EXPIRED,
        DeliveryState.DELETED,
    }
)

# In-progress states only move up; FORGOTTEN ends the asking but yields to a real final state,
# because a receipt may still come when the provider's query memory is already empty.
_RANK = {
    DeliveryState.PENDING: 0,
    DeliveryState.ENROUTE: 1,
    DeliveryState.ACCEPTD: 2,
    DeliveryState.FORGOTTEN: 3,
    **dict.fromkeys(FINAL_DELIVERIES, 4),
}

DELIVERY_MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    old: frozenset(new for new in DeliveryState if _RANK[new] > _RANK[old]) for old in DeliveryState
}

FINAL_STATES = frozenset(
    {
        MessageState.REFUSED,
        MessageState.DELIVERED,
        MessageState.UNDELIVERABLE,
        MessageState.REJECTED,
        MessageState.EXPIRED,
        MessageState.DELETED,
        MessageState.FORGOTTEN,
    }
)

_FAILURES_WORST_FIRST = (
    (DeliveryState.UNDELIVERABLE, MessageState.UNDELIVERABLE),
    (DeliveryState.REJECTED, MessageState.REJECTED),
    (DeliveryState.EXPIRED, MessageState.EXPIRED),
    (DeliveryState.DELETED, MessageState.DELETED),
)


class IllegalMove(Exception):
    """A move that is not in the table was asked for: a bug of ours."""


def submit_after(old: SubmitState, new: SubmitState) -> SubmitState:
    """Give the new submit state.

    Raises IllegalMove when the table does not allow it.
    """
    if new not in SUBMIT_MOVES[old]:
        msg = f"{old} -> {new}"
        raise IllegalMove(msg)
    return new


def delivery_after(old: DeliveryState, new: DeliveryState, *, shared_id: bool = False) -> DeliveryState:
    """Give the state after evidence for `new`: never backwards, and final means final.

    shared_id: one id stands for several segments, so "delivered" may have been said of another one of them;
    a failure then overrules it (provider_interface §11 U9: the worst final counts).
    """
    if shared_id and is_partial(old, new):
        return old if new is DeliveryState.DELIVERED else new
    return new if new in DELIVERY_MOVES[old] else old


def is_partial(one: DeliveryState, other: DeliveryState) -> bool:
    """Say whether two final states of one id that stands for several segments mean "partly delivered"."""
    finals = {one, other}
    return len(finals) == 2 and DeliveryState.DELIVERED in finals and finals <= FINAL_DELIVERIES


def message_state(parts: Iterable[tuple[SubmitState, DeliveryState]]) -> MessageState:
    """Say in one word what is known of a message with these parts (at least one).

    A person's attention comes first: unknown beats refused beats everything in progress.
    A failure of any part is a failure of the message; delivered needs every part delivered.
    """
    submits: set[SubmitState] = set()
    deliveries: set[DeliveryState] = set()
    for submit, delivery in parts:
        submits.add(submit)
        deliveries.add(delivery)
    if SubmitState.UNKNOWN in submits:
        return MessageState.UNKNOWN
    if SubmitState.REFUSED in submits:
        return MessageState.REFUSED
    if submits == {SubmitState.QUEUED}:
        return MessageState.QUEUED
    if submits == {SubmitState.WITHHELD}:
        return MessageState.DRAFT  # taken back before any part left
    if submits != {SubmitState.ACCEPTED}:
        return MessageState.SENDING
    return _delivery_word(deliveries)


def _delivery_word(deliveries: set[DeliveryState]) -> MessageState:
    for failure, word in _FAILURES_WORST_FIRST:
        if failure in deliveries:
            return word
    if deliveries == {DeliveryState.DELIVERED}:
        return MessageState.DELIVERED
    if DeliveryState.FORGOTTEN in deliveries:
        return MessageState.FORGOTTEN
    if deliveries == {DeliveryState.PENDING}:
        return MessageState.ACCEPTED
    return MessageState.ENROUTE


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message as the journal knows it.

    number: 1-based position. units: GSM septets, UTF-16 units or octets, by the coding.
    provider_id: as given in the answer, case kept, "" before. command_status: the answer's, or 0.
    error_code: the receipt's ``err`` field verbatim, "" when none.
    """

    number: int
    units: int
    submit: SubmitState
    delivery: DeliveryState
    provider_id: str = ""
    command_status: int = 0
    error_code: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """An outbound message as the journal knows it. Times are microseconds since 1970, UTC.

    recipient: E.164 digits without plus. profile: the account's name. transport: "smpp" or "rest".
    encoding: "gsm7", "ucs2", ... (see :mod:`vox_console.domain.segmentation`).
    hold_until_us: not before this moment does it leave (undo-send), 0 when not held.
    reason: why it is unknown, refused or withheld, in words; "" otherwise. segments: what it is cut into and
    billed as; fewer parts than that where one id stands for all of them.
    """

    id: int
    profile: str
    transport: str
    sender: str
    recipient: str
    text: str
    data_coding: int
    encoding: str
    method: str
    state: MessageState
    parts: tuple[Part, ...]
    created_at_us: int
    updated_at_us: int
    hold_until_us: int = 0
    reason: str = ""
    segments: int = 1
