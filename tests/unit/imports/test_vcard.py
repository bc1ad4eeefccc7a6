"""vCards as telephones write them, and as nobody should."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.imports.faults import ImportFault
from vox_console.imports.vcard import MOST_LINE_OCTETS, Card, cards_of, is_vcard, read_cards


def cards(text: str | bytes) -> list[Card]:
    octets = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
    return list(cards_of(io.BytesIO(octets)))


def test_a_card_of_3_0_is_read() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nN:Anić;Ana;M.;;\nFN:Ana Anić\\, MSc\nitem1.TEL;TYPE=CELL,VOICE:+381 64 1\n"
        ' 234567\nTEL;TYPE="home;x":011 123\nNOTE:First\\nsecond\\; third\\\\\nEND:VCARD\n'
    )
    assert cards(text) == [Card(1, "Ana Anić, MSc", ["+381 64 1234567", "011 123"], "First\nsecond; third\\")]


def test_a_card_of_4_0_gives_its_uris_as_numbers() -> None:
    text = "begin:vcard\nVERSION:4.0\nFN:Ana\nTEL;VALUE=uri;PREF=1:tel:+381-64-1234567;ext=5\nend:vcard"
    assert cards(text) == [Card(1, "Ana", ["+381-64-1234567"])]


def test_a_card_of_2_1_in_quoted_printable_is_read() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=\n=D0=B0;;;;\n"
        "TEL;CELL:0641234567\nPHOTO;ENCODING=BASE64;JPEG:AAAA=\n\nEND:VCARD\n"
    )
    assert cards(text) == [Card(1, "Ана", ["0641234567"])]
    latin = b"BEGIN:VCARD\nFN;CHARSET=ISO-8859-2:\xa9ime\nTEL:1\nEND:VCARD"
    assert cards(latin) == [Card(1, "Šime", ["1"])]


def test_a_fold_inside_a_character_is_mended() -> None:
    octets = "BEGIN:VCARD\nFN:Aniž\nEND:VCARD\n".encode()
    cut = octets.index("ž".encode()) + 1
    assert cards(octets[:cut] + b"\r\n " + octets[cut:])[0].name == "Aniž"


@pytest.mark.parametrize(
    ("lines", "name"),
    [("N:Anić;Ana;;;", "Ana Anić"), ("FN: \nORG:Vox\\; Ltd;Sales", "Vox; Ltd, Sales"), ("TEL:1", "")],
)
def test_a_name_that_is_not_written_out_is_put_together(lines: str, name: str) -> None:
    assert cards(f"BEGIN:VCARD\n{lines}\nEND:VCARD")[0].name == name


def test_a_card_that_is_never_ended_is_damaged_and_the_next_is_read() -> None:
    first, second, third = cards("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nFN:C")
    assert (first.damage, first.number) == ("The card is never ended.", 1)
    assert (second.name, second.number, second.damage) == ("B", 3, "")
    assert third.damage


def test_a_picture_may_be_long_and_a_name_may_not() -> None:
    long = "x" * (2 * MOST_LINE_OCTETS)
    folded = "\n ".join("x" * 70 for _ in range(40_000))
    good = f"BEGIN:VCARD\nPHOTO:{long}\nPHOTO;ENCODING=b:{folded}\nFN:Ana\nTEL:1\nEND:VCARD\n"
    assert cards(good) == [Card(1, "Ana", ["1"])]
    (bad,) = cards(f"BEGIN:VCARD\nFN:{long}\nTEL:1\nEND:VCARD\n")
    assert bad.damage == "Its FN is longer than any of a person."


def test_what_stands_outside_of_cards_is_passed_over() -> None:
    assert cards("FN:Nobody\nEND:VCARD\n\nTEL:1\n") == []
    assert cards('BEGIN:VCARD\nnonsense\n:::\nTEL;"unclosed:1\nTEL:\nFN;CHARSET=none:B\nEND:VCARD')[
        0
    ] == Card(1, "B")


@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:VCARD", "END:VCARD", "FN", "TEL", ";ENCODING=QUOTED-PRINTABLE", ":", "=", "\n", " x"]
        )
        | st.text(max_size=5)
    ),
)
def test_no_octets_are_too_much(pieces: list[str]) -> None:
    found = cards("".join(pieces).encode("utf-8", "surrogatepass"))
    assert len(found) <= "".join(pieces).upper().count("BEGIN:VCARD")
    assert all(isinstance(card.name, str) for card in found)


def test_a_file_is_told_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfbegin:vcard\r\nFN:Ana\r\nEND:VCARD\r\n")
    assert is_vcard(path)
    assert [card.name for card in read_cards(path)] == ["Ana"]
    path.write_bytes("BEGIN:VCARD\r\nFN:Šime\r\nTEL:1\r\nEND:VCARD\r\n".encode("cp1250"))
    assert [card.name for card in read_cards(path)] == ["Šime"]
    path.write_text("name,number\n", encoding="utf-8")
    assert not is_vcard(path)
    with pytest.raises(ImportFault):
        is_vcard(tmp_path / "none.vcf")


def test_utf_16_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n", encoding="utf-16")
    with pytest.raises(ImportFault, match="UTF-16"):
        list(read_cards(path))
