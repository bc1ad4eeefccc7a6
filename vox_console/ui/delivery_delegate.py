"""Draws one row of the live list in one pass, straight from the log."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QStaticText
from PySide6.QtWidgets import QStyleOptionViewItem

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_state import DeliveryRow
from vox_console.ui.parts_strip import paint_parts, strip_width
from vox_console.ui.row_delegate import MOST_CHARACTERS, RowDelegate
from vox_console.ui.row_layout import ICON, TAG, RowLayout, Slot, row_layout
from vox_console.ui.theme import S2, S3, S4, Theme

_TEXT_SHARE: Final = 0.4
"""Of the room for text and trouble together, what a long trouble leaves to a long text."""


class DeliveryDelegate(RowDelegate):
    """Paints rows of one log."""

    def __init__(self, log: DeliveryLog, theme: Theme) -> None:
        self._log = log
        self._layouts: dict[int, RowLayout] = {}
        super().__init__(theme)

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows; the view has to lay itself out again."""
        super().set_dense(dense)
        self._layouts.clear()

    def change_columns(self) -> None:
        """Give each row room for the way it took, or for a name; the log says what there is to show."""
        self._layouts.clear()

    def layout_for(self, width: int) -> RowLayout:
        """Give the layout of rows of this width, in device-independent pixels."""
        layout = self._layouts.get(width)
        if layout is None:
            self._layouts.clear()  # one list has one width: the old one will not come back soon
            body, meta = self.metrics["body"], self.metrics["meta"]
            layout = self._layouts[width] = row_layout(
                width,
                dense=self.dense,
                body=body,
                meta=meta,
                ways=self._log.ways_matter,
                names=self._log.names_matter,
            )
        return layout

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the fixed height of a row."""
        width = option.rect.width()
        return QSize(width, self.layout_for(width).height)

    def draw_row(self, painter: QPainter, index: int, width: int) -> None:
        """Draw one row: icon, texts, parts strip."""
        row = self._log.row_at(index)
        layout = self.layout_for(width)
        if row is None:
            self.draw_bar(painter, layout.recipient, 0.8)
            self.draw_bar(painter, layout.text, 0.5)
        else:
            self._row(painter, row, layout, width)

    def _row(self, painter: QPainter, row: DeliveryRow, layout: RowLayout, width: int) -> None:
        look = row.look
        icon = layout.icon
        ratio = painter.device().devicePixelRatioF()
        pixmap: QPixmap = self.theme.pixmap(look.icon, look.tone, ICON, ratio)
        painter.drawPixmap(QPointF(icon.left, icon.middle - ICON / 2), pixmap)
        painter.setFont(self.fonts["meta"])
        self.draw_text(painter, row.time, layout.time, "meta", "muted", to_right=layout.two_lines)
        self.draw_text(painter, look.word, layout.word, "meta", look.tone, to_right=layout.two_lines)
        if layout.way is not None and row.way:
            self._way(painter, row, layout, layout.way)
        text = self._strip(painter, row, layout)
        if layout.sender is not None:
            self.draw_text(painter, row.sender, layout.sender, "meta", "muted")
        if not (row.text.isascii() and row.name.isascii()):  # only foreign marks can leave their line
            painter.setClipRect(QRect(0, 0, width, layout.height), Qt.ClipOperation.IntersectClip)
        self._whose(painter, row, layout)
        if row.trouble:
            self._text_and_trouble(painter, row, text)
        else:
            self.draw_text(painter, row.text, text, "body", "muted" if layout.two_lines else "text")

    def _whose(self, painter: QPainter, row: DeliveryRow, layout: RowLayout) -> None:
        """Draw the name before the number, or the number alone."""
        painter.setFont(self.fonts["body"])
        if not row.name:
            self.draw_text(painter, row.recipient, layout.recipient, "body", "text")
        elif layout.number is None:
            self.draw_named(painter, row.name, row.recipient, layout.recipient, "body")
        else:
            self.draw_text(painter, row.name, layout.recipient, "body", "text", from_left=True)
            painter.setFont(self.fonts["meta"])
            self.draw_text(painter, row.recipient, layout.number, "meta", "muted")
        painter.setFont(self.fonts["body"])

    def _way(self, painter: QPainter, row: DeliveryRow, layout: RowLayout, slot: Slot) -> None:
        """Draw the tag that says which way the message took: quiet, in one place on every row."""
        left = slot.left
        if layout.two_lines:  # the time is flush right there, and the tag stands before it
            time = self.laid_out(row.time, "meta", int(layout.time.width))
            left = layout.time.right - time.size().width() - S3 - slot.width
        height = self.metrics["meta"].height() + 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(left + 0.5, slot.middle - height / 2, slot.width - 1, height - 1)
        painter.drawRoundedRect(frame, TAG, TAG)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        words = self.laid_out(row.way, "meta", int(slot.width))
        painter.setPen(self.pen("muted"))
        size = words.size()
        at = QPointF(left + (slot.width - size.width()) / 2, slot.middle - size.height() / 2)
        painter.drawStaticText(at, words)

    def _strip(self, painter: QPainter, row: DeliveryRow, layout: RowLayout) -> Slot:
        """Draw the parts strip and give the room it leaves for the text."""
        right, middle, text = layout.strip.right, layout.strip.middle, layout.text
        if layout.two_lines:  # the word is flush right there, and the strip follows it
            word = self.laid_out(row.look.word, "meta", int(layout.word.width))
            right = layout.word.right - word.size().width() - S2
        paint_parts(
            painter, right, middle, row.parts,
            colour=self.colour, number=self._number, segments=row.segments,
        )  # fmt: skip
        if layout.sender is not None:  # wide enough: every text ends at the same edge
            return text
        # A message keeps its number of parts, so the text's end does not move when its state changes.
        strip = strip_width(len(row.parts), number=self._number, segments=row.segments)
        beside_way = layout.way is not None and not layout.two_lines
        end = (layout.way.left if layout.way and beside_way else layout.strip.right - strip) - S4
        return Slot(text.left, max(end - text.left, 0), text.middle)

    def _text_and_trouble(self, painter: QPainter, row: DeliveryRow, slot: Slot) -> None:
        """Draw the trouble at the end of the room; the beginning of the text always stands before it."""
        body = self.metrics["body"]
        gap = min(S3 * 2, slot.width * 0.1)
        needed = body.horizontalAdvance(row.trouble[:MOST_CHARACTERS]) + 1
        least = min(body.horizontalAdvance(row.text[:MOST_CHARACTERS]) + 1, slot.width * _TEXT_SHARE)
        trouble = min(needed, slot.width - gap - least)
        rest = Slot(slot.left, slot.width - gap - trouble, slot.middle)
        self.draw_text(painter, row.text, rest, "body", "muted")
        at_end = Slot(slot.right - trouble, trouble, slot.middle)
        self.draw_text(painter, row.trouble, at_end, "body", row.look.tone)

    def _number(self, text: str) -> QStaticText:
        return self.laid_out(text, "meta", ICON * 4)

    def dress(self) -> None:
        """Take the theme's fonts and colours as they are now; every width comes from the fonts."""
        super().dress()
        self._layouts.clear()
