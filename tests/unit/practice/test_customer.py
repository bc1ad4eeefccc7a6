from __future__ import annotations

from itertools import count, permutations

import pytest

from vox_console.domain.customer_scene import Scene
from vox_console.domain.decoding import decode
from vox_console.practice.customer import SAMPLES, scene_messages
from vox_console.practice.inbound import CustomerMessage, deliveries
from vox_console.smpp.fast_codec import encode_deliver_sm

ANA, OURS = "381641234567", "38164000"


def scene(kind: Scene, *, text: str = "", number: int = 1, source: str = ANA) -> list[CustomerMessage]:
    return scene_messages(kind, source=source, destination=OURS, text=text, count=number, references=count(7))


@pytest.mark.parametrize("kind", Scene)
def test_every_scene_has_something_to_say_that_can_be_sent(kind: Scene) -> None:
    (message,) = scene(kind)
    pushes = deliveries(message)
    assert pushes
    assert all(encode_deliver_sm(1, push) for push in pushes)


def test_a_shuffled_text_is_all_there_with_one_piece_twice() -> None:
    (message,) = scene(Scene.SHUFFLED)
    assert set(message.order) == {1, 2, 3}
    assert len(message.order) == 4
    assert list(message.order) not in [list(each) for each in permutations((1, 2, 3))]


def test_a_gap_lacks_the_second_piece() -> None:
    (message,) = scene(Scene.GAP)
    assert sorted(message.order) == [1, 3]


@pytest.mark.parametrize("kind", [Scene.SHUFFLED, Scene.GAP])
def test_a_text_of_one_piece_has_no_pieces_to_lose(kind: Scene) -> None:
    with pytest.raises(ValueError, match="one piece"):
        scene(kind, text="short")


def test_a_storm_comes_from_neighbours_and_a_name_has_none() -> None:
    storm = scene(Scene.STORM, number=3, source="381641239999")
    assert [message.source for message in storm] == ["381641239999", "381641230000", "381641230001"]
    assert len({message.reference for message in storm}) == 3
    assert {message.source for message in scene(Scene.STORM, number=2, source="Shop")} == {"Shop"}


def test_octets_for_an_application_are_read_as_none_of_a_person() -> None:
    (message,) = scene(Scene.BINARY)
    (push,) = deliveries(message)
    assert decode(push.short_message, push.data_coding, esm_class=push.esm_class).encoding == "hex"


def test_the_right_to_left_sample_holds_both_scripts() -> None:
    assert {"م", "ש"} <= set(SAMPLES[Scene.RIGHT_TO_LEFT])
