"""What stands before a text in a short message: the user data header, read leniently.

Theory of operation. The first octet counts the octets of the header after it; the elements follow, each an
identifier, a length and that many octets. Elements may be several, repeated or unknown. Of an element that is
repeated the last one counts, and of the two kinds of concatenation the later; an element of a wrong length
is passed over (23.040 §9.2.3.24). What does not add up is no header: a flag that was set by mistake must not
eat the beginning of a text. Nor is a header of no elements one: its only octet could as well be an "@".

Sources: 23.040 §9.2.3.24; 23.038 §6.2.1.2 (national languages); SMPP 3.4 §5.2.12 (the flag in esm_class).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Concatenation", "Element", "UserDataHeader", "read_header"]

_UDHI = 0x40


class Element(IntEnum):
    """The information elements that are understood (23.040 §9.2.3.24)."""

    CONCATENATED_8 = 0x00
    PORTS_8 = 0x04
    PORTS_16 = 0x05
    CONCATENATED_16 = 0x08
    SINGLE_SHIFT = 0x24
    LOCKING_SHIFT = 0x25


@dataclass(frozen=True, slots=True)
class Concatenation:
    """What one part says of itself, unchecked. reference_bits: 8 or 16; total, number: 0 to 255."""

    reference_bits: int
    reference: int
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class UserDataHeader:
    """A header that adds up. octets: all of it, its length octet included.

    elements: identifier and content of each, in order, known or not. single_shift, locking_shift: the
    national language asked for (23.038 §6.2.1.2.4), 0 for none. ports: (destination, source), which mean that
    an application is addressed and not a person; None for none.
    """

    octets: bytes
    elements: tuple[tuple[int, bytes], ...]
    concatenation: Concatenation | None = None
    single_shift: int = 0
    locking_shift: int = 0
    ports: tuple[int, int] | None = None


def read_header(octets: bytes, *, esm_class: int) -> UserDataHeader | None:
    """Read the header that opens a short_message or message_payload, None where there is none."""
    if not esm_class & _UDHI or not octets or not 0 < octets[0] < len(octets):
        return None
    whole = octets[: octets[0] + 1]
    elements = _elements(whole[1:])
    if elements is None:
        return None
    concatenation: Concatenation | None = None
    ports: tuple[int, int] | None = None
    single_shift = locking_shift = 0
    for identifier, content in elements:
        match identifier, len(content):
            case (Element.CONCATENATED_8, 3):
                concatenation = Concatenation(8, *content)
            case (Element.CONCATENATED_16, 4):
                reference = int.from_bytes(content[:2], "big")
                concatenation = Concatenation(16, reference, content[2], content[3])
            case (Element.PORTS_8, 2):
                ports = (content[0], content[1])
            case (Element.PORTS_16, 4):
                ports = (int.from_bytes(content[:2], "big"), int.from_bytes(content[2:], "big"))
            case (Element.SINGLE_SHIFT, 1):
                single_shift = content[0]
            case (Element.LOCKING_SHIFT, 1):
                locking_shift = content[0]
    return UserDataHeader(whole, elements, concatenation, single_shift, locking_shift, ports)


def _elements(octets: bytes) -> tuple[tuple[int, bytes], ...] | None:
    """Take the elements apart, None when the last of them is not whole."""
    found: list[tuple[int, bytes]] = []
    position = 0
    while position < len(octets):
        if position + 2 > len(octets):
            return None
        identifier, length = octets[position], octets[position + 1]
        content = octets[position + 2 : position + 2 + length]
        if len(content) < length:
            return None
        found.append((identifier, content))
        position += 2 + length
    return tuple(found)
