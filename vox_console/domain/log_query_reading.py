"""What somebody typed to ask the delivery log, read; or what is wrong with it, where, and in one sentence.

Theory of operation. One pass from left to right over terms, see :mod:`.log_query`. A word that looks like a
field and is none is not silently looked for in texts, because "stat:failed" would then find nothing and look
like an answer. :func:`pieces_of` does the cutting alone; completion uses it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vox_console.domain.log_query import LogQuery, LogTerm, QueryFault
from vox_console.domain.log_query_fields import (
    TOO_LITTLE,
    Field,
    Wrong,
    canonical_value,
    did_you_mean,
    looks_for_words,
)
from vox_console.domain.plain_text import is_text

__all__ = ["FIELDS", "Piece", "pieces_of", "read_log_query"]

FIELDS = tuple(field for field in Field if field is not Field.WORDS)
_LONGEST = 2_000
_HEAD = re.compile(r"(-?)([A-Za-z]+):")
_NOT = re.compile(r"not\s+(?=-?[A-Za-z]+:)", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BARE_VALUE = re.compile(r"[^\s,]*")
_COMMA = re.compile(r",\s*")
_BARE_WORD = re.compile(r"\S+")
_ONE_VALUE = {Field.SINCE, Field.UNTIL, Field.ZONE}


@dataclass(frozen=True, slots=True)
class Piece:
    """A value as it was typed. start, end: of it with its quotation marks, in characters.

    field: as typed, "" for none; head: where its term begins. closed: whether its quotation mark is.
    """

    head: int
    field: str
    negated: bool
    start: int
    end: int
    value: str
    quoted: bool = False
    closed: bool = True


def pieces_of(typed: str) -> Iterator[Piece]:
    """Cut what was typed into values, in order; the values of one term have the same head."""
    place = 0
    while place < len(typed):
        if typed[place].isspace():
            place += 1
            continue
        head = place
        no = _NOT.match(typed, place)
        place = no.end() if no else place
        field = _HEAD.match(typed, place)
        if field:
            negated = bool(field[1]) != bool(no)
            for piece in _values(typed, field.end(), (head, field[2], negated)):
                yield piece
                place = piece.end
            continue
        negated = typed[place] == "-" and place + 1 < len(typed) and not typed[place + 1].isspace()
        piece = _value(typed, place + negated, (head, "", negated), _BARE_WORD)
        yield piece
        place = piece.end


def _values(typed: str, place: int, term: tuple[int, str, bool]) -> Iterator[Piece]:
    while True:
        piece = _value(typed, place, term, _BARE_VALUE)
        yield piece
        comma = _COMMA.match(typed, piece.end)
        if comma is None:
            return
        place = comma.end()


def _value(typed: str, place: int, term: tuple[int, str, bool], bare: re.Pattern[str]) -> Piece:
    if typed.startswith('"', place):
        quoted = _QUOTED.match(typed, place)
        if quoted is None:
            return Piece(*term, place, len(typed), typed[place + 1 :], quoted=True, closed=False)
        return Piece(*term, place, quoted.end(), quoted[1].replace('""', '"'), quoted=True)
    found = bare.match(typed, place)
    end = found.end() if found else place
    return Piece(*term, place, end, typed[place:end])


def read_log_query(typed: str) -> LogQuery | QueryFault:
    """Read a query; "" asks for everything. Never raises."""
    if len(typed) > _LONGEST:
        return QueryFault(_LONGEST, len(typed), f"A query has at most {_LONGEST:,} characters")
    if not is_text(typed):
        return QueryFault(0, len(typed), "This holds half a character")
    terms: dict[int, LogTerm] = {}
    end = 0
    for piece in pieces_of(typed):
        fault = _cut_wrong(typed, piece, end)
        if fault:
            return fault
        term = _term(piece, terms.get(piece.head))
        if isinstance(term, QueryFault):
            return term
        terms[piece.head] = term
        end = piece.end
    query = LogQuery(tuple(terms.values()))
    return _too_little(query, terms) or query


def _cut_wrong(typed: str, piece: Piece, end: int) -> QueryFault | None:
    """Say what is wrong with where a value begins and ends. end: of the value before it."""
    if not piece.closed:
        return QueryFault(piece.start, piece.end, "The quotation mark is not closed")
    if piece.head == end and end:
        return QueryFault(end, end + 1, "A blank is missing after the quotation mark")
    if piece.quoted and typed[piece.end : piece.end + 1] == '"':
        return QueryFault(piece.end, piece.end + 1, "A blank is missing after the quotation mark")
    return None


def _term(piece: Piece, before: LogTerm | None) -> LogTerm | QueryFault:
    """Read one value into its term. before: what the term has already."""
    if not piece.field:
        return _words(piece)
    name = piece.field.casefold()
    if name not in FIELDS:
        hint = did_you_mean(name, FIELDS) or "; to look for it as it stands, put it in quotation marks"
        return QueryFault(piece.head, piece.end, f"There is no field '{piece.field}'{hint}")
    field = Field(name)
    if before is not None and field in _ONE_VALUE:
        return QueryFault(piece.start, piece.end, f"{field}: takes one value")
    if field is Field.ZONE and piece.negated:
        return QueryFault(piece.head, piece.end, "zone: cannot be turned round")
    value = canonical_value(field, piece.value)
    if isinstance(value, Wrong):
        return QueryFault(piece.start if piece.value.strip() else piece.head, piece.end, value.text)
    values = (*(before.values if before else ()), value)
    return LogTerm(field, tuple(dict.fromkeys(values)), piece.negated)


def _words(piece: Piece) -> LogTerm | QueryFault:
    value = " ".join(piece.value.replace('"', " ").split())
    if not value or (piece.negated and not looks_for_words(f'"{value}"')):
        return QueryFault(piece.start, piece.end, TOO_LITTLE)
    return LogTerm(Field.WORDS, (value,), piece.negated)


def _too_little(query: LogQuery, terms: dict[int, LogTerm]) -> QueryFault | None:
    if not query.free_text or looks_for_words(query.free_text):
        return _second_zone(terms)
    head = next(head for head, term in terms.items() if term.field is Field.WORDS and not term.negated)
    return QueryFault(head, head + 1, TOO_LITTLE)


def _second_zone(terms: dict[int, LogTerm]) -> QueryFault | None:
    zones = [head for head, term in terms.items() if term.field is Field.ZONE]
    return QueryFault(zones[1], zones[1] + 1, "zone: is said twice") if len(zones) > 1 else None
