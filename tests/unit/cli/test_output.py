from __future__ import annotations

import pytest

from vox_console.cli.output import complain, complain_of, json_line, print_text
from vox_console.domain.errors import StoreHeld

HOSTILE = "\x1b]0;owned\x07 \x9b31m half \ud800 end"


def test_text_for_a_person_carries_nothing_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    print_text(HOSTILE)
    complain(HOSTILE)
    told = capsys.readouterr()
    for shown in (told.out, told.err):
        assert not {"\x1b", "\x07", "\x9b", "\ud800"} & set(shown)


def test_json_is_ascii_whatever_it_holds() -> None:
    line = json_line({"text": HOSTILE + "\u2028ћ"})
    assert line.isascii()
    assert not any(ord(character) < 0x20 for character in line)


def test_a_fault_is_told_with_its_reason_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    complain_of(StoreHeld("In use", detail="by the window", hint="Close it."))
    assert capsys.readouterr().err == "vox-console: In use: by the window. Close it.\n"
