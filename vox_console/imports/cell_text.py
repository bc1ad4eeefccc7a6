"""A cell's value as the text a person sees in it."""

from __future__ import annotations

import datetime as dt
import re

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

EXACT = 2**53  # beyond, a number of a workbook has lost digits, and must not look as if it had not

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NO_CHARACTER = range(0xD800, 0xE000)


def unescaped(text: str) -> str:
    """Give a workbook's text with the characters that XML cannot hold, which it writes as ``_x0001_``.

    (ECMA-376, 22.9.2.19. The reader of values gives them as they are written.)
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return escaped[0] if code in _NO_CHARACTER else chr(code)


def cell_text(value: Value) -> str:
    """Write a value: whole numbers without ".0" or an exponent, dates as ISO 8601, a space before the time.

    A number too large to be exact is written with an exponent, so that nobody takes it for a whole one.
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return number_text(value)
        case dt.date() | dt.time() | dt.timedelta():
            return _time_text(value)
        case _:
            return str(value)


def _time_text(value: dt.date | dt.time | dt.timedelta) -> str:
    match value:
        case dt.datetime():
            return f"{value:%Y-%m-%d} {_clock(value.time())}"
        case dt.date():
            return value.isoformat()
        case dt.time():
            return _clock(value)
        case dt.timedelta():
            return _duration(value)


def number_text(value: float) -> str:
    """Write a number with the 15 digits that a spreadsheet program shows."""
    if value.is_integer() and abs(value) <= EXACT:
        return str(int(value))
    return f"{value:.15G}"


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
