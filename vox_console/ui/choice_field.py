"""A choice of which the operator can see why it was made: a label over a list over the reason."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel, plain_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1

_MOST_SHOWN = 12


class ChoiceField(QWidget):
    """One choice of (value, label) pairs, which may change. chosen: the operator chose another value."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, label: str, *, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[tuple[str, str], ...] = ()
        self._box = QComboBox()
        self._box.setAccessibleName(label)
        self._box.setPlaceholderText(empty)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(8)
        self._box.setMaxVisibleItems(_MOST_SHOWN)
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box.activated.connect(lambda _index: self.chosen.emit(self.value))
        caption = PlainLabel(theme, label, role="meta", tone="muted")
        caption.setBuddy(self._box)
        self.note = FieldNote(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(caption)
        column.addWidget(self._box)
        column.addWidget(self.note)
        column.addStretch()
        self.setFocusProxy(self._box)

    @property
    def value(self) -> str:
        """The value that is chosen, "" for none."""
        return str(self._box.currentData() or "")

    def show_choice(
        self,
        choices: tuple[tuple[str, str], ...],
        value: str,
        *,
        reason: str = "",
        problem: FieldProblem | None = None,
    ) -> None:
        """Show the choices, the one that holds, and why; nothing is chosen when no choice has the value."""
        with QSignalBlocker(self._box):
            if choices != self._choices:
                self._choices = choices
                self._box.clear()
                for each, label in choices:
                    self._box.addItem(label, each)
            self._box.setCurrentIndex(next((at for at, (v, _) in enumerate(choices) if v == value), -1))
        self._box.setToolTip(plain_tooltip(self._box.currentText()))
        if problem is None:
            self.note.show_text(reason)
            mark(self._box, "fault", "")
            return
        self.note.show_problem(problem)
        mark(self._box, "fault", "error" if problem.severity is Severity.ERROR else "warning")
