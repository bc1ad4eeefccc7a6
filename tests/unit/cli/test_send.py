"""The exit code; what leads to it is tested on the wire in tests/integration/test_cli_send.py."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.message_samples import message, part
from vox_console.cli.send import exit_code
from vox_console.domain.message import DeliveryState, Part, SubmitState

DELIVERED = part(delivery=DeliveryState.DELIVERED)
PENDING = part()
FAILED = part(delivery=DeliveryState.UNDELIVERABLE)
FORGOTTEN = part(delivery=DeliveryState.FORGOTTEN)
REFUSED = part(submit=SubmitState.REFUSED)
UNKNOWN = part(submit=SubmitState.UNKNOWN)
QUEUED = part(submit=SubmitState.QUEUED)


@pytest.mark.parametrize(
    ("messages", "accepted", "delivered"),
    [
        ([[DELIVERED]], 0, 0),
        ([[PENDING]], 0, 4),
        ([[FAILED]], 0, 3),
        ([[FORGOTTEN]], 0, 4),
        ([[REFUSED]], 3, 3),
        ([[UNKNOWN]], 4, 4),
        ([[QUEUED]], 4, 4),
        ([[PENDING, QUEUED]], 4, 4),
        ([[DELIVERED, UNKNOWN]], 4, 4),
        ([[DELIVERED, FAILED]], 0, 3),
        ([[DELIVERED], [REFUSED]], 3, 3),
        ([[REFUSED], [UNKNOWN]], 4, 4),
        ([[DELIVERED], [DELIVERED, DELIVERED]], 0, 0),
    ],
)
def test_the_exit_code_tells_the_worst(
    messages: Sequence[Sequence[Part]], accepted: int, delivered: int
) -> None:
    sent = [message(parts) for parts in messages]
    assert exit_code(sent, delivery_wanted=False) == accepted
    assert exit_code(sent, delivery_wanted=True) == delivered
