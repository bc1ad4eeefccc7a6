"""The counter line: coding, room and parts, and under it what going on costs.

It is redrawn at every key, so it paints itself: a label would ask the whole pane for a new layout each time.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vox_console.presenters.composing_state import Counter
from vox_console.presenters.tone import Tone
from vox_console.ui.theme import S1, Theme

_ICON = 14
_LINE_HEIGHT = 28  # of a quiet button, which may stand at the end of the line
_ICONS = {Tone.UNKNOWN: "warning", Tone.FAILED: "failed"}
_SURELY_ONE_LINE = 30  # characters; measuring them at every key costs more than the key
_WRAP = Qt.TextFlag.TextWordWrap


class SegmentCounter(QWidget):
    """Shows a Counter. An aside (the character at the caret) takes the hint's place while there is one.

    spoken: what a screen reader should hear; only when the coding or the number of parts changes.
    """

    spoken = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counter = Counter(line="", hint="", parts=0, units=0, left=0)
        self._aside = ""
        self._hint_lines = 1
        self._line_metrics = QFontMetrics(theme.font("body"))
        self._hint_metrics = QFontMetrics(theme.font("meta"))
        self._line_height = max(_LINE_HEIGHT, self._line_metrics.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def line(self) -> str:
        """The first line as shown."""
        return self._counter.line

    @property
    def hint(self) -> str:
        """The second line as shown."""
        return self._aside or self._counter.hint

    def show_counter(self, counter: Counter) -> None:
        """Show another count."""
        old = self._counter
        if counter == old:
            return
        self._counter = counter
        self.setAccessibleName(counter.line)
        if counter.hint != old.hint:
            self.setAccessibleDescription(counter.hint)
            self._fit()
        if counter.parts != old.parts or _coding(counter) != _coding(old):
            self.spoken.emit(counter.line)
        self.update()

    def show_aside(self, text: str) -> None:
        """Show something else in the hint's place; "" brings the hint back."""
        if text != self._aside:
            self._aside = text
            self._fit()
            self.update()

    def _fit(self) -> None:
        """Take a second line of hint only when the words need it: the room is asked for rarely."""
        lines = 1
        if len(self.hint) > _SURELY_ONE_LINE:
            room = QRect(0, 0, max(self.width() - self._hint_left(), 40), 1000)
            needed = self._hint_metrics.boundingRect(room, _WRAP, self.hint).height()
            lines = min(max(1, round(needed / self._hint_metrics.lineSpacing())), 3)
        if lines != self._hint_lines:
            self._hint_lines = lines
            self.updateGeometry()

    def _hint_left(self) -> int:
        return _ICON + S1 + 2 if self._counter.tone in _ICONS and not self._aside else 0

    def sizeHint(self) -> QSize:
        """Ask for the line and its hint."""
        hint_height = self._hint_metrics.lineSpacing() * self._hint_lines
        return QSize(160, self._line_height + hint_height)

    def minimumSizeHint(self) -> QSize:
        """Need the height; yield in width."""
        return QSize(40, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the hint anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both lines."""
        tone = self._counter.tone
        painter = QPainter(self)
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("failed" if tone is Tone.FAILED else "text"))
        shown = self._line_metrics.elidedText(self._counter.line, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRect(0, 0, self.width(), self._line_height), Qt.AlignmentFlag.AlignVCenter, shown)
        hint = self.hint
        if hint:
            self._paint_hint(painter, hint, top=self._line_height)
        painter.end()

    def _paint_hint(self, painter: QPainter, hint: str, *, top: int) -> None:
        token = str(self._counter.tone) if self._counter.tone in _ICONS else "muted"
        left = self._hint_left()
        if left:
            pixmap = self._theme.pixmap(_ICONS[self._counter.tone], token, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(0, top + (self._hint_metrics.height() - _ICON) // 2, pixmap)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("muted" if self._aside else token))
        painter.drawText(QRect(left, top, self.width() - left, self.height() - top), _WRAP, hint)


def _coding(counter: Counter) -> str:
    return counter.line.partition(" · ")[0]
