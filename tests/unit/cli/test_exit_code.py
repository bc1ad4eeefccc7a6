from __future__ import annotations

from collections.abc import Sequence

import pytest

from vox_console.cli.send import exit_code
from vox_console.domain.message import DeliveryState, Message, Part, SubmitState, message_state

ACCEPTED, REFUSED, UNKNOWN, QUEUED = (
    SubmitState.ACCEPTED,
    SubmitState.REFUSED,
    SubmitState.UNKNOWN,
    SubmitState.QUEUED,
)
PENDING, DELIVERED, FAILED, FORGOTTEN = (
    DeliveryState.PENDING,
    DeliveryState.DELIVERED,
    DeliveryState.UNDELIVERABLE,
    DeliveryState.FORGOTTEN,
)


def message(submit: SubmitState, delivery: DeliveryState = PENDING) -> Message:
    return Message(
        id=1,
        profile="work",
        transport="smpp",
        sender="Vox",
        recipient="381641234567",
        text="Hello",
        data_coding=0,
        encoding="gsm7",
        method="udh8",
        state=message_state([(submit, delivery)]),
        parts=(Part(1, 5, submit, delivery),),
        created_at_us=0,
        updated_at_us=0,
    )


@pytest.mark.parametrize(
    ("messages", "accepted", "delivered"),
    [
        ([(ACCEPTED, DELIVERED)], 0, 0),
        ([(ACCEPTED, PENDING)], 0, 4),
        ([(ACCEPTED, FAILED)], 0, 3),
        ([(ACCEPTED, FORGOTTEN)], 0, 4),
        ([(REFUSED, PENDING)], 3, 3),
        ([(UNKNOWN, PENDING)], 4, 4),
        ([(QUEUED, PENDING)], 4, 4),
        ([(ACCEPTED, DELIVERED), (REFUSED, PENDING)], 3, 3),
        ([(REFUSED, PENDING), (UNKNOWN, PENDING)], 4, 4),
        ([(ACCEPTED, DELIVERED), (ACCEPTED, DELIVERED)], 0, 0),
    ],
)
def test_the_exit_code_tells_the_worst(
    messages: Sequence[tuple[SubmitState, DeliveryState]], accepted: int, delivered: int
) -> None:
    sent = [message(submit, delivery) for submit, delivery in messages]
    assert exit_code(sent, delivery_wanted=False) == accepted
    assert exit_code(sent, delivery_wanted=True) == delivered
