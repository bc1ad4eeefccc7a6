"""Which way a message takes, and how that is told, for a real choice of ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.compose_scene import BOTH, FIXED, Composing, composing_both, rest_transport
from tests.support.desk import PROFILE
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.compose_route import NOWHERE, Route, find_route, has_both, rule_for
from vox_console.services.events import LinkChanged


def route(scene: Composing, rule: TransportRule = TransportRule.AUTO) -> Route:
    found = find_route(scene.desk.controller, scene.desk.controller.profile, rule)
    assert found is not None
    return found


def test_it_is_told_which_way_it_goes_and_why_not_the_usual_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            assert route(scene).words == "Goes over SMPP"
            assert route(scene, TransportRule.REST).words == "Goes over REST"
            scene.smpp.lost()
            assert route(scene).words == "Goes over REST: SMPP is not bound"
            assert (route(scene).able.name, route(scene).bound) == ("rest", True)
            assert route(scene, TransportRule.SMPP).words == "Goes over SMPP, once it is bound"
            scene.rest.lost()
            assert route(scene).words == "Goes over REST, once it answers"
            assert not route(scene).bound

    run_story(story())


def test_the_words_near_send_follow_the_link(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            assert (scene.state.way, scene.state.both_ways) == ("Goes over SMPP", True)
            scene.smpp.lost()
            scene.presenter.heard(LinkChanged(scene.desk.controller.links["smpp"]))
            assert scene.state.way == "Goes over REST: SMPP is not bound"
            scene.smpp.bound()
            scene.presenter.heard(LinkChanged(scene.desk.controller.links["smpp"]))
            assert scene.state.way == "Goes over SMPP"

    run_story(story())


def test_an_accounts_own_choice_needs_no_reason(tmp_path: Path) -> None:
    async def story() -> str:
        async with composing_both(tmp_path, profile=FIXED) as scene:
            return scene.state.way

    assert run_story(story()) == "Goes over REST"


@pytest.mark.parametrize("rule", TransportRule)
def test_an_account_with_one_way_has_no_choice(tmp_path: Path, rule: TransportRule) -> None:
    async def story() -> Route:
        async with composing_both(tmp_path, profile=PROFILE, transports=(FakeTransport(),)) as scene:
            return route(scene, rule)

    found = run_story(story())
    assert (found.able.name, found.words) == ("smpp", "")
    assert rule_for(PROFILE, rule) is TransportRule.AUTO
    assert rule_for(BOTH, rule) is rule


def test_without_an_account_nothing_is_asked(tmp_path: Path) -> None:
    async def story() -> Route | None:
        async with composing_both(tmp_path) as scene:
            return find_route(scene.desk.controller, None, TransportRule.REST)

    assert run_story(story()) == Route(NOWHERE, bound=False, words="")
    assert not has_both(None)


def test_while_it_is_connected_anew_what_was_known_stays(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing_both(tmp_path) as scene:
            scene.presenter.way_chosen("rest")
            await scene.desk.controller.disconnect()
            assert find_route(scene.desk.controller, BOTH, TransportRule.AUTO) is None
            scene.presenter.text_edited("Hello")
            assert scene.state.way == "Goes over REST"

    run_story(story())


def test_the_stand_in_for_rest_can_do_what_rest_can() -> None:
    able = rest_transport().capabilities
    assert (able.caller_splits, able.validity, able.sender_octets) == (False, False, 32)
