"""Draws one conversation of the list in one pass: who and when, and below it the last text and the count."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from vox_console.presenters.inbox_list import InboxList
from vox_console.presenters.inbox_state import ThreadRow
from vox_console.ui.row_delegate import RowDelegate
from vox_console.ui.row_layout import Slot
from vox_console.ui.theme import S1, S2, S3, S4, Theme

_DOT: Final = 8.0


class InboxDelegate(RowDelegate):
    """Paints rows of one list."""

    def __init__(self, rows: InboxList, theme: Theme) -> None:
        super().__init__(theme)
        self._rows = rows

    @property
    def height(self) -> int:
        """The height of every row."""
        lines = self.metrics["strong"].height() + self.metrics["meta"].height()
        return round(lines) + (S3 if self.dense else S4 + S1)

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the fixed height of a row."""
        return QSize(option.rect.width(), self.height)

    def draw_row(self, painter: QPainter, index: int, width: int) -> None:
        """Draw one row: texts and count."""
        row = self._rows.row_at(index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row is None:
            for middle, share in zip(self._lines(), (0.35, 0.6), strict=True):
                self.draw_bar(painter, Slot(S4 + S2, width, middle), share)
        else:
            self._row(painter, row, width)

    def _row(self, painter: QPainter, row: ThreadRow, width: int) -> None:
        painter.setClipRect(QRect(0, 0, width, self.height), Qt.ClipOperation.IntersectClip)
        top, bottom = self._lines()
        left, right = float(S4 + S2), float(width - S4)
        unread = bool(row.count)
        if unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour("accent"))
            painter.drawEllipse(QPointF(S3 + 1, top), _DOT / 2, _DOT / 2)
        time = row.aside or row.time
        room = self.metrics["meta"].horizontalAdvance(time) + 1
        self._text(painter, time, Slot(right - room, room, top), "meta", "muted")
        name = Slot(left, max(right - room - S2 - left, 0), top)
        role = "strong" if unread else "body"
        if row.number:
            self.draw_named(painter, row.name, row.number, name, role)
        else:
            self._text(painter, row.name, name, role, "text")
        if unread:
            right -= self._count(painter, row.count, right, bottom) + S2
        preview = Slot(left, max(right - left, 0), bottom)
        self._text(painter, row.preview, preview, "meta", "text" if unread else "muted")

    def _count(self, painter: QPainter, count: str, right: float, middle: float) -> float:
        """Draw how many nobody has read, flush right; give its width."""
        metrics = self.metrics["meta"]
        height = metrics.height()
        width = max(height, metrics.horizontalAdvance(count) + 2 * (S1 + 1))
        pill = QRectF(right - width, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("accent"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(self.fonts["meta"])
        painter.setPen(self.colour("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, count)
        return width

    def _lines(self) -> tuple[float, float]:
        """Give the middles of the two lines."""
        first, second = self.metrics["strong"].height(), self.metrics["meta"].height()
        top = (self.height - first - second - 2) / 2
        return top + first / 2, top + first + 2 + second / 2

    def _text(self, painter: QPainter, text: str, slot: Slot, role: str, tone: str) -> None:
        painter.setFont(self.fonts[role])
        self.draw_text(painter, text, slot, role, tone)
