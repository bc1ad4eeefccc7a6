"""The page of all jobs: a field to find one by its file, and the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.bulk_jobs import JobsShown
from vox_console.ui.jobs_view import JobsView
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.scroll_column import WIDEST, on_the_left
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3, S4, S5

_FIELD = 260


class BulkJobs(QWidget):
    """Draws a JobsShown. searched: by a part of the file's name. chosen: a job, by its id."""

    searched = Signal(str)
    chosen = Signal(int)
    more_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._field.setPlaceholderText("File name")
        self._field.setAccessibleName("Find a job by its file")
        self._field.setClearButtonEnabled(True)
        self._field.setMaximumWidth(_FIELD)
        self._field.textChanged.connect(self.searched)
        leave = QPushButton("Prepare a list")
        leave.setAccessibleName("Prepare a list")
        set_tooltip(leave, "Jobs that run or wait go on meanwhile")
        leave.clicked.connect(self.left)
        self._empty = PlainLabel(theme, tone="muted", wrap=True)
        self.view = JobsView(theme)
        self.view.chosen.connect(self.chosen)
        self.view.more_wanted.connect(self.more_wanted)
        head = QHBoxLayout()
        head.setSpacing(S2)
        title = PlainLabel(theme, "Jobs", role="title")
        title.setContentsMargins(1, 0, 0, 0)  # the J reaches out to the left
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self._field)
        head.addWidget(leave)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(S5, S4, S5, S3)
        column.setSpacing(S4)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(on_the_left(inside))

    def show_jobs(self, shown: JobsShown) -> None:
        """Show the list as far as it was read."""
        self.view.show_rows(shown.rows, more=shown.more)
        self._empty.setText(shown.empty)
        self._empty.setVisible(bool(shown.empty))
        self.view.setVisible(not shown.empty)

    # Qt's virtual methods.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the list."""
        target = self.view if self.view.isVisible() else self._field
        target.setFocus(Qt.FocusReason(event.reason()))
