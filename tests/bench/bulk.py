"""Bulk: numbers of a list against phonenumbers alone, filled texts against str.format_map, whole imports.

The list is what companies have: five countries, mobile numbers above all, most of them written out with a
plus, some without, some with spaces, some as people of the sender's own country write them; one in twenty is
faulty. phonenumbers alone is what a program without the short way would do for the same answer: parse,
possible, valid, type, E.164. Both read the whole list in each round.
"""

from __future__ import annotations

import random

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from tests.bench.bulk_import import measure_import
from tests.bench.measure import Options, Sheet, seconds
from vox_console.domain.address import parse_recipient
from vox_console.domain.bulk_number import NumberReader, NumberReading, read_number
from vox_console.domain.merge_fields import parse

HOME = "RS"
_MOBILES = {
    "381": ("60", "61", "62", "63", "64", "65", "66", "69"),
    "49": ("1511", "1525", "1573", "1601", "1705", "1762"),
    "44": ("7400", "7520", "7712", "7824", "7911"),
    "1": ("212555", "415555", "604555", "876555", "917555"),
    "33": ("60", "61", "66", "73"),
}
_LENGTHS = {"381": 9, "49": 11, "44": 10, "1": 10, "33": 9}
_SHARES = (50, 15, 15, 10, 10)
TEMPLATE = "Dear {name|customer}, your parcel {parcel} arrives on {day}. Reply STOP to end."
FLOOR = "Dear {name}, your parcel {parcel} arrives on {day}. Reply STOP to end."


class _CountingReader(NumberReader):
    """Counts what the short way leaves to the rule."""

    left = 0

    def _by_rule(self, raw: str) -> NumberReading:
        self.left += 1
        return super()._by_rule(raw)


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    count = int(options.pick(100_000, 5_000))
    numbers = _numbers(count)
    rows = [{"name": f"Ana {row}", "parcel": f"{row:06}", "day": "Friday"} for row in range(count)]
    template = parse(TEMPLATE).bind(rows[0])
    sheet.facts["first reading of the list, tables compiled on the way, s"] = round(
        seconds(lambda: [read_number(each, HOME) for each in numbers]), 3
    )
    for _ in range(options.rounds):
        for case, work in (
            ("read a number, ours", lambda: [read_number(each, HOME) for each in numbers]),
            ("read a number, phonenumbers alone", lambda: [_alone(each) for each in numbers]),
            ("fill a text, ours", lambda: [template.fill(row) for row in rows]),
            ("fill a text, str.format_map", lambda: [FLOOR.format_map(row) for row in rows]),
        ):
            sheet.add(case, count / seconds(work), "1/s")
    sheet.compare("read a number, ours", "read a number, phonenumbers alone", at_least=10)
    sheet.compare("fill a text, ours", "fill a text, str.format_map")
    reader = _CountingReader(HOME)
    readings = [reader.read(each) for each in numbers]
    sheet.facts["left to the slow path, %"] = round(100 * reader.left / count, 2)
    sheet.facts["refused, %"] = round(100 * sum(not each.ok for each in readings) / count, 2)
    sheet.facts["different from parse_recipient"] = sum(map(_differs, numbers))
    measure_import(sheet, options, _numbers(int(options.pick(1_000_000, 20_000))))


def _alone(text: str) -> tuple[bool, bool, int, str] | None:
    try:
        number = phonenumbers.parse(text, HOME)
    except NumberParseException:
        return None
    return (
        phonenumbers.is_possible_number(number),
        phonenumbers.is_valid_number(number),
        phonenumbers.number_type(number),
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
    )


def _differs(text: str) -> bool:
    rule = parse_recipient(text, default_region=HOME)
    ours = read_number(text, HOME, repair=False)
    return ours[:3] != (rule.digits, rule.region, rule.problems)


def _numbers(count: int) -> list[str]:
    chance = random.Random(4)  # noqa: S311 - a list that is always the same
    codes = chance.choices(list(_MOBILES), weights=_SHARES, k=count)
    return [_faulty(code, chance) if chance.random() < 0.05 else _written(code, chance) for code in codes]


def _written(code: str, chance: random.Random) -> str:
    significant = _significant(code, chance)
    way = chance.random()
    if way < 0.15 and code == "381":
        return f"0{significant[:2]}/{significant[2:5]}-{significant[5:]}"
    if way < 0.3 and code == "381":
        return "0" + significant
    if way < 0.4:
        return f"+{code} {significant[:2]} {significant[2:5]} {significant[5:]}"
    if way < 0.5:
        return code + significant
    return "+" + code + significant


def _significant(code: str, chance: random.Random) -> str:
    opening = chance.choice(_MOBILES[code])
    return opening + "".join(chance.choices("0123456789", k=_LENGTHS[code] - len(opening)))


def _faulty(code: str, chance: random.Random) -> str:
    whole = "+" + code + _significant(code, chance)
    return chance.choice(
        [
            whole[:-3],
            whole + "00",
            "+" + code + "00" + whole[-7:],
            "+999" + whole[-9:],
            whole[-5:],
            "n/a",
            "",
            whole[1:] + ".0",
            "4.479E+11",
            "'" + whole,
        ]
    )
