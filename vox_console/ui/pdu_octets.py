"""The octets of a PDU in lines of sixteen, with those of one field marked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vox_console.ui.theme import S1, S3, Theme

_SHORT_LINE, _LINE = 8, 16
_OFFSET_DIGITS = 4


class PduOctets(QWidget):
    """Draws octets in hexadecimal and as printable ASCII. pressed: the octet that was pointed at.

    Where there is no room for sixteen in a line there are eight.
    """

    pressed = Signal(int)

    def __init__(self, theme: Theme, octets: bytes) -> None:
        super().__init__()
        self._theme = theme
        self._octets = octets
        self._marked = range(0)
        self.setFont(theme.font("mono"))
        self.setAccessibleName(f"{len(octets)} octets")
        self.setAccessibleDescription(octets.hex(" "))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def mark_octets(self, start: int, end: int) -> None:
        """Mark the octets from start up to end."""
        self._marked = range(start, end)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for sixteen octets a line."""
        width = self._width_of(_LINE)
        return QSize(width, self.height_for(width))

    def minimumSizeHint(self) -> QSize:
        """Do with eight octets a line."""
        return QSize(self._width_of(_SHORT_LINE), self._line_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be higher where it is narrow."""
        super().resizeEvent(event)
        self.setFixedHeight(self.height_for(self.width()))

    def height_for(self, width: int) -> int:
        """Give the height of all lines where there is this room for one."""
        per_line = self._per_line(width)
        return -(-len(self._octets) // per_line) * self._line_height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines that are seen."""
        painter = QPainter(self)
        per_line, height, digit = self._per_line(self.width()), self._line_height, self._digit
        mark, marked_ink = self._theme.color("accent"), self._theme.color("on_accent")
        ink, quiet = self._theme.color("text"), self._theme.color("muted")
        first, last = event.rect().top() // height, event.rect().bottom() // height
        for line in range(first, min(last, (len(self._octets) - 1) // per_line) + 1):
            start, top = line * per_line, line * height
            painter.setPen(quiet)
            painter.drawText(self._cell(0, top, digit * _OFFSET_DIGITS), _LEFT, f"{start:04x}")
            for column, octet in enumerate(self._octets[start : start + per_line]):
                hexed, letter = self._places(column, per_line)
                marked = start + column in self._marked
                if marked:
                    painter.fillRect(QRectF(hexed - digit / 2, top, digit * 3, height), mark)
                    painter.fillRect(QRectF(letter, top, digit, height), mark)
                painter.setPen(marked_ink if marked else ink)
                painter.drawText(self._cell(hexed, top, digit * 2), _LEFT, f"{octet:02x}")
                shown = chr(octet) if 0x20 <= octet < 0x7F else "·"
                painter.setPen(marked_ink if marked else ink if shown != "·" else quiet)
                painter.drawText(self._cell(letter, top, digit), _LEFT, shown)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which octet was pointed at."""
        octet = self._octet_at(event.position().toPoint())
        if octet is not None:
            self.pressed.emit(octet)

    @property
    def _digit(self) -> int:
        return QFontMetrics(self.font()).horizontalAdvance("0")

    @property
    def _line_height(self) -> int:
        return QFontMetrics(self.font()).height() + S1

    def _per_line(self, width: int) -> int:
        return _LINE if width >= self._width_of(_LINE) else _SHORT_LINE

    def _width_of(self, per_line: int) -> int:
        return self._places(per_line - 1, per_line)[1] + self._digit

    def _places(self, column: int, per_line: int) -> tuple[int, int]:
        """Give where an octet's two digits and its letter stand."""
        digit = self._digit
        hexed = digit * _OFFSET_DIGITS + S3
        return hexed + column * digit * 3, hexed + per_line * digit * 3 - digit + S3 + column * digit

    def _cell(self, left: int, top: int, width: int) -> QRect:
        return QRect(left, top, width + 1, self._line_height)

    def _octet_at(self, place: QPoint) -> int | None:
        per_line, digit = self._per_line(self.width()), self._digit
        for column in range(per_line):
            hexed, letter = self._places(column, per_line)
            is_there = hexed - digit / 2 <= place.x() < hexed + digit * 2.5
            if is_there or letter <= place.x() < letter + digit:
                octet = place.y() // self._line_height * per_line + column
                return octet if octet < len(self._octets) else None
        return None


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
