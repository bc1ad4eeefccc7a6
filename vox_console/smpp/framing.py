"""Bytes in any portions -> whole PDUs, with a size limit.

Theory of operation. Each PDU starts with its own length (SMPP 3.4 §3.2), so one wrong length loses
the stream for good: there is no way to find the next PDU. The length is therefore judged as soon as
its four octets are here, before anything is kept. While a PDU is incomplete only its bytes are
buffered and each further portion costs no more than its own size; whole PDUs that arrive in one
portion, which is the usual case, are cut straight out of it.
"""

from __future__ import annotations

from typing import Final

from vox_console.smpp.faults import FramingFault
from vox_console.smpp.pdus import HEADER_OCTETS

# message_payload may hold 64 KiB less one octet (§5.3.2.32); the rest of a PDU fits in one more KiB.
MAX_PDU_OCTETS: Final = 65_536 + 1_024

_LENGTH_OCTETS: Final = 4
_TLS_RECORDS: Final = (b"\x15\x03", b"\x16\x03")  # alert or handshake, major version 3 (RFC 8446 §5.1)


class Framer:
    """Cuts one connection's bytes into PDUs. After a FramingFault it must not be fed again."""

    __slots__ = ("_buffer", "_max_pdu_octets", "_needed")

    def __init__(self, max_pdu_octets: int = MAX_PDU_OCTETS) -> None:
        self._max_pdu_octets = max_pdu_octets
        self._buffer = bytearray()
        self._needed = _LENGTH_OCTETS  # how many octets the buffer must hold before it is looked at

    @property
    def half_received(self) -> bool:
        """Whether a PDU has begun and not ended."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next portion and give the PDUs that are now whole, in order.

        Raises FramingFault, which carries the PDUs that were whole before the garbage.
        """
        buffer = self._buffer
        if buffer:
            buffer += data
            if len(buffer) < self._needed:
                return []
            data = bytes(buffer)
            buffer.clear()
        whole: list[bytes] = []
        start = 0
        size = len(data)
        self._needed = _LENGTH_OCTETS
        while size - start >= _LENGTH_OCTETS:
            length = int.from_bytes(data[start : start + _LENGTH_OCTETS])
            if not HEADER_OCTETS <= length <= self._max_pdu_octets:
                raise FramingFault(
                    _explain(data[start : start + 16], length, self._max_pdu_octets), whole=whole
                )
            end = start + length
            if end > size:
                self._needed = length
                break
            whole.append(data[start:end])
            start = end
        if start < size:
            buffer += data[start:]
        return whole


def _explain(head: bytes, length: int, limit: int) -> str:
    """Say in words what the peer probably is, judged by the first octets of its garbage."""
    if head[:5].upper() == b"HTTP/" or head[:1] == b"<":
        return "The other side answered like a web server, not like SMPP."
    if head[:2] in _TLS_RECORDS:
        return "The other side speaks TLS, but this profile connects without it."
    if head[:_LENGTH_OCTETS].isascii() and head[:_LENGTH_OCTETS].decode("ascii").isprintable():
        return "The other side answered with text, not with SMPP."
    if length < HEADER_OCTETS:
        return f"The other side sent a PDU of {length} octets; the smallest possible has {HEADER_OCTETS}."
    return f"The other side announced a PDU of {length} octets; the limit is {limit}."
