"""Customers' messages, part by part and raw, as they arrive. Putting them together is a query."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.transport_name import Witness
from vox_console.storage.rows import insert_rows


def store_inbound(
    db: apsw.Connection, deliveries: Iterable[tuple[Delivery, Witness]], *, profile: str, now_us: int
) -> None:
    """Store parts of customers' messages and by which way they came; only then may they be acknowledged."""
    insert_rows(
        db,
        "INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding,"
        " short_message, raw, witness)",
        [
            (
                profile,
                now_us,
                delivery.source,
                delivery.destination,
                delivery.esm_class,
                delivery.data_coding,
                delivery.short_message,
                delivery.raw,
                witness.value,
            )
            for delivery, witness in deliveries
        ],
    )
