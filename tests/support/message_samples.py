"""Messages as the journal would give them."""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.domain.message import DeliveryState, Message, Part, SubmitState, message_state


def part(
    number: int = 1,
    *,
    submit: SubmitState = SubmitState.ACCEPTED,
    delivery: DeliveryState = DeliveryState.PENDING,
    provider_id: str = "",
    command_status: int = 0,
    error_code: str = "",
) -> Part:
    return Part(number, 5, submit, delivery, provider_id, command_status, error_code)


def message(parts: Sequence[Part], *, text: str = "Hello", sender: str = "Vox", reason: str = "") -> Message:
    """Give a message of 22 November 2026; its state follows from its parts."""
    return Message(
        id=7,
        profile="work",
        transport="smpp",
        sender=sender,
        recipient="381641234567",
        text=text,
        data_coding=0,
        encoding="gsm7",
        method="udh8",
        state=message_state((each.submit, each.delivery) for each in parts),
        parts=tuple(parts),
        created_at_us=1_795_348_991_250_000,
        updated_at_us=1_795_348_992_000_001,
        reason=reason,
    )
