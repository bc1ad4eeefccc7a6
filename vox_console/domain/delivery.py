"""What a provider pushed to us: the neutral content of a deliver_sm or data_sm.

It says nothing yet about whether it is a receipt or a customer's message;
:func:`vox_console.domain.receipt.parse_receipt` decides that.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Delivery:
    """One pushed PDU (SMPP 3.4 §4.6, §4.7). Addresses are as received, not normalised.

    short_message: the octets of short_message, or of TLV message_payload when that carried them.
    tlvs: every optional parameter, tag to value, as octets. raw: the whole PDU.
    provider_id: what the provider calls a customer's message, where the way it came by tells that.
    """

    source: str
    destination: str
    esm_class: int
    data_coding: int
    short_message: bytes
    tlvs: dict[int, bytes] = field(default_factory=dict)
    source_ton: int = 0
    source_npi: int = 0
    destination_ton: int = 0
    destination_npi: int = 0
    raw: bytes = b""
    provider_id: str = ""
