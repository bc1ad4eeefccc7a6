"""The values of the fields."""

from __future__ import annotations

import pytest

from vox_console.domain.log_query_fields import (
    STATE_SETS,
    Field,
    Wrong,
    canonical_value,
    code_key,
    place_of,
    values_of,
)
from vox_console.domain.log_query_times import TimeUse
from vox_console.domain.message import FINAL_STATES, MessageState

CANONICAL = [
    (Field.STATE, "Delivered", "delivered"),
    (Field.STATE, "En  route", "enroute"),
    (Field.STATE, "draft", "withdrawn"),
    (Field.STATE, "No longer known", "forgotten"),
    (Field.VIA, "SMPP", "smpp"),
    (Field.COUNTRY, "rs", "RS"),
    (Field.COUNTRY, "None", "none"),
    (Field.CODE, "034", "034"),
    (Field.CODE, "21B", "21b"),
    (Field.CODE, "Any", "any"),
    (Field.JOB, "#007", "7"),
    (Field.TO, " 063 / 200 ", "063 / 200"),
    (Field.FROM, " Vox   Bank ", "Vox Bank"),
    (Field.ID, "0xAB", "0xAB"),
    (Field.TEXT, 'say "yes"', "say yes"),
    (Field.SENT, "Last 24 hours", "24h"),
    (Field.SINCE, "2026-11-20 9:05", "2026-11-20T09:05"),
]
WRONG = [
    (Field.STATE, "deliverd", "state: has no value 'deliverd'; did you mean delivered?"),
    (Field.STATE, "zzz", "state: has no value 'zzz'"),
    (Field.STATE, "  ", "state: needs a value"),
    (Field.VIA, "rest2", "via: has no value 'rest2'; did you mean rest?"),
    (Field.COUNTRY, "Serbia", "country: has no value 'Serbia'; give two letters, as RS, or none"),
    (Field.CODE, "000", "code: '000' says that there was no error; write code:none"),
    (Field.CODE, "null", "code: 'null' says that there was no error; write code:none"),
    (Field.JOB, "x", "job: takes the number of a job, or any; 'x' is neither"),
    (Field.TO, "12", "to: needs at least 3 digits"),
    (Field.TO, "Ana", "to: takes a number or a piece of one; 'Ana' is none"),
    (Field.ID, "a b", "id: takes an id without blanks, or #NUMBER for a number of ours"),
    (Field.ZONE, "Mars", "zone: no zone 'Mars' is known, as Europe/Belgrade is"),
    (Field.ZONE, "../etc", "zone: no zone '../etc' is known, as Europe/Belgrade is"),
    (Field.ZONE, "Europe", "zone: no zone 'Europe' is known, as Europe/Belgrade is"),
    (Field.TEXT, "a", "Give at least two letters, or three digits, to look for"),
    (
        Field.SENT,
        "09:00",
        f"sent: cannot read '09:00'; {TimeUse.SENT.hint}",
    ),
]


@pytest.mark.parametrize(("field", "typed", "value"), CANONICAL)
def test_a_value_has_one_spelling(field: Field, typed: str, value: str) -> None:
    assert canonical_value(field, typed) == value
    assert canonical_value(field, value) == value


@pytest.mark.parametrize(("field", "typed", "told"), WRONG)
def test_what_is_no_value_is_told_in_one_sentence(field: Field, typed: str, told: str) -> None:
    assert canonical_value(field, typed) == Wrong(told)


def test_every_state_has_a_word_of_its_own() -> None:
    alone = [states for states in STATE_SETS.values() if len(states) == 1]
    assert sorted(state for states in alone for state in states) == sorted(MessageState)
    assert STATE_SETS["failed"] < FINAL_STATES
    assert not STATE_SETS["failed"] & STATE_SETS["waiting"]
    assert MessageState.UNKNOWN not in STATE_SETS["failed"]


@pytest.mark.parametrize("code", ["", "0", "000", " 00 ", "-", "None", "NULL", "nil"])
def test_what_says_nothing_is_no_error_code(code: str) -> None:
    assert code_key(code) == ""


def test_an_error_code_is_the_same_in_every_spelling() -> None:
    assert code_key("34") == code_key("034") == code_key(" 0034 ") == "34"
    assert code_key("21B") == code_key("021b") == "21b"
    assert code_key("340") != code_key("34")


def test_the_values_of_a_field_are_values_of_it() -> None:
    for field in set(Field) - {Field.WORDS}:
        for value in values_of(field):
            assert canonical_value(field, value) == value


def test_a_zone_is_known_by_its_name() -> None:
    here = place_of("Europe/Belgrade")
    assert here is not None
    assert here(1_795_000_000) == 3_600
