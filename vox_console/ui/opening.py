"""The first frame: the window's place on the screen, painted before the rest of the program is read.

Theory of operation. Qt's widgets alone are there in a third of the time the whole program takes to be
read from disk. So the entry point makes the application and shows this window first, where the real one
will stand, and the rest is read in a thread while it stays alive. It hides by itself as soon as another
window of the program shows, and comes back, with words, while nothing else shows and something takes its
time: a history that is checked. Nothing may be imported here that does not serve this frame.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from vox_console.resource_files import resource
from vox_console.settings.folders import Folders
from vox_console.ui.collector import MainThreadCollector
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S5
from vox_console.ui.window_memory import WindowMemory

T = TypeVar("T")

APP_ID: Final = "co.voxsolutions.VoxConsole"
_LOOK_MS: Final = 15  # a filter on every event of the program would cost more than a look now and then


@dataclass(frozen=True, slots=True)
class Stage:
    """What everything else stands on: the application, how it looks, and where it keeps its files."""

    app: QApplication
    theme: Theme
    folders: Folders


def set_stage(data_dir: Path | None) -> Stage:
    """Make the application. Raises OSError when its folders cannot be made."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Vox Console")
    app.setDesktopFileName("vox-console")
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(str(resource("vox.svg"))))
    app.setQuitOnLastWindowClosed(False)  # between two sessions there is no window
    theme = Theme()
    theme.apply(app)
    folders = Folders.choose(data_dir)
    folders.make()
    return Stage(app, theme, folders)


class OpeningWindow(QMainWindow):
    """Stands where the real window will, whenever no other window shows."""

    _read = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._theme = stage.theme
        self._words = "Opening…"
        self._leaving = False
        self.setWindowTitle("Vox Console")
        self.setAccessibleName("Vox Console is opening")
        ini = str(stage.folders.state / "window.ini")
        self._memory = WindowMemory(QSettings(ini, QSettings.Format.IniFormat))
        self._memory.restore(self, {})
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._leave_to_another)

    def read_meanwhile(self, work: Callable[[], T]) -> T:
        """Show, run `work` in a thread, and give what it gives. Raises what it raises."""
        self.show()
        QApplication.processEvents()  # the frame is on the screen before anything competes with it
        outcome: list[T | BaseException] = []

        def read() -> None:
            try:
                outcome.append(work())
            except BaseException as fault:  # noqa: BLE001 - raised again on the caller's thread
                outcome.append(fault)
            self._read.emit()

        turns = QEventLoop()
        self._read.connect(turns.quit)
        with MainThreadCollector():
            reader = Thread(target=read, name="opening")
            reader.start()
            turns.exec()
            reader.join()
        if isinstance(outcome[0], BaseException):
            self.leave()
            raise outcome[0]
        self._look.start()
        return outcome[0]

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def say(self, words: str) -> None:
        """Tell what takes its time; comes back when no other window shows."""
        self._words = words
        self.setAccessibleDescription(words)
        if not self.isVisible() and not _others_show(self):
            self._memory.restore(self, {})
            self.show()
        if self.isVisible():
            self._look.start()
        self.update()

    def leave(self) -> None:
        """Go away for good."""
        self._look.stop()
        self._leaving = True
        self.close()
        self.deleteLater()

    def _leave_to_another(self) -> None:
        if _others_show(self):
            self._look.stop()
            self.hide()

    # Qt's virtual methods.

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay: there is nothing yet that could be closed in order."""
        event.setAccepted(self._leaving)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("muted"))
        inside = self.rect().adjusted(S5, S5, -S5, -S5)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        painter.end()


def _others_show(window: QMainWindow) -> bool:
    return any(other.isVisible() for other in QApplication.topLevelWidgets() if other is not window)
