"""Parts put together: where they belong, in what order they may come, and what a reused reference does."""

from __future__ import annotations

import itertools

import pytest

from tests.support.inbound_parts import HOUR_US, MINUTE_US, all_stored, plain_part, pushed
from vox_console.domain.assembled_text import read_assembled
from vox_console.domain.concatenation import (
    AssembledMessage,
    PartPlace,
    Placed,
    StoredPart,
    assemble,
    place_of,
)
from vox_console.domain.delivery import Delivery
from vox_console.domain.segmentation import LongMethod


def delivery(octets: bytes = b"hi", *, esm_class: int = 0, tlvs: dict[int, bytes] | None = None) -> Delivery:
    return Delivery("1", "2", esm_class, 0, octets, tlvs or {})


def sar(reference: bytes, total: bytes, number: bytes) -> dict[int, bytes]:
    return {0x020C: reference, 0x020E: total, 0x020F: number}


class TestPlaces:
    @pytest.mark.parametrize(
        ("header", "place"),
        [
            (b"\x05\x00\x03\xab\x03\x02", PartPlace(8, 0xAB, 3, 2)),
            (b"\x06\x08\x04\xab\xcd\x03\x02", PartPlace(16, 0xABCD, 3, 2)),
        ],
    )
    def test_a_header_tells_the_place(self, header: bytes, place: PartPlace) -> None:
        assert place_of(delivery(header + b"hi", esm_class=0x40)) == Placed(place)

    def test_parameters_tell_the_place(self) -> None:
        assert place_of(delivery(tlvs=sar(b"\xab\xcd", b"\x03", b"\x02"))) == Placed(
            PartPlace(16, 0xABCD, 3, 2)
        )

    def test_a_header_goes_before_parameters(self) -> None:
        both = delivery(
            b"\x05\x00\x03\xab\x03\x02hi", esm_class=0x40, tlvs=sar(b"\x00\x01", b"\x02", b"\x01")
        )
        assert place_of(both).place == PartPlace(8, 0xAB, 3, 2)

    @pytest.mark.parametrize(("total", "number"), [(3, 0), (3, 4), (0, 0), (0, 1), (1, 1), (1, 2)])
    def test_a_place_that_cannot_be_is_none_and_is_told(self, total: int, number: int) -> None:
        by_header = delivery(bytes((5, 0, 3, 1, total, number)) + b"hi", esm_class=0x40)
        by_parameters = delivery(tlvs=sar(b"\x00\x01", bytes([total]), bytes([number])))
        for each in (by_header, by_parameters):
            assert place_of(each) == Placed(None, f"Calls itself part {number} of {total}.")

    def test_half_of_the_parameters_are_no_place(self) -> None:
        placed = place_of(delivery(tlvs={0x020C: b"\x00\x01", 0x020F: b"\x01"}))
        assert placed == Placed(None, "One part of several, without saying which.")

    @pytest.mark.parametrize(
        "whole",
        [delivery(), delivery(b"x" * 400, tlvs={0x0424: b"x" * 400}), delivery(b"\x05hi", esm_class=0x40)],
    )
    def test_what_says_nothing_is_whole(self, whole: Delivery) -> None:
        assert place_of(whole) == Placed(None)


TEXT = "".join(f"{number:03} sheep jump over a fence, and nobody sleeps. " for number in range(14))


def texts(messages: tuple[AssembledMessage, ...]) -> list[str]:
    return [read_assembled(message).text for message in messages]


class TestOneMessage:
    @pytest.mark.parametrize("method", [LongMethod.UDH8, LongMethod.UDH16, LongMethod.SAR])
    def test_all_orders_of_five_parts_give_the_text(self, method: LongMethod) -> None:
        parts = pushed(TEXT, method=method)
        assert len(parts) == 5
        for order in itertools.permutations(parts):
            (message,) = assemble(all_stored(order))
            assert message.complete
            assert message.id == 1
            assert read_assembled(message).text == TEXT

    def test_the_order_of_rows_decides_nothing_when_times_are_equal(self) -> None:
        parts = pushed(TEXT)
        answers = {
            tuple(
                (number, part.octets)
                for number, part in assemble(all_stored(order, at_us=[0] * 5))[0].parts.items()
            )
            for order in itertools.permutations(parts)
        }
        assert len(answers) == 1

    def test_a_missing_part_is_seen_and_a_late_one_completes_it(self) -> None:
        parts = all_stored(pushed(TEXT))
        parts[2] = StoredPart(9, 23 * HOUR_US, *_rest(parts[2]))
        (message,) = assemble(parts[:2] + parts[3:])
        assert (message.complete, message.missing) == (False, (3,))
        assert read_assembled(message).text == TEXT[: 2 * 153] + " [part 3 is missing] " + TEXT[3 * 153 :]
        (message,) = assemble(parts)
        assert (message.complete, message.missing) == (True, ())
        assert (message.id, message.received_at_us) == (1, 0)

    def test_a_repeat_adds_nothing_and_is_kept(self) -> None:
        first, second = pushed(TEXT)[:2]
        (message,) = assemble(all_stored([second, first, second, second]))
        assert [part.id for part in message.parts.values()] == [2, 1]
        assert [part.id for part in message.repeats] == [3, 4]

    def test_nothing_gives_nothing(self) -> None:
        assert assemble([]) == ()


def _rest(part: StoredPart) -> tuple[bytes, PartPlace, int, int]:
    return part.octets, part.place, part.data_coding, part.esm_class


class TestAReferenceUsedAgain:
    def test_other_octets_of_the_same_number_are_another_message(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(2, b"b", at_us=1, row=2),
            plain_part(2, b"d", at_us=5 * HOUR_US, row=3),
            plain_part(1, b"c", at_us=5 * HOUR_US + 1, row=4),
        ]
        for order in itertools.permutations(parts):
            assert texts(assemble(order)) == ["ab", "cd"]

    def test_another_coding_is_another_message_too(self) -> None:
        parts = [
            plain_part(1, b"aa", at_us=0, row=1),
            plain_part(1, b"aa", at_us=HOUR_US, row=2, data_coding=8),
        ]
        assert len(assemble(parts)) == 2

    def test_a_part_goes_where_it_is_near_in_time(self) -> None:
        lost_one = plain_part(1, b"a", at_us=0, row=1)
        later = [
            plain_part(2, b"d", at_us=5 * HOUR_US, row=2),
            plain_part(1, b"c", at_us=5 * HOUR_US + 1, row=3),
        ]
        assert texts(assemble([lost_one, *later])) == ["a [part 2 is missing]", "cd"]

    def test_a_late_part_finds_its_message_past_another_one(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(1, b"c", at_us=5 * HOUR_US, row=2),
            plain_part(2, b"d", at_us=5 * HOUR_US + 1, row=3),
            plain_part(2, b"b", at_us=6 * HOUR_US, row=4),
        ]
        assert texts(assemble(parts)) == ["ab", "cd"]

    def test_a_repeat_finds_its_message_past_another_one(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(2, b"b", at_us=1, row=2),
            plain_part(1, b"c", at_us=5 * HOUR_US, row=3),
            plain_part(2, b"d", at_us=5 * HOUR_US + 1, row=4),
            plain_part(1, b"a", at_us=6 * HOUR_US, row=5),
        ]
        first, second = assemble(parts)
        assert [part.id for part in first.repeats] == [5]
        assert second.repeats == ()

    def test_a_late_part_goes_to_the_nearest_message_that_lacks_it(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(1, b"c", at_us=5 * HOUR_US, row=2),
            plain_part(1, b"e", at_us=10 * HOUR_US, row=3),
            plain_part(2, b"f", at_us=10 * HOUR_US + 1, row=4),
            plain_part(2, b"d", at_us=11 * HOUR_US, row=5),
        ]
        assert texts(assemble(parts)) == ["a [part 2 is missing]", "cd", "ef"]

    def test_what_a_late_part_completed_takes_no_other(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(1, b"c", at_us=5 * HOUR_US, row=2),
            plain_part(2, b"d", at_us=5 * HOUR_US + 1, row=3),
            plain_part(2, b"b", at_us=6 * HOUR_US, row=4),
            plain_part(2, b"x", at_us=7 * HOUR_US, row=5),
        ]
        assert texts(assemble(parts)) == ["ab", "cd", "[part 1 is missing] x"]

    @pytest.mark.parametrize(("late_us", "first"), [(0, "ab"), (1, "a [part 2 is missing]")])
    def test_a_late_part_has_the_window_too(self, late_us: int, first: str) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(1, b"c", at_us=5 * HOUR_US, row=2),
            plain_part(2, b"d", at_us=5 * HOUR_US + 1, row=3),
            plain_part(2, b"b", at_us=24 * HOUR_US + late_us, row=4),
        ]
        assert texts(assemble(parts))[0] == first

    def test_the_order_of_rows_parts_nobody_when_times_are_equal(self) -> None:
        contents = [(1, b"a"), (2, b"b"), (1, b"c"), (2, b"d")]
        answers = {
            frozenset(texts(assemble(plain_part(*each, at_us=0, row=row) for row, each in enumerate(order))))
            for order in itertools.permutations(contents)
        }
        assert len(answers) == 1

    def test_equal_endings_stay_with_their_own_beginnings(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(2, b"same", at_us=1, row=2),
            plain_part(1, b"c", at_us=5 * HOUR_US, row=3),
            plain_part(2, b"same", at_us=5 * HOUR_US + 1, row=4),
        ]
        assert texts(assemble(parts)) == ["asame", "csame"]

    def test_beyond_the_window_nothing_is_joined(self) -> None:
        first = plain_part(1, b"a", at_us=0, row=1)
        in_time, too_late = (plain_part(2, b"b", at_us=24 * HOUR_US + late, row=2) for late in (0, 1))
        apart = ["a [part 2 is missing]", "[part 1 is missing] b"]
        assert texts(assemble([first, in_time])) == ["ab"]
        assert texts(assemble([first, too_late])) == apart
        assert texts(assemble([first, in_time], window_us=MINUTE_US)) == apart

    def test_a_window_is_left_at_the_longest_pause(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(2, b"b", at_us=24 * HOUR_US, row=2),
            plain_part(1, b"a", at_us=24 * HOUR_US + 1, row=3),
        ]
        assert texts(assemble(parts)) == ["a [part 2 is missing]", "ab"]

    def test_other_references_and_totals_are_other_messages(self) -> None:
        parts = [
            plain_part(1, b"a", at_us=0, row=1),
            plain_part(2, b"b", at_us=1, row=2, reference=2),
            plain_part(2, b"c", at_us=2, row=3, total=3),
        ]
        assert texts(assemble(parts)) == [
            "a [part 2 is missing]",
            "[part 1 is missing] b",
            "[part 1 is missing] c [part 3 is missing]",
        ]

    def test_a_thousand_open_groups_are_a_thousand_messages(self) -> None:
        parts = [
            plain_part(number, bytes([number]), at_us=index, row=index, reference=reference, total=3)
            for number in (3, 1)
            for index, reference in enumerate(range(1_000), number * 1_000)
        ]
        messages = assemble(parts)
        assert len(messages) == 1_000
        assert all(message.missing == (2,) for message in messages)
