"""Key press to counter: the real compose pane, and a bare editor with and without smpplib's count."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tests.bench.machine import CLIENT_CORE, pin
from tests.bench.smpplib_peer import count_parts
from vox_console.domain.link import Offline
from vox_console.presenters.compose import ComposePresenter
from vox_console.services.controller import Controller
from vox_console.ui.compose_pane import ComposePane
from vox_console.ui.message_editor import MAX_CHARACTERS
from vox_console.ui.theme import Theme

SENTENCE = "Your parcel 4711 arrives today between 14 and 16 h.\n"
SIZES = (10, 1_000, MAX_CHARACTERS - 100)
_KEYS = 40


class NoAccount:
    """All of a controller that the compose pane needs while somebody types."""

    link = Offline()


def main() -> None:
    """Print the median milliseconds of a key for every size and case."""
    pin(CLIENT_CORE)
    app = QApplication([])
    theme = Theme(scheme="light")
    theme.apply(app)
    told = {}
    for size in SIZES:
        text = (SENTENCE * (size // len(SENTENCE) + 1))[:size]
        told[size] = {
            "ours": _ours(theme, text),
            "no counter": _bare(text, None),
            "smpplib": _bare(text, count_parts),
        }
    print(json.dumps(told))


def _ours(theme: Theme, text: str) -> float:
    def run(action: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Start nothing: what would be stored is not what is measured."""

    presenter = ComposePresenter(cast(Controller, NoAccount()), run, now_us=lambda: 0)
    pane = ComposePane(presenter, theme)
    pane.resize(560, 700)
    pane.show()
    presenter.text_edited(text)
    took_ms = _type(pane.editor)
    pane.close()
    return took_ms


def _bare(text: str, count: Callable[[str], int] | None) -> float:
    window = QWidget()
    editor, shown = QPlainTextEdit(window), QLineEdit(window)
    layout = QVBoxLayout(window)
    layout.addWidget(editor)
    layout.addWidget(shown)
    window.resize(560, 700)
    editor.setPlainText(text)
    if count is not None:
        editor.textChanged.connect(lambda: shown.setText(str(count(editor.toPlainText()))))
    window.show()
    took_ms = _type(editor)
    window.close()
    return took_ms


def _type(editor: QPlainTextEdit) -> float:
    editor.setFocus()
    QApplication.processEvents()
    took_s = []
    for _ in range(_KEYS):
        start_s = time.perf_counter()
        QTest.keyClick(editor, Qt.Key.Key_A)
        took_s.append(time.perf_counter() - start_s)
        QApplication.processEvents()
    return median(took_s) * 1000


if __name__ == "__main__":
    main()
