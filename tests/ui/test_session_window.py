"""One account in one window, whole: real controller and journal, a fake link, and the order of the end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import apsw
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from tests.support.desk import ORDER, PROFILE, Desk, folders_in
from tests.support.fake_clocks import FakeClocks
from tests.support.fake_rest import BOTH, REST_ONLY, FakeRest
from tests.support.fake_transport import ADDRESS, FakeTransport, customer_message, receipt
from tests.support.window_driver import Driver
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Offline, Stopped, Wanted
from vox_console.domain.secret import Secret
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.clocks import Clocks
from vox_console.services.controller import DATABASE_NAME, Controller
from vox_console.services.events import Event, LinkChanged, MessagesChanged
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.transports.base import Transport
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.bulk_pane import BulkPane
from vox_console.ui.exit_requests import ExitRequests
from vox_console.ui.main_window import MainWindow
from vox_console.ui.menu_bar import MenuBar
from vox_console.ui.opt_out_dialog import OptOutDialog
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.session_badge import SessionBadge
from vox_console.ui.session_window import Answer, Ending, SessionWindow
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TO = "+381641234567"


class Stage(Driver):
    """An open session window with everything behind it at hand."""

    def __init__(self, window: MainWindow, session: SessionWindow, desk: Desk) -> None:
        super().__init__(window)
        self.session = session
        self.desk = desk

    @property
    def transport(self) -> FakeTransport:
        return self.desk.transport

    def said(self) -> str:
        """Give what all labels in view say."""
        return "\n".join(label.text() for label in self.window.findChildren(PlainLabel) if label.isVisible())

    def badge(self) -> str:
        """Give what the badge is called."""
        return self.control(SessionBadge, "Session").accessibleName()

    def press(self, name: str) -> None:
        self.control(QPushButton, name).click()


Story = Callable[[Stage], Awaitable[None]]


class Sessions:
    """Runs sessions one after another over one data folder."""

    def __init__(self, app: QApplication, path: Path) -> None:
        self._app = app
        self._path = path
        self.lingers_s = 0.0  # how long the journal takes to close
        self.complaints: list[dict[str, object]] = []
        self.vault = MemoryVault()
        self.passwords = SessionPasswords()
        self.made_with: list[Passwords] = []
        self.answers: list[Answer | None] = []  # what the operator chooses in the account dialog

    async def _ask_account(self, over: QWidget, open_profile: Profile) -> Answer | None:
        assert over.isVisible()
        assert open_profile.name
        return self.answers.pop(0)

    def play(
        self,
        story: Story,
        *,
        transport: FakeTransport | None = None,
        rest: FakeRest | None = None,
        profile: Profile = PROFILE,
    ) -> Ending:
        smpp, rest = transport or FakeTransport(), rest or FakeRest()
        return run_on_qt(self._app, lambda: self._session(story, smpp, rest, profile))

    async def _session(
        self, story: Story, transport: FakeTransport, rest: FakeRest, profile: Profile
    ) -> Ending:
        ways: dict[str, FakeTransport] = {"smpp": transport, "rest": rest}

        def make(profile: Profile, passwords: Passwords, _clocks: Clocks) -> list[Transport]:
            self.made_with.append(passwords)
            return [ways[name] for name in profile.transports]

        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: self.complaints.append(context))
        settings = QSettings(str(self._path / "window.ini"), QSettings.Format.IniFormat)
        session: SessionWindow | None = None
        try:
            async with Controller.open(
                folders_in(self._path),
                program="window",
                vault=self.vault,
                make_transports=make,
                rng=Random(7),  # noqa: S311 - the same numbers each time
            ) as controller:
                session = SessionWindow(
                    controller,
                    Theme(scheme="light"),
                    settings,
                    vault=self.vault,
                    passwords=self.passwords,
                    ask_account=self._ask_account,
                )
                desk = Desk(controller, transport, FakeClocks())
                with ExitRequests() as exits:
                    async with asyncio.TaskGroup() as tasks:
                        running = tasks.create_task(session.run(profile, Secret("pa55word"), exits))
                        stage = Stage(await _window_of(session), session, desk)
                        try:
                            await story(stage)
                        finally:
                            if not running.done():
                                stage.window.close()
                await asyncio.sleep(self.lingers_s)
        finally:
            if session is not None:
                session.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert left == set()
        return running.result()


async def _window_of(session: SessionWindow) -> MainWindow:
    async with asyncio.timeout(20):
        while session._window is None or not session._window.isVisible():  # noqa: ASYNC110 - Qt tells nobody
            await asyncio.sleep(0.005)
    return session._window


@pytest.fixture
def sessions(qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Sessions]:
    """Give sessions; afterwards no task was left, destroyed pending, or failed without a word."""
    stays = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    sessions = Sessions(qapp, tmp_path)
    yield sessions
    qapp.setQuitOnLastWindowClosed(stays)
    assert sessions.complaints == []
    assert [record.getMessage() for record in caplog.records] == []


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


async def refused(stage: Stage) -> None:
    """Let the provider refuse the password."""
    await stage.until(lambda: stage.transport.running, "the account")
    stage.transport._tell(
        Stopped(ADDRESS, "The provider refused the bind", "Wrong password.", "Type it.", Wanted.PASSWORD)
    )
    await stage.until(lambda: "Wrong password. Type it." in stage.said(), "the notice")


def password_field(stage: Stage) -> QLineEdit | None:
    fields = stage.window.findChildren(QLineEdit, options=Qt.FindChildOption.FindChildrenRecursively)
    return next((each for each in fields if each.accessibleName() == "Password" and each.isVisible()), None)


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
