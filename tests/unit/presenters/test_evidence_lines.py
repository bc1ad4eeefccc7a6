"""What was said, as octets and as text a person can read."""

from __future__ import annotations

from vox_console.presenters.evidence_lines import hex_dump, http_text


def test_octets_are_shown_in_hexadecimal_and_as_text() -> None:
    assert hex_dump(b"") == ""
    assert hex_dump(b"Hello\x00\xff") == "0000  48 65 6c 6c 6f 00 ff" + " " * 27 + "  Hello.."
    assert hex_dump(bytes(range(0x41, 0x41 + 17))).splitlines() == [
        "0000  41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP",
        "0010  51" + " " * 45 + "  Q",
    ]


def test_what_came_over_http_stays_text_and_hides_nothing() -> None:
    assert http_text('{"status":"DELIVRD"}\n') == '{"status":"DELIVRD"}'
    assert http_text("one\n\u202etwo") == "one\n⟨202E⟩two"
