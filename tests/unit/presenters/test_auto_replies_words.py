"""The sentences of the dialog of automatic answers."""

from __future__ import annotations

import pytest

from vox_console.presenters.auto_replies_words import MOST_LISTED, breaker_words, given_words, standing_words
from vox_console.settings.auto_reply import AutoReply, AutoReplyTo


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (AutoReply(), "Off: nothing is answered by itself."),
        (AutoReply(auto_reply_to=AutoReplyTo.EVERY), "Off: nothing is answered by itself."),
        (AutoReply(stop_reply="x"), "On: refusals are answered."),
        (AutoReply(auto_reply="x"), "On: the first message of a conversation is answered."),
        (AutoReply(auto_reply="x", auto_reply_to=AutoReplyTo.EVERY), "On: every message is answered."),
        (
            AutoReply(auto_reply="x", stop_reply="x"),
            "On: refusals and the first message of a conversation are answered.",
        ),
    ],
)
def test_what_is_answered_is_said(answers: AutoReply, words: str) -> None:
    assert standing_words(answers) == words


def test_few_and_many_held_numbers_are_told() -> None:
    assert "2 numbers" in breaker_words(2)
    assert breaker_words(1_234) == f"The loop breaker holds 1,234 numbers; these are the last {MOST_LISTED}."
    assert given_words(1) == "1 answer in the last 24 hours"
