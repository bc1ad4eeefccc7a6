"""A calendar that pops up for one day to be chosen, with the mouse or the arrow keys and Enter."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QTableView, QToolButton, QVBoxLayout, QWidget

from vox_console.domain.start_time import FARTHEST_DAYS
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2

_ARROW = 16
_LEAST = (308, 248)  # a day is as high as a compact row


class DayCalendar(QFrame):
    """Shows the days on which something may start: from today on, for a year. chosen: a date."""

    chosen = Signal(date)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setAccessibleName("Choose a day")
        self._theme = theme
        self._today = QDate()
        self.calendar = calendar = QCalendarWidget()
        calendar.setAccessibleName("Day")
        calendar.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        calendar.setDateEditEnabled(False)  # the field beside it is for typing
        calendar.clicked.connect(self._choose)
        calendar.activated.connect(self._choose)
        for table in calendar.findChildren(QTableView):
            table.installEventFilter(self)
        calendar.setMinimumSize(*_LEAST)
        card = QFrame()
        mark(card, "surface", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(S2, S2, S2, S2)
        inside.addWidget(calendar)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(card)
        theme.changed.connect(self._colour)
        self._colour()

    def open_below(self, button: QWidget, *, day: date, today: date) -> None:
        """Open under a button, on the same screen, with a day to begin at."""
        self._today = QDate(today.year, today.month, today.day)
        self.calendar.setDateRange(self._today, self._today.addDays(FARTHEST_DAYS))
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._colour()
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + S1))
        room = button.screen().availableGeometry()
        lowest, rightmost = room.bottom() + 1 - self.height(), room.right() + 1 - self.width()
        self.move(max(room.left(), min(corner.x(), rightmost)), max(room.top(), min(corner.y(), lowest)))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: QDate) -> None:
        if self.isVisible():  # a double click is a click as well
            self.close()
            self.chosen.emit(date(day.year(), day.month(), day.day()))

    def _colour(self) -> None:
        """Give every day the colours of the theme: Qt's own for weekends is red in any scheme."""
        theme = self._theme
        head, today, gone = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        head.setForeground(theme.color("muted"))
        gone.setForeground(theme.color("disabled"))
        today.setForeground(theme.color("accent"))
        today.setFontWeight(QFont.Weight.DemiBold)
        self.calendar.setHeaderTextFormat(head)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, QTextCharFormat())
        self.calendar.setDateTextFormat(QDate(), QTextCharFormat())  # yesterday may have been today
        if self._today.isValid():
            self.calendar.setDateTextFormat(self._today, today)
            for day in self._out_of_reach():
                self.calendar.setDateTextFormat(day, gone)
        for name, icon in (
            ("qt_calendar_prevmonth", "chevron-left"),
            ("qt_calendar_nextmonth", "chevron-right"),
        ):
            arrow = self.calendar.findChild(QToolButton, name)
            if isinstance(arrow, QToolButton):
                arrow.setIcon(theme.icon(icon, "muted", _ARROW))

    def _out_of_reach(self) -> list[QDate]:
        """Give the days of the first and the last month that cannot be chosen."""
        first, last = self._today, self.calendar.maximumDate()
        before = [first.addDays(-back) for back in range(1, first.day())]
        return before + [last.addDays(on) for on in range(1, last.daysInMonth() - last.day() + 1)]

    # Qt's virtual methods.

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Close on Escape, which the table of the days would keep for itself."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if pressed and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            self.close()
            return True
        return False
