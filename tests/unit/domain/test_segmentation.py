"""Cutting: the part-count vectors, each coding and method, what cannot be sent, and the headers."""

from __future__ import annotations

import pytest

from vox_console.domain.segmentation import (
    MAX_PARTS,
    DefaultAlphabet,
    LongMethod,
    Segmentation,
    frame,
    segment,
)


def units_of(cut: Segmentation) -> list[int]:
    return [piece.units for piece in cut.pieces]


class TestPartCounts:
    @pytest.mark.parametrize(
        ("text", "encoding", "units", "parts"),
        [
            ("", "gsm7", 0, 1),
            ("]" * 80, "gsm7", 160, 1),
            ("]" * 81, "gsm7", 162, 2),
            ("]" * 152, "gsm7", 304, 2),
            ("]" * 153, "gsm7", 306, 3),
            ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),
            ("a" * 306, "gsm7", 306, 2),
            ("a" * 307, "gsm7", 307, 3),
            ("Ç" * 160, "gsm7", 160, 1),
            ("ç" * 71, "ucs2", 71, 2),
            ("“" + "a" * 159, "ucs2", 160, 3),
            ("😀" * 35, "ucs2", 70, 1),
            ("😀" * 36, "ucs2", 72, 2),
            ("👋" * 67, "ucs2", 134, 3),
            ("a" * 160, "gsm7", 160, 1),
            ("a" * 161, "gsm7", 161, 2),
            ("a" * 153 * 255, "gsm7", 39015, 255),
        ],
    )
    def test_vector(self, text: str, encoding: str, units: int, parts: int) -> None:
        cut = segment(text)
        assert (cut.encoding, cut.units, len(cut.pieces)) == (encoding, units, parts)
        assert cut.data_coding == (0 if encoding == "gsm7" else 8)
        assert not cut.problems

    def test_the_euro_pushes_one_letter_over(self) -> None:
        assert units_of(segment("a" * 152 + "€" + "a" * 152)) == [152, 153, 1]

    @pytest.mark.parametrize(
        ("coding", "character", "single", "udh8", "udh16"),
        [
            (0, "a", 160, 153, 152),
            (1, "a", 160, 153, 152),
            (3, "é", 160, 153, 152),
            (6, "ж", 140, 134, 133),
            (7, "א", 140, 134, 133),
            (8, "ж", 70, 67, 66),
            (10, "a", 140, 134, 133),
            (14, "a", 140, 134, 133),
        ],
    )
    def test_capacities(self, coding: int, character: str, single: int, udh8: int, udh16: int) -> None:
        assert units_of(segment(character * single, coding=coding)) == [single]
        over = character * (single + 1)
        for method, part in ((LongMethod.UDH8, udh8), (LongMethod.SAR, udh8), (LongMethod.UDH16, udh16)):
            cut = segment(over, coding=coding, method=method)
            assert units_of(cut) == [part, single + 1 - part]
            assert (cut.single_capacity, cut.part_capacity) == (single, part)

    def test_left_is_the_room_in_the_last_part(self) -> None:
        assert segment("").left == 160
        assert segment("a" * 150).left == 10
        assert segment("a" * 161).left == 153 - 8

    @pytest.mark.parametrize(
        ("alphabet", "text", "data_coding", "encoding"),
        [
            (DefaultAlphabet.GSM7, "Δ", 0, "gsm7"),
            (DefaultAlphabet.LATIN1, "ç`", 0, "latin1"),
            (DefaultAlphabet.LATIN1, "€", 8, "ucs2"),
            (DefaultAlphabet.ASCII, "~`", 0, "ascii"),
            (DefaultAlphabet.ASCII, "é", 8, "ucs2"),
            (DefaultAlphabet.UTF8, "😀", 0, "utf8"),
        ],
    )
    def test_automatic_choice_follows_the_default_alphabet(
        self, alphabet: DefaultAlphabet, text: str, data_coding: int, encoding: str
    ) -> None:
        cut = segment(text, default_alphabet=alphabet)
        assert (cut.data_coding, cut.encoding) == (data_coding, encoding)


class TestCuts:
    def test_pieces_tell_where_in_the_text_they_stand(self) -> None:
        text = "😀" * 40
        first, second = segment(text).pieces
        assert (first.start, first.end, second.start, second.end) == (0, 33, 33, 40)
        assert first.octets.decode("utf-16-be") == text[:33]

    def test_every_iso2022_part_starts_and_ends_in_ascii(self) -> None:
        cut = segment("日本語" * 50, coding=10)
        assert len(cut.pieces) > 1
        for piece in cut.pieces:
            assert piece.octets.startswith(b"\x1b$B")
            assert piece.octets.endswith(b"\x1b(B")
        assert cut.units == sum(units_of(cut))

    def test_two_octet_korean_is_never_torn(self) -> None:
        cut = segment("a" + "가" * 100, coding=14)
        assert "".join(piece.octets.decode("euc_kr") for piece in cut.pieces) == cut.text
        assert units_of(cut) == [133, 68]

    def test_a_family_moves_whole_to_the_next_part_when_that_costs_nothing(self) -> None:
        family = "👨\u200d👩\u200d👧\u200d👦"
        cut = segment("ж" * 60 + family + "ж" * 20)
        assert [piece.end for piece in cut.pieces] == [60, len(cut.text)]

    def test_a_family_is_torn_rather_than_paid_for(self) -> None:
        family = "👨\u200d👩\u200d👧\u200d👦"  # 11 units
        cut = segment("ж" * 59 + family + "ж" * 64)  # 134 units: exactly two full parts
        assert units_of(cut) == [67, 67]

    def test_a_line_end_of_two_characters_stays_together_when_it_can(self) -> None:
        cut = segment("a" * 152 + "\r\n" + "b" * 10)
        assert [piece.end for piece in cut.pieces] == [152, 164]

    def test_a_cluster_longer_than_a_part_is_cut_like_plain_text(self) -> None:
        cut = segment("a" + "\u0301" * 100)
        assert units_of(cut) == [67, 34]


class TestForcing:
    def test_names_each_character_that_forces_unicode_with_a_suggestion(self) -> None:
        cut = segment("say “hi” 😀")
        assert [(each.index, each.character, each.suggestion) for each in cut.forcing] == [
            (4, "“", '"'),
            (7, "”", '"'),
            (9, "😀", ""),
        ]
        assert cut.forcing[0].name == "LEFT DOUBLE QUOTATION MARK"
        assert cut.wanted == "gsm7"

    def test_nothing_forces_when_the_text_fits_or_unicode_was_asked_for(self) -> None:
        assert segment("plain").forcing == ()
        assert segment("“", coding=8).forcing == ()

    def test_an_explicit_coding_lists_what_it_cannot_encode(self) -> None:
        cut = segment("ж“", coding=3)
        assert [(each.index, each.suggestion) for each in cut.forcing] == [(0, ""), (1, '"')]

    def test_suggestions_stay_inside_the_wanted_coding(self) -> None:
        assert [each.suggestion for each in segment("é", coding=1).forcing] == ["e"]

    def test_the_list_ends_at_a_thousand(self) -> None:
        assert len(segment("ж" * 2000).forcing) == 1000


class TestWhatCannotBeSent:
    def test_half_a_character_is_a_problem_with_a_cure(self) -> None:
        cut = segment("a\ud83db")
        assert cut.pieces == ()
        assert cut.left == 0
        assert [(problem.code, problem.fix) for problem in cut.problems] == [("unpaired_surrogate", "ab")]

    @pytest.mark.parametrize("coding", [0, 1, 3, 6, 7, 10, 14])
    def test_a_fixed_coding_names_what_it_lacks_and_offers_unicode(self, coding: int) -> None:
        cut = segment("ok 😀", coding=coding)
        (problem,) = cut.problems
        assert cut.pieces == ()
        assert problem.code == "cannot_encode"
        assert "GRINNING FACE" in problem.text
        assert "data coding 8" in problem.text

    def test_many_strangers_are_counted_not_listed(self) -> None:
        (problem,) = segment("абвгдежз", coding=1).problems
        assert "and 3 more" in problem.text

    @pytest.mark.parametrize("text", ["a" * (153 * 255 + 1), "]" * (76 * 255 + 1), "a" * 100_000])
    def test_more_than_255_parts_is_a_problem(self, text: str) -> None:
        cut = segment(text)
        assert cut.pieces == ()
        assert [problem.code for problem in cut.problems] == ["too_many_parts"]
        assert frame(cut, reference=1) == ()

    def test_pairs_fill_255_parts_to_the_last(self) -> None:
        assert len(segment("]" * (76 * 255)).pieces) == MAX_PARTS

    def test_a_coding_that_carries_no_text_is_our_mistake(self) -> None:
        with pytest.raises(ValueError, match="data_coding 4"):
            segment("a", coding=4)


class TestPayload:
    def test_is_one_piece_up_to_the_length_of_a_tlv(self) -> None:
        assert units_of(segment("a" * 65_535, method=LongMethod.PAYLOAD)) == [65_535]
        assert units_of(segment("ж" * 32_767, method=LongMethod.PAYLOAD)) == [32_767]

    def test_is_refused_beyond_it(self) -> None:
        cut = segment("a" * 65_536, method=LongMethod.PAYLOAD)
        assert [problem.code for problem in cut.problems] == ["too_long"]


class TestFraming:
    def test_a_single_part_has_no_header_whatever_the_method(self) -> None:
        for method in LongMethod:
            (part,) = frame(segment("hi", method=method), reference=7)
            assert (part.short_message, part.esm_class, part.sar, part.payload) == (b"hi", 0, None, False)

    def test_udh8_is_that_of_23_040(self) -> None:
        first, second = frame(segment("a" * 161), reference=0x1A5)
        assert first.short_message == b"\x05\x00\x03\xa5\x02\x01" + b"a" * 153
        assert second.short_message == b"\x05\x00\x03\xa5\x02\x02" + b"a" * 8
        assert first.esm_class == second.esm_class == 0x40

    def test_udh16_is_that_of_23_040(self) -> None:
        first, second = frame(segment("a" * 161, method=LongMethod.UDH16), reference=0x1A5)
        assert first.short_message == b"\x06\x08\x04\x01\xa5\x02\x01" + b"a" * 152
        assert second.short_message == b"\x06\x08\x04\x01\xa5\x02\x02" + b"a" * 9
        assert first.esm_class == 0x40

    def test_sar_leaves_the_header_to_the_smsc(self) -> None:
        parts = frame(segment("a" * 161, method=LongMethod.SAR), reference=0x1_0203)
        assert [(part.sar, part.esm_class, len(part.short_message)) for part in parts] == [
            ((0x0203, 2, 1), 0, 153),
            ((0x0203, 2, 2), 0, 8),
        ]

    def test_payload_is_used_for_a_text_longer_than_one_message(self) -> None:
        (part,) = frame(segment("ж" * 71, method=LongMethod.PAYLOAD), reference=1)
        assert part.payload
        assert part.short_message == ("ж" * 71).encode("utf-16-be")

    @pytest.mark.parametrize("method", [LongMethod.UDH8, LongMethod.UDH16])
    def test_no_part_outgrows_the_air_interface(self, method: LongMethod) -> None:
        for part in frame(segment("ж" * 1000, method=method), reference=1):
            assert len(part.short_message) <= 140
