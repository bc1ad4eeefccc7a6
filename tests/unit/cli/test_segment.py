from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.cli import segment as command
from vox_console.cli.arguments import build_parser
from vox_console.cli.output import json_line
from vox_console.domain.segmentation import LongMethod, segment


def answers(
    *options: str, stdin: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[dict[str, object]], str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    exit_code = command.run(build_parser().parse_args(["segment", "--lines", "--json", *options]))
    told = capsys.readouterr()
    return exit_code, [json.loads(line) for line in told.out.splitlines()], told.err


class TestOneText:
    def test_a_gsm_text_is_counted_in_septets(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(build_parser().parse_args(["segment", "Price: 5 €", "--json"])) == 0
        assert json.loads(capsys.readouterr().out) == {
            "text": "Price: 5 €",
            "data_coding": 0,
            "encoding": "gsm7",
            "units": 11,
            "parts": [11],
            "left": 149,
            "forcing": [],
            "problems": [],
        }

    def test_a_forcing_character_is_named_with_its_replacement(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command.run(build_parser().parse_args(["segment", "Vidimo se u petak, ćao", "--json"]))
        told = json.loads(capsys.readouterr().out)
        assert (told["data_coding"], told["encoding"], told["units"], told["left"]) == (8, "ucs2", 22, 48)
        assert told["forcing"] == [
            {"index": 19, "character": "ć", "name": "LATIN SMALL LETTER C WITH ACUTE", "suggestion": "c"}
        ]

    @pytest.mark.parametrize(
        ("method", "parts"), [("udh8", [153, 47]), ("udh16", [152, 48]), ("payload", [200])]
    )
    def test_the_method_decides_the_cut(
        self, method: str, parts: list[int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        command.run(build_parser().parse_args(["segment", "x" * 200, "--method", method, "--json"]))
        assert json.loads(capsys.readouterr().out)["parts"] == parts

    def test_a_coding_that_cannot_hold_the_text_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(build_parser().parse_args(["segment", "Ж", "--coding", "0", "--json"])) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["parts"] == []
        assert [problem["code"] for problem in told["problems"]] == ["cannot_encode"]

    def test_words_for_a_person_carry_nothing_a_terminal_obeys(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command.run(build_parser().parse_args(["segment", "red \x1b[31malert"]))
        assert "\x1b" not in capsys.readouterr().out

    @pytest.mark.parametrize("words", [["segment"], ["segment", "text", "--lines"]])
    def test_a_text_or_lines_but_not_both(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(build_parser().parse_args(words)) == 2
        told = capsys.readouterr()
        assert "TEXT, or --lines" in told.err
        assert told.out == ""


class TestLines:
    def test_each_line_has_its_answer_at_the_same_place(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stdin = b'"one"\n{"text": "two"}\n\nnot json\n"\xff"\n"six"'
        code, told, words = answers(stdin=stdin, monkeypatch=monkeypatch, capsys=capsys)
        assert code == 2
        assert [answer.get("text", answer.get("error")) for answer in told] == [
            "one",
            "not a JSON string",
            "not a JSON string",
            "not a JSON string",
            "not UTF-8",
            "six",
        ]
        assert [line.split(": ")[1] for line in words.splitlines()] == [
            "line 2",
            "line 3",
            "line 4",
            "line 5",
        ]

    @given(text=st.text())
    def test_the_answer_is_one_ascii_line_whatever_the_text(self, text: str) -> None:
        line = json_line(command.segmentation_fields(segment(text, method=LongMethod.UDH8)))
        assert line.isascii()
        assert "\n" not in line
        assert json.loads(line)["text"] == text

    @given(text=st.text())
    def test_units_are_the_sum_of_the_parts(self, text: str) -> None:
        told = command.segmentation_fields(segment(text))
        parts = told["parts"]
        assert isinstance(parts, list)
        assert told["units"] == sum(parts) or told["problems"]

    def test_half_a_surrogate_pair_is_told_and_not_fatal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, (told,), _ = answers(stdin=rb'"a\ud83d"', monkeypatch=monkeypatch, capsys=capsys)
        assert code == 0
        assert told["text"] == "a\ud83d"
        assert told["parts"] == []

    def test_a_line_separator_inside_a_string_ends_no_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stdin = '"a\u2028b\u0085c"\n'.encode()
        _, told, _ = answers(stdin=stdin, monkeypatch=monkeypatch, capsys=capsys)
        assert [answer["text"] for answer in told] == ["a\u2028b\u0085c"]

    def test_a_line_longer_than_a_chunk_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = "long " * 40_000
        _, told, _ = answers(stdin=json.dumps(text).encode(), monkeypatch=monkeypatch, capsys=capsys)
        assert [answer["text"] for answer in told] == [text]
