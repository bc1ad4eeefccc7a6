"""What is asked before a window stands; every dialog waits on the loop and never runs one of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget

from vox_console.domain.errors import SettingsError, StoreHeld
from vox_console.domain.secret import Secret
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.bind_trial import Verdict
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import MemoryVault
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.entry_dialogs import ask_account, ask_password, show_fault
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

R = TypeVar("R")
Kind = TypeVar("Kind", bound=QWidget)
Answer = Callable[[QDialog], None]


@pytest.fixture(autouse=True)
def _between_windows(qapp: QApplication) -> Iterator[None]:
    """As in the program: the end of the last window is not the end of the application."""
    before = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(before)


def answered(app: QApplication, ask: Callable[[], Coroutine[object, object, R]], answer: Answer) -> R:
    """Ask, let `answer` act on the dialog as the operator would, and give what came of it."""

    async def main() -> R:
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(ask())
            answer(await shown_dialog())
        return asking.result()

    return run_on_qt(app, main)


async def shown_dialog() -> QDialog:
    async with asyncio.timeout(20):
        while True:
            for widget in QApplication.topLevelWidgets():
                if isinstance(widget, QDialog) and widget.isVisible():
                    return widget
            await asyncio.sleep(0.005)


def button(dialog: QDialog, text: str) -> QAbstractButton:
    """Give the button with this text."""
    return next(
        each
        for each in dialog.findChildren(QAbstractButton)
        if text in {each.text().replace("&", ""), each.accessibleName()}
    )


def close(dialog: QDialog) -> None:
    dialog.close()


def field(dialog: QDialog, name: str) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(PlainLabel))


class TestPassword:
    @staticmethod
    def ask() -> Coroutine[object, object, Secret | None]:
        return ask_password(Theme(scheme="light"), "work & <b>play</b>", "The keyring is locked.")

    def test_what_is_typed_is_given_and_never_shown(self, qapp: QApplication) -> None:
        seen: list[str] = []

        def answer(dialog: QDialog) -> None:
            entry = field(dialog, "Password")
            QTest.keyClicks(entry, "pa55word")
            seen.extend((words(dialog), entry.displayText()))
            button(dialog, "Connect").click()

        assert answered(qapp, self.ask, answer) == Secret("pa55word")
        assert "Password of work & <b>play</b>" in seen[0]
        assert "The keyring is locked." in seen[0]
        assert "pa55word" not in "".join(seen)

    def test_of_two_passwords_the_wanted_one_is_named(self, qapp: QApplication) -> None:
        seen: list[str] = []

        def answer(dialog: QDialog) -> None:
            seen.append(words(dialog))
            dialog.close()

        answered(qapp, lambda: ask_password(Theme(scheme="light"), "work", "No.", way="REST"), answer)
        assert seen == ["REST password of work\nNo."]

    def test_return_means_connect(self, qapp: QApplication) -> None:
        def answer(dialog: QDialog) -> None:
            entry = field(dialog, "Password")
            QTest.keyClicks(entry, "pa55word")
            QTest.keyClick(entry, Qt.Key.Key_Return)

        assert answered(qapp, self.ask, answer) == Secret("pa55word")

    def test_cancel_escape_and_closing_mean_none(self, qapp: QApplication) -> None:
        ways: list[Answer] = [
            lambda dialog: button(dialog, "Cancel").click(),
            lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
            close,
        ]
        assert [answered(qapp, self.ask, way) for way in ways] == [None, None, None]


def test_a_fault_is_told_in_words_until_it_was_read(qapp: QApplication) -> None:
    fault = StoreHeld("This data folder is in use", detail="by the window", hint="Use that one.")
    seen: list[str] = []

    def answer(dialog: QDialog) -> None:
        seen.append(words(dialog))
        button(dialog, "Close").click()

    answered(qapp, lambda: show_fault(Theme(scheme="light"), fault), answer)
    assert seen == ["This data folder is in use\nBy the window.\nUse that one."]


class TestAccount:
    @pytest.fixture
    def ask(self, tmp_path: Path) -> Callable[[], Coroutine[object, object, object]]:
        async def refuse(_profile: Profile, _passwords: Passwords) -> Verdict:
            return Verdict(ok=False, words="The provider refused the bind.")

        return lambda: ask_account(
            Theme(scheme="light"),
            profiles=ProfileStore(tmp_path),
            vault=MemoryVault(),
            try_account=refuse,
            passwords=SessionPasswords(),
        )

    @staticmethod
    def type_account(dialog: QDialog) -> None:
        button(dialog, "Connect an account").click()
        for name, text in (
            ("Name", "work"),
            ("Address", "provider.example"),
            ("System ID", "acme"),
            ("Password", "pa55word"),
        ):
            entry = field(dialog, name)
            entry.clear()
            QTest.keyClicks(entry, text)

    def test_practice(self, qapp: QApplication, ask: Callable[[], Coroutine[object, object, object]]) -> None:
        assert answered(qapp, ask, lambda dialog: button(dialog, "Practice").click()) == "practice"

    def test_an_account_is_kept_and_given_with_its_password(
        self, qapp: QApplication, ask: Callable[[], Coroutine[object, object, object]], tmp_path: Path
    ) -> None:
        def answer(dialog: QDialog) -> None:
            self.type_account(dialog)
            button(dialog, "Save and connect").click()

        (kept,) = (answered(qapp, ask, answer),)
        (profile,) = ProfileStore(tmp_path).list()
        assert kept == (profile, Secret("pa55word"))
        assert (profile.name, profile.host, profile.system_id) == ("work", "provider.example", "acme")

    def test_a_saved_account_is_chosen_without_a_password(
        self, qapp: QApplication, ask: Callable[[], Coroutine[object, object, object]], tmp_path: Path
    ) -> None:
        profile = Profile(name="work", host="provider.example", system_id="acme")
        ProfileStore(tmp_path).save(profile)
        assert answered(qapp, ask, lambda dialog: button(dialog, "work").click()) == (profile, None)

    def test_leaving_means_none(
        self, qapp: QApplication, ask: Callable[[], Coroutine[object, object, object]]
    ) -> None:
        assert answered(qapp, ask, lambda dialog: button(dialog, "Quit").click()) is None

    def test_accounts_that_cannot_be_read_are_told_as_they_are(
        self, qapp: QApplication, ask: Callable[[], Coroutine[object, object, object]], tmp_path: Path
    ) -> None:
        ProfileStore(tmp_path).path.write_text("not toml [", encoding="utf-8")

        async def refused() -> object:
            with pytest.raises(SettingsError):
                await ask()
            return None

        assert run_on_qt(qapp, refused) is None

    def test_closing_means_none(
        self, qapp: QApplication, ask: Callable[[], Coroutine[object, object, object]]
    ) -> None:
        assert answered(qapp, ask, close) is None

    def test_closing_while_a_test_runs_waits_for_nothing(self, qapp: QApplication, tmp_path: Path) -> None:
        async def main() -> object:
            never: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()

            async def hang(_profile: Profile, _passwords: Passwords) -> Verdict:
                return await never

            async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
                asking = tasks.create_task(
                    ask_account(
                        Theme(scheme="light"),
                        profiles=ProfileStore(tmp_path),
                        vault=MemoryVault(),
                        try_account=hang,
                        passwords=SessionPasswords(),
                    )
                )
                dialog = await shown_dialog()
                self.type_account(dialog)
                button(dialog, "Test").click()
                await asyncio.sleep(0.01)
                dialog.close()
            return asking.result()

        assert run_on_qt(qapp, main) is None
