from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from vox_console.imports.text_lines import CHUNK, CUT_LINE, LINE_CHARACTERS, LineBlocks, decoded, sliced

TEXT = "a\r\nb\rc\n\n\r\rd\r\n\ne"
LINES = ["a\r\n", "b\r", "c\n", "\n", "\r", "\r", "d\r\n", "\n", "e"]


def lines(chunks: list[str] | Iterator[str]) -> list[str]:
    return [line for block in LineBlocks(chunks) for line in block]


@pytest.mark.parametrize("size", range(1, len(TEXT) + 1))
def test_lines_do_not_depend_on_where_chunks_are_cut(size: int) -> None:
    assert lines([TEXT[at : at + size] for at in range(0, len(TEXT), size)]) == LINES


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", ""])
def test_a_last_line_may_lack_its_end(end: str) -> None:
    assert lines(["a\nb" + end]) == ["a\n", "b" + end]


def test_other_separators_of_unicode_end_no_line() -> None:
    text = "a\x0b\x0c\x1c\x85\u2028\u2029b"
    assert lines([text]) == [text]


def test_zeros_are_dropped_and_counted() -> None:
    blocks = LineBlocks(["a\0b\n", "\0", "c\0\0"])
    assert [line for block in blocks for line in block] == ["ab\n", "c"]
    assert blocks.nuls == 4


def test_a_mark_at_the_start_is_no_text() -> None:
    assert lines(["\ufeffa\n\ufeffb"]) == ["a\n", "\ufeffb"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_an_endless_line_is_replaced_by_one_that_stands_for_it(end: str) -> None:
    text = f"a{end}{'x' * (3 * LINE_CHARACTERS)}{end}b{end}"
    assert lines(sliced(text)) == [f"a{end}", CUT_LINE, f"b{end}"]


def test_an_endless_line_keeps_nothing_of_itself() -> None:
    longest = 0

    def endless() -> Iterator[str]:
        for _ in range(200):
            yield "x" * CHUNK

    for block in LineBlocks(endless()):
        longest = max(longest, *map(len, block))
    assert longest == len(CUT_LINE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1250"])
def test_a_character_may_be_cut_by_a_chunk(encoding: str) -> None:
    text = "a" + "č" * CHUNK
    assert "".join(decoded(io.BytesIO(text.encode(encoding)), encoding)) == text


def test_what_an_encoding_has_not_becomes_a_replacement() -> None:
    assert "".join(decoded(io.BytesIO(b"a\xffb\xc4"), "utf-8")) == "a\ufffdb\ufffd"
