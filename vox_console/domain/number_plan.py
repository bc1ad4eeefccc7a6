r"""The numbering plan of one country code, compiled: which region a number is of, and whether it is mobile.

Theory of operation. phonenumbers answers "which region", "valid?" and "which type?" by trying the dozen
expressions of one region after another (twenty-five regions after +1), each anew for each question. Here the
questions are asked once: for a country code and a length all expressions that know this length become one,
whose alternatives stand in the order in which phonenumbers would try them. Each alternative ends in an empty
group, so the number of the group that matched is the answer, an index into a tuple of verdicts::

    (?=general\Z)(?:(?:premium or toll-free or ...)\Z()|(?:mobile)\Z()|(?:fixed)\Z())

A region with `leading_digits` owns a number by these alone, valid or not. So in the one expression it is
nothing but these digits and a group without a verdict, and has an expression of its own for what they let in;
a list of American numbers does without those of two dozen islands. Such regions often stand in a row, and one
look at all their leading digits spares each of them to a number of none. No match at all is the first
verdict: the country code's main region, not assigned. What phonenumbers calls "fixed line or mobile" counts
as mobile here, as it does for domain.address.

Expressions are compiled when the first number of their length arrives, and kept, because a list of numbers
knows few countries. phonenumbers itself is imported on first use (see domain.address).

Sources: phonenumbers' PhoneMetadata (general_desc, mobile, fixed_line, ..., leading_digits, possible_length)
and its number_type, region_code_for_number and is_possible_number_with_reason.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vox_console.domain.trunk_prefix import Fit, TrunkPrefix, fit, general

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata
    from phonenumbers.phonemetadata import PhoneNumberDesc

__all__ = ["Judge", "NumberPlan", "Verdict", "plan_for", "plan_of"]

_LONGEST_COUNTRY_CODE = 3
_NO_COUNTRY = "001"  # phonenumbers' region of codes that belong to none (UN M.49: the world)
_CAPTURING = re.compile(r"\((?!\?)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a plan says of a national significant number.

    fit: of the length, by the main region alone. valid: in a known range of `region`; both are asked
    separately, because a length may be known only to a smaller region of the country code.
    possible: it could be dialled, at least locally (phonenumbers' is_possible_number).
    refused, code: what domain.address says: whether it is an error, and the problem's code, "" for none.
    """

    region: str
    fit: Fit
    valid: bool
    possible: bool
    refused: bool
    code: str


def _verdict(region: str, of_length: Fit, *, valid: bool = False, mobile: bool = False) -> Verdict:
    code = "" if mobile else "not_mobile" if valid else "not_assigned"
    refused = of_length is not Fit.FITS
    if refused:
        code = "too_long" if of_length is Fit.TOO_LONG else "too_short"
    return Verdict(region, of_length, valid, not refused or of_length is Fit.LOCAL_ONLY, refused, code)


_Match = Callable[[str], "re.Match[str] | None"]
_Led = tuple[_Match, tuple[Verdict, ...]]
Judge = tuple[_Match, tuple[Verdict | None, ...]]
"""An expression, and the verdict for the number of each of its groups; the first is for no match at all.

None where the group does not tell, and the plan has to be asked.
"""


class NumberPlan:
    """The numbers behind one country code."""

    def __init__(self, country_code: int, regions: tuple[str, ...]) -> None:
        self.code = str(country_code)
        self._regions = tuple((name, _metadata(country_code, name)) for name in regions)
        self._main = self._regions[0][1]
        self.trunk = TrunkPrefix(self._main)
        self._judges: dict[int, Judge] = {}
        self._led: dict[tuple[int, int], _Led] = {}  # by length, and group of the judge of that length

    def judge(self, number: str) -> Verdict:
        """Give the verdict on a national significant number in ASCII digits."""
        match, verdicts = self.judge_of(len(number))
        found = match(number)
        group = (found.lastindex or 0) if found else 0
        return verdicts[group] or self._judge_led(number, group)

    def judge_of(self, length: int) -> Judge:
        """Give who judges the numbers of a length."""
        judge = self._judges.get(length)
        if judge is None:
            judge = self._judges[length] = self._compiled(length)
        return judge

    def _compiled(self, length: int) -> Judge:
        of_main = fit(length, general(self._main))
        verdicts: list[Verdict | None] = [_verdict(self._regions[0][0], of_main)]
        alternatives = []
        led = len(self._regions) > 1
        for leads, row in itertools.groupby(self._regions, lambda each: led and bool(each[1].leading_digits)):
            regions = list(row)
            expressions = []
            for name, region in regions:
                if leads:
                    expressions.append(f"(?={_leading(region)})()")
                    verdicts.append(None)
                    continue
                kinds = _kinds(region, length)
                verdicts += [_verdict(name, of_main, valid=True, mobile=mobile) for _, mobile in kinds]
                expressions.append(_of_region(region, kinds, length))
            guard = f"(?={'|'.join(_leading(region) for _, region in regions)})" if leads else ""
            alternatives.append(f"{guard}(?:{'|'.join(expressions)})")
        return re.compile("|".join(alternatives), re.ASCII).match, tuple(verdicts)

    def _judge_led(self, number: str, group: int) -> Verdict:
        """Judge a number that the leading digits of a region have let in. group: what they are."""
        key = (len(number), group)
        if key not in self._led:
            self._led[key] = self._compiled_led(*key)
        match, verdicts = self._led[key]
        found = match(number)
        return verdicts[(found.lastindex or 0) if found else 0]

    def _compiled_led(self, length: int, group: int) -> _Led:
        _, verdicts = self.judge_of(length)
        led = [each for each in self._regions if each[1].leading_digits]
        name, region = led[verdicts[:group].count(None)]
        of_main = fit(length, general(self._main))
        kinds = _kinds(region, length)
        mine = [_verdict(name, of_main, valid=True, mobile=mobile) for _, mobile in kinds]
        expression = _of_region(region, kinds, length)
        return re.compile(expression, re.ASCII).match, (_verdict(name, of_main), *mine)


def plan_for(digits: str) -> NumberPlan | None:
    """Give the plan of the country code that international digits begin with, None when there is none."""
    return _plan_by_opening(digits[:_LONGEST_COUNTRY_CODE])


@functools.lru_cache(maxsize=1_110)
def _plan_by_opening(opening: str) -> NumberPlan | None:
    for length in range(1, len(opening) + 1) if opening[:1] != "0" else ():
        plan = plan_of(int(opening[:length]))
        if plan is not None:
            return plan
    return None


@functools.lru_cache(maxsize=1_000)
def plan_of(country_code: int) -> NumberPlan | None:
    """Give the plan of a country code, None for a code that no country has."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 - see the module's docstring

    regions = COUNTRY_CODE_TO_REGION_CODE.get(country_code)
    return NumberPlan(country_code, tuple(regions)) if regions else None


def _metadata(country_code: int, region: str) -> PhoneMetadata:
    from phonenumbers import PhoneMetadata  # noqa: PLC0415 - see the module's docstring

    if region == _NO_COUNTRY:
        found = PhoneMetadata.metadata_for_nongeo_region(country_code)
    else:
        found = PhoneMetadata.metadata_for_region(region)
    assert found is not None, "phonenumbers describes every region it names"  # noqa: S101 - for the type checker
    return found


def _leading(region: PhoneMetadata) -> str:
    return f"(?:{_plain(region.leading_digits or '')})"


def _kinds(region: PhoneMetadata, length: int) -> list[tuple[str, bool]]:
    """Give an expression for each kind of number in the order they are tried, and whether it is mobile."""
    special = _patterns(
        length,
        region.premium_rate,
        region.toll_free,
        region.shared_cost,
        region.voip,
        region.personal_number,
        region.pager,
        region.uan,
        region.voicemail,
    )
    fixed = _patterns(length, region.fixed_line)
    if region.same_mobile_and_fixed_line_pattern:
        kinds = [(special, False), (fixed, True)]
    else:
        kinds = [(special, False), (_patterns(length, region.mobile), True), (fixed, False)]
    return [("|".join(patterns), mobile) for patterns, mobile in kinds if patterns]


def _of_region(region: PhoneMetadata, kinds: list[tuple[str, bool]], length: int) -> str:
    """Give an expression with a group for each kind."""
    anything = "|".join(_patterns(length, region.general_desc))
    if not anything or not kinds:
        return "(?!)" + "()" * len(kinds)
    each = "|".join(rf"(?:{expression})\Z()" for expression, _ in kinds)
    return rf"(?=(?:{anything})\Z)(?:{each})"


def _patterns(length: int, *descriptions: PhoneNumberDesc | None) -> list[str]:
    """Give the expressions of the descriptions that know numbers of this length."""
    return [
        _plain(each.national_number_pattern)
        for each in descriptions
        if each is not None
        and each.national_number_pattern
        and (not each.possible_length or length in each.possible_length)
    ]


def _plain(expression: str) -> str:
    """Give the expression without groups of its own: ours are counted."""
    return _CAPTURING.sub("(?:", expression)
