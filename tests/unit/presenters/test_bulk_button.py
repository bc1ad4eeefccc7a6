"""The button says why it cannot be pressed, one reason at a time, the first that holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.bulk_scene import CHECK
from vox_console.presenters.bulk_button import MENDED, NOT_SEEN, aside, blocked_by, check_words
from vox_console.presenters.compose_route import Route


def test_the_first_reason_is_told() -> None:
    nobody = replace(CHECK, accepted=replace(CHECK.accepted, count=0))
    assert blocked_by(nobody, busy="Checking…", fault="Write the text") == "Checking…"
    assert blocked_by(nobody, busy="", fault="Write the text") == "Write the text"
    assert blocked_by(nobody, busy="", fault="") == "No row can be sent to"
    assert blocked_by(CHECK, busy="", fault="") == ""
    assert blocked_by(None, busy="", fault="") == ""


@pytest.mark.parametrize(
    ("typed", "blocked"),
    [("", True), ("120", True), ("1200", False), ("1,200", False), ("1\u202f200", False), ("1.200", False)],
)
def test_a_count_is_confirmed_in_any_spelling_of_thousands(
    typed: str, blocked: bool
) -> None:  # a table's column
    check = replace(CHECK, must_type=1_200, typed=typed)
    assert blocked_by(check, busy="", fault="") == ("Type 1,200 to confirm" if blocked else "")


def test_what_to_know_before_it_is_pressed() -> None:
    assert aside(None, Route(), note="") == NOT_SEEN
    assert aside(CHECK, Route(), note="The list has changed.") == "The list has changed."
    assert aside(replace(CHECK, outdated=True), Route(), note="") == MENDED
    assert aside(CHECK, Route(), note="") not in {"", NOT_SEEN}


def test_an_outdated_check_is_made_again() -> None:
    assert (check_words(None), check_words(CHECK)) == ("Check the list", "Check again")
