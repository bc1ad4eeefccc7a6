"""A dialog with a list on the left, what was chosen of it on the right, and its errands below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from vox_console.ui.errand_foot import ErrandFoot
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE: Final = (860, 560)


class ListDialog(QDialog):
    """What such dialogs have in common. Each makes its widgets and then calls `lay_out`."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)

    def lay_out(
        self,
        *,
        about: str,
        above: Sequence[QWidget],
        listed: QListView,
        side: QWidget | QLayout,
        foot: ErrandFoot,
    ) -> None:
        """Put all in its place. about: what the list is. above: what stands over it. side: on the right."""
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(self.theme, self.windowTitle(), role="title"))
        column.addWidget(PlainLabel(self.theme, about, tone="muted", wrap=True))
        left = QVBoxLayout()
        left.setSpacing(S2)
        for widget in above:
            left.addWidget(widget)
        frame = QFrame()
        mark(frame, "surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(listed)
        left.addWidget(frame, 1)
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addLayout(left, 1)
        if isinstance(side, QWidget):
            middle.addWidget(side)
        else:
            middle.addLayout(side, 1)
        column.addLayout(middle, 1)
        column.addLayout(foot)
