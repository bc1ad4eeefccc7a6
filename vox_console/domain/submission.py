"""One part of a message, ready for the wire, and the fingerprint that is stored before it leaves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WireAddress:
    """An address as it stands in a PDU (SMPP 3.4 §5.2.5, §5.2.6)."""

    ton: int
    npi: int
    digits: str


@dataclass(frozen=True, slots=True)
class SubmitRequest:
    """One part, ready for the wire.

    short_message: the octets as sent, UDH included. When `payload` is true they go into TLV
    message_payload (0x0424) and sm_length is 0. sar: (reference, total, number) or None.
    validity_period: SMPP time string, "" for the provider's default (3.4 §7.1.1).

    Where the provider encodes and splits, `text` and `long_mode` say what it is given, and short_message
    is the same text in its coding. own_id: an id of ours that goes along. segments: what it is billed as.
    """

    attempt_id: int
    sequence: int
    source: WireAddress
    destination: WireAddress
    data_coding: int
    esm_class: int
    short_message: bytes
    registered_delivery: int = 1
    validity_period: str = ""
    sar: tuple[int, int, int] | None = None
    payload: bool = False
    text: str = ""
    long_mode: str = ""
    own_id: str = ""
    segments: int = 1

    def fingerprint(self) -> bytes:
        """Give 16 octets that identify what was about to be sent, for the attempt row."""
        head = (
            f"{self.source.digits}|{self.destination.digits}|{self.data_coding}|{self.esm_class}"
            f"|{self.sar}|{self.validity_period}|"
        )
        return hashlib.blake2b(
            head.encode() + self.short_message + self.long_mode.encode(), digest_size=16
        ).digest()
