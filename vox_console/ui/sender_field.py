"""The "From" field: a sender typed or chosen from the recent ones, its type of number, and its fault."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.ui.field_note import FieldNote
from vox_console.ui.theme import Theme, mark


class SenderField(QWidget):
    """Writes into its field only what the presenter changed; what was typed stays as typed."""

    edited = Signal(str)
    fix_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._typing = False
        self._senders: tuple[str, ...] = ()
        self._combo = QComboBox()
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._line = QLineEdit()
        self._combo.setLineEdit(self._line)
        # The combo box draws the box and the ring around it.
        self._line.setStyleSheet("QLineEdit { border: none; padding: 0; background: transparent; }")
        # Completion inside the line would put letters there that nobody typed.
        self._combo.setCompleter(None)  # type: ignore[arg-type]
        self._combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._combo.setMinimumContentsLength(8)
        self._combo.setAccessibleName("From")
        self._combo.view().setAccessibleName("Recent senders")
        self._line.setAccessibleName("From")
        self._line.setPlaceholderText("Sender name or number")
        self._combo.editTextChanged.connect(self._on_typed)
        self._note = FieldNote(theme)
        self._note.fix_requested.connect(self.fix_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._combo)
        column.addWidget(self._note)
        self.setFocusProxy(self._combo)

    def text(self) -> str:
        """Give what stands in the field."""
        return self._combo.currentText()

    @property
    def note(self) -> FieldNote:
        """The line under the field."""
        return self._note

    def show_sender(
        self, sender: str, *, note: str, problem: FieldProblem | None, senders: tuple[str, ...]
    ) -> None:
        """Show the presenter's sender, what it is, and what is wrong with it."""
        if senders != self._senders:
            self._senders = senders
            self._list_senders()
        if sender != self._shown:
            self._shown = sender
            if not self._typing and sender != self.text():
                with QSignalBlocker(self._combo):
                    self._combo.setEditText(sender)
        mark(self._combo, "fault", "" if problem is None else problem.severity.value)
        if problem is None:
            self._note.show_text(note)
        else:
            self._note.show_problem(problem)

    def _list_senders(self) -> None:
        text, caret = self._line.text(), self._line.cursorPosition()
        with QSignalBlocker(self._combo):
            self._combo.clear()
            self._combo.addItems(list(self._senders))
            self._combo.setCurrentIndex(-1)
            self._combo.setEditText(text)
        self._line.setCursorPosition(caret)

    def _on_typed(self, text: str) -> None:
        self._typing = True
        try:
            self.edited.emit(text)
        finally:
            self._typing = False
