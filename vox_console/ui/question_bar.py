"""A question that stands in the way of nothing: what would be lost, to keep it, or to go on without it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3


class QuestionBar(QFrame):
    """kept: leave everything as it is. given_up: go on all the same."""

    kept = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, *, keep: str, give_up: str) -> None:
        super().__init__()
        mark(self, "surface", "sunken")
        self._ask = PlainLabel(theme, wrap=True)
        self._ask.setMinimumWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(S3, S3, S3, S3)
        row.setSpacing(S2)
        row.addWidget(self._ask, 1)
        for words, kind, signal in ((keep, "", self.kept), (give_up, "danger", self.given_up)):
            button = QPushButton(words)
            button.setAccessibleName(words)
            mark(button, "kind", kind)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.show_question("")

    def show_question(self, words: str) -> None:
        """Ask, or ask nothing for ""."""
        self._ask.setText(words)
        self.setVisible(bool(words))
