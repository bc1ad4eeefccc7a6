"""When a list is sent to: now or at a time, and in which hours."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from vox_console.presenters.bulk_state import Choices
from vox_console.presenters.bulk_when import AT, WhenShown
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.day_picker import DayPicker
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3


class BulkWhen(QWidget):
    """Says what was chosen and typed, each by its own signal."""

    start_chosen = Signal(str)
    start_edited = Signal(str)
    hours_edited = Signal(str)

    def __init__(self, theme: Theme, *, starts: Choices) -> None:
        super().__init__()
        self._starts = starts
        self.start = ChoiceField(theme, "Start")
        self.at = LabelledField(theme, "Start at", hint="2026-11-25 09:00, or 09:00")
        self.hours = LabelledField(
            theme, "Only between these hours", hint="All hours, or Mon-Fri 09:00-18:00"
        )
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S3)
        grid.setVerticalSpacing(S2)
        grid.addWidget(self.start, 0, 0)
        grid.addWidget(self.at, 0, 1)
        grid.addWidget(self.hours, 0, 1)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        DayPicker(theme, self.at).picked.connect(self.start_edited)
        self.at.hide()
        self.start.chosen.connect(self._choose)
        self.at.edited.connect(self.start_edited)
        self.hours.edited.connect(self.hours_edited)

    def show_when(self, shown: WhenShown) -> None:
        """Show what is chosen and typed, what was understood of it, and what is wrong with it."""
        self.start.show_choice(self._starts, shown.start)
        if (shown.start == AT) == self.at.isHidden():  # the time stands beside the start, the hours give way
            self.at.setVisible(shown.start == AT)
            self._grid.addWidget(self.hours, *((1, 0) if shown.start == AT else (0, 1)))
        self.at.show_value(shown.at)
        self.at.show_problem(shown.at_problem)
        if shown.at_problem is None:
            self.at.note.show_text(shown.at_note)
        self.hours.show_value(shown.hours)
        self.hours.show_problem(shown.hours_problem)
        if shown.hours_problem is None:
            self.hours.note.show_text(shown.hours_note)

    def _choose(self, start: str) -> None:
        self.start_chosen.emit(start)
        if start == AT:
            self.at.setFocus()
