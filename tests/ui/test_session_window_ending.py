"""The order of the end of a window: nothing is lost, nothing is started, nobody is left."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.support.desk import ORDER, PROFILE
from tests.support.fake_transport import FakeTransport
from tests.support.session_stage import Sessions, Stage, password_field, refused
from vox_console.domain.link import Offline
from vox_console.services.events import Event, LinkChanged, MessagesChanged

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


TO = "+381641234567"


class TestEnding:
    def test_closing_unbinds_before_the_window_goes(self, sessions: Sessions) -> None:
        transport = FakeTransport()
        order: list[str] = []

        async def story(stage: Stage) -> None:
            await stage.bound()

            def look() -> None:
                order.append(f"window {'there' if stage.window.isVisible() else 'gone'}")

            stage.desk.controller.subscribe(
                lambda _event: look() if isinstance(stage.desk.controller.link, Offline) else None
            )

        assert sessions.play(story, transport=transport) == "quit"
        assert not transport.running
        assert set(order) == {"window there"}

    def test_another_account_ends_it_and_changing_ones_mind_does_not(self, sessions: Sessions) -> None:
        sessions.answers = [None, "practice"]

        async def story(stage: Stage) -> None:
            await stage.bound()
            stage.window.accounts_requested.emit()
            await stage.until(lambda: len(sessions.answers) == 1, "the first answer")
            await asyncio.sleep(0.05)
            assert stage.transport.running
            stage.window.accounts_requested.emit()
            await stage.until(lambda: not stage.transport.running, "the link to go")

        assert sessions.play(story) == "practice"

    def test_a_request_to_exit_takes_an_open_question_away(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await refused(stage)
            stage.press("Enter password…")
            await stage.until(lambda: password_field(stage) is not None, "the question")
            stage.window.close_requested.emit()

        assert sessions.play(story) == "quit"

    def test_a_request_to_exit_ends_it_like_the_close_button(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            os.kill(os.getpid(), signal.SIGTERM)
            await stage.until(lambda: not stage.transport.running, "the link to go")

        assert sessions.play(story) == "quit"

    def test_what_was_typed_in_the_last_moment_is_there_at_the_next_start(self, sessions: Sessions) -> None:
        async def write(stage: Stage) -> None:
            await stage.bound()
            focus = QApplication.focusWidget()
            if focus is not None:
                focus.clearFocus()  # text that is dropped into it does not bring the keyboard along
            stage.control(QPlainTextEdit, "Message").insertPlainText("Not finis")

        async def read(stage: Stage) -> None:
            editor = stage.control(QPlainTextEdit, "Message")
            await stage.until(lambda: editor.toPlainText() == "Not finis", "the draft")

        sessions.play(write)
        sessions.play(read)

    def test_a_message_sent_in_the_last_moment_leaves(self, sessions: Sessions) -> None:
        transport = FakeTransport()

        async def story(stage: Stage) -> None:
            await stage.bound()
            await stage.compose(to=TO, text="Hello")
            stage.press("Send message")
            await stage.until(lambda: "Sending in" in stage.said(), "the undo bar")

        held = PROFILE.model_copy(update={"hold_s": 30.0})
        sessions.play(story, transport=transport, profile=held)
        assert len(transport.submitted) == 1

        async def look(stage: Stage) -> None:
            await stage.until(lambda: stage.words() == ["Accepted"], "the row")

        sessions.play(look)

    def test_events_of_the_last_moment_start_nothing_after_the_end(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            (message,) = await stage.desk.controller.send(ORDER)
            await stage.until(lambda: stage.words() == ["Accepted"], "the row")
            announce = stage.desk.controller._announce

            def change(event: Event) -> None:
                """Change the row in view in the very step in which the link goes."""
                if isinstance(event, LinkChanged) and event.state == Offline():
                    announce(MessagesChanged((message.id,)))

            stage.desk.controller.subscribe(change)

        sessions.lingers_s = 0.1
        sessions.play(story)
