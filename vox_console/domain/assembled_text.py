"""The text of a message of several parts, with its gaps where they are.

Theory of operation. Senders cut octets, not characters, so a character of two octets, an escape pair or a
surrogate pair may stand half in one part and half in the next. Parts that follow each other and were coded
alike are therefore read as one run of octets, which ends at a missing part. Octets declared as UTF-16 are
read together only if their number is even: if it is odd, one part lost an octet, and every character after it
would be wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vox_console.domain.concatenation import AssembledMessage, StoredPart
from vox_console.domain.decoding import Decoded, decode_body, is_ucs2
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.user_data_header import UserDataHeader, read_header

__all__ = ["AssembledText", "Gap", "read_assembled"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Parts in a row that are not here."""

    numbers: tuple[int, ...]

    @property
    def words(self) -> str:
        """Name them for a person, in brackets, because they stand inside a stranger's text."""
        if len(self.numbers) == 1:
            return f"[part {self.numbers[0]} is missing]"
        return f"[parts {self.numbers[0]} to {self.numbers[-1]} are missing]"


@dataclass(frozen=True, slots=True)
class AssembledText:
    """What can be read, in order: readings, and gaps between and around them."""

    passages: tuple[Decoded | Gap, ...]

    @property
    def text(self) -> str:
        """Give the whole text, each gap told in its place."""
        return "".join(
            _set_off(passage, index, len(self.passages)) if isinstance(passage, Gap) else passage.text
            for index, passage in enumerate(self.passages)
        )

    @property
    def readings(self) -> tuple[Decoded, ...]:
        """Give what was read, without the gaps; more than one after a gap or where the coding changes."""
        return tuple(passage for passage in self.passages if isinstance(passage, Decoded))

    @property
    def guessed(self) -> bool:
        """Say whether some declared coding was not followed to the letter."""
        return any(reading.guessed for reading in self.readings)

    @property
    def note(self) -> str:
        """Give the notes of the readings, each once."""
        return "; ".join(dict.fromkeys(reading.note for reading in self.readings if reading.note))


def read_assembled(
    message: AssembledMessage, *, default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7
) -> AssembledText:
    """Read a message as far as it is here. Never raises."""
    passages: list[Decoded | Gap] = []
    opened = [_opened(message.parts.get(number), number) for number in range(1, message.total + 1)]
    for coding, group in itertools.groupby(opened, key=lambda each: each.coding):
        row = list(group)
        if coding is None:
            passages.append(Gap(tuple(each.number for each in row)))
        else:
            passages += _read(row, coding, default_alphabet)
    return AssembledText(tuple(passages))


@dataclass(frozen=True, slots=True)
class _Coding:
    """What must be alike for octets to be read together."""

    data_coding: int
    single_shift: int
    locking_shift: int
    ports: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A place in the message; coding None where its part is missing."""

    number: int
    coding: _Coding | None = None
    header: UserDataHeader | None = None
    body: bytes = b""


def _opened(part: StoredPart | None, number: int) -> _Opened:
    if part is None:
        return _Opened(number)
    header = read_header(part.octets, esm_class=part.esm_class)
    if header is None:
        return _Opened(number, _Coding(part.data_coding, 0, 0, None), None, part.octets)
    coding = _Coding(part.data_coding, header.single_shift, header.locking_shift, header.ports)
    return _Opened(number, coding, header, part.octets[len(header.octets) :])


def _read(row: Sequence[_Opened], coding: _Coding, default_alphabet: DefaultAlphabet) -> Iterable[Decoded]:
    bodies = [each.body for each in row]
    if not is_ucs2(coding.data_coding) or len(b"".join(bodies)) % 2 == 0:
        bodies = [b"".join(bodies)]
    for opened, body in zip(row, bodies, strict=False):
        yield decode_body(body, coding.data_coding, header=opened.header, default_alphabet=default_alphabet)


def _set_off(gap: Gap, index: int, count: int) -> str:
    return f"{' ' if index else ''}{gap.words}{' ' if index < count - 1 else ''}"
