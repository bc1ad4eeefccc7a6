"""What is said of a number that wants no messages: whose, since when, and who said so."""

from __future__ import annotations

import pytest

from vox_console.domain.opt_out import OptOut, OptOutSource, opted_out_words

HAND, FILE, REPLY = OptOutSource.HAND, OptOutSource.FILE, OptOutSource.REPLY


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (OptOut("1", 0), "Wants no messages since 12 Nov (entered by hand)."),
        (OptOut("1", 0, "Ana", "a call"), "Wants no messages since 12 Nov (entered by hand, Ana: “a call”)."),
        (
            OptOut("1", 0, "stop.csv", "", "Vox", FILE),
            "Wants no messages from Vox since 12 Nov (out of a list, stop.csv).",
        ),
        (
            OptOut("1", 0, "", "STOP", "", REPLY, "17"),
            "Wants no messages since 12 Nov (the customer's answer: “STOP”).",
        ),
    ],
)
def test_it_is_one_sentence(what: OptOut, words: str) -> None:
    assert opted_out_words(what, "12 Nov") == words
