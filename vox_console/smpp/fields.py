"""The fields PDUs are made of: C-octet strings and optional parameters, with their limits.

A value that does not fit is refused with the command_status a provider would answer with; it is
never cut, because a cut sender or password is a different sender or password.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from vox_console.smpp.faults import UnencodableField
from vox_console.smpp.pdus import CommandStatus

_TLV_HEAD: Final = struct.Struct(">HH")
_unpack_tlv_head = _TLV_HEAD.unpack_from

FIELD_STATUS: Final[Mapping[str, CommandStatus]] = {
    "system_id": CommandStatus.ESME_RINVSYSID,
    "password": CommandStatus.ESME_RINVPASWD,
    "system_type": CommandStatus.ESME_RINVSYSTYP,
    "service_type": CommandStatus.ESME_RINVSERTYP,
    "source_addr": CommandStatus.ESME_RINVSRCADR,
    "destination_addr": CommandStatus.ESME_RINVDSTADR,
    "schedule_delivery_time": CommandStatus.ESME_RINVSCHED,
    "validity_period": CommandStatus.ESME_RINVEXPIRY,
    "message_id": CommandStatus.ESME_RINVMSGID,
    "short_message": CommandStatus.ESME_RINVMSGLEN,
    "message_payload": CommandStatus.ESME_RINVMSGLEN,
    "tlv": CommandStatus.ESME_RINVPARLEN,
}
"""What is wrong when this field is wrong (SMPP 3.4 §5.1.3); any other field is a wrong length."""


def unencodable(field: str, text: str) -> UnencodableField:
    """Make the refusal for a field, with the status a provider would have answered."""
    status = FIELD_STATUS.get(field, CommandStatus.ESME_RINVCMDLEN)
    return UnencodableField(field, text, command_status=status)


def c_octets(field: str, value: str, max_octets: int) -> bytes:
    """Encode a C-octet string with its NUL (§3.1). max_octets counts without the NUL.

    Raises UnencodableField when it is too long, holds a NUL, or is not Latin-1.
    """
    try:
        octets = value.encode("latin-1")
    except UnicodeEncodeError:
        # the codec's own error would quote the value, so it is not chained
        raise unencodable(field, "holds a character that no octet stands for") from None
    if len(octets) > max_octets:
        raise unencodable(field, f"{len(octets)} octets, at most {max_octets}")
    if 0 in octets:
        raise unencodable(field, "holds a NUL")
    return octets + b"\0"


def encode_tlvs(tlvs: Mapping[int, bytes]) -> bytes:
    """Encode optional parameters in the order of the mapping. Raises UnencodableField."""
    try:
        return b"".join([_TLV_HEAD.pack(tag, len(value)) + value for tag, value in tlvs.items()])
    except struct.error as error:
        raise unencodable("tlv", "a tag or a length is over 16 bits") from error


def decode_tlvs(octets: bytes, start: int) -> dict[int, bytes]:
    """Read optional parameters from `start` to the end.

    One that claims more octets than there are ends the reading: it and the rest are dropped, and
    what was read before, above all the mandatory part, stays good.
    """
    tlvs: dict[int, bytes] = {}
    size = len(octets)
    while (value := start + 4) <= size:
        tag, length = _unpack_tlv_head(octets, start)
        start = value + length
        if start > size:
            break
        tlvs[tag] = octets[value:start]
    return tlvs
