"""Which column of a list says what about who wants no messages: named, recognised, or guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from vox_console.domain.bulk_mapping import guess_number_columns
from vox_console.domain.errors import SettingsError
from vox_console.domain.merge_fields import fold
from vox_console.imports.table import Table

SAMPLE: Final = 200
EXPORT_HEADER: Final = ("number", "sender", "since", "said by", "source", "evidence", "message id")
_OURS: Final = tuple(map(fold, EXPORT_HEADER))
_NAMES: Final = {
    "since": {
        "since",
        "date",
        "when",
        "time",
        "at",
        "optedout",
        "optoutdate",
        "datum",
        "timestamp",
        "created",
    },
    "said_by": {"saidby", "who", "by", "operator", "name", "enteredby"},
    "evidence": {"evidence", "reason", "words", "text", "message", "note", "keyword", "comment", "razlog"},
}


@dataclass(frozen=True, slots=True)
class OptOutColumns:
    """Indexes into a row's cells, -1 for none. ours: the list is an export of a register like this one."""

    number: int
    sender: int = -1
    since: int = -1
    said_by: int = -1
    source: int = -1
    evidence: int = -1
    message_id: int = -1
    ours: bool = False

    @property
    def known(self) -> tuple[str, ...]:
        """The names of the columns that were found, beside the number."""
        return tuple(
            each.name
            for each in fields(self)
            if each.name not in {"number", "ours"} and getattr(self, each.name) >= 0
        )


def find_columns(table: Table, *, number_column: str = "") -> OptOutColumns:
    """Find out what the columns are. number_column: by name or by position from 1, "" to guess.

    Raises SettingsError, in words, when no column seems to hold numbers or there is none of that name.
    """
    header = table.header or ()
    folded = [fold(name) for name in header]
    if tuple(folded) == _OURS:
        return OptOutColumns(0, 1, 2, 3, 4, 5, 6, ours=True)
    number = _named(number_column, header) if number_column else _guessed(table)

    def called(field: str) -> int:
        return next((at for at, name in enumerate(folded) if name in _NAMES[field] and at != number), -1)

    return OptOutColumns(
        number, since=called("since"), said_by=called("said_by"), evidence=called("evidence")
    )


def _named(name: str, header: Sequence[str]) -> int:
    for at, each in enumerate(header):
        if fold(each) == fold(name):
            return at
    if name.isascii() and name.isdigit() and int(name) > 0:
        return int(name) - 1
    raise SettingsError(
        "There is no such column", detail=f"“{name}”", hint=f"Columns: {', '.join(header) or 'none named'}."
    )


def _guessed(table: Table) -> int:
    header = table.header or ()
    guesses = guess_number_columns(header, [row.cells for row in table.preview(SAMPLE)])
    if not guesses:
        raise SettingsError(
            "No column seems to hold phone numbers",
            detail=f"columns: {', '.join(header) or 'without names'}",
            hint="Call the column “phone”, or say which one it is.",
        )
    return guesses[0].index
