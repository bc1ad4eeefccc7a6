"""The counter line for each way a text can be cut."""

from __future__ import annotations

import typing

import pytest

from vox_console.domain.rest_message import rest_message
from vox_console.domain.segmentation import LongMethod, segment
from vox_console.domain.text_encoding import ENCODINGS
from vox_console.presenters.composing_state import Counter
from vox_console.presenters.counter_words import ENCODING_WORDS, counter
from vox_console.presenters.tone import Tone


def told(text: str, *, part_limit: int = 10, **options: object) -> Counter:
    automatic = options.get("coding") is None
    cut = segment(text, **typing.cast(typing.Any, options))
    return counter(cut, automatic=automatic, part_limit=part_limit)


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("", "GSM-7 · 0 / 160 · 1 part", ""),
        ("a" * 19, "GSM-7 · 19 / 160 · 1 part", "141 left"),
        ("a" * 160, "GSM-7 · 160 / 160 · 1 part", "0 left"),
        ("a" * 161, "GSM-7 · 161 / 306 · 2 parts", "145 left before part 3"),
        ("€" * 80, "GSM-7 · 160 / 160 · 1 part", "0 left"),
        ("a" * 1_530, "GSM-7 · 1530 / 1530 · 10 parts", "0 left before part 11"),
    ],
)
def test_a_gsm_text_says_its_room(text: str, line: str, hint: str) -> None:
    assert (told(text).line, told(text).hint, told(text).tone) == (line, hint, Tone.WAITING)


def test_units_lost_at_a_cut_count_as_used() -> None:
    # The escape pair of the euro sign does not fit behind 152 septets, so part 1 stays one short.
    state = told("a" * 152 + "€" + "a" * 20)
    assert (state.line, state.units, state.left) == ("GSM-7 · 175 / 306 · 2 parts", 174, 131)


def test_characters_that_force_unicode_are_named_once_each() -> None:
    state = told("“a” “b”")
    assert state.line == "UCS-2 · 7 / 70 · 1 part"
    assert state.hint == "“ ” force UCS-2: 70 instead of 160 per message"
    assert state.tone is Tone.UNKNOWN
    assert told("Hello ж").hint == "ж forces UCS-2: 70 instead of 160 per message"
    assert told("Hello жзик").hint.startswith("ж з и к force")
    assert told("Hello жзикл").hint.startswith("ж з и к … force")


def test_what_cannot_be_replaced_is_what_forces() -> None:
    assert told("“Hi” 🎉 …").hint == "🎉 forces UCS-2: 70 instead of 160 per message"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("مرحبا بالعالم 5 SMS", "Arabic letters"),
        ("Привет, мир! 🎉", "Cyrillic letters"),
        ("你好世界", "CJK characters"),
        ("こんにちは", "Hiragana letters"),
    ],
)
def test_a_text_in_another_script_is_no_accident(text: str, letters: str) -> None:
    state = told(text)
    assert state.hint == f"{letters} need UCS-2: 70 characters per message"
    assert state.tone is Tone.WAITING


def test_unicode_that_was_chosen_is_no_surprise() -> None:
    state = told("ж", coding=8)
    assert (state.hint, state.tone) == ("69 left", Tone.WAITING)


def test_above_the_accounts_limit_it_warns() -> None:
    state = told("a" * 400, part_limit=2)
    assert (state.line, state.hint, state.tone) == (
        "GSM-7 · 400 / 459 · 3 parts",
        "This account sends at most 2 parts.",
        Tone.FAILED,
    )


def test_a_text_that_cannot_be_sent_says_why() -> None:
    state = told("ж", coding=3)
    assert state.line == "Latin-1 · cannot be sent like this"
    assert "Data coding 3" in state.hint
    assert (state.parts, state.tone) == (0, Tone.FAILED)


def test_a_payload_is_one_message_that_the_provider_cuts() -> None:
    assert told("a" * 160, method=LongMethod.PAYLOAD).hint == "65375 left"
    state = told("a" * 161, method=LongMethod.PAYLOAD)
    assert state.line == "GSM-7 · 161 / 65535 · 1 part"
    assert state.hint == "One long message; the provider cuts it."


@pytest.mark.parametrize(
    ("text", "hint"),
    [("a" * 141, "The last character is left out."), ("a" * 200, "The last 60 characters are left out.")],
)
def test_what_is_cut_is_one_part_and_a_warning(text: str, hint: str) -> None:
    cut = segment(text)
    state = counter(cut, automatic=True, part_limit=10, whole=rest_message(cut, want_cut=True))
    assert (state.line, state.hint, state.parts) == ("GSM-7 · 1 part, cut", hint, 1)
    assert state.tone is Tone.UNKNOWN
    whole = counter(cut, automatic=True, part_limit=10, whole=rest_message(cut))
    assert whole == counter(cut, automatic=True, part_limit=10)


def test_every_encoding_has_a_word() -> None:
    assert set(ENCODING_WORDS) == set(ENCODINGS)
