"""Drives the real window the way an operator does: finds controls by accessible name, types, presses.

The program under it is whole: app, controller, journal, and a practice provider in its own process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from vox_console.app import Account, Practice, Program
from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.settings.folders import Folders
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.delivery_pane import DeliveryPane
from vox_console.ui.evidence_pane import EvidencePane
from vox_console.ui.main_window import MainWindow
from vox_console.ui.opening import OpeningWindow, Stage
from vox_console.ui.theme import Theme

Driven = TypeVar("Driven", bound=QWidget)
PATIENCE_S = 30.0


class Driver:
    """One open window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def control(self, kind: type[Driven], name: str) -> Driven:
        """Give the visible control of this kind whose accessible name starts with `name`."""
        for widget in self.window.findChildren(kind):
            if widget.isVisible() and widget.accessibleName().startswith(name):
                return widget
        raise LookupError(f"no visible {kind.__name__} named {name!r}")

    @property
    def log(self) -> DeliveryLog:
        """The live list."""
        return next(pane for pane in self.window.findChildren(DeliveryPane) if pane.isVisible())._log

    def words(self) -> list[str]:
        """Give the state word of every loaded row, newest first; none while no list is shown."""
        if not any(pane.isVisible() for pane in self.window.findChildren(DeliveryPane)):
            return []
        rows = [self.log.row_at(index) for index in range(len(self.log))]
        return [row.look.word for row in rows if row is not None]

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Let the window live until `holds`; raises AssertionError with `what` when it never does."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not holds():  # noqa: ASYNC110 - the screen is what is waited for, and it tells nobody
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"waited {PATIENCE_S:g} s for: {what}; rows: {self.words()}") from None

    async def bound(self) -> None:
        """Wait for the badge to say so."""
        await self.until(
            lambda: any(
                "Bound" in button.accessibleName()
                for button in self.window.findChildren(QWidget)
                if button.accessibleName().startswith("Session")
            ),
            "the session to be bound",
        )

    async def compose(self, *, to: str, text: str) -> None:
        """Type recipients and a text with the keyboard."""
        entry = self.control(QLineEdit, "To")
        QTest.mouseClick(entry, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
        QTest.keyClicks(entry, to)
        QTest.keyClick(entry, Qt.Key.Key_Return)
        editor = self.control(QPlainTextEdit, "Message")
        editor.setFocus()
        if text.isascii():
            QTest.keyClicks(editor, text)
        else:  # QTest knows the keys of ASCII only
            editor.insertPlainText(text)
        await asyncio.sleep(0)

    async def send(self) -> None:
        """Press Send, and end the undo time."""
        QTest.mouseClick(self.control(QPushButton, "Send "), Qt.MouseButton.LeftButton)
        await self.until(lambda: self._offered("Send now"), "the undo bar")
        QTest.mouseClick(self.control(QPushButton, "Send now"), Qt.MouseButton.LeftButton)

    def open_row(self, index: int) -> None:
        """Open a row of the live list."""
        pane = next(pane for pane in self.window.findChildren(DeliveryPane) if pane.isVisible())
        pane.open_message(self.log.id_at(index))

    def evidence_is_open(self) -> bool:
        """Tell whether the opened message shows its timeline."""
        return any(pane.isVisible() for pane in self.window.findChildren(EvidencePane))

    def _offered(self, name: str) -> bool:
        return any(
            button.accessibleName() == name and button.isVisible()
            for button in self.window.findChildren(QPushButton)
        )


def drive(
    app: QApplication,
    root: Path,
    story: Callable[[Driver], Coroutine[object, object, None]],
    *,
    account: Account | None = None,
) -> int:
    """Run the program on `root`'s folders, let `story` use it, close it; give the exit code.

    account: what is opened; None for practice.
    """
    theme = Theme()
    theme.apply(app)
    folders = Folders.choose(root)
    folders.make()
    stage = Stage(app, theme, folders)
    opening = OpeningWindow(stage)

    async def main() -> int:
        async with asyncio.TaskGroup() as tasks:
            program = tasks.create_task(Program(stage, opening, first=account or Practice()).main())
            window = await _first_window(program)
            try:
                await story(Driver(window))
            finally:
                window.close()
        return program.result()

    return run_on_qt(app, main)


async def _first_window(program: asyncio.Task[int]) -> MainWindow:
    async with asyncio.timeout(PATIENCE_S):
        while not program.done():
            for widget in QApplication.topLevelWidgets():
                if isinstance(widget, MainWindow) and widget.isVisible():
                    return widget
            await asyncio.sleep(0.02)
    raise AssertionError("the program ended before it showed a window")
