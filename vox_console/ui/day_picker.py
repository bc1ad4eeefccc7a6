"""The button beside a typed time that chooses its day out of a calendar; what is typed stays the truth."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton

from vox_console.domain.start_time import day_of, with_day
from vox_console.ui.day_calendar import DayCalendar
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import set_tooltip
from vox_console.ui.theme import Theme

_KEYS = "Alt+Down"


class DayPicker(QToolButton):
    """Stands beside a field. picked: what is to stand in it, its time on the day that was chosen."""

    picked = Signal(str)

    def __init__(self, theme: Theme, field: LabelledField) -> None:
        super().__init__()
        self._theme = theme
        self._field = field
        self.setAccessibleName("Choose a day")
        set_tooltip(self, "Choose the day out of a calendar", _KEYS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._calendar: DayCalendar | None = None  # made when it is first wanted
        self.clicked.connect(self.open)
        keys = QShortcut(QKeySequence(_KEYS), field)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.open)
        field.put_beside(self)
        theme.changed.connect(self._colour)
        self._colour()

    def open(self) -> None:
        """Show the calendar at the day that is typed, or at today."""
        if self._calendar is None:
            self._calendar = DayCalendar(self._theme, self)
            self._calendar.chosen.connect(self._pick)
        today = date.today()  # noqa: DTZ011 - by this computer's clock, as what is typed
        typed = day_of(self._field.value)
        self._calendar.open_below(
            self, day=typed if typed is not None and typed >= today else today, today=today
        )

    def _pick(self, day: date) -> None:
        self._field.setFocus()
        self.picked.emit(with_day(self._field.value, day))

    def _colour(self) -> None:
        self.setIcon(self._theme.icon("calendar", "muted"))
