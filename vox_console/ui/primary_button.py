"""The one button of a view that stands out, and says what will happen."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import FOCUS_RING, RADIUS

_INSET = 3.0


class PrimaryButton(QPushButton):
    """A button filled with the accent colour.

    An accent ring around an accent fill cannot be seen, so its focus ring is drawn inside, in the colour
    of its text; a style sheet has no such border.
    """

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        mark(self, "kind", "primary")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the ring when the keyboard is on it."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("on_accent"), FOCUS_RING))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET), RADIUS - 2, RADIUS - 2
        )
        painter.end()
