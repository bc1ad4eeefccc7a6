"""One message to review, and the three things to do with it; or what was decided about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from vox_console.presenters.refusals_state import RefusalDetail
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3

OPT_OUT, OPT_IN, DISMISS, LATER = "O", "S", "N", "L"
"""What does the same while the keyboard is in the list."""


class RefusalDetailView(QWidget):
    """opted_out, opted_in, dismissed, later: what was decided. reopened: a decision is taken back.

    number_edited: whose it is, where that is asked.
    """

    opted_out = Signal()
    opted_in = Signal()
    dismissed = Signal()
    later = Signal()
    reopened = Signal()
    number_edited = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = PlainLabel(theme, role="strong", wrap=True)
        self._came = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self.text = PlainLabel(theme, wrap=True)
        self.text.setAccessibleName("The message")
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._why = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self.number = LabelledField(theme, "Whose number is it", hint="+381 64 123 4567")
        self.number.edited.connect(self.number_edited)
        if isinstance(self.number.control, QLineEdit):
            self.number.control.returnPressed.connect(self.opted_out)
        self._opt_out = PrimaryButton(theme, "Opt the number out")
        self._opt_in = PrimaryButton(theme, "Send to it again")
        self._dismiss = QPushButton()
        self._later = QPushButton("Later")
        self._reopen = QPushButton("Undo this decision")
        mark(self._later, "kind", "quiet")
        for button, signal in (
            (self._opt_out, self.opted_out),
            (self._opt_in, self.opted_in),
            (self._dismiss, self.dismissed),
            (self._later, self.later),
            (self._reopen, self.reopened),
        ):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        for button, key in ((self._opt_out, OPT_OUT), (self._opt_in, OPT_IN), (self._later, LATER)):
            set_tooltip(button, button.text(), key)
        self._lay_out()

    def show_detail(self, detail: RefusalDetail, *, busy: bool) -> None:
        """Draw a message."""
        self._title.setText(detail.title)
        self._came.setText(detail.came)
        self.text.setText(detail.text)
        self._why.setText(detail.verdict or detail.why)
        self.number.setVisible(detail.asks_number)
        self.number.show_value(detail.number)
        self.number.show_problem(detail.number_problem)
        if detail.number_problem is None:
            self.number.note.show_text(detail.note)
        words = "It stays out" if detail.returns else "Not a refusal"
        self._dismiss.setText(words)
        self._dismiss.setAccessibleName(words)
        set_tooltip(self._dismiss, words, DISMISS)
        follow = self._opt_in if detail.returns else self._opt_out
        shown = {self._reopen} if detail.verdict else {self._later, self._dismiss, follow}
        for button in (self._opt_out, self._opt_in, self._dismiss, self._later, self._reopen):
            button.setEnabled(not busy)
            button.setVisible(button in shown)

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(self.text)
        self.text.setAutoFillBackground(False)  # which the scroll area turns on
        said = QFrame()
        mark(said, "surface", "sunken")
        inside = QVBoxLayout(said)
        inside.setContentsMargins(S3, S3, S3, S3)
        inside.addWidget(scroll)
        head = QVBoxLayout()
        head.setSpacing(S1)
        head.addWidget(self._title)
        head.addWidget(self._came)
        row = QHBoxLayout()
        row.setSpacing(S2)
        row.addWidget(self._later)
        row.addStretch()
        row.addWidget(self._reopen)
        row.addWidget(self._dismiss)
        row.addWidget(self._opt_out)
        row.addWidget(self._opt_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addLayout(head)
        column.addWidget(said, 1)
        column.addWidget(self._why)
        column.addWidget(self.number)
        column.addLayout(row)
