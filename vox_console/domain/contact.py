"""Who stands behind a number: a name, a note, and every number or sender's name they write from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vox_console.domain.address import SHORT_CODE_DIGITS, international, parse_recipient, parse_sender
from vox_console.domain.conversation import party_key
from vox_console.domain.errors import FieldProblem, Severity

MOST_NAME_CHARACTERS = 200
MOST_NOTE_CHARACTERS = 10_000

_DIGITS_OF_A_NUMBER = 5  # and letters: a number with something that does not belong there, and no name
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"[,;|\n\t]+|:::")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or a firm. parties: keys as domain.conversation.party_key makes them, each once."""

    name: str
    parties: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredContact:
    """A contact that is kept."""

    id: int
    what: Contact


@dataclass(frozen=True, slots=True)
class PartyReading:
    """An address as it was typed, read. key: "" when it is none; problem then says why."""

    raw: str
    key: str = ""
    problem: FieldProblem | None = None


def read_party(typed: str, *, region: str = "") -> PartyReading:
    """Read a number, a short code or a sender's name. region: whose national numbers are meant."""
    found = parse_recipient(typed, default_region=region)
    if found.ok:
        return PartyReading(typed, f"+{found.digits}")
    stripped = typed.strip()
    if stripped.isascii() and stripped.isdecimal() and 3 <= len(stripped) <= SHORT_CODE_DIGITS:
        return PartyReading(typed, stripped)
    if _LETTER.search(typed) and sum(map(str.isdecimal, typed)) < _DIGITS_OF_A_NUMBER:
        wrong = [each for each in parse_sender(typed).problems if each.severity is Severity.ERROR]
        return PartyReading(typed, problem=wrong[0]) if wrong else PartyReading(typed, party_key(typed))
    return PartyReading(typed, problem=found.problems[0])


def read_parties(typed: str, *, region: str = "") -> list[PartyReading]:
    """Read several addresses, with commas, semicolons or line ends between them."""
    return [read_party(piece, region=region) for piece in _BETWEEN.split(typed) if piece.strip()]


def party_words(key: str) -> str:
    """Show a key: a number as numbers are written, everything else as it is."""
    return international(key[1:]) if key.startswith("+") else key


def party_of_digits(digits: str) -> str:
    """Give the key of a recipient, which messages carry as digits without a plus."""
    return digits if len(digits) <= SHORT_CODE_DIGITS else f"+{digits}"


def fold_name(name: str) -> str:
    """Give what two spellings of a name have in common, to compare, look for and order names by."""
    return " ".join(name.casefold().split())
