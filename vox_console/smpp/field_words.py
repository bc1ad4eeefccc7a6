"""What the values of a PDU's fields mean (SMPP 3.4 §5.2 and §5.3.2), in a few words each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

HEADER_WORDS: Final = ("command_length", "command_id", "command_status", "sequence_number")

_TYPES: Final = (  # §5.2.5
    "unknown",
    "international",
    "national",
    "network specific",
    "subscriber number",
    "alphanumeric",
    "abbreviated",
)
_PLANS: Final = {  # §5.2.6
    0: "unknown",
    1: "E.164",
    3: "X.121",
    4: "telex",
    6: "E.212",
    8: "national",
    9: "private",
    10: "ERMES",
    14: "internet",
    18: "WAP client id",
}
_MODES: Final = ("default mode", "datagram", "forward", "store and forward")  # §5.2.12, bits 0 and 1
_KINDS: Final = {  # §5.2.12, bits 2 to 5
    0x04: "delivery receipt",
    0x08: "delivery acknowledgement",
    0x10: "user acknowledgement",
    0x18: "conversation abort",
    0x20: "intermediate notification",
}
_CODINGS: Final = {  # §5.2.19
    0: "the provider's default alphabet",
    1: "ASCII",
    2: "octets",
    3: "Latin 1",
    4: "octets",
    5: "JIS",
    6: "Cyrillic",
    7: "Latin/Hebrew",
    8: "UCS-2",
    9: "pictogram",
    10: "ISO-2022-JP",
    13: "extended Kanji JIS",
    14: "KS C 5601",
}
_RECEIPTS: Final = ("no receipt", "receipt for success and failure", "receipt for failure", "reserved")
_STATES: Final = {  # §5.2.28
    1: "ENROUTE",
    2: "DELIVERED",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIVERABLE",
    6: "ACCEPTED",
    7: "UNKNOWN",
    8: "REJECTED",
}
_NETWORKS: Final = {1: "ANSI-136", 2: "IS-95", 3: "GSM"}  # §5.3.2.31

TLV_NAMES: Final[Mapping[int, str]] = {  # §5.3.2
    0x0005: "dest_addr_subunit",
    0x0006: "dest_network_type",
    0x0007: "dest_bearer_type",
    0x0008: "dest_telematics_id",
    0x000D: "source_addr_subunit",
    0x000E: "source_network_type",
    0x000F: "source_bearer_type",
    0x0010: "source_telematics_id",
    0x0017: "qos_time_to_live",
    0x0019: "payload_type",
    0x001D: "additional_status_info_text",
    0x001E: "receipted_message_id",
    0x0030: "ms_msg_wait_facilities",
    0x0201: "privacy_indicator",
    0x0202: "source_subaddress",
    0x0203: "dest_subaddress",
    0x0204: "user_message_reference",
    0x0205: "user_response_code",
    0x020A: "source_port",
    0x020B: "destination_port",
    0x020C: "sar_msg_ref_num",
    0x020D: "language_indicator",
    0x020E: "sar_total_segments",
    0x020F: "sar_segment_seqnum",
    0x0210: "sc_interface_version",
    0x0302: "callback_num_pres_ind",
    0x0303: "callback_num_atag",
    0x0304: "number_of_messages",
    0x0381: "callback_num",
    0x0420: "dpf_result",
    0x0421: "set_dpf",
    0x0422: "ms_availability_status",
    0x0423: "network_error_code",
    0x0424: "message_payload",
    0x0425: "delivery_failure_reason",
    0x0426: "more_messages_to_send",
    0x0427: "message_state",
    0x0501: "ussd_service_op",
    0x1201: "display_time",
    0x1203: "sms_signal",
    0x1204: "ms_validity",
    0x130C: "alert_on_message_delivery",
    0x1380: "its_reply_type",
    0x1383: "its_session_info",
}
_STRINGS: Final = frozenset({0x001D, 0x001E})
_LONGEST_NUMBER: Final = 4


def _numbered(words: Mapping[int, str]) -> Callable[[int], str]:
    return lambda value: f"{value}, {words[value]}" if value in words else str(value)


def _esm_class(value: int) -> str:
    kind = value & 0x3C
    said = [_MODES[value & 0x03]]
    if kind:
        said.append(_KINDS.get(kind, f"kind 0x{kind:02X}"))
    if value & 0x40:
        said.append("user data header")
    if value & 0x80:
        said.append("reply path")
    return f"0x{value:02X}, {', '.join(said)}"


def _registered_delivery(value: int) -> str:
    said = [_RECEIPTS[value & 0x03]]
    if value & 0x0C:
        said.append("acknowledgement by the handset")
    if value & 0x10:
        said.append("intermediate notifications")
    return f"0x{value:02X}, {', '.join(said)}"


NUMBER_WORDS: Final[Mapping[str, Callable[[int], str]]] = {
    **dict.fromkeys(("source_addr_ton", "dest_addr_ton"), _numbered(dict(enumerate(_TYPES)))),
    **dict.fromkeys(("source_addr_npi", "dest_addr_npi"), _numbered(_PLANS)),
    "esm_class": _esm_class,
    "registered_delivery": _registered_delivery,
    "data_coding": _numbered(_CODINGS),
    "sm_length": lambda value: f"{value} octets",
}
"""How the number in a field of that name is told; any other as it is."""


def tlv_words(tag: int, value: bytes) -> str:
    """Say what an optional parameter holds."""
    name = TLV_NAMES.get(tag, "")
    if tag in _STRINGS:
        return value.rstrip(b"\0").decode("latin-1") or "empty"
    number = int.from_bytes(value)
    if name == "message_state" and len(value) == 1:
        return f"{number}, {_STATES.get(number, 'no state of the specification')}"
    if name == "network_error_code" and len(value) == 3:
        return f"{_NETWORKS.get(value[0], f'network {value[0]}')}, error {int.from_bytes(value[1:])}"
    if name and 0 < len(value) <= _LONGEST_NUMBER:
        return str(number)
    return value.hex(" ") or "empty"
