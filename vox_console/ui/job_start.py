"""Another time for a job that waits for its time: a field, and the button that takes what stands in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.bulk_when import WhenShown
from vox_console.ui.day_picker import DayPicker
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2

_WIDTH = 240


class JobStart(QWidget):
    """edited: the operator types. wanted: what is typed is to hold."""

    edited = Signal(str)
    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = LabelledField(theme, "Another time", hint="2026-11-25 09:00, or 09:00")
        self.field.setMinimumWidth(_WIDTH)
        self._take = QPushButton("Change the time")
        self._take.setAccessibleName("Change the time")
        set_tooltip(self._take, "Wait until this time instead")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S2)
        row.addWidget(self.field)
        beside = QVBoxLayout()
        beside.setSpacing(S1)
        beside.addWidget(PlainLabel(theme, " ", role="meta"))  # as high as the field's own label
        beside.addWidget(self._take)
        beside.addStretch()
        row.addLayout(beside)
        row.addStretch()
        self.field.edited.connect(self.edited)
        DayPicker(theme, self.field).picked.connect(self.edited)
        self._take.clicked.connect(self.wanted)

    def show_start(self, shown: WhenShown) -> None:
        """Show what is typed, and what was understood of it."""
        self.field.show_value(shown.at)
        self.field.show_problem(shown.at_problem)
        if shown.at_problem is None:
            self.field.note.show_text(shown.at_note)
        self._take.setEnabled(bool(shown.at_note))
