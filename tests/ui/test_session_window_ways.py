"""A window's passwords and its two ways: each is asked for, stopped and consented to by itself."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from tests.support.desk import ORDER, PROFILE
from tests.support.fake_rest import BOTH, REST_ONLY, FakeRest
from tests.support.fake_transport import ADDRESS, FakeTransport
from tests.support.session_stage import Sessions, Stage, password_field, refused
from vox_console.domain.link import Stopped, Wanted
from vox_console.domain.secret import Secret
from vox_console.services.transport_choice import Passwords
from vox_console.ui.menu_bar import MenuBar

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class TestPassword:
    def test_a_refused_one_is_asked_for_and_kept_once_another_has_bound(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await refused(stage)
            binds = stage.transport.bind_requests
            stage.window.findChildren(MenuBar)[0].bind_requested.emit()
            await stage.until(lambda: password_field(stage) is not None, "the question")
            assert stage.transport.bind_requests == binds
            field = password_field(stage)
            assert field is not None
            field.setText("right")
            stage.transport.binds = True
            next(
                each for each in stage.window.findChildren(QPushButton, "") if each.text() == "Connect"
            ).click()
            await stage.bound()
            assert sessions.passwords.usual(PROFILE) == Secret("right")
            assert await sessions.vault.get(PROFILE) == Secret("right")
            assert "Wrong password. Type it." not in stage.said()

        sessions.play(story, transport=FakeTransport(binds=False))

    def test_not_typing_it_leaves_the_stop_told(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await refused(stage)
            stage.press("Enter password…")
            await stage.until(lambda: password_field(stage) is not None, "the question")
            next(each for each in stage.window.findChildren(QDialog) if each.isVisible()).reject()
            await stage.until(lambda: "Wrong password. Type it." in stage.said(), "the notice again")
            assert sessions.passwords.usual(PROFILE) is None

        sessions.play(story, transport=FakeTransport(binds=False))


class TestTwoWays:
    def test_rests_own_password_is_asked_for_used_and_kept_for_it_alone(self, sessions: Sessions) -> None:
        rest = FakeRest(binds=False)

        async def story(stage: Stage) -> None:
            await stage.until(lambda: rest.running, "the account")
            refusal = Stopped("", "The provider refused the password", "No.", "Type it.", Wanted.PASSWORD)
            rest._tell(refusal)
            await stage.until(lambda: "REST: Login refused" in stage.said(), "the notice")
            stage.press("Enter password…")
            await stage.until(lambda: password_field(stage) is not None, "the question")
            assert "REST password of work" in stage.said()
            field = password_field(stage)
            assert field is not None
            field.setText("over http")
            rest.binds = True
            stage.press("Connect")
            await stage.until(lambda: "REST: Login refused" not in stage.said(), "the notice to go")
            await stage.bound()
            await stage.until(lambda: len(sessions.made_with) == 2, "the new connection")
            assert sessions.made_with[-1] == Passwords(Secret("pa55word"), Secret("over http"))

        sessions.play(story, rest=rest, profile=BOTH)
        rest_alone = BOTH.model_copy(update={"host": "", "system_id": ""})
        assert list(sessions.vault._secrets.values()) == [Secret("over http")]
        assert asyncio.run(sessions.vault.get(rest_alone)) == Secret("over http")

    def test_the_stop_of_one_way_does_not_hide_that_of_the_other(self, sessions: Sessions) -> None:
        transport, rest = FakeTransport(binds=False), FakeRest(binds=False)

        async def story(stage: Stage) -> None:
            await stage.until(lambda: transport.running and rest.running, "the account")
            for link in (transport, rest):
                link._tell(Stopped(ADDRESS, "Refused", "No.", "Type it.", Wanted.PASSWORD))
            await stage.until(lambda: len(stage.session._notices.notices) == 2, "two notices")
            rest.bound()
            await stage.until(lambda: len(stage.session._notices.notices) == 1, "one to go")
            assert "SMPP: Wrong password" in stage.said()

        sessions.play(story, transport=transport, rest=rest, profile=BOTH)

    def test_both_ways_in_the_clear_are_accepted_one_by_one_and_both_kept(self, sessions: Sessions) -> None:
        clear = BOTH.model_copy(update={"tls": False, "rest_url": "http://provider.example:8001/api"})

        async def story(stage: Stage) -> None:
            await stage.bound()
            await stage.until(lambda: len(stage.session._notices.notices) == 2, "both warnings")
            for _ in range(2):
                stage.press("I understand")
            await stage.until(
                lambda: any(
                    each.plain_text_accepted and each.rest_plain_text_accepted
                    for each in stage.desk.controller.profiles.list()
                ),
                "both answers to be kept",
            )

        sessions.play(story, profile=clear)

    def test_an_account_with_rest_alone_runs_and_sends(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.until(lambda: "Ready" in stage.badge(), "the provider to answer")
            await stage.desk.controller.send(ORDER)
            await stage.until(lambda: stage.words() == ["Accepted"], "the row")

        sessions.play(story, profile=REST_ONLY)


class TestClearText:
    CLEAR = BOTH.model_copy(update={"rest_url": "http://provider.example:8001/api"})

    def test_rest_waits_for_consent_and_begins_with_it(self, sessions: Sessions) -> None:
        rest = FakeRest(binds=False)

        async def story(stage: Stage) -> None:
            await stage.until(lambda: rest.running, "the account")
            for _ in range(2):  # it says so again when Bind is pressed
                rest._tell(Stopped("", "This address is not encrypted", "No.", "Agree."))
            await stage.until(lambda: "REST is not encrypted" in stage.said(), "the question")
            assert "times" not in stage.said()
            assert [notice.key for notice in stage.session._notices.notices] == ["rest plain text"]
            rest.binds = True
            stage.press("I understand")
            await stage.until(lambda: len(sessions.made_with) == 2, "the new connection")
            await stage.until(lambda: stage.badge() == "Session: Bound", "both")
            profile = stage.desk.controller.profile
            assert profile is not None
            assert profile.rest_plain_text_accepted

        sessions.play(story, rest=rest, profile=self.CLEAR)
