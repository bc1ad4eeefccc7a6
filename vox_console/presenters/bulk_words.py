"""The bulk pane's sentences."""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.domain.errors import FieldProblem, VoxError
from vox_console.domain.plain_text import one_line
from vox_console.presenters.compose_words import plural
from vox_console.presenters.wall_time import day, system_local
from vox_console.storage.job_progress import Progress

CLASS_WORDS = {
    RowClass.ACCEPTED: "accepted",
    RowClass.BLANK: "empty row",
    RowClass.DAMAGED: "cannot be read",
    RowClass.NO_NUMBER: "without a number",
    RowClass.BAD_NUMBER: "number that cannot be sent to",
    RowClass.OPTED_OUT: "wants no messages",
    RowClass.DUPLICATE: "with the same number as an earlier row",
    RowClass.UNFILLED: "with a field of the text that stays empty",
    RowClass.EMPTY_TEXT: "without a text to send",
    RowClass.CANNOT_ENCODE: "with a text that cannot be sent in this coding",
    RowClass.TOO_LONG: "with a text that is too long",
    RowClass.RECENT: "got nearly this text lately",
    RowClass.NEVER_OPEN: "never within the hours",
}
"""What is said after the count of one row of a class."""

_OF_MANY = {
    RowClass.BLANK: "empty rows",
    RowClass.BAD_NUMBER: "numbers that cannot be sent to",
    RowClass.OPTED_OUT: "want no messages",
}

DELIMITERS = (
    (",", "Comma"),
    (";", "Semicolon"),
    ("\t", "Tab"),
    ("|", "Pipe"),
    ("", "None: one column"),
)
HEADERS = (("yes", "The first row is the header"), ("no", "There is no header"))

DUPLICATES = (("first", "Only the first row is sent"), ("all", "Every row is sent"))

CHANGED_SINCE = "The list, or who wants messages, has changed since the check. Nothing was sent: check again."
MENDED_SINCE = "Rows were mended since this check: check again for the sum."
_SHOWN = 80
_A_FEW_SECONDS = "a few seconds"


def sum_words(books: Books) -> str:
    """Give "50 rows = 47 accepted + 3 excluded"."""
    excluded = books.rows - books.accepted
    return f"{plural(books.rows, 'row')} = {books.accepted:,} accepted + {excluded:,} excluded"


def class_words(verdict: RowClass, count: int) -> str:
    """Give what is said after the count of rows of a class: "empty row" for 1, "empty rows" for 2."""
    one = CLASS_WORDS[verdict]
    return one if count == 1 else _OF_MANY.get(verdict, one)


def row_words(cells: Sequence[str]) -> str:
    """Give what a row holds, on one line."""
    words = " · ".join(cell.strip() for cell in cells if cell.strip())
    return one_line(words[: _SHOWN + 1])[:_SHOWN] + ("…" if len(words) > _SHOWN else "")


def remembered_words(saved_at_us: int) -> str:
    """Say since when a list of the same header is read so."""
    return f"Read as last time with this header, on {day(saved_at_us, system_local)}."


def start_words(books: Books, *, practice: bool) -> str:
    """Say what starting will do."""
    parts = f" ({books.parts:,} parts)" if books.parts > books.accepted else ""
    where = " to the practice provider" if practice else ""
    return f"Send {plural(books.accepted, 'message')}{parts}{where}"


def wire_words(progress: Progress) -> str:
    """Give "23 on the wire cannot be recalled, 4,112 held"."""
    held = f"{progress.held + progress.queued:,} held"
    if not progress.on_the_wire:
        return f"Nothing is on the wire, {held}"
    return f"{progress.on_the_wire:,} on the wire cannot be recalled, {held}"


def running_words(progress: Progress) -> str:
    """Say how a running job stands: "23 on the wire, 4,112 not left yet"."""
    return f"{progress.on_the_wire:,} on the wire, {progress.held + progress.queued:,} not left yet."


def column_names(header: Sequence[str], count: int) -> tuple[str, ...]:
    """Give a name for every column that a field of a text can be called by.

    A column without a name, or with one that a field cannot have, is called by its place, from 1.
    """
    names = [header[at].strip() if at < len(header) else "" for at in range(max(count, len(header)))]
    return tuple(
        name if name and not set(name) & set("{}|") else f"Column {at}" for at, name in enumerate(names, 1)
    )


def about_words(seconds: float) -> str:
    """Give a span of time that was reckoned: "about 30 seconds"."""
    words = duration_words(seconds)
    return words if words == _A_FEW_SECONDS else f"about {words}"


def duration_words(seconds: float) -> str:
    """Give a span of time as roughly as one speaks of it."""
    if seconds < 10:
        return _A_FEW_SECONDS
    if seconds < 120:
        return f"{-(-int(seconds) // 10) * 10} seconds"
    minutes = -(-int(seconds) // 60)
    if minutes < 60:
        return plural(minutes, "minute")
    if minutes < 48 * 60:
        hours, rest = divmod(-(-minutes // 5) * 5, 60)
        return plural(hours, "hour") + (f" {rest} minutes" if rest else "")
    return plural(round(minutes / 60 / 24), "day")


def problem_of(field: str, fault: VoxError) -> FieldProblem:
    """Say beside a field what went wrong with it, and what helps."""
    words = [fault.title.rstrip("."), fault.detail, fault.hint]
    text = ". ".join(each.rstrip(".") for each in words if each) + "."
    return FieldProblem(field, "refused", text)
