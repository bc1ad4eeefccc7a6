"""The bulk pane while it has no list: what it is for, and the three ways to give it one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S2, S4, S5

SENTENCE = (
    "Drop a file here: CSV or any other separated text, or an XLSX workbook, with one row for each person. "
    "Cells copied out of a spreadsheet can be pasted."
)
_WIDEST = 520
_ICON = 32


class BulkStart(QWidget):
    """choose_requested, paste_requested: the operator wants to give a list that way; or to see all jobs."""

    choose_requested = Signal()
    paste_requested = Signal()
    jobs_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hovered = False
        self._icon = PlainLabel(theme)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text = PlainLabel(theme, SENTENCE, tone="muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setMinimumWidth(1)
        self.choose = PrimaryButton(theme, "Choose a file…")
        self.choose.setAccessibleName("Choose a file")
        self.choose.clicked.connect(self.choose_requested)
        paste = QPushButton("Paste cells")
        paste.setAccessibleName("Paste cells")
        set_tooltip(paste, "Cells copied out of a spreadsheet", "Ctrl+V")
        paste.clicked.connect(self.paste_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        buttons.addStretch()
        buttons.addWidget(self.choose)
        buttons.addWidget(paste)
        buttons.addStretch()
        jobs = QPushButton("All jobs")
        jobs.setAccessibleName("All jobs")
        set_tooltip(jobs, "What was sent before, what runs, and what waits", "Ctrl+J")
        jobs.clicked.connect(self.jobs_requested)
        buttons.insertWidget(3, jobs)
        self._busy = PlainLabel(theme, role="meta", tone="muted")
        self._busy.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._problem = FieldNote(theme)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inner)
        column.setSpacing(S4)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(PlainLabel(theme, "Send to a list", role="title"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        column.addLayout(buttons)
        column.addWidget(self._busy)
        column.addWidget(self._problem)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(S5, S5, S5, S5)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self.setFocusProxy(self.choose)
        theme.changed.connect(self._draw_icon)
        self._draw_icon()

    def show_start(self, *, busy: str, problem: FieldProblem | None) -> None:
        """Show what goes on, and what is wrong with the list that was given."""
        self._busy.setText(busy)
        if problem is None:
            self._problem.show_text("")
        else:
            self._problem.show_problem(problem)

    def set_hovered(self, *, hovered: bool) -> None:
        """Show that what is dropped now is taken."""
        self._hovered = hovered
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the edge of the place where files are dropped."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "accent" if self._hovered else "border"
        painter.setPen(QPen(self._theme.color(token), 2 if self._hovered else 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(S4, S4, -S4, -S4), RADIUS, RADIUS)
        painter.end()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("bulk", "muted", _ICON, self.devicePixelRatioF()))
