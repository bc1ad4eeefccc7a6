"""The sentences of the compose pane."""

from __future__ import annotations

import pytest

from tests.support.desk import PROFILE
from vox_console.domain.address import parse_sender
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters.compose_words import (
    amount_words,
    blocked_words,
    held_words,
    one_of_several,
    plural,
    send_words,
    sender_note,
)
from vox_console.presenters.composing_state import Chip
from vox_console.settings.profiles import Profile

GOOD = Chip("064", "381641234567", "+381 64 1234567", "RS")
DOUBTFUL = Chip("011", "381113000000", "+381 11 3000000", "RS", FieldProblem(
    "to", "not_mobile", "Not in a mobile range.", severity=Severity.WARNING,
))  # fmt: skip
FAULTY = Chip("nobody", "", "nobody", "", FieldProblem("to", "letters", "This is not a phone number."))


def blocked(
    *,
    profile: Profile | None = PROFILE,
    sending: bool = False,
    sender: str = "Vox",
    chips: tuple[Chip, ...] = (GOOD,),
    text: str = "Hello",
    problems: tuple[FieldProblem | None, ...] = (None, None),
) -> str:
    return blocked_words(
        profile=profile,
        sending=sending,
        sender=parse_sender(sender),
        chips=chips,
        text=text,
        problems=problems,
    )


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 messages"), (1, "1 message"), (2, "2 messages"), (2_000, "2,000 messages")]
)
def test_counts_are_written_for_people(count: int, words: str) -> None:
    assert plural(count, "message") == words


@pytest.mark.parametrize(
    ("messages", "parts", "words"),
    [
        (0, 1, "Send message"),
        (1, 1, "Send message"),
        (1, 3, "Send 1 message (3 parts)"),
        (2, 1, "Send 2 messages"),
        (1_000, 2, "Send 1,000 messages (2,000 parts)"),
    ],
)
def test_the_button_says_what_it_will_do(messages: int, parts: int, words: str) -> None:
    assert send_words(messages, parts, practice=False) == words
    assert send_words(messages, parts, practice=True) == words + " in practice"
    assert send_words(messages, parts, practice=True, cut=True) == words + " in practice, cut"


def test_the_amount_counts_parts_over_all_recipients() -> None:
    assert amount_words(2, 3) == "2 messages (6 parts)"
    assert amount_words(1, 1) == "1 message"


def test_a_held_send_says_whom_and_what() -> None:
    assert held_words([GOOD], 1, "Your parcel\narrives") == "+381 64 1234567 · Your parcel⏎arrives"
    assert held_words([GOOD, DOUBTFUL], 3, "Hello") == "2 messages (6 parts) · Hello"


def test_only_one_of_several_is_worth_a_word() -> None:
    assert one_of_several(1) == ""
    assert "12 messages" in one_of_several(12)


def test_an_empty_sender_has_no_note() -> None:
    assert sender_note(parse_sender("")) == ""
    assert sender_note(parse_sender("12345")) == "Short code · TON 0, NPI 0"
    assert sender_note(parse_sender("12345"), typed=False) == "Short code"


class TestBlocked:
    def test_nothing_is_in_the_way(self) -> None:
        assert blocked() == ""
        assert blocked(chips=(GOOD, DOUBTFUL), sender="TwelveLetter") == ""

    def test_one_reason_at_a_time_the_first_to_mend_first(self) -> None:
        fault = FieldProblem("message", "too_many_parts", "11 parts are too many.")
        everything = blocked(profile=None, sending=True, sender="", chips=(), text="", problems=(fault,))
        assert everything == "Choose an account first"
        assert blocked(sending=True, sender="", chips=(), text="") == "Storing…"
        assert blocked(sender="", chips=(), text="") == "Enter a sender."
        assert blocked(chips=(), text="") == "Add a recipient"
        assert blocked(chips=(FAULTY, GOOD, DOUBTFUL), text="") == "1 recipient to mend"
        assert blocked(text="", problems=(fault,)) == "Write a message"
        assert blocked(problems=(None, fault)) == "11 parts are too many."

    def test_a_warning_is_no_reason(self) -> None:
        warning = FieldProblem("message", "odd", "Odd.", severity=Severity.WARNING)
        assert blocked(problems=(warning,)) == ""
