"""The columns that the delivery log can be written with: what each is called, what it holds, what is masked.

A column's key is a promise to other programs, its title is for people. Times are microseconds since 1970 in
UTC until they are written; each has a column in UTC and one in a zone of the operator's choice. What a
message has none of is an empty text, and no number and no time (None).

How values are read out of the journal stands in :mod:`vox_console.storage.log_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vox_console.domain.errors import FieldProblem


class ColumnKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class LogColumn:
    """A column. about: one sentence on what it holds. source: what is read for it; its key, but for times.

    local: a time that is written in the chosen zone. usual: it is written when nobody chose columns.
    """

    key: str
    title: str
    kind: ColumnKind
    about: str
    source: str
    local: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Mask:
    """What is made unreadable: numbers as in the notices ("+381 64 *** **67"), texts but for their length."""

    numbers: bool = False
    texts: bool = False


@dataclass(frozen=True, slots=True)
class LogView:
    """Which columns of a message are written, and how.

    zone: when the chosen zone's clock changed, newest first, as (microseconds UTC, seconds east from then
    on); the last entry holds for all times before it too.
    """

    columns: tuple[LogColumn, ...]
    zone: tuple[tuple[int, int], ...]
    mask: Mask = Mask()


def _text(key: str, title: str, about: str, *, usual: bool = True) -> LogColumn:
    return LogColumn(key, title, ColumnKind.TEXT, about, key, usual=usual)


def _number(key: str, title: str, about: str, *, usual: bool = True) -> LogColumn:
    return LogColumn(key, title, ColumnKind.NUMBER, about, key, usual=usual)


def _times(source: str, title: str, about: str, *, usual: bool = True) -> tuple[LogColumn, LogColumn]:
    kind = ColumnKind.TIME
    return (
        LogColumn(f"{source}_utc", f"{title} (UTC)", kind, f"{about}, in UTC.", source, usual=usual),
        LogColumn(
            f"{source}_local",
            f"{title} (local)",
            kind,
            f"{about}, in your zone.",
            source,
            local=True,
            usual=usual,
        ),
    )


COLUMNS: Final[tuple[LogColumn, ...]] = (
    _number("id", "Message", "Its number in this journal."),
    *_times("queued", "Queued", "When it was stored"),
    _text("state", "State", "The one word for what is known of it."),
    _text("to", "To", "The recipient's number, with a plus."),
    _text("country", "Country", "The two letters of the recipient's country."),
    _text("from", "From", "The sender."),
    _text("text", "Text", "What was written."),
    _number("parts", "Parts", "What it is cut into and billed as."),
    _text("coding", "Coding", "gsm7, ucs2, ..."),
    _text("error_code", "Error code", "What the receipts say, word for word."),
    _text("error", "What went wrong", "The same, and the provider's answer, in plain words."),
    *_times("accepted", "Accepted", "When the provider took it, its last part so far"),
    *_times("final", "Final", "When its final state was stored; empty while there is none"),
    _text("provider_ids", "Provider's ids", "As the provider answered, in the order of parts."),
    _text("other_base_ids", "Ids in the other base", "Hexadecimal as decimal, decimal as hexadecimal."),
    _text("transport", "Transport", "smpp or rest."),
    _text("account", "Account", "The account it went through."),
    _number("job", "Job", "The bulk job it belongs to, if any."),
    _number("job_row", "Row of the list", "Its row in that job's list.", usual=False),
    _text("network", "Network", "The network that a receipt named.", usual=False),
    *_times("updated", "Last change", "When its state was last worked out", usual=False),
)
BY_NAME: Final = {name: column for column in COLUMNS for name in (column.key, column.title)}
USUAL: Final = tuple(column for column in COLUMNS if column.usual)


def read_columns(typed: Iterable[str]) -> tuple[LogColumn, ...] | FieldProblem:
    """Give the columns of these keys in this order, the usual ones for none at all."""
    keys = [key.strip() for key in typed if key.strip()]
    unknown = [key for key in keys if key not in BY_NAME]
    if unknown:
        known = ", ".join(column.key for column in COLUMNS)
        return FieldProblem("columns", "unknown", f"There is no column {unknown[0]}. There are {known}.")
    if len(set(keys)) < len(keys):
        return FieldProblem("columns", "twice", "A column can be written only once.")
    return tuple(BY_NAME[key] for key in keys) or USUAL
