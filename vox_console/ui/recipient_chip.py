"""How one recipient looks: a pill with country, name and number, outlined when something is wrong.

Chips are painted, not widgets: five hundred of them cost as much as the ones on the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from vox_console.presenters.composing_state import Chip
from vox_console.ui.theme import S1, S2, Theme

_ICON = 14
_CLOSE = 16
_CLOSE_ARM = 3.5
_WIDEST_NAME = 150


class ChipPainter:
    """Measures and paints chips in one theme; widths are kept, as the same chips are laid out many times."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._label_font = theme.font("body")
        self._region_font = theme.font("meta")
        self._label_metrics = QFontMetrics(self._label_font)
        self._region_metrics = QFontMetrics(self._region_font)
        self._widths: dict[tuple[str, str, str, bool], int] = {}
        self.height = self._label_metrics.height() + 2 * S1

    def width(self, chip: Chip) -> int:
        """Give the width that shows the chip whole, but for a long name."""
        key = (chip.region, chip.label, chip.name, chip.problem is not None)
        if key not in self._widths:
            self._widths[key] = self._label_left(chip) + self._text_width(chip) + S1 + _CLOSE + S1
        return self._widths[key]

    def close_area(self, place: QRect) -> QRect:
        """Give where a click removes the chip."""
        return QRect(place.right() + 1 - _CLOSE - S1, place.top(), _CLOSE + S1, place.height())

    def paint(
        self, painter: QPainter, place: QRect, chip: Chip, *, current: bool, hovered: bool, on_close: bool
    ) -> None:
        """Paint one chip; current: the keyboard is on it."""
        fill, outline = self._colours(chip, current=current, hovered=hovered)
        painter.setPen(Qt.PenStyle.NoPen if outline is None else QPen(outline, 2.0 if current else 1.0))
        painter.setBrush(fill)
        inset = 1.0 if current else 0.5
        radius = place.height() / 2 - inset
        painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), radius, radius)
        left = place.left() + S2 + 2
        if chip.problem is not None:
            name, token = ("failed", "failed") if chip.faulty else ("warning", "unknown")
            ratio = painter.device().devicePixelRatioF()
            icon_top = place.top() + (place.height() - _ICON) // 2
            painter.drawPixmap(left, icon_top, self._theme.pixmap(name, token, _ICON, ratio))
            left += _ICON + S1
        centred = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        if chip.region:
            painter.setFont(self._region_font)
            painter.setPen(self._theme.color("muted"))
            width = self._region_metrics.horizontalAdvance(chip.region)
            painter.drawText(QRect(left, place.top(), width, place.height()), centred, chip.region)
        left = place.left() + self._label_left(chip)
        room = max(self.close_area(place).left() - left, 0)
        if chip.name:
            number = self._region_metrics.horizontalAdvance(chip.label)
            width = min(self._name_width(chip), max(room - number - 2 * S1, 0))
            self._draw(painter, QRect(left, place.top(), width, place.height()), chip.name)
            rest = QRect(left + width + S1, place.top(), number, place.height())
            painter.setFont(self._region_font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(rest, centred, chip.label)
        else:
            self._draw(painter, QRect(left, place.top(), room, place.height()), chip.label)
        self._paint_close(painter, place, strong=on_close or current)

    def _draw(self, painter: QPainter, room: QRect, text: str) -> None:
        """Draw the first text of a chip, elided and never outside its room."""
        painter.save()
        painter.setClipRect(room.adjusted(-1, 0, 1, 0), Qt.ClipOperation.IntersectClip)
        painter.setFont(self._label_font)
        painter.setPen(self._theme.color("text"))
        shown = self._label_metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.restore()

    def _text_width(self, chip: Chip) -> int:
        if not chip.name:
            return self._label_metrics.horizontalAdvance(chip.label)
        return self._name_width(chip) + S1 + self._region_metrics.horizontalAdvance(chip.label)

    def _name_width(self, chip: Chip) -> int:
        return min(self._label_metrics.horizontalAdvance(chip.name) + 1, _WIDEST_NAME)

    def _label_left(self, chip: Chip) -> int:
        icon = _ICON + S1 if chip.problem is not None else 0
        region = self._region_metrics.horizontalAdvance(chip.region) + S1 + 2 if chip.region else 0
        return S2 + 2 + icon + region

    def _colours(self, chip: Chip, *, current: bool, hovered: bool) -> tuple[QColor, QColor | None]:
        color = self._theme.color
        if chip.problem is None:
            fill = color("accent_soft") if current else color("hover" if hovered else "sunken")
            return fill, color("accent") if current else None
        token = "failed" if chip.faulty else "unknown"
        return color(f"{token}_soft"), color("accent" if current else token)

    def _paint_close(self, painter: QPainter, place: QRect, *, strong: bool) -> None:
        area = QRectF(self.close_area(place))
        middle = QPointF(area.left() + _CLOSE / 2 - 1, area.center().y())
        painter.setPen(QPen(self._theme.color("text" if strong else "muted"), 1.5, c=Qt.PenCapStyle.RoundCap))
        for arm in (QPointF(_CLOSE_ARM, _CLOSE_ARM), QPointF(_CLOSE_ARM, -_CLOSE_ARM)):
            painter.drawLine(middle - arm, middle + arm)
