"""Every number, however it is written and wherever it is read: the short way and the rule say the same.

Numbers are the examples that phonenumbers gives for every region and every kind, spelled in many ways and
then spoiled, so that each numbering plan is asked near its borders. Everything is derandomised; `count` in
the assertions keeps a change from emptying the comparison unseen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from vox_console.domain import excel_damage
from vox_console.domain.address import parse_recipient
from vox_console.domain.bulk_number import NumberReading, read_number

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
# Homes with something of their own: islands of a shared plan, a carrier's digits, digits that move, a zero
# that belongs to the number, other ways out, seven-digit numbers; and names that are no region.
HOMES = ["RS", "US", "CA", "AG", "GB", "JE", "IT", "AR", "BR", "MX", "KZ", "JP", "AU", "CN", "SM", "XX", "rs"]
BASE = 0xFF10  # DIGIT ZERO of double width


def difference(text: str, region: str) -> str:
    """Say what differs in the two answers, "" when nothing does."""
    rule = parse_recipient(text, default_region=region)
    expected = NumberReading(rule.digits, rule.region, rule.problems)
    reading = read_number(text, region, repair=False)
    if reading == expected and reading.ok == rule.ok:
        return ""
    return f"{text!r} at home in {region!r}: {reading}, but the rule says {expected}"


def examples() -> list[tuple[str, PhoneNumber]]:
    """An example for every region and kind, and for every code of no region."""
    found: dict[tuple[str, str], PhoneNumber] = {}
    for region in REGIONS:
        for kind in PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                found[region, phonenumbers.format_number(number, PhoneNumberFormat.E164)] = number
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        number = phonenumbers.example_number_for_non_geo_entity(code)
        if number is not None:
            found["", phonenumbers.format_number(number, PhoneNumberFormat.E164)] = number
    return [(region, number) for (region, _), number in found.items()]


EXAMPLES = examples()


def spellings(number: PhoneNumber) -> Iterator[str]:
    """The ways in which people and programs write a number."""
    digits = phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    significant = phonenumbers.national_significant_number(number)
    yield "+" + digits
    yield "00" + digits
    yield digits
    yield "011" + digits
    yield phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    yield phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    yield f"+{number.country_code} (0) {significant}"
    yield f" \u202a+{digits[:4]}\u2011{digits[4:]}\u202c\n"
    yield national
    yield "".join(each for each in national if each.isdecimal())
    yield significant
    yield "0" + significant
    yield f"({significant[:3]}) [{significant[3:6]}]-{significant[6:]}"
    yield "".join(chr(BASE + int(each)) if each.isdecimal() else each for each in national)


def spoiled(text: str, chance: random.Random) -> Iterator[str]:
    """A digit changed, inserted, dropped."""
    place = chance.randrange(1, len(text))
    digit = str(chance.randrange(10))
    yield text[:place] + digit + text[place + 1 :]
    yield text[:place] + digit + text[place:]
    yield text[:place] + text[place + 1 :]


def test_every_example_in_every_spelling() -> None:
    chance = random.Random(4)  # noqa: S311 - the same numbers every time
    differences, count = set(), 0
    for region, number in EXAMPLES:
        for text in spellings(number):
            for home in ("", region, chance.choice(HOMES)):
                differences.add(difference(text, home))
                count += 1
    assert differences == {""}
    assert count > 40_000


def test_every_example_spoiled() -> None:
    chance = random.Random(44)  # noqa: S311 - the same numbers every time
    differences, count = set(), 0
    for region, number in EXAMPLES:
        digits = phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]
        for whole in ("+" + digits, digits, "0" + phonenumbers.national_significant_number(number)):
            for text in spoiled(whole, chance):
                for home in ("", region, chance.choice(HOMES)):
                    differences.add(difference(text, home))
                    count += 1
    assert differences == {""}
    assert count > 30_000


def test_random_digits() -> None:
    chance = random.Random(444)  # noqa: S311 - the same numbers every time
    differences = set()
    for _ in range(30_000):
        digits = "".join(chance.choices("0123456789", k=chance.randint(1, 20)))
        home = chance.choice(["", chance.choice(HOMES), chance.choice(REGIONS)])
        differences.add(difference(chance.choice(["", "", "+"]) + digits, home))
    assert differences == {""}


NUMBERISH = st.text(
    st.sampled_from("0123456789+ ()./-[]x#\u00a0\u2011\u202a\uff0b\uff10\u0660'\","), max_size=24
)


@settings(max_examples=2_000)
@given(st.text(max_size=40) | NUMBERISH, st.sampled_from(["", *HOMES, *REGIONS]))
@example("\ud800", "RS")
@example("+\ud8003816412345", "")
@example("1\u0301234567", "RS")
@example("9" * 300, "RS")
def test_any_text(text: str, home: str) -> None:
    assert difference(text, home) == ""


@settings(max_examples=500)
@given(
    NUMBERISH
    | st.from_regex(r"[=\"']{0,2}[0-9]{1,3}([.,' ]?[0-9]{1,12})*(E\+?[0-9]{1,2})?\"?", fullmatch=True)
)
def test_a_repair_is_read_as_the_rule_reads_the_repaired_text(text: str) -> None:
    for home in ("", "RS", "IT"):
        reading = read_number(text, home)
        told = reading.repaired
        if told is not None:
            assert told.reason
            assert reading._replace(repaired=None) == read_number(told.text, home, repair=False)
            assert reading.standing >= read_number(text, home, repair=False).standing
        elif [problem.code for problem in reading.problems] == ["cut_off"]:
            assert excel_damage.examine(text) == reading.problems[0]
        else:
            assert difference(text, home) == ""
            assert reading == read_number(text, home, repair=False)


@given(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True))
def test_a_number_that_a_spreadsheet_dressed_comes_back_digit_by_digit(digits: str) -> None:
    dressed = [f"{digits}.0", f"'{digits}", f'="{digits}"', f"{int(digits):,}", f"{int(digits):,}.00"]
    dressed.append(f"{digits[0]}.{digits[1:]}E+{len(digits) - 1}")
    for text in dressed:
        repair = excel_damage.examine(text)
        assert isinstance(repair, excel_damage.Repair)
        assert repair.text == digits


@given(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True), st.data())
def test_no_digit_is_made_up(digits: str, data: st.DataObject) -> None:
    kept = data.draw(st.integers(1, len(digits) - 1))
    mantissa = f"{digits[0]}.{digits[1:kept]}" if kept > 1 else digits[0]
    reading = read_number(f"{mantissa}E+{len(digits) - 1}", "RS")
    assert [problem.code for problem in reading.problems] == ["cut_off"]
