"""What a place shows while it has nothing: a sentence on what it is for, and a first action."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S5

_DISC = 72
_ICON = 32
_LINE = 400


class EmptyState(QWidget):
    """A calm, centred column: icon, title, sentence, button, and another way in, "" for none.

    action_pressed, other_pressed: the button, or that way, was used.
    """

    action_pressed = Signal()
    other_pressed = Signal()

    def __init__(
        self, theme: Theme, *, icon: str, title: str, sentence: str, action: str, other: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(title)
        text = PlainLabel(theme, sentence, tone="muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setMaximumWidth(_LINE)
        line = QHBoxLayout()  # unlike an aligned item, a row asks the text how high it is at its width
        line.addStretch()
        line.addWidget(text, 1000)
        line.addStretch()
        button = QPushButton(action)
        button.setAccessibleName(action)
        button.clicked.connect(self.action_pressed)
        self.setFocusProxy(button)
        column = QVBoxLayout(self)
        column.setSpacing(S2)
        column.addStretch(2)
        for widget in (_Disc(theme, icon), PlainLabel(theme, title, role="title")):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(S2)
        column.addLayout(line)
        column.addSpacing(S2)
        column.addSpacing(S2)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        if other:
            way = QPushButton(other)
            way.setAccessibleName(other.rstrip("…"))
            mark(way, "kind", "quiet")
            way.clicked.connect(self.other_pressed)
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        column.setContentsMargins(S5, S5, S5, S5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Stand on the same ground as the panes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.end()


class _Disc(QWidget):
    """The icon on a soft disc."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setFixedSize(_DISC, _DISC)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunken"))
        painter.drawEllipse(QRectF(self.rect()))
        icon = self._theme.pixmap(self._icon, "muted", _ICON, self.devicePixelRatioF())
        corner = (_DISC - _ICON) // 2
        painter.drawPixmap(corner, corner, icon)
        painter.end()
