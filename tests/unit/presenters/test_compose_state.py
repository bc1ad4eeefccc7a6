"""The pane's state follows the way the message would take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.compose_scene import (
    BOTH,
    FIXED,
    MOBILE,
    REST_ALONE,
    Composing,
    composing_both,
    rest_transport,
)
from tests.support.fake_clocks import run_story
from vox_console.presenters.compose_words import OFFLINE_REST, STORED_REST
from vox_console.presenters.composing_state import ComposeState
from vox_console.services.events import LinkChanged

Inputs = Callable[[Composing], None]


def play(path: Path, inputs: Inputs, *, rest_alone: bool = False) -> ComposeState:
    """Give the state that inputs lead to, for an account of both ways or of REST alone."""

    async def story() -> ComposeState:
        transports = (rest_transport(),) if rest_alone else ()
        profile = REST_ALONE if rest_alone else BOTH
        async with composing_both(path, profile=profile, transports=transports) as scene:
            inputs(scene)
            return scene.state

    return run_story(story())


def test_the_sender_may_be_longer_over_rest(tmp_path: Path) -> None:
    def inputs(scene: Composing) -> None:
        scene.presenter.sender_edited("x" * 32)
        assert scene.state.sender_problem is not None
        assert scene.state.sender_problem.code == "too_long"
        scene.presenter.way_chosen("rest")

    state = play(tmp_path, inputs)
    assert state.sender_problem is not None
    assert state.sender_problem.code == "long_for_handsets"
    assert state.sender_note == "Name", "over REST nobody says a type of number"


def test_the_method_counts_only_where_we_cut(tmp_path: Path) -> None:
    def inputs(scene: Composing) -> None:
        scene.presenter.text_edited("a" * 154)
        scene.presenter.method_chosen("udh16")
        scene.presenter.text_edited("a" * 306)
        assert (scene.state.counter.parts, scene.state.method_counts) == (3, True)
        scene.presenter.way_chosen("rest")

    state = play(tmp_path, inputs)
    assert (state.counter.parts, state.method_counts, state.has_method) == (2, False, True)


def test_a_validity_cannot_be_carried_over_rest(tmp_path: Path) -> None:
    def inputs(scene: Composing) -> None:
        scene.presenter.recipients_added(MOBILE)
        scene.presenter.text_edited("Hello")
        scene.presenter.validity_edited("2")
        assert scene.state.validity_problem is None
        scene.smpp.lost()
        scene.presenter.heard(LinkChanged(scene.desk.controller.links["smpp"]))

    state = play(tmp_path, inputs)
    assert state.validity_problem is not None
    assert state.blocked == "Over REST no validity can be given. Leave it empty."


def test_an_account_of_rest_alone_is_not_offered_what_it_cannot_do(tmp_path: Path) -> None:
    state = play(tmp_path, lambda _scene: None, rest_alone=True)
    assert (state.has_method, state.has_validity, state.both_ways, state.way) == (False, False, False, "")


def test_a_validity_from_another_account_can_be_seen_to_be_taken_away(tmp_path: Path) -> None:
    state = play(tmp_path, lambda scene: scene.presenter.validity_edited("2"), rest_alone=True)
    assert state.has_validity
    assert state.validity_problem is not None


def test_without_an_answer_a_message_waits_for_the_provider(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path, profile=REST_ALONE, transports=(rest_transport(),)) as scene:
            scene.rest.lost()
            scene.presenter.heard(LinkChanged(scene.desk.controller.link, "rest"))
            await scene.compose()
            assert (scene.state.aside, scene.state.blocked) == (OFFLINE_REST, "")
            await scene.send()
            assert scene.state.note == STORED_REST

    run_story(story())


@pytest.mark.parametrize(
    ("characters", "line"),
    [
        (140, "GSM-7 · 140 / 160 · 1 part"),
        (160, "GSM-7 · 160 / 160 · 1 part"),
        (161, "GSM-7 · 161 / 306 · 2 parts"),
    ],
)
def test_the_counter_foretells_what_the_provider_makes_of_it(
    tmp_path: Path, characters: int, line: str
) -> None:
    def inputs(scene: Composing) -> None:
        scene.presenter.way_chosen("rest")
        scene.presenter.text_edited("a" * characters)

    assert play(tmp_path, inputs).counter.line == line


def test_the_way_is_an_option_only_where_there_is_a_choice(tmp_path: Path) -> None:
    assert play(tmp_path, lambda scene: scene.presenter.way_chosen("rest")).transport == "rest"
    state = play(tmp_path, lambda scene: scene.presenter.way_chosen("smpp"), rest_alone=True)
    assert state.transport == "auto", "a way that the account does not have is not asked for"


def test_what_is_held_for_one_way_does_not_wait_for_the_other(tmp_path: Path) -> None:
    async def story() -> None:
        profile = FIXED.model_copy(update={"hold_s": 5.0})
        async with composing_both(tmp_path, profile=profile) as scene:
            await scene.compose()
            await scene.send()
            scene.presenter.way_chosen("smpp")
            scene.smpp.lost()
            scene.presenter.heard(LinkChanged(scene.desk.controller.links["smpp"]))
            assert (len(scene.state.held), scene.state.offline) == (1, False)
            scene.rest.lost()
            scene.presenter.heard(LinkChanged(scene.desk.controller.links["rest"]))
            assert scene.state.offline

    run_story(story())
