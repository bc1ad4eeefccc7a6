"""Which column of a file holds what: guessed from the header and from what stands below it, with reasons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vox_console.domain.merge_fields import MergeField, fold

MOST_NUMBER_COLUMNS = 4
_SHARE_OF_NUMBERS = 0.6  # of the cells that hold anything

# Words that name a number's column in the languages of the people we have seen files from.
_NUMBER_WORDS = re.compile(
    r"phone|mobile|msisdn|cell|telefon|telefono|telephone|tel\b|gsm|number|broj|nummer|numero|recipient|"
    r"handy|portable|celular|movil|dnis|\bto\b"
)
_BETTER_WORDS = re.compile(r"mobile|msisdn|cell|gsm|handy|portable|celular|movil|mobilni")
# Words that name a telephone and nothing else: a "customer number" looks like one too.
_PHONE_WORDS = re.compile(r"phone|mobile|msisdn|tele?fon|\bgsm\b|handy|portable|celular|movil|mobil")
_NUMBER_LIKE = re.compile(r"[+(]?[\d\s()./\-]{7,24}")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column that seems to hold numbers. index: from 0. reason: why, in words.

    sure: both its name and its cells speak of telephones, so that it may be tried after another.
    """

    index: int
    reason: str
    sure: bool = False


def guess_number_columns(header: Sequence[str], sample: Sequence[Sequence[str]]) -> list[ColumnGuess]:
    """Give the columns that seem to hold numbers, the likeliest first; none when none does."""
    found: list[tuple[float, ColumnGuess]] = []
    for index in range(max(len(header), *(len(row) for row in sample), 0) if sample else len(header)):
        name = header[index] if index < len(header) else ""
        words = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
        cells = [row[index].strip() for row in sample if index < len(row) and row[index].strip()]
        share = sum(_looks_like_number(cell) for cell in cells) / len(cells) if cells else 0.0
        named = bool(_NUMBER_WORDS.search(words))
        if not named and share < _SHARE_OF_NUMBERS:
            continue
        if named and cells and share == 0:
            continue  # "Number of seats", or a column of notes
        score = share + named + bool(_BETTER_WORDS.search(words))
        sure = bool(_PHONE_WORDS.search(words)) and share >= _SHARE_OF_NUMBERS
        found.append((score, ColumnGuess(index, _reason(name, named=named, share=share), sure)))
    found.sort(key=lambda each: (-each[0], each[1].index))
    return [guess for _, guess in found][:MOST_NUMBER_COLUMNS]


def columns_to_try(guesses: Sequence[ColumnGuess]) -> tuple[int, ...]:
    """Give the columns in which a row's number is looked for: the likeliest, and after it only sure ones."""
    return tuple(guess.index for at, guess in enumerate(guesses) if not at or guess.sure)


def match_fields(fields: Iterable[MergeField], header: Sequence[str]) -> Mapping[str, int]:
    """Give the column of each field of a text that a column is named like; others are left out."""
    by_name: dict[str, int] = {}
    for index, name in enumerate(header):
        by_name.setdefault(fold(name), index)
    return {field.name: by_name[fold(field.name)] for field in fields if fold(field.name) in by_name}


def _looks_like_number(cell: str) -> bool:
    return bool(_NUMBER_LIKE.fullmatch(cell)) and sum(each.isdigit() for each in cell) >= 7


def _reason(name: str, *, named: bool, share: float) -> str:
    holds = f"{share:.0%} of its cells look like numbers"
    return f"it is called “{name.strip()}”, and {holds}" if named else holds
