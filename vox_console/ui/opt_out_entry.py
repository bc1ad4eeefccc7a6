"""The two things beside the list of the register: the form of a new entry, and the entry that was chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from vox_console.presenters.opt_outs_state import NewOptOut, OptOutDetail, OptOutLine
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4


class NewOptOutForm(QWidget):
    """edited: a field of :class:`.NewOptOut` and its text. pressed: enter it."""

    edited = Signal(str, str)
    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.fields = {
            "number": LabelledField(theme, "Number", hint="+381 64 123 4567"),
            "evidence": LabelledField(theme, "In which words", hint="As in “no more, please”"),
            "said_by": LabelledField(theme, "Who said it", hint="Optional"),
            "sender": LabelledField(theme, "Only messages from", hint="Empty: from everybody"),
        }
        self._button = PrimaryButton(theme, "Enter the number")
        self._button.setAccessibleName("Enter the number")
        self._button.setAutoDefault(False)  # Return means it only in these fields
        self._button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, "Enter a number", role="strong"))
        for name, field in self.fields.items():
            field.edited.connect(partial(self.edited.emit, name))
            if isinstance(field.control, QLineEdit):
                field.control.returnPressed.connect(self.pressed)
            column.addWidget(field)
        column.addStretch()
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.fields["number"])

    def show_new(self, new: NewOptOut, *, busy: bool) -> None:
        """Draw what is typed and what is wrong with it."""
        for name, field in self.fields.items():
            field.show_value(getattr(new, name))
        number = self.fields["number"]
        number.show_problem(new.number_problem)
        if new.number_problem is None:
            number.note.show_text(new.note)
        self.fields["sender"].show_problem(new.sender_problem)
        self._button.setEnabled(not busy)


class OptOutDetailView(QWidget):
    """Everything about one number. ended: with the reason that was typed. left: back to the form."""

    reason_edited = Signal(str)
    ended = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[OptOutLine, ...] | None = None
        self._title = PlainLabel(theme, role="strong")
        back = QPushButton("Enter another…")
        back.setAccessibleName("Enter another number")
        mark(back, "kind", "quiet")
        back.setAutoDefault(False)
        back.clicked.connect(self.left)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self.reason = LabelledField(theme, "Why it wants messages again", hint="Kept with the entry")
        self.reason.edited.connect(self.reason_edited)
        self._end = QPushButton()
        mark(self._end, "kind", "danger")
        self._end.setAutoDefault(False)
        self._end.clicked.connect(self.ended)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.reason)
        column.addWidget(self._end, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.reason)

    def show_detail(self, detail: OptOutDetail, *, busy: bool) -> None:
        """Draw an entry and the history of its number."""
        self._title.setText(detail.title)
        if detail.lines != self._lines:
            self._lines = detail.lines
            content = self._history(detail.lines)
            self._scroll.setWidget(content)
            content.setAutoFillBackground(False)  # which the scroll area turns on
        self.reason.show_value(detail.reason)
        self.reason.show_problem(detail.reason_problem)
        self._end.setText(detail.ends_what.replace("&", "&&"))
        self._end.setAccessibleName(detail.ends_what)
        self._end.setEnabled(not busy)

    def _history(self, lines: tuple[OptOutLine, ...]) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, S2, 0)
        column.setSpacing(S4)
        for line in lines:
            entry = QVBoxLayout()
            entry.setSpacing(S1)
            head = PlainLabel(self._theme, line.title, wrap=True)
            head.setAccessibleName(f"{line.title}, {line.time}. {line.detail}")
            entry.addWidget(head)
            entry.addWidget(PlainLabel(self._theme, line.time, role="meta", tone="muted"))
            entry.addWidget(PlainLabel(self._theme, line.detail, role="meta", tone="muted", wrap=True))
            column.addLayout(entry)
        column.addStretch()
        return content
