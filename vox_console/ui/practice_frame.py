"""The frame that tells practice from the real thing: a border around everything and a banner on top."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vox_console.ui.plain_label import ElidedLabel, PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S4

_BORDER = 3
BANNER = "Practice: messages go to the practice provider on this computer. Nobody receives them."


class PracticeFrame(QWidget):
    """Wraps the whole content of the window. Without practice it is nothing but its content."""

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._practice = True
        self._icon = PlainLabel(theme)
        text = ElidedLabel(theme, BANNER, role="strong", tone="on_accent")
        self._banner = QWidget()
        self._banner.setAccessibleName("Practice")
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(S4, S1, S4, S1 + _BORDER)
        row.setSpacing(S2)
        row.addWidget(self._icon)
        row.addWidget(text, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._banner)
        self._column.addWidget(content, 1)
        theme.changed.connect(self._draw_icon)
        self.set_practice(on=False)

    @property
    def practice(self) -> bool:
        """Whether the frame shows."""
        return self._practice

    def set_practice(self, *, on: bool) -> None:
        """Show or take away the frame and the banner."""
        if on == self._practice:
            return
        self._practice = on
        border = _BORDER if on else 0
        self._column.setContentsMargins(border, border, border, border)
        self._banner.setVisible(on)
        self._draw_icon()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill what the content leaves free: the border and the ground of the banner."""
        if self._practice:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.color("practice"))
            painter.end()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("practice", "on_accent", 16, self.devicePixelRatioF()))
