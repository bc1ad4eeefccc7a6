"""One account in one window, whole: real controller and journal, and a fake link."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from tests.support.desk import PROFILE, Desk, folders_in
from tests.support.fake_clocks import FakeClocks
from tests.support.fake_rest import FakeRest
from tests.support.fake_transport import ADDRESS, FakeTransport
from tests.support.window_driver import Driver
from vox_console.domain.link import Stopped, Wanted
from vox_console.domain.secret import Secret
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.clocks import Clocks
from vox_console.services.controller import Controller
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.transports.base import Transport
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.exit_requests import ExitRequests
from vox_console.ui.main_window import MainWindow
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.session_badge import SessionBadge
from vox_console.ui.session_window import Answer, Ending, SessionWindow
from vox_console.ui.theme import Theme


class Stage(Driver):
    """An open session window with everything behind it at hand."""

    def __init__(self, window: MainWindow, session: SessionWindow, desk: Desk) -> None:
        super().__init__(window)
        self.session = session
        self.desk = desk

    @property
    def transport(self) -> FakeTransport:
        """The fake link over SMPP."""
        return self.desk.transport

    def said(self) -> str:
        """Give what all labels in view say."""
        return "\n".join(label.text() for label in self.window.findChildren(PlainLabel) if label.isVisible())

    def badge(self) -> str:
        """Give what the badge is called."""
        return self.control(SessionBadge, "Session").accessibleName()

    def press(self, name: str) -> None:
        """Press the visible button of this name."""
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
        """Run a session with a story; give how it ended."""
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


async def refused(stage: Stage) -> None:
    """Let the provider refuse the password."""
    await stage.until(lambda: stage.transport.running, "the account")
    stage.transport._tell(
        Stopped(ADDRESS, "The provider refused the bind", "Wrong password.", "Type it.", Wanted.PASSWORD)
    )
    await stage.until(lambda: "Wrong password. Type it." in stage.said(), "the notice")


def password_field(stage: Stage) -> QLineEdit | None:
    """Give the field of the password that is asked for, None when none is."""
    fields = stage.window.findChildren(QLineEdit, options=Qt.FindChildOption.FindChildrenRecursively)
    return next((each for each in fields if each.accessibleName() == "Password" and each.isVisible()), None)
