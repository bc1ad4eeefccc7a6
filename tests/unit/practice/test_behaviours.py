from __future__ import annotations

import re

import pytest

from vox_console.practice import behaviours
from vox_console.practice.behaviours import BEHAVIOURS, ORDINARY, Stat, behaviour_of


def test_an_ordinary_number_is_delivered() -> None:
    assert behaviour_of("381641234567") is ORDINARY
    assert behaviour_of("") is ORDINARY
    assert ORDINARY.receipts == (Stat.DELIVRD,)


def test_the_last_four_digits_choose_whatever_stands_before_them() -> None:
    for number in ("381640000011", "447400120011", "0011"):
        assert behaviour_of(number).receipts == (Stat.UNDELIV,)


def test_every_final_state_can_be_had() -> None:
    said = {stat for behaviour in BEHAVIOURS.values() for stat in behaviour.receipts}
    assert said == set(Stat)


@pytest.mark.parametrize(
    ("stat", "value"),
    [
        (Stat.ENROUTE, 1),
        (Stat.DELIVRD, 2),
        (Stat.EXPIRED, 3),
        (Stat.DELETED, 4),
        (Stat.UNDELIV, 5),
        (Stat.ACCEPTD, 6),
        (Stat.UNKNOWN, 7),
        (Stat.REJECTD, 8),
    ],
)
def test_message_state_values_are_those_of_the_specification(stat: Stat, value: int) -> None:
    assert stat.message_state == value


def test_the_docstring_tells_every_number_and_no_other() -> None:
    told = dict(re.findall(r"(?<!\d)(00\d\d)  ([^ ].*?)(?= {2,}|$)", behaviours.__doc__ or "", re.MULTILINE))
    assert told.keys() == BEHAVIOURS.keys()
    for suffix, words in told.items():
        assert words.replace("acc.", "accepted") == BEHAVIOURS[suffix].summary


def test_the_help_lists_every_number() -> None:
    lines = behaviours.table().splitlines()
    assert len(lines) == len(BEHAVIOURS)
    assert "  ...0011  UNDELIV" in lines
