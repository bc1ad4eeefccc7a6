"""One PDU as one line for a person's eyes, with any password masked."""

from __future__ import annotations

import struct
from typing import Final

from vox_console.smpp.pdus import HEADER_OCTETS, CommandId

_HEADER: Final = struct.Struct(">LLLL")
_NAMES: Final = {int(command): command.name.lower() for command in CommandId}
_WITH_PASSWORD: Final = frozenset(
    {
        CommandId.BIND_TRANSCEIVER,
        CommandId.BIND_TRANSMITTER,
        CommandId.BIND_RECEIVER,
        CommandId.OUTBIND,
    }
)


def describe(octets: bytes) -> str:
    """Show one PDU on one line, in words and hex, with any password masked.

    The hex holds addresses and message text: it is for the operator's eyes, not for a log.
    """
    if len(octets) < HEADER_OCTETS:
        return f"{len(octets)} octets"
    length, command_id, status, sequence = _HEADER.unpack_from(octets)
    name = _NAMES.get(command_id, f"command 0x{command_id:08X}")
    shown = octets.hex()
    if command_id in _WITH_PASSWORD:
        # The password is the second string; without its NUL nobody knows where it ends.
        start = octets.find(0, HEADER_OCTETS) + 1 or HEADER_OCTETS
        end = octets.find(0, start)
        shown = f"{octets[:start].hex()} (password) {octets[end:].hex() if end >= 0 else ''}".rstrip()
    return f"{name} sequence {sequence} status 0x{status:08X} length {length}: {shown}"
