"""What would leave, each way, when it is looked at and only then."""

from __future__ import annotations

from pathlib import Path

from tests.support.compose_scene import BOTH, REST_ALONE, composing_both, rest_transport
from tests.support.desk import ORDER, PROFILE
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import REST, FakeTransport
from vox_console.presenters.compose_route import NOWHERE
from vox_console.presenters.truth import truth_state
from vox_console.presenters.truth_state import TruthState
from vox_console.services.events import LinkChanged
from vox_console.services.orders import SendOrder

WAYS = {"smpp": NOWHERE, "rest": REST}


def test_nothing_is_worked_out_while_nobody_looks(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            scene.presenter.text_edited("Hello")
            assert scene.truths == []
            scene.presenter.truth_shown(True)  # noqa: FBT003 - as a disclosure does
            scene.presenter.text_edited("Hello!")
            assert len(scene.truths) == 2
            scene.presenter.truth_shown(False)  # noqa: FBT003 - as a disclosure does
            scene.presenter.text_edited("Hello?")
            assert len(scene.truths) == 2

    run_story(story())


def test_the_way_it_takes_is_marked_and_follows_the_link(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            scene.presenter.truth_shown(True)  # noqa: FBT003 - as a disclosure does
            assert (scene.rest_truth.taken, scene.smpp_truth.taken) == (False, True)
            scene.smpp.lost()
            scene.presenter.heard(LinkChanged(scene.desk.controller.links["smpp"]))
            assert (scene.rest_truth.taken, scene.smpp_truth.taken) == (True, False)

    run_story(story())


def test_a_way_that_the_account_does_not_have_is_not_shown(tmp_path: Path) -> None:
    async def look(transport: FakeTransport, *, rest: bool) -> TruthState:
        path = tmp_path / transport.capabilities.name
        profile = REST_ALONE if rest else PROFILE
        async with composing_both(path, profile=profile, transports=(transport,)) as scene:
            scene.presenter.truth_shown(True)  # noqa: FBT003 - as a disclosure does
            return scene.truths[-1]

    alone = run_story(look(rest_transport(), rest=True))
    assert (alone.smpp, alone.choice) == (None, False)
    assert run_story(look(FakeTransport(), rest=False)).rest is None


def test_without_an_account_there_is_nothing_to_show() -> None:
    assert truth_state(ORDER, None, WAYS, taken="smpp") == TruthState()


def test_what_cannot_go_one_way_says_so_there_and_not_on_the_other() -> None:
    order = SendOrder("Vox", ("381641234567",), "Hello", validity_h=2)
    state = truth_state(order, BOTH, WAYS, taken="smpp")
    assert state.rest is not None
    assert state.smpp is not None
    assert state.rest.trouble == "Over REST no validity can be given. Leave it empty."
    assert (state.smpp.trouble, len(state.smpp.parts)) == ("", 1)


def test_a_text_that_no_way_can_carry_has_no_octets() -> None:
    for text, coding, words in (
        ("", None, "There is no text to send."),
        ("ж", 3, "Data coding 3"),
        ("a" * 1_531, None, "This text needs 11 parts"),
    ):
        state = truth_state(SendOrder("Vox", (), text, coding=coding), BOTH, WAYS, taken="smpp")
        assert state.rest is not None
        assert state.smpp is not None
        assert state.rest.trouble.startswith(words)
        assert state.smpp.trouble.startswith(words)
        assert (state.rest.body, state.smpp.parts) == ("", ())


def test_neither_sender_nor_recipients_are_needed_to_look() -> None:
    state = truth_state(SendOrder("", (), "Hello"), BOTH, WAYS, taken="smpp")
    assert state.rest is not None
    assert state.rest.trouble == ""
    assert '"ani":""' in state.rest.body
