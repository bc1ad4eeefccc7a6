"""Stored parts as the inbox would read them, made from what a provider pushed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vox_console.domain.concatenation import PartPlace, StoredPart, place_of
from vox_console.domain.delivery import Delivery
from vox_console.domain.segmentation import LongMethod
from vox_console.practice.inbound import CustomerMessage, deliveries

MINUTE_US = 60 * 1_000_000
HOUR_US = 60 * MINUTE_US


def pushed(text: str, *, reference: int = 1, method: LongMethod = LongMethod.UDH8) -> list[Delivery]:
    """Give what a provider pushes for a customer's text, in order."""
    message = CustomerMessage("381641234567", "381600000000", text, reference=reference, method=method)
    return deliveries(message)


def stored(delivery: Delivery, *, row: int, at_us: int) -> StoredPart:
    """Store one part; it must be one."""
    place = place_of(delivery).place
    assert place is not None
    return StoredPart(row, at_us, delivery.short_message, place, delivery.data_coding, delivery.esm_class)


def all_stored(pushes: Sequence[Delivery], *, at_us: Iterable[int] | None = None) -> list[StoredPart]:
    """Store parts in the order given, a second apart unless their times are given."""
    times = at_us or [index * 1_000_000 for index in range(len(pushes))]
    return [
        stored(delivery, row=row, at_us=time)
        for row, (delivery, time) in enumerate(zip(pushes, times, strict=True), 1)
    ]


def plain_part(
    number: int,
    octets: bytes,
    *,
    at_us: int,
    row: int,
    total: int = 2,
    reference: int = 1,
    data_coding: int = 0,
) -> StoredPart:
    """Store a part without a header, as sar_* leaves them."""
    return StoredPart(row, at_us, octets, PartPlace(16, reference, total, number), data_coding)
