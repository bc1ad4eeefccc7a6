"""A question to the delivery log as a value, and its one spelling.

    state:failed,unknown sent:yesterday from:Vox -country:RS to:063/200 "your parcel"

Every term has to hold. ``field:value`` asks a field, several values after one field are alternatives, a minus
before a term (or ``not`` before a field) turns it round, and what stands without a field is looked for as the
search does it: in texts, numbers and ids. Times are those of the reader's place, or of ``zone:``.

A query is kept as it was meant ("the last 24 hours"); :mod:`.log_query_filter` says what that is at a moment.
:mod:`.log_query_reading` reads what was typed, and ``str(query)`` writes it so that it is read as the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vox_console.domain.log_query_fields import Field

__all__ = ["LogQuery", "LogTerm", "QueryFault"]

_FIELD_LIKE = re.compile(r"[A-Za-z]+:")


@dataclass(frozen=True, slots=True)
class LogTerm:
    """One condition. values: canonical, at least one. WORDS has one value, and more terms for more words."""

    field: Field
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        minus = "-" if self.negated else ""
        if self.field is Field.WORDS:
            return minus + _word(self.values[0])
        return f"{minus}{self.field}:{','.join(map(_value, self.values))}"


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What is asked; with no terms, everything that was sent."""

    terms: tuple[LogTerm, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))

    @property
    def free_text(self) -> str:
        """What is looked for without a field, as the search reads it."""
        words = (term for term in self.terms if term.field is Field.WORDS and not term.negated)
        return " ".join(str(term) for term in words)


@dataclass(frozen=True, slots=True)
class QueryFault:
    """What is wrong with a query. start, end: the characters it is about. text: one sentence."""

    start: int
    end: int
    text: str


def _value(value: str) -> str:
    """Write a value of a field: in quotation marks where it would be read otherwise without."""
    plain = value and not value.startswith('"') and not re.search(r"[\s,]", value)
    return value if plain else _quoted(value)


def _word(word: str) -> str:
    """Write what stands without a field."""
    plain = not (
        word.startswith(("-", '"'))
        or re.search(r"\s", word)
        or _FIELD_LIKE.match(word)
        or word.casefold() == "not"
    )
    return word if plain else _quoted(word)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
