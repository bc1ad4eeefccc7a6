"""Text to parts: the one function that the counter shows and the sender sends.

Theory of operation. A text is encoded once as a whole. If it fits a single message it is one piece. If not,
it is cut in the domain of code points, never of octets, so that an escape pair, a surrogate pair or a
multi-byte character cannot be torn: :meth:`_Line.reach` says how far a part can go from a start.

Cutting as late as possible each time gives the smallest number of parts (adding a character never makes a
text cheaper, in any of the encodings). Only when such a cut tears a grapheme is a second pass made: from
the end backwards it finds how early each cut may stand with the rest still fitting into the parts that
remain, and then takes the latest grapheme border in that window. So a border never costs a part.

Beyond 255 parts nothing can be sent (the header counts parts in one octet), so nothing is cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from vox_console.domain.alphabet import character_name, spellings, suggestion_for
from vox_console.domain.errors import FieldProblem
from vox_console.domain.grapheme import is_border
from vox_console.domain.text_encoding import (
    ENCODINGS,
    GSM7,
    UCS2,
    DefaultAlphabet,
    TextEncoding,
    encoding_for,
)

__all__ = [
    "MAX_PARTS",
    "DefaultAlphabet",
    "ForcingCharacter",
    "FramedPart",
    "LongMethod",
    "Piece",
    "Segmentation",
    "frame",
    "kept_by_cut",
    "segment",
]

MAX_PARTS = 255
MAX_PAYLOAD_OCTETS = 0xFFFF  # a TLV's length is two octets (SMPP 3.4 §5.3.1)
MAX_FORCING = 1_000
_NAMED_CHARACTERS = 5
_UDHI = 0x40  # esm_class: a user data header opens short_message (SMPP 3.4 §5.2.12)


class LongMethod(StrEnum):
    """How the parts of a long text are tied together (provider_interface §9)."""

    UDH8 = "udh8"
    UDH16 = "udh16"
    SAR = "sar"
    PAYLOAD = "payload"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part: ``text[start:end]`` (code points), what it costs, and its octets without header."""

    start: int
    end: int
    units: int
    octets: bytes


@dataclass(frozen=True, slots=True)
class ForcingCharacter:
    """A character outside the wanted encoding; suggestion is a spelling inside it, or ""."""

    index: int
    character: str
    name: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What becomes of a text on the wire.

    encoding: "gsm7", "latin1", "ascii", "utf8", "iso8859_5", "iso8859_8", "ucs2", "iso2022_jp" or "euc_kr".
    wanted: the encoding asked for, which under automatic choice is the default alphabet; it differs from
    `encoding` when some character forced Unicode. units: septets, UTF-16 units or octets, summed over the
    pieces. left: units free in the last part, 0 when there are no pieces. pieces: empty when the text cannot
    be sent; then `problems` says why. An empty text is one piece of no units.
    """

    text: str
    data_coding: int
    encoding: str
    wanted: str
    units: int
    pieces: tuple[Piece, ...]
    left: int
    single_capacity: int
    part_capacity: int
    method: LongMethod
    problems: tuple[FieldProblem, ...] = ()

    @property
    def forcing(self) -> tuple[ForcingCharacter, ...]:
        """Give the characters outside the wanted encoding, in order, at most 1,000; worked out when asked."""
        if self.pieces and self.encoding == self.wanted:
            return ()
        return _forcing(self.text, ENCODINGS[self.wanted])


@dataclass(frozen=True, slots=True)
class FramedPart:
    """A piece with its header: the fields of the same names in a SubmitRequest."""

    short_message: bytes
    esm_class: int
    sar: tuple[int, int, int] | None = None
    payload: bool = False


def segment(
    text: str,
    *,
    coding: int | None = None,
    method: LongMethod = LongMethod.UDH8,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7,
) -> Segmentation:
    """Cut `text` into parts, as few as possible.

    coding: a data_coding of text_encoding.DATA_CODINGS, or None to choose: 0 where the text fits the default
    alphabet, else 8. Data codings 1 and 3, and 0 read as Latin-1 or ASCII, are counted 160/153/152 as the
    provider counts them (provider_interface §2.3), one octet per character.
    Raises ValueError for another coding. A text that cannot be sent is no exception: see `problems`.
    """
    wanted = encoding = encoding_for(coding or 0, default_alphabet)
    data_coding = coding or 0
    octets = encoding.octets(text)
    if octets is None and coding is None:
        encoding, data_coding = UCS2, 8
        octets = encoding.octets(text)
    single, capacity = _capacities(encoding, method)
    pieces: tuple[Piece, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    units = 0
    if octets is None:
        problems = _cannot_encode(text, encoding, data_coding)
    else:
        units = encoding.units(octets)
        if units <= single:
            pieces = (Piece(0, len(text), units, octets),)
        elif method is not LongMethod.PAYLOAD and units <= MAX_PARTS * capacity:
            pieces = _pieces(_Line(text, octets, encoding), capacity)
            units = sum(piece.units for piece in pieces) or units
        if not pieces:
            problems = (_too_long(units, capacity, method),)
    left = 0
    if pieces:
        left = (single if len(pieces) == 1 else capacity) - pieces[-1].units
    return Segmentation(
        text, data_coding, encoding.word, wanted.word, units, pieces, left, single, capacity, method, problems
    )


def frame(segmentation: Segmentation, *, reference: int) -> tuple[FramedPart, ...]:
    """Give each part its header, ready for SubmitRequest; () for a text that cannot be sent.

    reference: the number that ties the parts together; UDH8 carries its low octet, UDH16 and SAR its low two.
    A text that fits a single message has no header, and stays in short_message under PAYLOAD too.
    """
    pieces = segmentation.pieces
    if len(pieces) <= 1:
        long = any(piece.units > ENCODINGS[segmentation.encoding].single for piece in pieces)
        return tuple(FramedPart(piece.octets, 0, payload=long) for piece in pieces)
    total = len(pieces)
    if segmentation.method is LongMethod.SAR:
        return tuple(
            FramedPart(piece.octets, 0, sar=(reference & 0xFFFF, total, number))
            for number, piece in enumerate(pieces, 1)
        )
    if segmentation.method is LongMethod.UDH16:  # 23.040 §9.2.3.24.8
        head = bytes((6, 8, 4)) + (reference & 0xFFFF).to_bytes(2, "big")
    else:  # 23.040 §9.2.3.24.1
        head = bytes((5, 0, 3, reference & 0xFF))
    return tuple(
        FramedPart(head + bytes((total, number)) + piece.octets, _UDHI)
        for number, piece in enumerate(pieces, 1)
    )


def kept_by_cut(text: str, encoding: TextEncoding, *, octets: int) -> int:
    """Give how many code points of `text` fit into this many octets, none of them in half.

    Raises ValueError for a text that the encoding cannot hold.
    """
    whole = encoding.octets(text)
    if whole is None:
        raise ValueError("the text does not fit its coding")
    return _Line(text, whole, encoding).reach(0, octets // encoding.unit)


def _capacities(encoding: TextEncoding, method: LongMethod) -> tuple[int, int]:
    """Give (alone, as one of several) in units. SAR is cut like UDH8: the SMSC adds that header itself."""
    if method is LongMethod.PAYLOAD:
        whole = MAX_PAYLOAD_OCTETS // encoding.unit
        return whole, whole
    return encoding.single, encoding.part16 if method is LongMethod.UDH16 else encoding.part8


class _Line:
    """A text with its octets, able to say how far one part reaches from any code point."""

    def __init__(self, text: str, octets: bytes, encoding: TextEncoding) -> None:
        self.text = text
        self._octets = octets
        self.encoding = encoding
        # Every character one unit, as in most texts: positions are plain arithmetic then.
        self._even = encoding.units(octets) == len(text)

    def octets(self, start: int, end: int) -> bytes:
        """Give the octets of ``text[start:end]`` standing alone."""
        if self._even:
            unit = self.encoding.unit
            return self._octets[start * unit : end * unit]
        octets = self.encoding.octets(self.text[start:end])
        assert octets is not None, "every part of an encodable text is encodable"  # noqa: S101 - for the type checker
        return octets

    def reach(self, start: int, room: int) -> int:
        """Give the latest end with ``text[start:end]`` in `room` units."""
        end = min(start + room, len(self.text))
        while (excess := self._excess(start, end, room)) > 0:
            end -= -(-excess // self.encoding.widest)
        return end

    def reach_back(self, end: int, room: int) -> int:
        """Give the earliest start with ``text[start:end]`` in `room` units."""
        start = max(end - room, 0)
        while (excess := self._excess(start, end, room)) > 0:
            start += -(-excess // self.encoding.widest)
        return start

    def _excess(self, start: int, end: int, room: int) -> int:
        return 0 if self._even else self.encoding.units(self.octets(start, end)) - room


def _pieces(line: _Line, capacity: int) -> tuple[Piece, ...]:
    ends = _latest_ends(line, capacity)
    if not all(is_border(line.text, end) for end in ends):
        ends = _bordered_ends(line, capacity, parts=len(ends))
    encoding = line.encoding
    pieces = []
    start = 0
    for end in ends:
        octets = line.octets(start, end)
        pieces.append(Piece(start, end, encoding.units(octets), octets))
        start = end
    return tuple(pieces)


def _latest_ends(line: _Line, capacity: int) -> list[int]:
    """Cut as late as possible; [] when 255 parts are not enough."""
    ends: list[int] = []
    end = 0
    while end < len(line.text):
        if len(ends) == MAX_PARTS:
            return []
        end = line.reach(end, capacity)
        ends.append(end)
    return ends


def _bordered_ends(line: _Line, capacity: int, *, parts: int) -> list[int]:
    """Cut at grapheme borders wherever the same number of parts allows."""
    earliest = [len(line.text)]
    while len(earliest) < parts:
        earliest.append(line.reach_back(earliest[-1], capacity))
    ends = []
    end = 0
    for lowest in reversed(earliest):
        latest = line.reach(end, capacity)
        end = next((cut for cut in range(latest, lowest - 1, -1) if is_border(line.text, cut)), latest)
        ends.append(end)
    return ends


def _forcing(text: str, wanted: TextEncoding) -> tuple[ForcingCharacter, ...]:
    strangers = wanted.unencodable(text)
    if not strangers:
        return ()
    known = {each: (character_name(each), _suggestion(each, wanted)) for each in strangers}
    found = ((index, each) for index, each in enumerate(text) if each in strangers)
    return tuple(ForcingCharacter(index, each, *known[each]) for index, each in islice(found, MAX_FORCING))


def _suggestion(character: str, wanted: TextEncoding) -> str:
    if wanted is GSM7:
        return suggestion_for(character)
    return next((each for each in spellings(character) if wanted.octets(each) is not None), "")


def _cannot_encode(text: str, encoding: TextEncoding, data_coding: int) -> tuple[FieldProblem, ...]:
    strangers = encoding.unencodable(text)
    halves = {each for each in strangers if "\ud800" <= each <= "\udfff"}
    problems = []
    if halves:
        problems.append(
            FieldProblem(
                "message",
                "unpaired_surrogate",
                "The text holds half of a character (an unpaired surrogate), which no encoding can carry.",
                fix=text.translate(dict.fromkeys(map(ord, halves))),
            )
        )
    others = sorted(strangers - halves, key=text.index)
    if others:
        named = ", ".join(f"{each} ({character_name(each)})" for each in others[:_NAMED_CHARACTERS])
        more = len(others) - _NAMED_CHARACTERS
        if more > 0:
            named += f" and {more} more"
        problems.append(
            FieldProblem(
                "message",
                "cannot_encode",
                f"Data coding {data_coding} ({encoding.word}) has no {named}. "
                "Choose data coding 8 (Unicode).",
            )
        )
    return tuple(problems)


def _too_long(units: int, capacity: int, method: LongMethod) -> FieldProblem:
    if method is LongMethod.PAYLOAD:
        words = f"The text is {units:,} units long; one message_payload holds {capacity:,}."
        return FieldProblem("message", "too_long", words)
    parts = max(-(-units // capacity), MAX_PARTS + 1)
    words = f"The text needs about {parts:,} parts; a message can have {MAX_PARTS}."
    return FieldProblem("message", "too_many_parts", words)
