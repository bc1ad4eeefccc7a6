"""Process start to the first painted window, to the painted message editor, and memory when idle.

The console runs by its own entry point; an event filter on the application tells of paints (which costs
it some tens of milliseconds). The moment the process was started comes from the parent, on the clock both
share.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer

IDLE_S = 2.0
EDITOR = "Message"


class Watcher(QObject):
    """Waits for a window's first paint and for the editor's, then tells, of the memory too when asked."""

    def __init__(self, app: QtWidgets.QApplication, started_s: float, *, idle: bool) -> None:
        super().__init__()
        self._app = app
        self._started_s = started_s
        self._idle = idle
        self._frame_ms = 0.0
        self._editor_ms = 0.0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's virtual method
        """Note the paints; the rest of the same frame is painted before a timer of no time rings."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QtWidgets.QWidget):
            if not self._frame_ms and watched.isWindow():
                self._frame_ms = -1
                QTimer.singleShot(0, self._on_frame)
            parent = watched.parent()
            if isinstance(parent, QtWidgets.QPlainTextEdit) and parent.accessibleName() == EDITOR:
                self._app.removeEventFilter(self)
                QTimer.singleShot(0, self._on_editor)
        return False

    def _on_frame(self) -> None:
        self._frame_ms = (time.monotonic() - self._started_s) * 1000

    def _on_editor(self) -> None:
        self._editor_ms = (time.monotonic() - self._started_s) * 1000
        QTimer.singleShot(int(IDLE_S * 1000) if self._idle else 0, self._tell)

    def _tell(self) -> None:
        figures = {"frame_ms": self._frame_ms, "editor_ms": self._editor_ms, "rss_mib": _rss_mib()}
        print(json.dumps(figures), flush=True)
        for window in self._app.topLevelWidgets():
            window.close()
        if self._app.quitOnLastWindowClosed():
            self._app.quit()


def _rss_mib() -> float | None:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * 4096 / 2**20


def _bare(asked: argparse.Namespace) -> int:
    """Show a window of the same kind and number of widgets with nothing behind it."""
    app = QtWidgets.QApplication([])
    watcher = Watcher(app, asked.started, idle=asked.idle)
    window = QtWidgets.QMainWindow()
    place = QtWidgets.QWidget()
    columns = QtWidgets.QHBoxLayout(place)
    form = QtWidgets.QFormLayout()
    for number in range(20):
        form.addRow(f"Field {number}", QtWidgets.QLineEdit())
    editor = QtWidgets.QPlainTextEdit()
    editor.setAccessibleName(EDITOR)
    form.addRow(editor)
    form.addRow(QtWidgets.QPushButton("Send"))
    columns.addLayout(form)
    columns.addWidget(QtWidgets.QTableWidget(20, 5))
    window.setCentralWidget(place)
    window.resize(1200, 760)
    window.show()
    code = app.exec()
    watcher.deleteLater()
    return code


def _console(asked: argparse.Namespace) -> int:
    watchers = []

    class Watched(QtWidgets.QApplication):
        """The application the console makes, with the watcher on it from the first moment."""

        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            watchers.append(Watcher(self, asked.started, idle=asked.idle))

    QtWidgets.QApplication = Watched  # type: ignore[assignment,misc]  # the console makes its own application
    from vox_console.__main__ import main  # noqa: PLC0415 - its import is part of what is measured

    return main(["--data-dir", asked.data_dir, *(["--practice"] if asked.practice else [])])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("bare", "console"))
    parser.add_argument("--started", type=float, required=True, help="time.monotonic() of the parent")
    parser.add_argument("--idle", action="store_true", help="also measure memory, two seconds later")
    parser.add_argument("--data-dir", default="")
    parser.add_argument("--practice", action="store_true")
    told = parser.parse_args()
    sys.exit(_bare(told) if told.what == "bare" else _console(told))
