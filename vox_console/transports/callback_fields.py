"""The parameters of an HTTP request that brings callbacks: from a query, a form or JSON to names and texts.

Theory of operation. Everything becomes text: a JSON number stands as it was spelled, so that "0.0120" keeps
its last digit, null is empty. Of parameters that are repeated the first that is not empty counts. An array is
taken apart with each report's own octets beside it, because what is stored as evidence of one report must not
be the other nine hundred and ninety-nine as well. Nested values have no meaning here and are refused.

All reasons are constants: they are told to whoever asked and to the person, and quote nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NoReturn
from urllib.parse import parse_qsl

from vox_console.domain.callback import first_filled
from vox_console.http1.messages import Refused, Request

MOST_PARAMETERS: Final = 200
MOST_REPORTS: Final = 1_000

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

_BLANKS: Final = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Posted:
    """One callback as it came. raw: its own octets, without the address it was sent to."""

    fields: Mapping[str, str] = field(repr=False)
    raw: bytes = field(repr=False)


def read_posted(request: Request) -> list[Posted]:
    """Take a GET or POST apart; at least one callback. Raises Refused."""
    if request.method == "GET":
        return [_form(request.query.encode("ascii", "replace"))]
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/x-www-form-urlencoded":
            return [_form(request.body)]
        case "application/json":
            return _json(request.body)
    raise Refused(415, f"only {FORM} and {JSON} are read")


def _form(octets: bytes) -> Posted:
    if octets.count(b"&") >= MOST_PARAMETERS:
        raise Refused(400, f"more than {MOST_PARAMETERS} parameters")
    try:
        pairs = _pairs(octets, "utf-8")
    except UnicodeDecodeError:
        pairs = _pairs(octets, "latin-1")
    if not pairs:
        raise Refused(400, "no parameters")
    return Posted(first_filled(pairs), octets)


def _pairs(octets: bytes, encoding: str) -> list[tuple[str, str]]:
    return parse_qsl(octets.decode(encoding), keep_blank_values=True, encoding=encoding, errors="strict")


def _json(body: bytes) -> list[Posted]:
    posted: list[Posted] = []
    try:
        for value, text in _objects(body.decode("utf-8-sig")):
            if len(posted) == MOST_REPORTS:
                raise Refused(413, f"more than {MOST_REPORTS} reports at once")
            posted.append(Posted(_fields(value), text.encode()))
    except (ValueError, RecursionError) as fault:
        raise Refused(400, "the body is not JSON in UTF-8") from fault
    return posted


def _objects(text: str) -> Iterator[tuple[object, str]]:
    """Give the value, or each element of the array that it is, with its spelling. Raises ValueError."""
    at = _past_blanks(text, 0)
    is_array = text.startswith("[", at)
    ends = "]" if is_array else ""
    if is_array:
        at = _past_blanks(text, at + 1)
    while True:
        value, end = _DECODER.raw_decode(text, at)
        yield value, text[at:end]
        at = _past_blanks(text, end)
        if not (is_array and text.startswith(",", at)):
            break
        at = _past_blanks(text, at + 1)
    if not text.startswith(ends, at) or _past_blanks(text, at + len(ends)) != len(text):
        raise ValueError("something follows")


def _past_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _fields(value: object) -> dict[str, str]:
    if not isinstance(value, tuple):  # what _DECODER makes of an object
        raise Refused(400, "a callback in JSON is an object or an array of objects")
    if len(value) > MOST_PARAMETERS:
        raise Refused(400, f"more than {MOST_PARAMETERS} parameters")
    return first_filled((name, _text(each)) for name, each in value)


def _text(value: object) -> str:
    match value:
        case str():  # numbers as well, see _DECODER
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
    raise Refused(400, "a value is nested")


def _no_number(_spelling: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=_no_number
)
