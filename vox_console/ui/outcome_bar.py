"""How the rows of a job stand as one bar: a piece for each state, in the state's colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vox_console.presenters.bulk_state import OutcomeLine
from vox_console.presenters.tone import Tone
from vox_console.ui.theme import Theme

_HEIGHT = 10
_GAP = 1


class OutcomeBar(QWidget):
    """Draws what the lines beside it say in words; what still waits is the empty rest."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[OutcomeLine, ...] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lines(self, lines: tuple[OutcomeLine, ...], *, total: int) -> None:
        """Show these lines of so many rows."""
        if (lines, total) != (self._lines, self._total):
            self._lines, self._total = lines, total
            self.setAccessibleName(", ".join(f"{line.count:,} {line.look.word}" for line in lines))
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for a low bar."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pieces."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        around = QPainterPath()
        around.addRoundedRect(QRectF(self.rect()), _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(around)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        left = 0.0
        for line in self._lines:
            if line.look.tone is Tone.WAITING or not self._total:
                continue
            width = self.width() * line.count / self._total
            piece = QRectF(left, 0, max(1.0, width - _GAP), self.height())
            painter.fillRect(piece, self._theme.color(line.look.tone.value))
            left += width
        painter.end()
