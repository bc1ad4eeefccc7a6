"""One account in one window, whole: real controller and journal, a fake link."""

from __future__ import annotations

import asyncio
import sys
import threading
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from tests.support.desk import ORDER, PROFILE
from tests.support.fake_rest import BOTH
from tests.support.fake_transport import FakeTransport, customer_message, receipt
from tests.support.session_stage import Sessions, Stage
from vox_console.domain.errors import LinkError
from vox_console.services.controller import DATABASE_NAME
from vox_console.ui.bulk_pane import BulkPane
from vox_console.ui.menu_bar import MenuBar
from vox_console.ui.opt_out_dialog import OptOutDialog

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


TO = "+381641234567"


class TestSending:
    def test_what_is_typed_and_sent_is_a_row_that_becomes_delivered(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            await stage.compose(to=TO, text="Hello")
            stage.press("Send message")
            await stage.until(lambda: stage.words() == ["Accepted"], "the row")
            stage.transport.push(receipt("id-1"))
            await stage.until(lambda: stage.words() == ["Delivered"], "the receipt")
            assert stage.control(QPlainTextEdit, "Message").toPlainText() == ""
            stage.open_row(0)
            await stage.until(stage.evidence_is_open, "the opened message")

        assert sessions.play(story) == "quit"

    def test_a_send_is_held_and_undone(self, sessions: Sessions) -> None:
        transport = FakeTransport()

        async def story(stage: Stage) -> None:
            await stage.bound()
            await stage.compose(to=TO, text="Hello")
            stage.press("Send message")
            await stage.until(lambda: "Sending in" in stage.said(), "the undo bar")
            stage.press("Undo")
            await stage.until(lambda: stage.words() == ["Withdrawn"], "the row taken back")
            assert stage.control(QPlainTextEdit, "Message").toPlainText() == "Hello"

        sessions.play(story, transport=transport, profile=PROFILE.model_copy(update={"hold_s": 30.0}))
        assert transport.submitted == []


class TestNotices:
    def test_a_fault_of_an_action_is_told_in_words(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            stage.transport.note(LinkError("The provider sent nonsense", detail="12 octets."))
            await stage.until(lambda: "The provider sent nonsense" in stage.said(), "the notice")

        sessions.play(story)

    def test_what_customers_have_written_is_counted_in_the_title(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            stage.transport.push(customer_message("Hello"), customer_message("Are you there?"))
            await stage.until(lambda: stage.window.windowTitle().startswith("(2) "), "the count")

        sessions.play(story)

    def test_what_was_left_behind_is_asked_about_and_leaves_when_told_to(self, sessions: Sessions) -> None:
        async def leave_behind(stage: Stage) -> None:
            await stage.until(lambda: stage.transport.running, "the account")
            await stage.desk.controller.send(replace(ORDER, recipients=("381641234567", "381601111111")))

        async def story(stage: Stage) -> None:
            await stage.bound()
            await stage.until(lambda: "2 messages still here" in stage.said(), "the question")
            assert stage.transport.submitted == []
            stage.press("Send them now")
            await stage.until(lambda: stage.words() == ["Accepted"] * 2, "both to leave")

        sessions.play(leave_behind, transport=FakeTransport(binds=False))
        sessions.play(story)

    def test_what_another_account_left_behind_comes_back_until_it_is_open(self, sessions: Sessions) -> None:
        other = PROFILE.model_copy(update={"name": "Vox"})

        async def leave_behind(stage: Stage) -> None:
            await stage.until(lambda: stage.transport.running, "the account")
            await stage.desk.controller.send(ORDER)

        async def elsewhere(stage: Stage) -> None:
            await stage.bound()
            await stage.until(lambda: "1 message of account Vox still here" in stage.said(), "the notice")
            buttons = stage.window.findChildren(QPushButton)
            assert not [each for each in buttons if each.isVisible() and each.text() == "Send it now"]
            stage.press("Dismiss notice")

        async def there(stage: Stage) -> None:
            await stage.bound()
            stage.press("Send it now")
            await stage.until(lambda: stage.words() == ["Accepted"], "it to leave")

        sessions.play(leave_behind, transport=FakeTransport(binds=False), profile=other)
        sessions.play(elsewhere)
        sessions.play(elsewhere)
        sessions.play(there, profile=other)

    def test_lost_answers_are_told(self, sessions: Sessions, tmp_path: Path) -> None:
        async def send(stage: Stage) -> None:
            await stage.bound()
            await stage.desk.controller.send(ORDER)
            await stage.until(lambda: stage.words() == ["Accepted"], "the row")

        async def story(stage: Stage) -> None:
            await stage.until(lambda: "1 message unknown" in stage.said(), "the notice")
            await stage.until(lambda: stage.words() == ["Unknown"], "the row")

        sessions.play(send)
        journal = apsw.Connection(str(tmp_path / "data" / DATABASE_NAME))
        journal.execute("UPDATE parts SET submit = 'reserved'")  # as a killed program leaves it
        journal.execute("UPDATE attempts SET state = 'reserved'")
        journal.close()
        sessions.play(story)

    def test_a_link_in_the_clear_is_accepted_once(self, sessions: Sessions) -> None:
        clear = PROFILE.model_copy(update={"tls": False})

        async def story(stage: Stage) -> None:
            await stage.until(lambda: "This link is not encrypted" in stage.said(), "the warning")
            stage.press("I understand")
            await stage.until(
                lambda: any(each.plain_text_accepted for each in stage.desk.controller.profiles.list()),
                "the answer to be kept",
            )
            assert "This link is not encrypted" not in stage.said()

        sessions.play(story, profile=clear)

    def test_a_bug_in_an_action_is_told_and_its_report_can_be_copied(
        self, sessions: Sessions, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            stage.session._failed("open the message", ZeroDivisionError("a bug"))
            await stage.until(lambda: "Could not open the message." in stage.said(), "the notice")
            stage.press("Copy details")
            await stage.until(
                lambda: "ZeroDivisionError: a bug" in QApplication.clipboard().text(), "the report"
            )

        sessions.play(story)
        assert "ZeroDivisionError" in caplog.text
        caplog.clear()

    def test_what_nobody_caught_is_told_too(
        self, sessions: Sessions, caplog: pytest.LogCaptureFixture
    ) -> None:
        hooks = sys.excepthook, threading.excepthook

        async def story(stage: Stage) -> None:
            await stage.bound()
            for name in ("slot", "thread", "task"):
                fault = LookupError(f"in a {name}")
                if name == "slot":
                    sys.excepthook(type(fault), fault, None)
                elif name == "thread":
                    threading.excepthook(threading.ExceptHookArgs((type(fault), fault, None, None)))
                else:
                    asyncio.get_running_loop().call_exception_handler(
                        {"message": "go on", "exception": fault}
                    )
            await stage.until(lambda: len(stage.session._notices.notices) == 3, "three notices")

        sessions.play(story)
        assert (sys.excepthook, threading.excepthook) == hooks
        assert caplog.text.count("LookupError") == 3
        caplog.clear()


class TestInjecting:
    def test_the_dialog_opens_only_where_the_account_allows_it(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            assert not inject_action(stage).isVisible()
            assert not inject_action(stage).isEnabled()  # nor does the palette offer it

        async def allowed(stage: Stage) -> None:
            await stage.bound()
            inject_action(stage).trigger()
            await stage.until(lambda: "Inject an inbound message" in stage.said(), "the dialog")
            stage.press("Inject")
            await stage.until(lambda: "Write what it says." in stage.said(), "the faults")
            stage.press("Close")
            await stage.until(lambda: "Inject an inbound message" not in stage.said(), "it to go")

        sessions.play(story, profile=BOTH)
        sessions.play(allowed, profile=BOTH.model_copy(update={"rest_inject": True}))


class TestRefusals:
    def test_what_may_be_a_refusal_is_told_and_decided(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            stage.transport.push(customer_message("Please stop"))
            await stage.until(lambda: "A message waits for you to decide" in stage.said(), "the notice")
            assert "1 message to &review…" in menu_words(stage)
            stage.press("Review")
            await stage.until(lambda: "1 message to review" in stage.said(), "the dialog")
            await stage.until(lambda: "Sounds like a refusal" in stage.said(), "the message")
            stage.press("Opt the number out")
            await stage.until(lambda: "wants no messages." in stage.said(), "the decision")
            await stage.until(lambda: "Messages to &review…" in menu_words(stage), "the menu")
            stage.press("Close")
            await stage.until(lambda: "They change nothing until you decide" not in stage.said(), "it to go")
            assert await stage.desk.controller.refusals.waiting() == 0

        sessions.play(story)


def menu_words(stage: Stage) -> list[str]:
    return [action.text() for _, action in stage.window.findChildren(MenuBar)[0].commands()]


def inject_action(stage: Stage) -> QAction:
    commands = stage.window.findChildren(MenuBar)[0].commands()
    return next(action for _, action in commands if action.text().startswith("&Inject"))


class TestTheRegister:
    def test_who_wants_no_messages_is_entered_and_heard_of_in_compose(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            stage.window.findChildren(BulkPane)[0].register_requested.emit()
            await stage.until(lambda: "Nobody is on the register" in stage.said(), "the dialog")
            (dialog,) = stage.window.findChildren(OptOutDialog)
            QTest.keyClicks(dialog.form.fields["number"].control, "+381641234567")
            stage.press("Enter the number")
            await stage.until(lambda: "1 number, the last entered first" in stage.said(), "the entry")
            assert "381641234567" in await stage.desk.controller.bulk.opted_out("Vox")
            stage.press("Close")
            await stage.until(lambda: "Who wants no messages" not in stage.said(), "it to go")

        sessions.play(story)

    def test_it_is_found_among_the_actions(self, sessions: Sessions) -> None:
        async def story(stage: Stage) -> None:
            await stage.bound()
            commands = stage.window.findChildren(MenuBar)[0].commands()
            action = next(action for _, action in commands if "Who wants" in action.text())
            action.trigger()
            await stage.until(lambda: "Who wants no messages" in stage.said(), "the dialog")
            stage.window.close()  # with the dialog open

        sessions.play(story)
