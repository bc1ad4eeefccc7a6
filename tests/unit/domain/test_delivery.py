"""What was pushed to us is kept as it came."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from vox_console.domain.delivery import Delivery


def test_two_deliveries_do_not_share_their_parameters() -> None:
    first, second = Delivery("1", "2", 0, 0, b""), Delivery("1", "2", 0, 0, b"")
    assert first == second
    assert first.tlvs is not second.tlvs


def test_a_delivery_cannot_be_changed() -> None:
    delivery = Delivery("+381641234567", "VOX", 4, 0, b"id:1")
    with pytest.raises(FrozenInstanceError):
        delivery.source = "1"  # type: ignore[misc] # the point of the test
