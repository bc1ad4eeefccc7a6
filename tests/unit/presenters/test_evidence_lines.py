"""What was said, as octets and as text a person can read."""

from __future__ import annotations

from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.evidence_lines import http_text, pdu_shown
from vox_console.smpp.fast_codec import encode_submit_sm_resp


def test_a_pdu_is_told_field_by_field_and_hides_nothing() -> None:
    octets = encode_submit_sm_resp(7, 0, "\x81id")
    shown = pdu_shown(octets, "As it came.", DefaultAlphabet.GSM7)
    assert (shown.octets, shown.origin) == (octets, "As it came.")
    last = shown.fields[-1]
    assert (last.name, last.start, last.end, last.words) == ("message_id", 16, 20, "⟨0081⟩id")


def test_what_came_over_http_stays_text_and_hides_nothing() -> None:
    assert http_text('{"status":"DELIVRD"}\n') == '{"status":"DELIVRD"}'
    assert http_text("one\n\u202etwo") == "one\n⟨202E⟩two"
