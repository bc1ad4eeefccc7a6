"""The account form of two ways: addresses, passwords and callbacks of each."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from pathlib import Path

import pytest

from tests.support.accounts_desk import TYPED, Desk, Play, play_accounts
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.accounts_state import WayVerdict
from vox_console.services.bind_trial import Verdict
from vox_console.settings.profiles import Profile


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the form."""
    return partial(play_accounts, tmp_path)


REST = {
    "use_rest": "yes",
    "rest_url": "provider.example",
    "rest_username": "acme-http",
}


OVER_HTTP = {"rest_password": "over http"}


LONGER = {"rest_password": "a longer one than SMPP allows"}


TWO = Profile(
    name="Vox",
    host="provider.example",
    system_id="acme",
    rest_url="https://provider.example:8002/api",
    rest_username="acme-http",
)


class TestTwoWays:
    def test_each_way_is_tried_with_its_own_password_and_answers_for_itself(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**TYPED, **REST, **OVER_HTTP)
            desk.verdicts = {
                "smpp": Verdict(ok=True, words="Bound."),
                "rest": Verdict(ok=False, words="Login refused."),
            }
            desk.presenter.test_pressed()
            await desk.run.rest()
            assert desk.form.verdicts == (
                WayVerdict("SMPP", True, "Bound."),  # noqa: FBT003 - the answer of one way
                WayVerdict("REST", False, "Login refused."),  # noqa: FBT003 - the same
            )
            assert [(profile.transports, password) for profile, password in desk.tried] == [
                ((TransportName.SMPP,), Secret("pa55word")),
                ((TransportName.REST,), Secret("over http")),
            ]

        play(story)

    def test_the_first_answer_shows_while_the_second_is_waited_for(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**TYPED, **REST)
            desk.verdicts = {"smpp": Verdict(ok=True, words="Bound.")}
            desk.presenter.test_pressed()
            for _ in range(5):
                await asyncio.sleep(0)
            assert desk.form.busy
            assert [each.way for each in desk.form.verdicts] == ["SMPP"]
            desk.verdict.set_result(Verdict(ok=True, words="Answered."))
            await desk.run.rest()
            assert desk.tried[-1][1] == Secret("pa55word")  # empty: the same as SMPP's

        play(story)

    def test_saving_keeps_both_passwords(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**TYPED, **REST, **OVER_HTTP)
            desk.presenter.save_pressed()
            await desk.run.rest()
            (profile,) = desk.profiles.list()
            assert await desk.vault.get(profile) == Secret("pa55word")
            assert await desk.vault.get(profile, TransportName.REST) == Secret("over http")
            assert desk.passwords.rest(profile) == Secret("over http")
            assert profile.rest_own_password
            assert desk.done == [(profile, Secret("pa55word"))]

        play(story)

    def test_an_account_with_rest_alone_needs_its_password(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(name="work", use_smpp="", **REST)
            desk.presenter.save_pressed()
            assert desk.problems() == {"rest_password": "empty"}
            desk.type(**LONGER)
            desk.presenter.save_pressed()
            await desk.run.rest()
            (profile,) = desk.profiles.list()
            assert profile.transports == (TransportName.REST,)
            assert await desk.vault.get(profile) == Secret("a longer one than SMPP allows")

        play(story)

    def test_an_own_password_of_rest_that_is_not_known_any_more_is_asked_for(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            await desk.vault.set(TWO, Secret("one"))
            desk.presenter.edit_pressed("Vox")
            desk.presenter.test_pressed()
            await desk.run.rest()
            assert desk.problems() == {"rest_password": "empty"}
            assert desk.tried == []

        play(story, saved=(TWO.model_copy(update={"rest_own_password": True}),))

    def test_removing_removes_both_passwords(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            await desk.vault.set(TWO, Secret("one"))
            await desk.vault.set(TWO, Secret("two"), TransportName.REST)
            desk.presenter.remove_pressed("Vox")
            desk.presenter.remove_confirmed()
            await desk.run.rest()
            assert await desk.vault.get(TWO) is None
            assert await desk.vault.get(TWO, TransportName.REST) is None

        play(story, saved=(TWO,))

    def test_both_are_listed_by_who_connects_where(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            (account,) = desk.form.accounts
            assert account.detail == (
                "SMPP: acme at provider.example:2876\nREST: acme-http at https://provider.example:8002/api"
            )

        play(story, saved=(TWO,))

    def test_an_edit_begins_with_both_ways_and_knows_them(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.presenter.edit_pressed("Vox")
            assert (desk.form.uses_smpp, desk.form.uses_rest) == (True, True)
            ways = [desk.form.edited_ways]
            desk.presenter.new_pressed()
            ways.append(desk.form.edited_ways)
            assert ways == [("smpp", "rest"), ()]

        play(story, saved=(TWO,))


class TestRestAddress:
    def test_it_is_completed_when_its_field_is_left(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**REST)
            desk.presenter.field_left("rest_username")
            assert desk.form.values["rest_url"] == "provider.example"
            desk.presenter.field_left("rest_url")
            assert desk.form.values["rest_url"] == "https://provider.example:8002/api"
            desk.presenter.field_left("rest_url")
            assert desk.problems() == {}

        play(story)

    def test_what_is_no_address_is_told_at_once_beside_the_others(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(use_rest="yes")
            desk.presenter.save_pressed()
            desk.type(rest_url="ftp://provider.example")
            desk.presenter.field_left("rest_url")
            assert desk.problems()["rest_url"] == "rest_url"
            assert {"host", "password"} <= set(desk.problems())

        play(story)

    def test_going_in_the_clear_is_told(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(use_rest="yes", rest_url="http://provider.example")
            assert desk.form.rest_in_clear
            desk.type(rest_url="http://127.0.0.1")
            assert not desk.form.rest_in_clear

        play(story)


class TestCallbacks:
    def test_a_port_brings_an_address_with_a_secret_that_stays(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            assert desk.form.callback_url == ""
            desk.type(**TYPED, **REST, callback_port="8012")
            url = desk.form.callback_url
            assert re.fullmatch(r"http://127\.0\.0\.1:8012/callback/[\w-]{32}", url)
            desk.type(callback_port="")
            assert desk.form.callback_url == ""
            desk.type(callback_port="8012")
            assert desk.form.callback_url == url
            desk.presenter.save_pressed()
            await desk.run.rest()
            (profile,) = desk.profiles.list()
            assert url.endswith(profile.callback_token)
            desk.presenter.edit_pressed("work")
            assert desk.form.callback_url == url
            desk.presenter.new_pressed()
            assert desk.form.callback_url == ""

        play(story)
