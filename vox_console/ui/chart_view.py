"""One chart on the screen: it tells each bar to the pointer and the keyboard, and leads to what it counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vox_console.presenters.charts_state import Bar, ChartShown
from vox_console.ui.announcer import announce
from vox_console.ui.chart_paint import Letters, Place, height_of, lay_out, paint_chart
from vox_console.ui.plain_label import plain_tooltip
from vox_console.ui.theme import Theme

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_EMPTY = ChartShown("", ())


class ChartView(QWidget):
    """Draws a ChartShown. opened: the log of a bar is wanted, by its query."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chart = _EMPTY
        self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def chart(self) -> ChartShown:
        """What is drawn."""
        return self._chart

    def show_chart(self, chart: ChartShown) -> None:
        """Draw another chart."""
        if chart == self._chart:
            return
        self._chart, self._chosen = chart, -1
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(". ".join([*(bar.told for bar in chart.bars), chart.note]))
        self.setFixedHeight(round(height_of(chart, self._letters)))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a width at which most labels are whole."""
        return QSize(560, round(height_of(self._chart, self._letters)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_chart(
            painter,
            self._chart,
            QRectF(self.rect()),
            ink=self._theme.color,
            letters=self._letters,
            chosen=self._chosen,
        )
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bar under the pointer."""
        self._choose(self._at(event.position().x(), event.position().y()))
        opens = self._bar is not None and bool(self._bar.query)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what the bar counts."""
        self._choose(self._at(event.position().x(), event.position().y()))
        self._open()

    def leaveEvent(self, event: QEvent) -> None:
        """Mark nothing for a pointer that is gone."""
        super().leaveEvent(event)
        self._choose(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark nothing for a keyboard that is elsewhere."""
        super().focusOutEvent(event)
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from bar to bar by arrow keys; Return opens what one counts."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._chart.bars:
            self._choose(max(0, min(len(self._chart.bars) - 1, self._chosen + step)))
            if self._bar is not None:
                announce(self, self._bar.told)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the bar under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self._at(event.pos().x(), event.pos().y())
            words = self._chart.bars[at].told if at >= 0 else ""
            QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
            return True
        return super().event(event)

    @property
    def _letters(self) -> Letters:
        return Letters(self._theme.font("strong"), self._theme.font("meta"))

    @property
    def _bar(self) -> Bar | None:
        return self._chart.bars[self._chosen] if self._chosen >= 0 else None

    def _places(self) -> list[Place]:
        return lay_out(self._chart, QRectF(self.rect()), self._letters)

    def _at(self, x: float, y: float) -> int:
        return next((at for at, place in enumerate(self._places()) if place.cell.contains(x, y)), -1)

    def _choose(self, at: int) -> None:
        if at != self._chosen:
            self._chosen = at
            self.update()

    def _open(self) -> None:
        if self._bar is not None and self._bar.query:
            self.opened.emit(self._bar.query)
