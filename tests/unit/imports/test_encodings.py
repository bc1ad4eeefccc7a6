from __future__ import annotations

import codecs
import io

import pytest

from vox_console.imports.encodings import ENCODINGS, find_encoding
from vox_console.imports.faults import ImportFault

TEXT = "Ime,Telefon\r\nČedomir,+381641234567\r\n"


def found(octets: bytes) -> str:
    return find_encoding(io.BytesIO(octets)).encoding


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_settles_it(mark: bytes, encoding: str) -> None:
    finding = find_encoding(io.BytesIO(mark + TEXT.encode(encoding)))
    assert finding.encoding == encoding
    assert "mark" in finding.reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, "12", "Имя,Число\r\nЖизнь,+79161234567\r\n"])
def test_utf_16_is_known_by_its_zeros_without_a_mark(encoding: str, text: str) -> None:
    assert found(text.encode(encoding)) == encoding


def test_what_holds_as_utf_8_is_utf_8() -> None:
    assert found(TEXT.encode()) == "utf-8"
    assert found(b"Name,Phone\n") == "utf-8"


def test_a_letter_far_into_the_file_is_seen() -> None:
    plain = b"Ana,0641234567\n" * 200_000
    assert found(plain + "Čačak,Niš,Đorđe\n".encode("cp1250")) == "cp1250"
    assert found(plain + "Čačak,Niš,Đorđe\n".encode()) == "utf-8"


def test_a_character_across_two_blocks_is_no_damage() -> None:
    assert found(b"a" * 65_535 + "č".encode() * 10) == "utf-8"


def test_one_broken_character_among_many_good_ones_is_damage() -> None:
    finding = find_encoding(io.BytesIO("č".encode() * 40 + b"\xff\n"))
    assert finding.encoding == "utf-8"
    assert "1 are damaged" in finding.reason


def test_other_scripts_are_guessed_and_it_is_said() -> None:
    text = "名前,電話番号\n田中さくら,0312345678\n鈴木いちろう,0312345679\nたかはし,0312345670\n" * 5
    finding = find_encoding(io.BytesIO(text.encode("cp932")))
    assert text.encode("cp932").decode(finding.encoding) == text
    assert "guess" in finding.reason


def test_a_choice_is_not_questioned() -> None:
    finding = find_encoding(io.BytesIO(TEXT.encode()), wanted="cp1252")
    assert (finding.encoding, finding.reason) == ("cp1252", "Chosen.")


@pytest.mark.parametrize("wanted", ["", "rot13", "base64", "no such"])
def test_only_encodings_of_the_list_can_be_chosen(wanted: str) -> None:
    with pytest.raises(ImportFault, match="no such encoding"):
        find_encoding(io.BytesIO(b"a"), wanted=wanted)


def test_every_encoding_of_the_list_exists() -> None:
    for encoding, words in ENCODINGS.items():
        assert "1".encode(encoding).decode(encoding) == "1"
        assert words
