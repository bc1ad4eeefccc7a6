"""What the buttons that draw themselves share: hover, the focus ring, and Return as well as Space."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from vox_console.ui.theme import Theme
from vox_console.ui.tokens import FOCUS_RING, RADIUS


class PaintedButton(QAbstractButton):
    """A button whose look is its own; subclasses draw it in paintEvent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)
        self._look = theme

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Return too; Qt's abstract button knows Space alone."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def draw_focus_ring(self, painter: QPainter, *, radius: float = RADIUS) -> None:
        """Draw the ring when the keyboard is on the button."""
        if self.hasFocus():
            inset = FOCUS_RING / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("accent"), FOCUS_RING))
            ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(ring, radius - inset, radius - inset)
