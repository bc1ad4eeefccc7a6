"""A PDU taken apart field by field, so that a person sees which octets say what.

Theory of operation. Reading for work (:mod:`.codec`) keeps what the program needs and refuses what is broken.
Here nothing is refused: the fields are walked in the order of SMPP 3.4 §4.4.1 (submit_sm), §4.6.1
(deliver_sm), §4.7.1 (data_sm), §4.4.2 (their answers) and §3.2 (the header), and where a field does not fit
into what is there, the octets from there on are given as they are. The fields always cover every octet once.

Commands that may carry a password are not taken apart: their body stays one field and is not read out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from vox_console.domain.command_status import describe
from vox_console.domain.decoding import decode_body
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.user_data_header import read_header
from vox_console.smpp.field_words import HEADER_WORDS, NUMBER_WORDS, TLV_NAMES, tlv_words
from vox_console.smpp.pdus import HEADER_OCTETS, CommandId, Tag

_NAMES: Final = {int(command): command.name.lower() for command in CommandId}

# Octets of a number, or "" for a string that ends with a NUL, and the most octets of that string.
_ADDRESSES: Final = (
    ("service_type", 0, 6),
    ("source_addr_ton", 1, 0),
    ("source_addr_npi", 1, 0),
    ("source_addr", 0, 21),
    ("dest_addr_ton", 1, 0),
    ("dest_addr_npi", 1, 0),
    ("destination_addr", 0, 21),
    ("esm_class", 1, 0),
)
_SHORT_MESSAGE: Final = (
    *_ADDRESSES,
    ("protocol_id", 1, 0),
    ("priority_flag", 1, 0),
    ("schedule_delivery_time", 0, 17),
    ("validity_period", 0, 17),
    ("registered_delivery", 1, 0),
    ("replace_if_present_flag", 1, 0),
    ("data_coding", 1, 0),
    ("sm_default_msg_id", 1, 0),
    ("sm_length", 1, 0),
)
_DATA: Final = (
    *((name, size, 65 if name.endswith("_addr") else most) for name, size, most in _ADDRESSES),
    ("registered_delivery", 1, 0),
    ("data_coding", 1, 0),
)
_ANSWER: Final = (("message_id", 0, 65),)
MANDATORY: Final = {
    CommandId.SUBMIT_SM: _SHORT_MESSAGE,
    CommandId.DELIVER_SM: _SHORT_MESSAGE,
    CommandId.DATA_SM: _DATA,
    CommandId.SUBMIT_SM_RESP: _ANSWER,
    CommandId.DELIVER_SM_RESP: _ANSWER,
    CommandId.DATA_SM_RESP: _ANSWER,
}
"""The fields of a body before its optional parameters: (name, octets or 0 for a string, most of a string)."""


class Field(NamedTuple):
    """Some octets of a PDU: which ones, their name in the specification, and what they say."""

    name: str
    start: int
    end: int
    words: str


def dissect(octets: bytes, *, default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7) -> tuple[Field, ...]:
    """Take a PDU apart. default_alphabet: what data_coding 0 means to its provider. Never raises."""
    if len(octets) < HEADER_OCTETS:
        return (Field("rest", 0, len(octets), "no whole header"),) if octets else ()
    header = _header(octets)
    command_id = int.from_bytes(octets[4:8])
    mandatory = MANDATORY.get(CommandId(command_id)) if command_id in _NAMES else None
    if mandatory is None:
        return (*header, *_rest(octets, HEADER_OCTETS, "not taken apart"))
    return (*header, *_Body(octets, default_alphabet).read(mandatory))


def _header(octets: bytes) -> tuple[Field, ...]:
    length, command_id, status, sequence = (int.from_bytes(octets[at : at + 4]) for at in range(0, 16, 4))
    whole = "" if length == len(octets) else f", but {len(octets)} are here"
    told = describe(status)
    words = (
        f"{length} octets{whole}",
        _NAMES.get(command_id, f"unknown command 0x{command_id:08X}"),
        f"{told.name}: {told.meaning}" if status else "ESME_ROK",
        str(sequence),
    )
    return tuple(
        Field(name, at * 4, at * 4 + 4, said)
        for at, (name, said) in enumerate(zip(HEADER_WORDS, words, strict=True))
    )


def _rest(octets: bytes, start: int, words: str) -> tuple[Field, ...]:
    return (Field("rest", start, len(octets), words),) if start < len(octets) else ()


class _Body:
    """Walks a body, and knows the fields it has passed that later ones depend on."""

    def __init__(self, octets: bytes, default_alphabet: DefaultAlphabet) -> None:
        self._octets = octets
        self._alphabet = default_alphabet
        self._at = HEADER_OCTETS
        self._fields: list[Field] = []
        self._numbers = {"esm_class": 0, "data_coding": 0}

    def read(self, mandatory: tuple[tuple[str, int, int], ...]) -> tuple[Field, ...]:
        """Give all fields of the body."""
        for name, size, most in mandatory:
            end = self._at + size if size else self._string_end(most)
            if not self._at < end <= len(self._octets):
                return (*self._fields, *_rest(self._octets, self._at, f"{name} is missing, or has no end"))
            self._number(name, end) if size else self._string(name, end)
        if "sm_length" in self._numbers and not self._short_message(self._numbers["sm_length"]):
            return (*self._fields, *_rest(self._octets, self._at, "fewer octets than sm_length says"))
        while self._tlv():
            pass
        return (*self._fields, *_rest(self._octets, self._at, "no whole optional parameter"))

    def _string_end(self, most: int) -> int:
        return self._octets.find(0, self._at, self._at + most) + 1

    def _add(self, name: str, end: int, words: str) -> None:
        self._fields.append(Field(name, self._at, end, words))
        self._at = end

    def _number(self, name: str, end: int) -> None:
        value = self._numbers[name] = int.from_bytes(self._octets[self._at : end])
        words: Callable[[int], str] = NUMBER_WORDS.get(name, str)
        self._add(name, end, words(value))

    def _string(self, name: str, end: int) -> None:
        self._add(name, end, self._octets[self._at : end - 1].decode("latin-1") or "empty")

    def _short_message(self, length: int) -> bool:
        end = self._at + length
        if end > len(self._octets):
            return False
        self._text("short_message", end)
        return True

    def _text(self, name: str, end: int) -> None:
        """Add a text, and the header before it where there is one."""
        if self._at == end:
            return
        octets = self._octets[self._at : end]
        header = read_header(octets, esm_class=self._numbers["esm_class"])
        if header is not None:
            part = header.concatenation
            words = f"part {part.number} of {part.total}, reference {part.reference}" if part else "present"
            self._add("user_data_header", self._at + len(header.octets), words)
            octets = octets[len(header.octets) :]
        read = decode_body(
            octets, self._numbers["data_coding"], header=header, default_alphabet=self._alphabet
        )
        self._add(name, end, read.text)

    def _tlv(self) -> bool:
        """Add the next optional parameter; tell whether there was a whole one."""
        tag = int.from_bytes(self._octets[self._at : self._at + 2])
        start = self._at + 4
        end = start + int.from_bytes(self._octets[self._at + 2 : start])
        if not start <= end <= len(self._octets) or self._at == len(self._octets):
            return False
        name = TLV_NAMES.get(tag, f"parameter 0x{tag:04X}")
        if tag == Tag.MESSAGE_PAYLOAD:
            self._add(f"{name} (tag, length)", start, f"0x{tag:04X}, {end - start} octets")
            self._text(name, end)
        else:
            self._add(name, end, tlv_words(tag, self._octets[start:end]))
        return True
