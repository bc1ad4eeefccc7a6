"""What may be asked of the delivery log, field by field: its values and their canonical spelling.

A value of a field is either its canonical spelling or :class:`Wrong`, one plain sentence. Words of states are
those of the JSON output, and what the window calls them; two words stand for several states.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

from vox_console.domain.log_query_times import TimeUse, read_time
from vox_console.domain.message import MessageState
from vox_console.domain.search_query import LEAST_DIGITS, read_query
from vox_console.domain.transport_name import TransportName
from vox_console.domain.zone_offset import OffsetAt, zone_offset

__all__ = [
    "ANY",
    "NONE",
    "STATE_SETS",
    "TOO_LITTLE",
    "Field",
    "Wrong",
    "canonical_value",
    "code_key",
    "did_you_mean",
    "looks_for_words",
    "place_of",
    "values_of",
]

ANY, NONE = "any", "none"


class Field(StrEnum):
    """What a term asks about; WORDS is what stands without a field."""

    STATE = "state"
    SENT = "sent"
    SINCE = "since"
    UNTIL = "until"
    CODE = "code"
    FROM = "from"
    TO = "to"
    COUNTRY = "country"
    VIA = "via"
    ACCOUNT = "account"
    JOB = "job"
    TEXT = "text"
    ID = "id"
    ZONE = "zone"
    WORDS = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why something is no value of a field, in one sentence."""

    text: str


STATE_SETS: dict[str, frozenset[MessageState]] = {
    **{state.value: frozenset({state}) for state in MessageState if state is not MessageState.DRAFT},
    "withdrawn": frozenset({MessageState.DRAFT}),
    # The provider said no, or the network did. What is unknown is not failed.
    "failed": frozenset(
        {
            MessageState.REFUSED,
            MessageState.UNDELIVERABLE,
            MessageState.REJECTED,
            MessageState.EXPIRED,
            MessageState.DELETED,
        }
    ),
    # The provider has it, and nobody has said yet how it ended.
    "waiting": frozenset({MessageState.ACCEPTED, MessageState.ENROUTE}),
}
_STATE_ALIASES = {
    "draft": "withdrawn",
    "en route": MessageState.ENROUTE.value,
    "en-route": MessageState.ENROUTE.value,
    "no longer known": MessageState.FORGOTTEN.value,
}
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+\-]{1,30}(/[A-Za-z0-9_+\-]{1,30}){0,2}")
_LONGEST_ID = 80
_NO_ERROR = frozenset({"", "-", "none", "null", "nil"})  # as in delivery_error.py, without the zeros
_TIME_USES = {Field.SINCE: TimeUse.SINCE, Field.UNTIL: TimeUse.UNTIL, Field.SENT: TimeUse.SENT}


_VALUES: dict[Field, tuple[str, ...]] = {
    Field.STATE: tuple(STATE_SETS),
    Field.VIA: tuple(TransportName),
    Field.SENT: ("today", "yesterday", "24h", "7d", "30d"),
    Field.SINCE: ("today", "yesterday", "1h", "24h", "7d"),
    Field.UNTIL: ("today", "yesterday", "1h", "24h", "7d"),
    Field.CODE: (ANY, NONE),
    Field.JOB: (ANY,),
    Field.ZONE: ("UTC",),
}


def values_of(field: Field) -> tuple[str, ...]:
    """Give the values that a field has at all times, () where they are without number."""
    if field is Field.COUNTRY:
        return (*sorted(_regions()), NONE)
    return _VALUES.get(field, ())


def canonical_value(field: Field, typed: str) -> str | Wrong:
    """Give the canonical spelling of a value; typed: without the quotation marks that stood around it."""
    value = " ".join(typed.split())
    if not value:
        return Wrong(f"{field}: needs a value")
    if field in _TIME_USES:
        return _time(field, value)
    if field in {Field.STATE, Field.VIA}:
        return _listed(field, value.casefold())
    read = _READERS.get(field)
    return read(value) if read else value


TOO_LITTLE = "Give at least two letters, or three digits, to look for"


def looks_for_words(typed: str) -> bool:
    """Say whether there is enough in what was typed to look for it."""
    return read_query(typed, digits_of=lambda _: "").looks_for_something


def code_key(error_code: str) -> str:
    """Give what all spellings of one error code have in common: 34 is 034. "" says that there was no error.

    As storage/log_conditions.py has it in SQL: blanks, leading zeros and ASCII capitals make no difference.
    """
    key = error_code.strip(" ")
    key = "".join(c.lower() if c.isascii() else c for c in key).lstrip("0")
    return "" if key in _NO_ERROR else key


def place_of(zone: str) -> OffsetAt | None:
    """Give the place of a zone by its name, None when this machine knows none of that name."""
    if not _ZONE_NAME.fullmatch(zone):
        return None
    try:
        return zone_offset(zone)
    except OSError:  # "Europe" alone is a folder of the zones' files
        return None


def did_you_mean(typed: str, words: tuple[str, ...]) -> str:
    """Give "; did you mean that?" when one of the words is near enough, else ""."""
    near = get_close_matches(typed.casefold(), words, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _listed(field: Field, value: str) -> str | Wrong:
    value = _STATE_ALIASES.get(value, value)
    words = values_of(field)
    if value in words:
        return value
    return Wrong(f"{field}: has no value '{value}'{did_you_mean(value, words)}")


def _country(value: str) -> str | Wrong:
    region = value.upper()
    if value.casefold() == NONE or region in _regions():
        return NONE if value.casefold() == NONE else region
    return Wrong(f"country: has no value '{value}'; give two letters, as RS, or none")


@cache
def _regions() -> frozenset[str]:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415 - on first use, as in domain.address

    return frozenset(str(region) for region in SUPPORTED_REGIONS)


def _code(value: str) -> str | Wrong:
    value = value.casefold()
    if value in {ANY, NONE} or code_key(value):
        return value
    return Wrong(f"code: '{value}' says that there was no error; write code:none")


def _job(value: str) -> str | Wrong:
    if value.casefold() == ANY:
        return ANY
    digits = value.removeprefix("#")
    if digits.isascii() and digits.isdecimal() and len(digits) <= 9 and int(digits):
        return str(int(digits))
    return Wrong(f"job: takes the number of a job, or any; '{value}' is neither")


def _number(value: str) -> str | Wrong:
    compatible = unicodedata.normalize("NFKC", value)
    if any(character.isalpha() for character in compatible):
        return Wrong(f"to: takes a number or a piece of one; '{value}' is none")
    if sum(map(str.isdecimal, compatible)) < LEAST_DIGITS:
        return Wrong(f"to: needs at least {LEAST_DIGITS} digits")
    return value


def _id(value: str) -> str | Wrong:
    if " " in value or len(value) > _LONGEST_ID:
        return Wrong("id: takes an id without blanks, or #NUMBER for a number of ours")
    return value


def _zone(value: str) -> str | Wrong:
    return value if place_of(value) else Wrong(f"zone: no zone '{value}' is known, as Europe/Belgrade is")


def _text(value: str) -> str | Wrong:
    words = " ".join(value.replace('"', " ").split())
    return words if looks_for_words(f'"{words}"') else Wrong(TOO_LITTLE)


def _time(field: Field, value: str) -> str | Wrong:
    read = read_time(value, _TIME_USES[field])
    return read or Wrong(f"{field}: cannot read '{value}'; {_TIME_USES[field].hint}")


_READERS: dict[Field, Callable[[str], str | Wrong]] = {
    Field.COUNTRY: _country,
    Field.CODE: _code,
    Field.JOB: _job,
    Field.TO: _number,
    Field.ID: _id,
    Field.ZONE: _zone,
    Field.TEXT: _text,
}
