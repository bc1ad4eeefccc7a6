"""Where one part ends and the next begins, drawn over the text without touching it.

A cut falls between two characters, often in the middle of a line, so the mark is a step: a dashed rule under
the last characters of the old part, up at the cut, and on above the first ones of the new part (mirrored in
text that runs right to left). The margin beside the line says which part begins there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QTextBlock, QTextDocument
from PySide6.QtWidgets import QWidget

from vox_console.ui.theme import S2, Theme


@dataclass(frozen=True, slots=True)
class PartMark:
    """A part's beginning on the screen: pixels of the viewport, and whether the line runs right to left."""

    part: int
    x: int
    top: int
    bottom: int
    mirrored: bool


def visible_marks(
    document: QTextDocument,
    cuts: Sequence[int],
    *,
    height: int,
    origin_of: Callable[[QTextBlock], QPointF],
) -> list[PartMark]:
    """Find the marks on the screen.

    cuts: document positions, in order. height: the viewport's. origin_of: a paragraph's top left corner
    in the viewport.
    """
    marks: list[PartMark] = []
    for part, position in enumerate(cuts, start=2):
        block = document.findBlock(position)
        origin = origin_of(block)
        if origin.y() > height:
            break
        within = position - block.position()
        line = block.layout().lineForTextPosition(within)
        top = round(origin.y() + line.y()) if line.isValid() else height
        bottom = round(top + line.height())
        if bottom > 0 and top < height:
            # PySide gives (x, position), where C++ changes an argument.
            x = round(origin.x() + line.cursorToX(within)[0])  # type: ignore[index]
            mirrored = block.textDirection() is Qt.LayoutDirection.RightToLeft
            marks.append(PartMark(part, x, top, bottom, mirrored))
    return marks


def paint_part_marks(painter: QPainter, theme: Theme, marks: Sequence[PartMark], *, width: int) -> None:
    """Draw the steps."""
    pen = QPen(theme.color("edge"), 1.0)
    pen.setDashPattern([3.0, 3.0])
    painter.setPen(pen)
    for mark in marks:
        before, after = (width, 0) if mark.mirrored else (0, width)
        x, top, bottom = mark.x + 0.5, mark.top + 0.5, mark.bottom + 0.5
        painter.drawPolyline(
            [QPointF(before, bottom), QPointF(x, bottom), QPointF(x, top), QPointF(after, top)]
        )


def margin_width(theme: Theme) -> int:
    """Give the width of the margin: the widest label and a little air."""
    return QFontMetrics(theme.font("meta")).horizontalAdvance("part 255") + S2


class PartLabels(QWidget):
    """The margin beside the text: "part 2" where part 2 begins."""

    def __init__(self, theme: Theme, marks: Callable[[], Sequence[PartMark]], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = marks
        self.setFont(theme.font("meta"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write each label at the height of its line; where two begin in one line, the first."""
        painter = QPainter(self)
        painter.setPen(self._theme.color("muted"))
        free_from = 0
        for mark in self._marks():
            if mark.top >= free_from:
                free_from = mark.bottom
                room = QRectF(S2, mark.top, self.width() - S2, mark.bottom - mark.top)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"part {mark.part}")
        painter.end()
