"""Hostile text: seen, contained, and harmless to terminals and logs."""

from __future__ import annotations

import pytest

from vox_console.domain.plain_text import (
    contained,
    for_terminal,
    has_hidden,
    is_text,
    masked_number,
    one_line,
)

FSI, PDI, PDF, RLO, LRI = "\u2068", "\u2069", "\u202c", "\u202e", "\u2066"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
FAMILY = "👨\u200d👩\u200d👧"
PERSIAN = "می\u200cخواهم"  # noqa: RUF001 - Persian is meant


class TestOneLine:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("plain text, žćš 😀", "plain text, žćš 😀"),
            ("a\nb\r\nc\rd\u2028e\u2029f\x85g", "a⏎b⏎c⏎d⏎e⏎f⏎g"),
            ("a\tb", "a⇥b"),
            ("\x1b[31m", "␛[31m"),
            ("a\x00b\x07", "a␀b␇"),
            ("\x7f\x9b", "␡⟨009B⟩"),
            (f"photo_{RLO}gpj.exe", "photo_⟨202E⟩gpj.exe"),
            ("\u200e\u200f\u061c", "⟨200E⟩⟨200F⟩⟨061C⟩"),
            (f"{LRI}{PDI}", "⟨2066⟩⟨2069⟩"),
            ("pay\u200bpal\ufeff", "pay⟨200B⟩pal⟨FEFF⟩"),
            ("hi\U000e0068\U000e0069", "hi⟨E0068⟩⟨E0069⟩"),
            ("a\u200db", "a⟨200D⟩b"),
            ("\u200c", "⟨200C⟩"),
            ("\ud83d", "⟨D83D⟩"),
            ("soft\u00adhyphen", "soft⟨00AD⟩hyphen"),
        ],
    )
    def test_what_cannot_be_seen_is_marked(self, text: str, shown: str) -> None:
        assert one_line(text) == shown

    @pytest.mark.parametrize("text", [FAMILY, PERSIAN, SCOTLAND, "क्\u200dष", "☺\ufe0f"])
    def test_joiners_that_belong_to_the_writing_stay(self, text: str) -> None:
        assert one_line(text) == text
        assert not has_hidden(text)


class TestHidden:
    @pytest.mark.parametrize("text", ["", "plain", "two\nlines\tand a tab\r\n", "שלום", "€ 😀"])
    def test_ordinary_text_hides_nothing(self, text: str) -> None:
        assert not has_hidden(text)

    @pytest.mark.parametrize("text", [RLO, "a\u200bb", "a\u200db", "\x1b", "\x00", "x\U000e0041", "\ud800"])
    def test_the_invisible_is_found(self, text: str) -> None:
        assert has_hidden(text)


class TestContained:
    @pytest.mark.parametrize(
        ("text", "wrapped"),
        [
            ("", ""),
            ("abc", f"{FSI}abc{PDI}"),
            ("a\n\nb", f"{FSI}a{PDI}\n\n{FSI}b{PDI}"),
            ("a\r\nb", f"{FSI}a{PDI}\r\n{FSI}b{PDI}"),
            (f"a{RLO}b", f"{FSI}a{RLO}b{PDF}{PDI}"),
            (f"a{RLO}b\nc", f"{FSI}a{RLO}b{PDF}{PDI}\n{FSI}c{PDI}"),
            (f"a{LRI}b", f"{FSI}a{LRI}b{PDI}{PDI}"),
            (f"a{LRI}b{RLO}c", f"{FSI}a{LRI}b{RLO}c{PDF}{PDI}{PDI}"),
            (f"{LRI}a{RLO}b{PDI}c", f"{FSI}{LRI}a{RLO}b{PDI}c{PDI}"),
            (f"{RLO}a{PDF}b", f"{FSI}{RLO}a{PDF}b{PDI}"),
            (f"a{PDI}{RLO}b", f"{FSI}a{RLO}b{PDF}{PDI}"),
            (f"a{PDF}b", f"{FSI}a{PDF}b{PDI}"),
        ],
    )
    def test_each_line_is_isolated_and_closed(self, text: str, wrapped: str) -> None:
        assert contained(text) == wrapped


class TestTerminal:
    def test_nothing_a_terminal_obeys_is_left(self) -> None:
        assert for_terminal("\x1b]0;title\x07 a\x9b31m\rb\x00\x7f") == "]0;title a31mb"

    def test_lines_and_tabs_stay(self) -> None:
        assert for_terminal("a\tb\nc") == "a\tb\nc"

    def test_half_characters_can_be_printed(self) -> None:
        assert for_terminal("a\ud83d").encode() == "a\ufffd".encode()


class TestMaskedNumbers:
    @pytest.mark.parametrize(
        ("digits", "masked"),
        [
            ("381641234567", "+381 64 *** **67"),
            ("+381 64 1234567", "+381 64 *** **67"),
            ("1234567", "*****67"),
            ("12345", "***45"),
            ("12", "***"),
            ("", "***"),
            ("VOX", "***"),
        ],
    )
    def test_the_middle_is_hidden(self, digits: str, masked: str) -> None:
        assert masked_number(digits) == masked


@pytest.mark.parametrize(
    ("text", "whole"), [("", True), ("žć 😀\0\n", True), ("\ud83d\ude00", False), ("a\udcff", False)]
)
def test_half_a_character_is_no_text(text: str, whole: bool) -> None:
    assert is_text(text) is whole
