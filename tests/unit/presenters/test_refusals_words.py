from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.domain.test_refusal_review import WRONG
from vox_console.presenters.refusals_words import (
    badge_words,
    detail_of,
    found_words,
    menu_words,
    opted_out_words,
    row_of,
)
from vox_console.presenters.wall_time import system_local


@pytest.mark.parametrize(
    ("count", "found", "menu"),
    [
        (0, "Nothing to review", "Messages to &review…"),
        (1, "1 message to review, the oldest first", "1 message to &review…"),
        (3, "3 messages to review, the oldest first", "3 messages to &review…"),
    ],
)
def test_what_waits_is_counted(count: int, found: str, menu: str) -> None:
    assert (found_words(count), menu_words(count)) == (found, menu)
    assert badge_words(count) == (f"Review {count}" if count else "")


def test_a_strangers_words_stay_in_their_place() -> None:
    hostile = replace(WRONG, number="", their_address="09\u202e9", text="wrong\nnumber \u202e!")
    assert row_of(hostile, system_local).below == "wrong⏎number ⟨202E⟩!"
    detail = detail_of(hostile, system_local)
    assert detail.title == "09⟨202E⟩9"
    assert detail.text.count("\u202c") == 1


def test_what_opting_out_did_is_told() -> None:
    assert opted_out_words("+381", taken_back=0) == "+381 wants no messages."
    assert opted_out_words("+381", taken_back=2) == "+381 wants no messages. 2 waiting messages taken back."
