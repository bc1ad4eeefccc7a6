"""Customers' messages, part by part and raw, as they arrive. Putting them together is a query.

Two equal messages are two: a customer may insist. Only what comes again under the provider's own id of it and
is the same to the octet is the same message, sent again because our answer was lost; it is counted, not kept
twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.transport_name import Witness
from vox_console.storage.rows import insert_rows

_INSERT = (
    "INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding,"
    " short_message, raw, witness, provider_id, repeats)"
)
_REPEAT = (
    "UPDATE inbound SET repeats = repeats + ? WHERE id ="
    " (SELECT id FROM inbound WHERE provider_id = ? AND provider_id <> '' AND profile = ? AND raw = ?"
    " AND witness = ? LIMIT 1)"
)


def store_inbound(
    db: apsw.Connection, deliveries: Iterable[tuple[Delivery, Witness]], *, profile: str, now_us: int
) -> int:
    """Store parts of customers' messages and by which way they came; give how many are new.

    Only then may they be acknowledged, those that were sent again too.
    """
    single: list[tuple[Delivery, Witness]] = []
    times: Counter[tuple[str, bytes, Witness]] = Counter()
    for delivery, witness in deliveries:
        identity = (delivery.provider_id, delivery.raw, witness)
        if not delivery.provider_id or identity not in times:
            single.append((delivery, witness))
        times[identity] += 1
    fresh: list[tuple[object, ...]] = []
    for delivery, witness in single:
        count = times[delivery.provider_id, delivery.raw, witness] if delivery.provider_id else 1
        if delivery.provider_id:
            db.execute(_REPEAT, (count, delivery.provider_id, profile, delivery.raw, witness.value))
            if db.changes():
                continue
        fresh.append(_columns(delivery, witness, profile=profile, now_us=now_us, repeats=count - 1))
    insert_rows(db, _INSERT, fresh)
    return len(fresh)


def _columns(
    delivery: Delivery, witness: Witness, *, profile: str, now_us: int, repeats: int
) -> tuple[object, ...]:
    return (
        profile,
        now_us,
        delivery.source,
        delivery.destination,
        delivery.esm_class,
        delivery.data_coding,
        delivery.short_message,
        delivery.raw,
        witness.value,
        delivery.provider_id,
        repeats,
    )
