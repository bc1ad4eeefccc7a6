"""Process start to the first painted window, and memory when idle: of the console, and of a bare window.

The console runs by its own entry point; an event filter on the application tells of the first paint.
The moment the process was started comes from the parent, on the clock both share.
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


class Watcher(QObject):
    """Ends the program after telling of the first paint and, later, of the memory."""

    def __init__(self, app: QtWidgets.QApplication, started_s: float, *, idle: bool) -> None:
        super().__init__()
        self._app = app
        self._started_s = started_s
        self._idle = idle
        self._painted_ms = 0.0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's virtual method
        """Wait for the first paint of a window; the rest of the same frame is painted with it."""
        if (
            event.type() == QEvent.Type.Paint
            and isinstance(watched, QtWidgets.QWidget)
            and watched.isWindow()
        ):
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self._painted_ms = (time.monotonic() - self._started_s) * 1000
        if self._idle:
            QTimer.singleShot(int(IDLE_S * 1000), self._tell)
        else:
            self._tell()

    def _tell(self) -> None:
        print(json.dumps({"painted_ms": self._painted_ms, "rss_mib": _rss_mib()}), flush=True)
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
    form.addRow(QtWidgets.QPlainTextEdit())
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
