"""How the rows of a job stand as one bar: a piece for each state, in the state's colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
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
        paint_outcome(painter, self.rect(), self._lines, self._total, self._theme)
        painter.end()


def paint_outcome(
    painter: QPainter, room: QRect, lines: tuple[OutcomeLine, ...], total: int, theme: Theme
) -> None:
    """Draw the pieces of a bar into a rectangle. lines, total: as in :meth:`OutcomeBar.show_lines`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    around = QPainterPath()
    around.addRoundedRect(QRectF(room), room.height() / 2, room.height() / 2)
    painter.setClipPath(around)
    painter.fillRect(room, theme.color("sunken"))
    left = float(room.left())
    for line in lines:
        if line.look.tone is Tone.WAITING or not total:
            continue
        width = room.width() * line.count / total
        piece = QRectF(left, room.top(), max(1.0, width - _GAP), room.height())
        painter.fillRect(piece, theme.color(line.look.tone.value))
        left += width
    painter.restore()
