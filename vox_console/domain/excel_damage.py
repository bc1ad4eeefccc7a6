"""What spreadsheets do to phone numbers, and how it is undone without guessing a digit.

A spreadsheet takes a number for a quantity: it drops the plus and the leading zeros, groups by thousands,
adds decimals, and shows twelve digits and more in powers of ten. What it has only *dressed* can be undone;
digits that it has *cut off* (4.479E+11 is any of a hundred million numbers) cannot, and no zeros are put in
their place.

Theory of operation. Each kind of damage has a shape of the whole text that people do not write by hand; a
text of none of these shapes is left alone. Kinds are undone from the outside in (a formula may hold an
apostrophe, grouped digits may have decimals), each adding its words to the reason. Whether a repair is *used*
is not decided here: domain.bulk_number reads the number both ways and keeps what stands better. In powers of
ten every digit is present when as many follow the point as the power says; with fewer nobody can tell zeros
from what was cut off.

A lost plus needs no repair: domain.address reads digits that are no number of the home country as
international ones, with the plus or without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vox_console.domain.address import MAX_DIGITS, MIN_DIGITS
from vox_console.domain.errors import FieldProblem

__all__ = ["Repair", "examine", "lost_zero"]


@dataclass(frozen=True, slots=True)
class Repair:
    """A number as it was before a spreadsheet changed it. reason: what had been done to it, in words."""

    text: str
    reason: str


_FORMULA = re.compile(r'=\s*(?:"([^"0-9]*[0-9][^"]*)"|""([^"0-9]*[0-9][^"]*)""|(\+?[0-9]+))')
_APOSTROPHE = re.compile(r"['\u2018\u2019`]([^'\u2018\u2019`0-9]*[0-9].*)", re.DOTALL)
_THOUSANDS = re.compile(
    r"""
      [1-9][0-9]{0,2} (?:,[0-9]{3}){2,} (?:\.0{1,2})?                # 381,641,234,567.00
    | [1-9][0-9]?     (?:,[0-9]{2}){2,} ,[0-9]{3} (?:\.0{1,2})?      # 9,19,81,23,45,678 in India
    | [1-9][0-9]{0,2} (?:['\u2019][0-9]{3}){2,} (?:[.,]0{1,2})?      # 381'641'234'567 in Switzerland
    | [1-9][0-9]{0,2} (?:[.\ \xa0\u202f][0-9]{3}){2,} ,0{1,2}        # 381.641.234.567,00; without decimals
    """,  # points and spaces are a number's own punctuation
    re.VERBOSE,
)
_DECIMALS = re.compile(r"([1-9][0-9]{6,})[.,]0{1,2}")
_POWER = re.compile(r"([1-9])(?:[.,]([0-9]+))?[eE]\+?0*([1-9][0-9]?)")
_DATE = re.compile(r"\s*(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\s*")
_MARK = re.compile("[=,.eE'`\u2018\u2019]")  # every shape but a date's has one
_GROUPING = re.compile(r"[^0-9]")
_CENTS = re.compile(r"[.,]0{1,2}$")


def examine(text: str) -> Repair | FieldProblem | None:
    """Undo what a spreadsheet did to this text, or say that it cannot be; None when nothing is seen."""
    if not _MARK.search(text):
        return None
    kept, reasons = text.strip(), []
    for shape, undo, words in _DAMAGES:
        found = shape.fullmatch(kept)
        undone = undo(found) if found else ""
        if undone:
            kept = undone.strip()
            reasons.append(words)
    if _is_cut_off(kept):
        words = (
            "Excel has cut off digits, and nobody can tell which. Take the number from where it came from."
        )
        return FieldProblem("to", "cut_off", words)
    return Repair(kept, " ".join(reasons)) if reasons else None


def taken_for_date(text: str) -> FieldProblem | None:
    """Say that a cell is a date, as workbooks are read; its digits can be a number's by chance."""
    if not _DATE.fullmatch(text):
        return None
    return FieldProblem("to", "date", "This is a date. Take the number from where it came from.")


def lost_zero(text: str) -> Repair | None:
    """Give bare digits with a zero before them, None for any other text.

    Who calls this makes sure that the number is one of the home country with the zero, and none without.
    """
    kept = text.strip()
    if not (kept.isascii() and kept.isdecimal()) or kept.startswith("0"):
        return None
    return Repair("0" + kept, "Excel had dropped its leading zero.")


def _inside(found: re.Match[str]) -> str:
    return next(filter(None, found.groups()), "")


def _ungrouped(found: re.Match[str]) -> str:
    return _GROUPING.sub("", _CENTS.sub("", found[0]))


def _written_out(found: re.Match[str]) -> str:
    """Give all digits of a power of ten, "" when some are gone or it is no whole number."""
    power = int(found[3])
    whole, beyond = (found[2] or "")[:power], (found[2] or "")[power:]
    return found[1] + whole if len(whole) == power and not beyond.strip("0") else ""


def _is_cut_off(text: str) -> bool:
    found = _POWER.fullmatch(text)
    if not found or not MIN_DIGITS <= int(found[3]) + 1 <= MAX_DIGITS:
        return False
    return len(found[2] or "") < int(found[3])


_Undo = Callable[[re.Match[str]], str]
_DAMAGES: tuple[tuple[re.Pattern[str], _Undo, str], ...] = (
    (_FORMULA, _inside, "It was written as a formula."),
    (_APOSTROPHE, _inside, "An apostrophe stood before it."),
    (_THOUSANDS, _ungrouped, "Excel had grouped it by thousands."),
    (_DECIMALS, _inside, "Excel had added decimals."),
    (_POWER, _written_out, "Excel had written it in powers of ten; no digit was lost."),
)
