"""What may stand where somebody is typing a query: fields, and the values of a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vox_console.domain.log_query import LogTerm
from vox_console.domain.log_query_fields import Field, values_of
from vox_console.domain.log_query_reading import FIELDS, Piece, pieces_of

__all__ = ["Candidate", "complete"]

FIELD_WORDS: Mapping[Field, str] = {
    Field.STATE: "what became of it",
    Field.SENT: "on which day, or in which last days",
    Field.SINCE: "not before",
    Field.UNTIL: "not after",
    Field.CODE: "the error code in its receipt",
    Field.FROM: "its sender",
    Field.TO: "its number, or a piece of one",
    Field.COUNTRY: "whose number it went to",
    Field.VIA: "by which way",
    Field.ACCOUNT: "of which account",
    Field.JOB: "of which bulk job",
    Field.TEXT: "words of its text",
    Field.ID: "the provider's id, or #NUMBER",
    Field.ZONE: "whose days and clocks",
}
_MOST = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to go on. start, end: the characters that `text` replaces. note: what it means, or ""."""

    start: int
    end: int
    text: str
    note: str = ""


def complete(
    typed: str, cursor: int, *, known: Mapping[Field, Sequence[str]] | None = None
) -> list[Candidate]:
    """Give how a query may go on at a cursor (in characters), at most twelve ways, likeliest first.

    known: values that this journal has, by field (senders, accounts, codes).
    """
    piece = _piece_at(typed, cursor)
    if piece is None:
        return _fields("", cursor, cursor)
    if not piece.field:
        return [] if piece.quoted else _fields(typed[piece.start : cursor].casefold(), piece.start, piece.end)
    name = piece.field.casefold()
    if name not in FIELDS:
        return []
    field = Field(name)
    begun = typed[piece.start : cursor].lstrip('"').casefold()
    values = dict.fromkeys((*(known or {}).get(field, ()), *values_of(field)))
    fitting = [value for value in values if value.casefold().startswith(begun)]
    return [Candidate(piece.start, piece.end, _written(field, value)) for value in fitting[:_MOST]]


def _piece_at(typed: str, cursor: int) -> Piece | None:
    """Give the value that the cursor stands in, or just behind."""
    return next((piece for piece in pieces_of(typed) if piece.start <= cursor <= piece.end), None)


def _fields(begun: str, start: int, end: int) -> list[Candidate]:
    return [
        Candidate(start, end, f"{field}:", FIELD_WORDS[field]) for field in FIELDS if field.startswith(begun)
    ][:_MOST]


def _written(field: Field, value: str) -> str:
    return str(LogTerm(field, (value,))).removeprefix(f"{field}:")
