from __future__ import annotations

from vox_console.storage.parts import first_part, last_part, message_of, number_of, part_key


def test_a_part_key_gives_back_its_message_and_its_number() -> None:
    for message_id in (1, 2, 255, 256, 70_000):
        for number in (1, 128, 255):
            key = part_key(message_id, number)
            assert (message_of(key), number_of(key)) == (message_id, number)


def test_the_parts_of_a_message_are_one_range_that_touches_no_other_message() -> None:
    assert first_part(7) <= part_key(7, 1) < part_key(7, 255) <= last_part(7)
    assert last_part(6) < first_part(7)
    assert last_part(7) < first_part(8)
