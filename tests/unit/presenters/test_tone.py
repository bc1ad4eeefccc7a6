"""How states look: each has an icon of its own shape, a word, and a tone that fits."""

from __future__ import annotations

import itertools

import pytest

from vox_console.domain.message import DeliveryState, MessageState, SubmitState, message_state
from vox_console.presenters.tone import MESSAGE_LOOKS, Tone, part_tone
from vox_console.resource_files import resource


def test_every_state_has_a_look_and_every_look_a_word_of_its_own() -> None:
    assert set(MESSAGE_LOOKS) == set(MessageState)
    assert len({look.word for look in MESSAGE_LOOKS.values()}) == len(MESSAGE_LOOKS)


@pytest.mark.parametrize("look", MESSAGE_LOOKS.values(), ids=lambda look: look.word)
def test_every_look_names_an_icon_that_exists(look: object) -> None:
    icon = getattr(look, "icon", "")
    assert resource(f"icons/{icon}.svg").is_file()


def test_tones_that_matter_do_not_share_an_icon() -> None:
    by_tone: dict[Tone, set[str]] = {}
    for look in MESSAGE_LOOKS.values():
        by_tone.setdefault(look.tone, set()).add(look.icon)
    loud = [by_tone[tone] for tone in (Tone.DELIVERED, Tone.UNKNOWN, Tone.FAILED)]
    assert all(one.isdisjoint(other) for one, other in itertools.combinations(loud, 2))


def test_only_delivered_is_shown_as_delivered() -> None:
    delivered = [state for state, look in MESSAGE_LOOKS.items() if look.tone is Tone.DELIVERED]
    assert delivered == [MessageState.DELIVERED]


@pytest.mark.parametrize("submit", SubmitState)
@pytest.mark.parametrize("delivery", DeliveryState)
def test_a_part_has_the_tone_of_a_message_of_that_part_alone(
    submit: SubmitState, delivery: DeliveryState
) -> None:
    tone = part_tone(submit, delivery)
    assert tone is MESSAGE_LOOKS[message_state([(submit, delivery)])].tone
