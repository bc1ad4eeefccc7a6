"""What the options of a message offer, as (value, label) pairs."""

from __future__ import annotations

from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.transports.base import Capabilities

Coding = int | None

CODINGS: tuple[tuple[Coding, str], ...] = (
    (None, "Automatic"),
    (0, "0 · Default alphabet (GSM 7-bit)"),
    (1, "1 · ASCII"),
    (3, "3 · Latin-1"),
    (6, "6 · Cyrillic (ISO-8859-5)"),
    (7, "7 · Hebrew (ISO-8859-8)"),
    (8, "8 · UCS-2"),
    (10, "10 · Japanese (ISO-2022-JP)"),
    (14, "14 · Korean (KS C 5601)"),
)

METHODS: tuple[tuple[str, str], ...] = (
    (LongMethod.UDH8.value, "Header, 8-bit reference"),
    (LongMethod.UDH16.value, "Header, 16-bit reference"),
    (LongMethod.SAR.value, "SAR parameters"),
    (LongMethod.PAYLOAD.value, "One long message (payload)"),
)

WAY_NAMES = {TransportName.SMPP.value: "SMPP", TransportName.REST.value: "REST"}

WAYS: tuple[tuple[str, str], ...] = (
    (TransportRule.AUTO.value, "Automatic"),
    *((name, label) for name, label in WAY_NAMES.items()),
)


def codings_over(able: Capabilities, *, chosen: Coding) -> tuple[tuple[Coding, str], ...]:
    """Give the codings that a way can carry, and the chosen one, which is then told to be wrong there."""
    return tuple(
        choice for choice in CODINGS if choice[0] in (None, chosen) or choice[0] in able.data_codings
    )
