"""Phone numbers by the million: the answers of domain.address, more than ten times as fast.

Theory of operation. A list of a million numbers holds a few hundred kinds of numbers, and phonenumbers works
each out anew. Here a number takes a short way: its punctuation is dropped in one translation, the plan of its
country code (number_plan.py, compiled from phonenumbers' own metadata) gives a verdict by one expression, and
the verdict gives the problems. A national number is read by its home region (home_region.py) first and by its
country code second, as domain.address does.

The short way decides only what it knows. Everything else goes to `parse_recipient`, which stays the rule:
letters, extensions, "tel:", rare characters, and digits that begin with a country's own way out ("011").
Words are the rule's too: the first number of a kind ("too long for +44") is given to it, and its problems are
kept for the rest of that kind. If it should ever disagree there, its answer counts, and nothing is kept.

Numbers for display are not made here; `address.international` does it for the rows that are seen.

What a spreadsheet did to a number (excel_damage.py) is undone when the number then stands at least as well
as before, and told in `repaired`. With ``repair=False``, which is how a user undoes it, the answer to any
text is that of `parse_recipient`; tests/properties/test_bulk_number_properties.py holds both to each other.
"""

from __future__ import annotations

import functools
from enum import IntEnum
from typing import NamedTuple

from vox_console.domain import excel_damage
from vox_console.domain.address import MAX_DIGITS, MIN_DIGITS, parse_recipient
from vox_console.domain.errors import FieldProblem
from vox_console.domain.excel_damage import Repair
from vox_console.domain.home_region import home_region
from vox_console.domain.number_plan import NumberPlan, Verdict, plan_for

__all__ = ["NumberReader", "NumberReading", "Standing", "read_number", "reader_for"]

# Everything here means the same to parse_recipient, whatever stands beside it: a part of a number's
# punctuation, a character nobody sees, a digit or plus of double width.
_DROPPED_ASCII = bytes([*range(0x21), 0x7F, *b"()[]./-"])
_DROPPED = {
    **dict.fromkeys(_DROPPED_ASCII),
    **dict.fromkeys(
        [0xA0, 0xAD, *range(0x2000, 0x2016), *range(0x202A, 0x2030), 0x2060, 0x2212, 0x3000, 0xFEFF]
    ),
    **{0xFF10 + digit: ord("0") + digit for digit in range(10)},
    0xFF0B: ord("+"),
}
_MOST_KEPT = 200
# More digits than this are counted for one text at a time, so that a hostile file fills no table.
_LONGEST_TOLD = 40


class Standing(IntEnum):
    """No number at all; one that no known range holds; one in a known range."""

    NONE = 0
    POSSIBLE = 1
    KNOWN = 2


class NumberReading(NamedTuple):
    """One number of a list; the fields are those of `address.Recipient` where the names are the same.

    A tuple, because a frozen dataclass takes as long to make as the rest of the reading.
    """

    digits: str
    region: str
    problems: tuple[FieldProblem, ...] = ()
    repaired: Repair | None = None

    @property
    def ok(self) -> bool:
        """Say whether a message can be sent to it; there may still be warnings."""
        return bool(self.digits)

    @property
    def standing(self) -> Standing:
        """Say how sure it is that these digits are somebody's number."""
        if not self.digits:
            return Standing.NONE
        doubtful = any(problem.code == "not_assigned" for problem in self.problems)
        return Standing.POSSIBLE if doubtful else Standing.KNOWN


def read_number(raw: str, default_region: str = "", *, repair: bool = True) -> NumberReading:
    """Read one number of many. default_region: as for `parse_recipient`; repair: undo spreadsheet damage."""
    return reader_for(default_region).read(raw, repair=repair)


@functools.lru_cache(maxsize=256)
def reader_for(default_region: str) -> NumberReader:
    """Give the reader of a region; who reads a whole column asks once."""
    return NumberReader(default_region)


def _compact(raw: str) -> str:
    if raw.isascii():
        return raw.encode().translate(None, _DROPPED_ASCII).decode()
    return raw.translate(_DROPPED)


@functools.lru_cache(maxsize=_MOST_KEPT)
def _by_rule(raw: str, region: str) -> NumberReading:
    """Read as the rule does. What stands in a column instead of a number ("n/a") stands there often."""
    recipient = parse_recipient(raw, default_region=region)
    return NumberReading(recipient.digits, recipient.region, recipient.problems)


class NumberReader:
    """Reads numbers for one default region and keeps the words for each kind of trouble."""

    def __init__(self, default_region: str) -> None:
        self._region = default_region
        self._home = home_region(default_region) if default_region else None
        self._words: dict[tuple[str, str], tuple[FieldProblem, ...]] = {}

    def read(self, raw: str, *, repair: bool = True) -> NumberReading:
        """Read one number, see `read_number`."""
        if repair and "-" in raw and (date := excel_damage.taken_for_date(raw)):
            return NumberReading("", "", (date,))
        reading = self._short_way(raw)
        if repair and (reading is None or reading[2] or "." in raw):
            return self._repaired(raw, reading)
        return reading or self._by_rule(raw)

    def _short_way(self, raw: str) -> NumberReading | None:
        """Read what the tables decide, None for what they do not."""
        written_out = raw[:1] == "+"
        digits = raw[1:] if written_out else raw
        if not (digits.isdecimal() and raw.isascii()):
            compact = _compact(raw)
            written_out = compact[:1] == "+"
            digits = compact[1:] if written_out else compact
        if digits[:2] == "00" and not written_out:
            written_out, digits = True, digits[2:]
        if not (digits.isdecimal() and digits.isascii()):
            return None if raw.strip() else self._refused(raw, "empty", "")
        if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
            return self._miscounted(raw, len(digits))
        if written_out or self._home is None:
            if digits[0] == "0" and not written_out:
                return self._refused(raw, "no_country", "")
            plan = plan_for(digits)
            if plan is None:
                return self._refused(raw, "unknown_country", digits[:3])
            number = plan.trunk.significant(digits[len(plan.code) :])
            return self._judged(raw, plan, number, plan.judge(number))
        return self._at_home(raw, digits, self._home.national(digits), self._home.plan)

    def _at_home(self, raw: str, digits: str, number: str | None, home: NumberPlan) -> NumberReading | None:
        """Choose between the national reading and the international one, as parse_recipient does."""
        if number is None:
            return None
        verdict = home.judge(number)
        abroad = None if verdict.valid or digits[0] == "0" else plan_for(digits)
        if abroad is not None:
            foreign = abroad.trunk.significant(digits[len(abroad.code) :])
            elsewhere = abroad.judge(foreign)
            if elsewhere.possible:
                return self._judged(raw, abroad, foreign, elsewhere)
        return self._judged(raw, home, number, verdict)

    def _judged(self, raw: str, plan: NumberPlan, number: str, verdict: Verdict) -> NumberReading:
        code = verdict.code
        if not code:
            return NumberReading(plan.code + number, verdict.region)
        if verdict.refused:
            return self._refused(raw, code, f"{plan.code} {verdict.fit}")
        problems = self._words.get((code, ""))
        if problems is None:
            return self._learned(raw, code, "")
        return NumberReading(plan.code + number, verdict.region, problems)

    def _miscounted(self, raw: str, count: int) -> NumberReading:
        if count > _LONGEST_TOLD:
            return self._by_rule(raw)
        return self._refused(raw, "too_short" if count < MIN_DIGITS else "too_long", str(count))

    def _refused(self, raw: str, code: str, detail: str) -> NumberReading:
        problems = self._words.get((code, detail))
        return self._learned(raw, code, detail) if problems is None else NumberReading("", "", problems)

    def _learned(self, raw: str, code: str, detail: str) -> NumberReading:
        reading = self._by_rule(raw)
        if [problem.code for problem in reading.problems] == [code]:
            self._words[code, detail] = reading.problems
        return reading

    def _by_rule(self, raw: str) -> NumberReading:
        return _by_rule(raw, self._region)

    def _repaired(self, raw: str, reading: NumberReading | None) -> NumberReading:
        """Undo spreadsheet damage if the number then stands at least as well. reading: None if undecided."""
        if reading is not None and reading.standing is Standing.KNOWN and "." not in raw:
            return reading
        best, text, reasons = reading, raw, []
        found = excel_damage.examine(raw)
        if isinstance(found, FieldProblem):
            return NumberReading("", "", (found,))
        if found:
            candidate = self.read(found.text, repair=False)
            if best is None and candidate.standing < Standing.KNOWN:
                best = self._by_rule(raw)
            if best is None or candidate.standing >= best.standing:
                best, text, reasons = candidate, found.text, [found.reason]
        if best is None:
            best = self._by_rule(raw)
        zero = excel_damage.lost_zero(text) if self._home and best.standing < Standing.KNOWN else None
        if zero and self._home:
            candidate = self.read(zero.text, repair=False)
            if candidate.standing is Standing.KNOWN and candidate.digits.startswith(self._home.plan.code):
                best, text = candidate, zero.text
                reasons.append(zero.reason)
        return best._replace(repaired=Repair(text, " ".join(reasons))) if reasons else best
