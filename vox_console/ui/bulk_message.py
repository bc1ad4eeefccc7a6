"""Step 2 of the bulk pane: the text with its fields, beside it what one row gets, and how all of them go."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from vox_console.domain.errors import Severity
from vox_console.presenters.bulk_state import Choices, MessageShown
from vox_console.presenters.bulk_words import DUPLICATES
from vox_console.ui.bulk_fields import BulkFields
from vox_console.ui.bulk_sample import BulkSample
from vox_console.ui.bulk_section import BulkSection
from vox_console.ui.bulk_when import BulkWhen
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.field_note import FieldNote
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.number_columns import NumberColumns
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3

_LINES = 5


class BulkMessageStep(QWidget):
    """Says what was typed and chosen, each by its own signal."""

    text_edited = Signal(str)
    sender_edited = Signal(str)
    number_chosen = Signal(int, str)
    number_added = Signal()
    number_removed = Signal(int)
    duplicates_chosen = Signal(str)
    region_edited = Signal(str)
    rate_edited = Signal(str)
    way_chosen = Signal(str)
    sample_moved = Signal(int)

    def __init__(self, theme: Theme, *, ways: Choices, starts: Choices) -> None:
        super().__init__()
        self._ways = ways
        self.fields = BulkFields(theme)
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("Text")
        self.editor.setPlaceholderText("Hello {name}, …")
        self.editor.setFont(theme.font("message"))
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * _LINES + 22)
        self._note = FieldNote(theme)
        self.sample = BulkSample(theme)
        self.sender_field = LabelledField(theme, "From", hint="Sender name or number")
        self.numbers = NumberColumns(theme)
        self.duplicates = ChoiceField(theme, "Rows with the same number")
        self.region = LabelledField(theme, "Country of national numbers", hint="RS, DE, … or none")
        self.rate = LabelledField(theme, "Parts per second")
        self.way = ChoiceField(theme, "Way")
        self.when = BulkWhen(theme, starts=starts)
        writing = QVBoxLayout()
        writing.setSpacing(S1)
        writing.addWidget(self.editor)
        writing.addWidget(self._note)
        writing.addStretch()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(S3)
        self._beside.addLayout(writing, 1)
        self._beside.addWidget(self.sample, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(S3)
        grid.setVerticalSpacing(S2)
        fields = (self.sender_field, self.numbers, self.region, self.duplicates, self.rate, self.way)
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        section = BulkSection(theme, 2, "Message")
        section.column.addWidget(self.fields)
        section.column.addLayout(self._beside)
        section.column.addLayout(grid)
        section.column.addWidget(self.when)
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(section)
        self._connect()

    def show_message(self, shown: MessageShown, columns: tuple[str, ...]) -> None:
        """Show what is typed and chosen, and what is wrong with it."""
        self.fields.show_names(columns)
        if shown.text != self.editor.toPlainText():
            with QSignalBlocker(self.editor):
                self.editor.setPlainText(shown.text)
        problem = shown.text_problem
        if problem is None:
            self._note.show_text("")
            mark(self.editor, "fault", "")
        else:
            self._note.show_problem(problem)
            mark(self.editor, "fault", "error" if problem.severity is Severity.ERROR else "warning")
        self.sample.show_sample(shown.sample)
        self.sender_field.show_value(shown.sender)
        self.sender_field.show_problem(shown.sender_problem)
        if shown.sender_problem is None:
            self.sender_field.note.show_text(shown.sender_note)
        self.numbers.show_columns(shown.numbers, more=shown.more_numbers, problem=shown.number_problem)
        self.duplicates.show_choice(DUPLICATES, shown.duplicates, reason=shown.duplicates_words)
        self.region.show_value(shown.region)
        self.region.show_problem(shown.region_problem)
        self.rate.show_value(shown.rate)
        self.rate.show_hint(shown.rate_hint)
        self.rate.show_problem(shown.rate_problem)
        self.way.setVisible(shown.both_ways)
        self.way.show_choice(self._ways, shown.way, reason=shown.way_words)
        self.when.show_when(shown.when)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the sample below the text, or beside it."""
        top, left = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(top if narrow else left)

    def _connect(self) -> None:
        self.editor.textChanged.connect(lambda: self.text_edited.emit(self.editor.toPlainText()))
        self.fields.wanted.connect(self._insert)
        self.sample.moved.connect(self.sample_moved)
        self.sender_field.edited.connect(self.sender_edited)
        self.numbers.chosen.connect(self.number_chosen)
        self.numbers.added.connect(self.number_added)
        self.numbers.removed.connect(self.number_removed)
        self.duplicates.chosen.connect(self.duplicates_chosen)
        self.region.edited.connect(self.region_edited)
        self.rate.edited.connect(self.rate_edited)
        self.way.chosen.connect(self.way_chosen)

    def _insert(self, field: str) -> None:
        self.editor.insertPlainText(field)
        self.editor.setFocus()
