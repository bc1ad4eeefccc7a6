"""Messages as rows of the delivery log, written by SQLite itself: whole pages of lines, or cells.

Theory of operation. Fetching a row costs more than writing it, so lines of text are put together in SQL and
fetched a page at a time: one string for thousands of rows. In the middle stands one SELECT that reads what
the chosen columns need (:data:`_SOURCES`) for the messages asked for, in their order; around it stands how a
cell is written in the one or the other kind of file. LIMIT -1 keeps the two apart: put into one, SQLite would
work out a cell once for each time that its writing names it.

Nearly every message has one part, so that part is joined, and only those with more are looked for by range.
What needs the tables of phone numbers or of error codes is asked of Python, and only where a column wants it.
Runs on a reader thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import apsw

from vox_console.domain.export_format import SCHEMA_VERSION, ExportFormat
from vox_console.domain.log_cells import BETWEEN, masked_numbers_in, other_bases
from vox_console.domain.log_columns import ColumnKind, LogColumn, LogView
from vox_console.domain.message import FINAL_STATES
from vox_console.domain.number_country import country_of
from vox_console.domain.outcome_words import trouble_words
from vox_console.domain.plain_text import masked_number
from vox_console.domain.sheet_guard import BEGINNINGS, PASSED_OVER
from vox_console.storage.rows import Row, all_rows, one_row

_FROM: Final = (
    " FROM json_each(?) wanted CROSS JOIN messages m ON m.id = wanted.value"
    " LEFT JOIN parts p ON p.id = m.id << 8 | 1"
)
_NEXT: Final = "SELECT id FROM messages WHERE id < ? AND state <> 'draft' ORDER BY id DESC LIMIT ?"


def _literal(text: str) -> str:
    """Write a text that has no NUL as SQL."""
    return "'" + text.replace("'", "''") + "'"


def _of_parts(one: str, many: str) -> str:
    """Give what is read of the one part `p`, or of all parts `q`."""
    all_of_them = f"(SELECT {many} FROM parts q WHERE q.id BETWEEN m.id << 8 AND m.id << 8 | 255)"  # noqa: S608 - constants
    return f"CASE m.part_count WHEN 1 THEN {one} ELSE {all_of_them} END"


_TROUBLE_OF_ALL: Final = _of_parts(
    "json_array(json_array(p.command_status, p.error_code))",
    "json_group_array(json_array(q.command_status, q.error_code))",
)
_IDS: Final = _of_parts(
    "p.provider_id", f"group_concat(nullif(q.provider_id, ''), {_literal(BETWEEN)} ORDER BY q.id)"
)
_SOURCES: Final = {
    "id": "m.id",
    "queued": "m.created_at_us",
    "accepted": _of_parts("p.accepted_at_us", "max(q.accepted_at_us)"),
    "final": "CASE WHEN m.state IN ({}) THEN m.updated_at_us END".format(
        ", ".join(sorted(map(_literal, FINAL_STATES)))
    ),
    "updated": "m.updated_at_us",
    "state": "m.state",
    "to": "'+' || m.recipient",
    "country": "ifnull((SELECT country FROM message_labels l WHERE l.id = m.label),"
    " log_country(m.recipient))",
    "from": "m.sender",
    "text": "m.text",
    "parts": "m.part_count",
    "coding": "m.encoding",
    "error_code": _of_parts(
        "p.error_code", f"group_concat(nullif(q.error_code, ''), {_literal(BETWEEN)} ORDER BY q.id)"
    ),
    "error": "CASE WHEN m.reason = '' AND m.part_count = 1 AND p.command_status = 0 AND p.error_code = ''"
    f" THEN '' ELSE log_trouble(m.reason, {_TROUBLE_OF_ALL}) END",
    "provider_ids": _IDS,
    "other_base_ids": "CASE WHEN m.part_count = 1 AND p.provider_id GLOB '*[^0-9a-fA-F]*' THEN ''"
    f" WHEN {_IDS} GLOB '*[0-9a-fA-F]*' THEN log_other_bases({_IDS}) END",
    "transport": "m.transport",
    "account": "m.profile",
    "job": "nullif(m.job_row >> 32, 0)",
    "job_row": "nullif(m.job_row & 0xffffffff, 0)",
    "network": "(SELECT network FROM receipts r WHERE r.part_id BETWEEN m.id << 8 AND m.id << 8 | 255"
    " AND network <> '' ORDER BY r.id DESC LIMIT 1)",
}
_MASKED_NUMBERS: Final = {"to": "log_masked(m.recipient)", "error": f"log_masked_in({_SOURCES['error']})"}
_MASKED_TEXTS: Final = {"text": "'[' || length(m.text) || ' characters]'"}
_PLAIN: Final = frozenset({"state", "to", "country", "coding", "transport"})
"""Texts of our own making, in which no quotes, commas or line ends are."""
_NEVER_GUARDED: Final = _PLAIN - {"to"}


def _trouble(reason: str, parts: str) -> str:
    return trouble_words(reason, [(status or 0, code or "") for status, code in json.loads(parts)])


_FUNCTIONS: Final[dict[str, Callable[..., str]]] = {
    "log_country": lru_cache(maxsize=4_096)(country_of),
    "log_trouble": lru_cache(maxsize=4_096)(_trouble),
    "log_other_bases": lambda ids: other_bases(ids or ""),
    "log_masked": masked_number,
    "log_masked_in": masked_numbers_in,
}


def next_ids(db: apsw.Connection, *, before: int, limit: int) -> list[int]:
    """Give the ids of the next messages below one, newest first; not what was taken back before it left."""
    return [row[0] for row in all_rows(db, _NEXT, (before, limit))]


def count(db: apsw.Connection) -> int:
    """Count the messages that `next_ids` gives."""
    row = one_row(db, "SELECT count(*) FROM messages WHERE state <> 'draft'")
    return row[0] if row else 0


def lines(
    db: apsw.Connection, ids: Sequence[int], *, view: LogView, file_format: ExportFormat
) -> tuple[int, str]:
    """Give these messages as lines of CSV or JSON, each with its end, and how many there are.

    They stand in the order asked for; unknown ids are left out. file_format: not XLSX, which has no lines.
    """
    _lend(db)
    row = one_row(db, _lines_sql(view, file_format), (json.dumps(list(ids)),))
    found, text = row or (0, None)
    end = "\n" if file_format is ExportFormat.JSONL else "\r\n"
    return found, f"{text}{end}" if found else ""


def rows(db: apsw.Connection, ids: Sequence[int], *, view: LogView) -> list[Row]:
    """Give the cells of these messages: str for texts, int or None for numbers.

    A time is an int of microseconds since 1970, None for never; a local one is shifted by its zone's offset.
    """
    _lend(db)
    return all_rows(db, _cells_sql(view, _value), (json.dumps(list(ids)),))


def cells(db: apsw.Connection, ids: Sequence[int], *, view: LogView) -> list[Row]:
    """Give the cells as `lines` writes them in CSV for programs, none of them quoted yet."""
    _lend(db)
    return all_rows(db, _cells_sql(view, _text_of), (json.dumps(list(ids)),))


def _lend(db: apsw.Connection) -> None:
    """Lend SQLite what only Python knows; the same again and again does no harm."""
    for name, function in _FUNCTIONS.items():
        db.create_scalar_function(name, function, deterministic=True)


@lru_cache(maxsize=32)
def _lines_sql(view: LogView, file_format: ExportFormat) -> str:
    columns = view.columns
    if file_format is ExportFormat.JSONL:
        members = [f"{_literal(f',{json.dumps(column.key)}:')}, {_json(column, view)}" for column in columns]
        opening = _literal(f'{{"schema":{SCHEMA_VERSION}')
        line = f"concat({opening}, {', '.join(members)}, '}}')"
        return f"SELECT count(*), group_concat({line}, char(10)) FROM ({_inner(view)})"  # noqa: S608 - constants
    written = _sheet_csv if file_format is ExportFormat.CSV_SHEET else _csv
    line = f"concat_ws(',', {', '.join(written(column, view) for column in columns)})"
    return f"SELECT count(*), group_concat({line}, char(13, 10)) FROM ({_inner(view)})"  # noqa: S608 - constants


@lru_cache(maxsize=32)
def _cells_sql(view: LogView, written: Callable[[LogColumn, LogView], str]) -> str:
    chosen = ", ".join(written(column, view) for column in view.columns)
    return f"SELECT {chosen} FROM ({_inner(view)})"  # noqa: S608 - constants


def _inner(view: LogView) -> str:
    sources = dict.fromkeys(column.source for column in view.columns)
    masked = {
        **(_MASKED_NUMBERS if view.mask.numbers else {}),
        **(_MASKED_TEXTS if view.mask.texts else {}),
    }
    read = ", ".join(f"{masked.get(source, _SOURCES[source])} AS c_{source}" for source in sources)
    return f"SELECT {read}{_FROM} LIMIT -1"


def _offset(column: LogColumn, view: LogView) -> str:
    """Give the SQL for the seconds east of UTC of a local time, or of what is written for each offset."""
    return _by_offset(column, view, str)


def _by_offset(column: LogColumn, view: LogView, written: Callable[[int], str]) -> str:
    *newer, oldest = view.zone
    if not newer:
        return written(oldest[1])
    whens = " ".join(f"WHEN c_{column.source} >= {from_us} THEN {written(east)}" for from_us, east in newer)
    return f"CASE {whens} ELSE {written(oldest[1])} END"


def _zone_words(east_s: int) -> str:
    sign, minutes = "-" if east_s < 0 else "+", abs(east_s) // 60
    return _literal(f"{sign}{minutes // 60:02}:{minutes % 60:02}")


def _value(column: LogColumn, view: LogView) -> str:
    name = f"c_{column.source}"
    if column.kind is ColumnKind.TEXT:
        return f"ifnull({name}, '')"
    if column.kind is ColumnKind.TIME:
        shifted = f"{name} + 1000000 * {_offset(column, view)}" if column.local else name
        return f"CASE WHEN {name} > 0 THEN {shifted} END"
    return name


def _time(column: LogColumn, view: LogView) -> str:
    """Give ISO 8601 with the microseconds and Z or the offset, NULL for never."""
    name = f"c_{column.source}"
    second, zone = f"{name} / 1000000", "'Z'"
    if column.local:
        second, zone = f"{second} + {_offset(column, view)}", _by_offset(column, view, _zone_words)
    clock = f"strftime('%Y-%m-%dT%H:%M:%S.', {second}, 'unixepoch')"
    return f"CASE WHEN {name} > 0 THEN concat({clock}, substr(concat('00000', {name}), -6), {zone}) END"


def _text_of(column: LogColumn, view: LogView) -> str:
    written = _time(column, view) if column.kind is ColumnKind.TIME else f"c_{column.source}"
    return f"ifnull({written}, '')"


def _csv(column: LogColumn, view: LogView) -> str:
    text = _text_of(column, view)
    return _quoted(text) if column.kind is ColumnKind.TEXT and column.key not in _PLAIN else text


def _sheet_csv(column: LogColumn, view: LogView) -> str:
    text = _text_of(column, view)
    if column.kind is not ColumnKind.TEXT:
        return text
    if column.key in _NEVER_GUARDED:
        return text
    begins = f"ltrim({text}, {_literal(PASSED_OVER)}) GLOB {_literal(f'[{BEGINNINGS}]*')}"
    return _quoted(f"iif({begins}, concat('''', {text}), {text})")


def _quoted(text: str) -> str:
    return f"""concat('"', replace({text}, '"', '""'), '"')"""


def _json(column: LogColumn, view: LogView) -> str:
    if column.kind is ColumnKind.NUMBER:
        return f"ifnull(c_{column.source}, 'null')"
    return f"json_quote({_time(column, view) if column.kind is ColumnKind.TIME else _text_of(column, view)})"
