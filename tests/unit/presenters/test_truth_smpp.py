"""What SMPP would carry, octet by octet."""

from __future__ import annotations

import pytest

from vox_console.domain.segmentation import LongMethod, segment
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.truth_smpp import smpp_truth


def test_a_short_text_is_its_octets_and_nothing_else() -> None:
    truth = smpp_truth(segment("Hi €"), taken=True)
    (part,) = truth.parts
    assert part.title == "One part · 4 characters · sm_length 5"
    assert (part.header, part.body, part.tlvs) == ("", "48 69 20 1b 65", ())
    assert truth.facts == (
        Fact("Parts", "1"), Fact("data_coding", "0 · GSM-7"), Fact("esm_class", "0x00"),
    )  # fmt: skip


def test_one_character_is_not_called_characters() -> None:
    assert "1 character ·" in smpp_truth(segment("a"), taken=True).parts[0].title


@pytest.mark.parametrize(
    ("method", "headers", "sizes"),
    [
        (LongMethod.UDH8, ["05 00 03 rr 02 01", "05 00 03 rr 02 02"], [159, 14]),
        (LongMethod.UDH16, ["06 08 04 rr rr 02 01", "06 08 04 rr rr 02 02"], [159, 16]),
    ],
)
def test_a_header_says_what_is_known_and_leaves_the_reference_open(
    method: LongMethod, headers: list[str], sizes: list[int]
) -> None:
    truth = smpp_truth(segment("a" * 161, method=method), taken=True)
    assert [part.header for part in truth.parts] == headers
    assert [f"sm_length {size}" in part.title for part, size in zip(truth.parts, sizes, strict=True)] == [
        True
    ] * 2
    assert truth.facts[0].value.startswith("2, tied by a header with a")
    assert truth.facts[2] == Fact("esm_class", "0x40 · a header comes first")


def test_sar_ties_the_parts_by_parameters() -> None:
    first, second = smpp_truth(segment("a" * 161, method=LongMethod.SAR), taken=True).parts
    assert (first.header, first.octets.split()[:2]) == ("", ["61", "61"])
    assert first.tlvs == (
        Fact("sar_msg_ref_num", "02 0c 00 02 rr rr"),
        Fact("sar_total_segments", "02 0e 00 01 02"),
        Fact("sar_segment_seqnum", "02 0f 00 01 01"),
    )
    assert second.tlvs[2].value.endswith("02")


def test_a_payload_is_a_parameter_and_the_message_itself_is_empty() -> None:
    truth = smpp_truth(segment("a" * 300, method=LongMethod.PAYLOAD), taken=True)
    (part,) = truth.parts
    assert part.title == "One part · 300 characters · sm_length 0"
    assert part.tlvs == (Fact("message_payload", "04 24 01 2c and then"),)
    assert truth.facts[0].value == "1, the provider cuts it"
    assert smpp_truth(segment("a", method=LongMethod.PAYLOAD), taken=True).parts[0].tlvs == ()


def test_an_emoji_at_a_cut_stays_whole() -> None:
    first, second = smpp_truth(segment("a" * 66 + "🎉" + "b" * 10), taken=True).parts
    assert first.body.endswith("00 61")
    assert second.body.startswith("d8 3c df 89 00 62")
