"""What painted rows of lists have in common: their ground, their ring, and texts that are laid out once.

Theory of operation. The usual item view asks its model for a dozen roles of every cell of every row; that
is what makes a repaint slow, not the drawing. Here a row is one cell, the delegate reads the frozen row
itself, and every elided text is laid out once and kept as a QStaticText. The texts come from strangers:
they are drawn as plain text, each in a paragraph of its own (a direction override ends with it), and
shortened before they are laid out; a row clips what could leave it.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vox_console.presenters.contact_names import number_end
from vox_console.ui.reading_direction import reads_right_to_left
from vox_console.ui.row_layout import Slot
from vox_console.ui.theme import RADIUS, S1, S2, Theme
from vox_console.ui.tokens import FOCUS_RING

MOST_CHARACTERS: Final = 400
"""More never fits a row, and a text of ten thousand combining marks takes long to lay out."""

_MOST_TEXTS: Final = 4096
"""Laid out texts that are kept; past this the cache starts over (about a hundred are on the screen)."""

_NAME_SHARE: Final = 0.5
"""Of the room for name and number together, what the whole number leaves to a long name."""

_ROLES: Final = ("body", "strong", "meta")


class RowDelegate(QStyledItemDelegate):
    """Paints the rows of one list. ring_shown: whether the current row shows the keyboard's focus ring.

    Who inherits draws the row itself: `draw_row`, at (0, 0). fonts and metrics are by the theme's role.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_shown = True
        self.theme = theme
        self.dense = False
        self.fonts: dict[str, QFont] = {}
        self.metrics: dict[str, QFontMetricsF] = {}
        self._texts: dict[tuple[str, str, int], QStaticText] = {}
        self._advances: dict[tuple[str, str], float] = {}
        self._pens: dict[str, QPen] = {}
        theme.changed.connect(self.dress)
        self.dress()

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows; the view has to lay itself out again."""
        self.dense = dense

    def draw_row(self, painter: QPainter, index: int, width: int) -> None:
        """Draw the row of this index; what is set on the painter is put back afterwards."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row: background, the row itself, focus ring."""
        room, state = option.rect, option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            self._background(painter, room, "accent_soft")
        elif state & QStyle.StateFlag.State_MouseOver:
            self._background(painter, room, "hover")
        painter.translate(room.topLeft())
        self.draw_row(painter, index.row(), room.width())
        painter.restore()
        if self.ring_shown and state & QStyle.StateFlag.State_HasFocus:
            self._ring(painter, room)

    def draw_text(
        self,
        painter: QPainter,
        text: str,
        slot: Slot,
        role: str,
        tone: str,
        *,
        to_right: bool = False,
        from_left: bool = False,
    ) -> None:
        """Draw one text, elided, at the side where it is read from; the painter has the font of the role.

        to_right, from_left: at that side whatever it says.
        """
        static = self.laid_out(text, role, int(slot.width))
        size = static.size()
        left = slot.left
        if not from_left and (to_right or reads_right_to_left(text)):
            left = slot.right - size.width()
        painter.setPen(self.pen(tone))
        painter.drawStaticText(QPointF(left, slot.middle - size.height() / 2), static)

    def draw_named(
        self, painter: QPainter, name: str, number: str, slot: Slot, role: str, *, whole: bool = False
    ) -> None:
        """Draw a name and the number behind it, which in a short slot is shown by its end, unless whole."""
        needed, room = self._advance(name, role), self._advance(number, "meta")
        short = slot.width - room - S2 < min(needed, slot.width * _NAME_SHARE)
        if short and not whole:
            number = number_end(number)
            room = self._advance(number, "meta")
        width = min(needed, max(slot.width - room - S2, 0))
        painter.setFont(self.fonts[role])
        self.draw_text(painter, name, Slot(slot.left, width, slot.middle), role, "text", from_left=True)
        painter.setFont(self.fonts["meta"])
        behind = Slot(slot.left + width + S2, room, slot.middle)
        self.draw_text(painter, number, behind, "meta", "muted")

    def laid_out(self, text: str, role: str, width: int) -> QStaticText:
        """Give a text elided to a width in device-independent pixels."""
        key = (text, role, width)
        static = self._texts.get(key)
        if static is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            metrics = self.metrics[role]
            elided = metrics.elidedText(text[:MOST_CHARACTERS], Qt.TextElideMode.ElideRight, width)
            static = QStaticText(elided)
            static.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            rtl = reads_right_to_left(text)
            option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
            static.setTextOption(option)
            static.prepare(font=self.fonts[role])
            self._texts[key] = static
        return static

    def _advance(self, text: str, role: str) -> float:
        """Give the width that shows a text whole, measured once."""
        key = (text, role)
        advance = self._advances.get(key)
        if advance is None:
            if len(self._advances) >= _MOST_TEXTS:
                self._advances.clear()
            whole = self.metrics[role].horizontalAdvance(text[:MOST_CHARACTERS])
            advance = self._advances[key] = ceil(whole) + 1
        return advance

    def draw_bar(self, painter: QPainter, slot: Slot, share: float) -> None:
        """Draw a bar in the place of a text that is still being read. share: of the slot's width."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("hover"))
        bar = QRectF(slot.left, slot.middle - S1, slot.width * share, 2 * S1)
        painter.drawRoundedRect(bar, S1, S1)

    def pen(self, token: str) -> QPen:
        """Give the pen of a colour token."""
        pen = self._pens.get(token)
        if pen is None:
            pen = self._pens[token] = QPen(self.theme.color(token))
        return pen

    def colour(self, token: str) -> QColor:
        """Give the colour of a token."""
        return self.pen(token).color()

    def dress(self) -> None:
        """Take the theme's fonts and colours as they are now."""
        self.fonts = {role: self.theme.font(role) for role in _ROLES}
        self.metrics = {role: QFontMetricsF(font) for role, font in self.fonts.items()}
        self._texts.clear()
        self._advances.clear()
        self._pens.clear()

    def _background(self, painter: QPainter, room: QRect, token: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour(token))
        painter.drawRoundedRect(QRectF(room).adjusted(S1, 0.5, -S1, -0.5), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _ring(self, painter: QPainter, room: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour("accent"), FOCUS_RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = FOCUS_RING / 2
        painter.drawRoundedRect(
            QRectF(room).adjusted(S1 + inset, inset + 0.5, -S1 - inset, -inset - 0.5), RADIUS, RADIUS
        )
        painter.restore()
