"""Recipients who want no messages: told beside the chip, asked for each sender, refused by Send."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.compose_scene import MOBILE, OTHER, composing
from tests.support.desk import RECIPIENT
from tests.support.fake_clocks import run_story
from vox_console.domain.opt_out import OptOut
from vox_console.services.events import OptOutsChanged

STOP = OptOut(RECIPIENT, 1_789_991_000_000_000, "Ana", "STOP")


def test_it_is_told_beside_the_number_and_blocks(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing(tmp_path) as scene:
            await scene.desk.controller.opt_outs.add([STOP])
            await scene.compose("Hello", MOBILE, OTHER)
            await scene.run.rest()
            wrong, fine = scene.state.chips
            assert wrong.problem is not None
            assert wrong.problem.text == "Wants no messages since 21 Sep 2026 (entered by hand, Ana: “STOP”)."
            assert fine.problem is None
            assert scene.state.blocked == "1 recipient to mend"
            scene.presenter.recipients_removed([0])
            assert scene.state.blocked == ""

    run_story(story())


def test_another_sender_is_asked_about_anew(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing(tmp_path) as scene:
            await scene.desk.controller.opt_outs.add([replace(STOP, sender="Post")])
            await scene.compose()
            await scene.run.rest()
            assert scene.state.chips[0].problem is None
            scene.presenter.sender_edited("Post")
            await scene.run.rest()
            assert scene.state.chips[0].faulty

    run_story(story())


def test_a_change_of_the_register_is_heard(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing(tmp_path) as scene:
            scene.presenter.heard(OptOutsChanged())  # nobody is asked about
            await scene.compose()
            await scene.run.rest()
            desk = scene.desk.controller.opt_outs
            await desk.add([STOP])
            scene.presenter.heard(OptOutsChanged())
            await scene.run.rest()
            assert scene.state.chips[0].faulty
            await desk.end(RECIPIENT, reason="She called.")
            scene.presenter.heard(OptOutsChanged())
            await scene.run.rest()
            assert scene.state.chips[0].problem is None

    run_story(story())
