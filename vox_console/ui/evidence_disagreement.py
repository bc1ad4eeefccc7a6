"""A quiet warning in the opened message: what each witness said last, where they contradict each other."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import RADIUS, S2, S3, Theme

_ICON = 16
_BETWEEN = " · "
_TEXT_KEYS = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Disagreement(QWidget):
    """Shows what was said, or nothing and then takes no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = PlainLabel(theme, "Witnesses disagree", role="strong", tone="unknown")
        self._words = PlainLabel(theme, wrap=True)
        self._words.setTextInteractionFlags(_TEXT_KEYS)
        self._words.setAccessibleName("Witnesses disagree")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(S3 + _ICON + S2, S2, S3, S2)
        row.addLayout(column)
        theme.changed.connect(self.update)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show these lines, or nothing for ""."""
        self._words.setText("\n".join(_unbroken(line) for line in words.split("\n")))
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tinted ground and the icon beside the title."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("unknown_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        icon = self._theme.pixmap("warning", "unknown", _ICON, self.devicePixelRatioF())
        painter.drawPixmap(S3, self._title.y() + (self._title.height() - _ICON) // 2, icon)
        painter.end()


def _unbroken(line: str) -> str:
    """Let a list of statements wrap between two of them alone."""
    statements = line.split(_BETWEEN)
    if len(statements) == 1:
        return line
    return _BETWEEN.join(statement.replace(" ", "\u00a0") for statement in statements)
