"""Sending only what fits: agreed to for one text, told on the button, and nowhere else in force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.compose_scene import BOTH, Composing, composing_both
from tests.support.fake_clocks import run_story
from vox_console.presenters.tone import Tone
from vox_console.services.events import LinkChanged

LONG = "a" * 161


async def _agree(scene: Composing, text: str = LONG) -> None:
    scene.presenter.way_chosen("rest")
    await scene.compose(text)
    scene.presenter.truth_shown(True)  # noqa: FBT003 - as a disclosure does
    scene.presenter.cut_chosen(True)  # noqa: FBT003 - as a check box does


def test_the_loss_is_told_before_it_can_be_agreed_to(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            scene.presenter.way_chosen("rest")
            await scene.compose(LONG)
            scene.presenter.truth_shown(True)  # noqa: FBT003 - as a disclosure does
            loss = scene.rest_truth.loss
            assert loss is not None
            assert loss.text == "a" * 21
            assert loss.offer == "Send only what fits: drop the last 21 characters"
            assert not loss.chosen
            assert scene.state.send_label == "Send 1 message (2 parts)"

    run_story(story())


def test_the_button_and_the_counter_say_that_something_is_left_out(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            await _agree(scene)
            assert scene.state.send_label == "Send message, cut"
            count = scene.state.counter
            assert (count.line, count.tone) == ("GSM-7 · 1 part, cut", Tone.UNKNOWN)
            assert count.hint == "The last 21 characters are left out."
            assert scene.state.cuts == ()
            scene.presenter.cut_chosen(False)  # noqa: FBT003 - as a check box does
            assert scene.state.send_label == "Send 1 message (2 parts)"

    run_story(story())


def test_a_cut_message_leaves_as_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            await _agree(scene)
            await scene.send()
            await scene.desk.until(lambda: len(scene.rest.submitted) == 1)
            (request,) = scene.rest.submitted
            assert (request.long_mode, request.text, request.segments) == ("cut", LONG, 1)
            await scene.compose(LONG)
            assert scene.state.send_label == "Send 1 message (2 parts)", "it was for that message only"

    run_story(story())


Change = Callable[[Composing], None]


@pytest.mark.parametrize(
    "change",
    [
        lambda scene: scene.presenter.text_edited(LONG + "a"),
        lambda scene: scene.presenter.coding_chosen(8),
    ],
    ids=["another text", "another coding"],
)
def test_another_loss_has_to_be_agreed_to_anew(tmp_path: Path, change: Change) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            await _agree(scene)
            change(scene)
            assert "cut" not in scene.state.send_label
            loss = scene.rest_truth.loss
            assert loss is not None
            assert not loss.chosen

    run_story(story())


def test_over_smpp_nothing_is_cut_and_it_is_not_offered(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            await _agree(scene)
            scene.presenter.way_chosen("smpp")
            assert scene.state.send_label == "Send 1 message (2 parts)"
            loss = scene.rest_truth.loss
            assert loss is not None
            assert (loss.offer, loss.chosen) == ("", False)
            await scene.send()
            await scene.desk.until(lambda: len(scene.smpp.submitted) == 2)

    run_story(story())


def test_a_link_that_comes_back_makes_it_whole_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            scene.smpp.lost()
            await _agree(scene)
            scene.presenter.way_chosen("auto")
            assert scene.state.send_label == "Send message, cut"
            scene.smpp.bound()
            scene.presenter.heard(LinkChanged(scene.desk.controller.links["smpp"]))
            assert scene.state.send_label == "Send 1 message (2 parts)"

    run_story(story())


def test_a_text_that_fits_has_nothing_to_lose(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            await _agree(scene, "a" * 140)
            assert scene.rest_truth.loss is None
            assert scene.state.send_label == "Send message"

    run_story(story())


def test_a_send_taken_back_has_to_be_agreed_to_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path, profile=BOTH.model_copy(update={"hold_s": 5.0})) as scene:
            await _agree(scene)
            await scene.send()
            scene.presenter.undo_pressed(scene.state.held[0])
            await scene.run.rest()
            assert scene.state.text == LONG
            assert scene.state.send_label == "Send 1 message (2 parts)"

    run_story(story())
