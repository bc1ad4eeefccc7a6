"""How a state is shown: one icon name, one word and one tone, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.message import DeliveryState, MessageState, SubmitState


class Tone(StrEnum):
    """Names of the colour tokens a state may use (see the theme)."""

    DELIVERED = "delivered"
    WAITING = "waiting"
    PROGRESS = "accent"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Look:
    """icon: a name of the icon set. word: what the operator reads. tone: the colour token."""

    icon: str
    word: str
    tone: Tone


MESSAGE_LOOKS: dict[MessageState, Look] = {
    MessageState.DRAFT: Look("withdrawn", "Withdrawn", Tone.WAITING),
    MessageState.QUEUED: Look("clock", "Queued", Tone.WAITING),
    MessageState.SENDING: Look("sending", "Sending", Tone.PROGRESS),
    MessageState.UNKNOWN: Look("unknown", "Unknown", Tone.UNKNOWN),
    MessageState.REFUSED: Look("failed", "Refused", Tone.FAILED),
    MessageState.ACCEPTED: Look("accepted", "Accepted", Tone.PROGRESS),
    MessageState.ENROUTE: Look("enroute", "En route", Tone.PROGRESS),
    MessageState.DELIVERED: Look("delivered", "Delivered", Tone.DELIVERED),
    MessageState.UNDELIVERABLE: Look("failed", "Undeliverable", Tone.FAILED),
    MessageState.REJECTED: Look("failed", "Rejected", Tone.FAILED),
    MessageState.EXPIRED: Look("failed", "Expired", Tone.FAILED),
    MessageState.DELETED: Look("failed", "Deleted", Tone.FAILED),
    MessageState.FORGOTTEN: Look("unknown", "No longer known", Tone.UNKNOWN),
}

_SUBMIT_TONES = {
    SubmitState.QUEUED: Tone.WAITING,
    SubmitState.RESERVED: Tone.PROGRESS,
    SubmitState.REFUSED: Tone.FAILED,
    SubmitState.UNKNOWN: Tone.UNKNOWN,
    SubmitState.WITHHELD: Tone.WAITING,
}

_DELIVERY_TONES = {
    DeliveryState.PENDING: Tone.PROGRESS,
    DeliveryState.ENROUTE: Tone.PROGRESS,
    DeliveryState.ACCEPTD: Tone.PROGRESS,
    DeliveryState.DELIVERED: Tone.DELIVERED,
    DeliveryState.FORGOTTEN: Tone.UNKNOWN,
}


def part_tone(submit: SubmitState, delivery: DeliveryState) -> Tone:
    """Give the colour of one block in the parts strip."""
    if submit is not SubmitState.ACCEPTED:
        return _SUBMIT_TONES[submit]
    return _DELIVERY_TONES.get(delivery, Tone.FAILED)
