"""What the screen shows of a message: passages and gaps, marks, links, days, and one spoken sentence."""

from __future__ import annotations

import pytest

from tests.support.inbound_parts import all_stored, pushed
from tests.support.inbox_scene import ANA, OURS, utc
from vox_console.domain.assembled_text import read_assembled
from vox_console.domain.concatenation import AssembledMessage, PartPlace, StoredPart, assemble
from vox_console.domain.transport_name import Witness
from vox_console.presenters.inbox_lines import HIDDEN, REPEAT, gap_words, lines_shown, reading_choices
from vox_console.presenters.inbox_state import LineShown
from vox_console.services.inbox import TheirLine
from vox_console.storage.thread_entries import TheirMessage

NOON_US = 1_795_348_800_000_000  # 2026-11-22 12:00 UTC
DAY_US = 86_400_000_000


def said(
    octets: bytes, *, at_us: int = NOON_US, data_coding: int = 0, esm_class: int = 0, repeat: bool = False
) -> TheirLine:
    """Let a customer say something in one part."""
    part = StoredPart(1, at_us, octets, PartPlace(8, 0, 1, 1), data_coding, esm_class)
    return line_of(AssembledMessage(1, {1: part}), at_us=at_us, repeat=repeat)


def line_of(
    message: AssembledMessage, *, at_us: int = NOON_US, repeat: bool = False, copies: int = 0
) -> TheirLine:
    theirs = TheirMessage(1, at_us, "work", ANA, OURS, Witness.SMPP, message, copies)
    return TheirLine(theirs, read_assembled(message), "", repeat)


def shown(line: TheirLine) -> LineShown:
    (only,) = lines_shown([line], utc, now_us=NOON_US)
    return only


def test_a_text_is_shown_with_its_direction_contained_and_copied_as_it_is() -> None:
    line = shown(said("\u202eYES".encode("utf-16-be"), data_coding=8))
    assert line.passages[0].text == "\u2068\u202eYES\u202c\u2069"
    assert line.text == "\u202eYES"
    assert line.marks == (HIDDEN,)
    assert line.sentence == "They wrote at 12:00, Holds characters that cannot be seen., ⟨202E⟩YES"


def test_gaps_are_ours_to_tell_even_when_a_customer_writes_the_same_words() -> None:
    parts = pushed("[part 2 is missing] and more. " * 16)
    assert len(parts) == 4
    stored = all_stored(parts)
    (message,) = assemble([stored[0], stored[3]])
    line = shown(line_of(message))
    assert [(each.gap, each.text) for each in line.passages if each.gap] == [
        (True, "Parts 2 to 3 are missing")
    ]
    assert line.marks == ("Parts 2 and 3 of 4 are missing.",)
    (forged,) = assemble(stored)
    assert not any(each.gap for each in shown(line_of(forged)).passages)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ((), ""),
        ((2,), "Part 2 of 5 is missing."),
        ((1, 2), "Parts 1 and 2 of 5 are missing."),
        ((1, 3, 5), "Parts 1, 3 and 5 of 5 are missing."),
    ],
)
def test_missing_parts_are_named(missing: tuple[int, ...], words: str) -> None:
    assert gap_words(missing, 5) == words


def test_octets_are_shown_as_octets() -> None:
    line = shown(said(b"\x00\xff\x10", data_coding=4))
    assert [(each.text, each.mono) for each in line.passages] == [("00 FF 10", True)]
    assert line.doubtful
    assert line.links == ()


def test_a_possible_repeat_and_a_certain_one_are_told_apart() -> None:
    part = StoredPart(1, NOON_US, b"YES", PartPlace(8, 0, 1, 1))
    message = AssembledMessage(1, {1: part})
    assert shown(said(b"YES", repeat=True)).marks == (REPEAT,)
    assert shown(line_of(message, copies=1)).marks == (
        "Delivered once more by the provider; it is one message.",
    )
    assert shown(line_of(message, copies=2)).marks == (
        "Delivered 2 more times by the provider; it is one message.",
    )


def test_a_link_is_told_by_where_it_leads() -> None:
    link = shown(said(b"Go to https://paypal.com\x00evil.example/login now")).links
    assert [(each.label, each.address) for each in link] == [
        ("evil.example", "https://paypal.com@evil.example/login")
    ]
    assert link[0].doubt == "What stands before the @ is not the site."


def test_of_many_links_a_few_are_told() -> None:
    text = " ".join(f"https://a{number}.example/" for number in range(9))
    assert len(shown(said(text.encode())).links) == 5


def test_a_guess_says_that_it_is_one() -> None:
    line = shown(said("Здраво свима".encode(), data_coding=0))
    assert line.doubtful
    assert line.marks[0].startswith("Guessed: ")


def test_a_plain_text_says_nothing_more() -> None:
    line = shown(said(b"Hello"))
    assert (line.marks, line.doubtful, line.links) == ((), False, ())


def test_each_day_has_one_heading() -> None:
    lines = [said(b"a", at_us=NOON_US - DAY_US), said(b"b", at_us=NOON_US), said(b"c", at_us=NOON_US + 1)]
    assert [line.day for line in lines_shown(lines, utc, now_us=NOON_US)] == ["21 Nov 2026", "Today", ""]


def test_every_reading_is_offered_and_one_holds() -> None:
    choices = reading_choices(shown(said(b"Hello")))
    assert choices[0] == ("", "As it declares itself", True)
    assert ("hex", "Octets", False) in choices
