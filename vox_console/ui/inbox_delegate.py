"""Draws one conversation of the list in one pass: who and when, and below it the last text and the count.

As in delivery_delegate.py a row is one cell, its texts are laid out once and kept, and they are drawn as
plain text, shortened and clipped, because they come from strangers.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vox_console.presenters.inbox_list import InboxList
from vox_console.presenters.inbox_state import ThreadRow
from vox_console.ui.delivery_delegate import reads_right_to_left
from vox_console.ui.row_layout import Slot
from vox_console.ui.theme import RADIUS, S1, S2, S3, S4, Theme
from vox_console.ui.tokens import FOCUS_RING

_MOST_CHARACTERS: Final = 400
_MOST_TEXTS: Final = 2048
_DOT: Final = 8.0


class InboxDelegate(QStyledItemDelegate):
    """Paints rows of one list. ring_shown: whether the current row shows the keyboard's focus ring."""

    def __init__(self, rows: InboxList, theme: Theme) -> None:
        super().__init__()
        self.ring_shown = True
        self._rows = rows
        self._theme = theme
        self._dense = False
        self._texts: dict[tuple[str, str, int], QStaticText] = {}
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetricsF] = {}
        theme.changed.connect(self._dress)
        self._dress()

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows; the view has to lay itself out again."""
        self._dense = dense

    @property
    def height(self) -> int:
        """The height of every row."""
        lines = self._metrics["strong"].height() + self._metrics["meta"].height()
        return round(lines) + (S3 if self._dense else S4 + S1)

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the fixed height of a row."""
        return QSize(option.rect.width(), self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row: background, texts, count, focus ring."""
        room, state = option.rect, option.state
        row = self._rows.row_at(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            self._background(painter, room, "accent_soft")
        elif state & QStyle.StateFlag.State_MouseOver:
            self._background(painter, room, "hover")
        if self.ring_shown and state & QStyle.StateFlag.State_HasFocus:
            self._ring(painter, room)
        painter.translate(room.topLeft())
        if row is None:
            self._placeholder(painter, room.width())
        else:
            self._row(painter, row, room.width())
        painter.restore()

    def _row(self, painter: QPainter, row: ThreadRow, width: int) -> None:
        top, bottom = self._lines()
        left, right = float(S4 + S2), float(width - S4)
        unread = bool(row.count)
        if unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(QPointF(S3 + 1, top), _DOT / 2, _DOT / 2)
        time = row.aside or row.time
        room = self._metrics["meta"].horizontalAdvance(time) + 1
        self._text(painter, time, Slot(right - room, room, top), "meta", "muted")
        name = Slot(left, max(right - room - S2 - left, 0), top)
        self._text(painter, row.name, name, "strong" if unread else "body", "text", elided=True)
        if unread:
            right -= self._count(painter, row.count, right, bottom) + S2
        preview = Slot(left, max(right - left, 0), bottom)
        painter.setClipRect(QRect(0, 0, width, self.height), Qt.ClipOperation.IntersectClip)
        self._text(painter, row.preview, preview, "meta", "text" if unread else "muted", elided=True)

    def _count(self, painter: QPainter, count: str, right: float, middle: float) -> float:
        """Draw how many nobody has read, flush right; give its width."""
        metrics = self._metrics["meta"]
        height = metrics.height()
        width = max(height, metrics.horizontalAdvance(count) + 2 * (S1 + 1))
        pill = QRectF(right - width, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(self._fonts["meta"])
        painter.setPen(self._theme.color("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, count)
        return width

    def _lines(self) -> tuple[float, float]:
        """Give the middles of the two lines."""
        first, second = self._metrics["strong"].height(), self._metrics["meta"].height()
        top = (self.height - first - second - 2) / 2
        return top + first / 2, top + first + 2 + second / 2

    def _text(
        self, painter: QPainter, text: str, slot: Slot, role: str, tone: str, *, elided: bool = False
    ) -> None:
        static = self._static(text, role, int(slot.width) if elided else 0)
        size = static.size()
        left = slot.right - size.width() if reads_right_to_left(text) and elided else slot.left
        painter.setFont(self._fonts[role])
        painter.setPen(self._theme.color(tone))
        painter.drawStaticText(QPointF(left, slot.middle - size.height() / 2), static)

    def _static(self, text: str, role: str, width: int) -> QStaticText:
        key = (text, role, width)
        static = self._texts.get(key)
        if static is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            shown = text[:_MOST_CHARACTERS]
            if width:
                shown = self._metrics[role].elidedText(shown, Qt.TextElideMode.ElideRight, width)
            static = QStaticText(shown)
            static.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            rtl = reads_right_to_left(text)
            option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
            static.setTextOption(option)
            static.prepare(font=self._fonts[role])
            self._texts[key] = static
        return static

    def _placeholder(self, painter: QPainter, width: int) -> None:
        """Draw the shape of a row that is still being read."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("hover"))
        for middle, share in zip(self._lines(), (0.35, 0.6), strict=True):
            painter.drawRoundedRect(QRectF(S4 + S2, middle - S1, width * share, 2 * S1), S1, S1)

    def _background(self, painter: QPainter, room: QRect, token: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(token))
        painter.drawRoundedRect(QRectF(room).adjusted(S1, 0.5, -S1, -0.5), RADIUS, RADIUS)

    def _ring(self, painter: QPainter, room: QRect) -> None:
        painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = FOCUS_RING / 2
        painter.drawRoundedRect(
            QRectF(room).adjusted(S1 + inset, inset + 0.5, -S1 - inset, -inset - 0.5), RADIUS, RADIUS
        )

    def _dress(self) -> None:
        self._fonts = {role: self._theme.font(role) for role in ("body", "strong", "meta")}
        self._metrics = {role: QFontMetricsF(font) for role, font in self._fonts.items()}
        self._texts.clear()
