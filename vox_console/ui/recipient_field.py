"""The "To" field: the box around the chips and, under it, what is wrong with them in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters.composing_state import Chip
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.recipient_area import RecipientArea
from vox_console.ui.theme import RADIUS, S1, S2, Theme, mark

_RING = 2.0
_MANY = 2  # faulty ones: from here they can be removed together


class RecipientField(QWidget):
    """Many recipients. The note tells of the chip the keyboard is on, else of the first one in trouble.

    The line below it counts merged duplicates, and offers to remove what is faulty when there is much of it.
    """

    added = Signal(str)
    removed = Signal(list)  # indexes
    restored = Signal()
    replaced = Signal(int, str)
    typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[Chip, ...] = ()
        self._problem: FieldProblem | None = None
        self._told = -1
        self._box = _Box(theme)
        self.area = self._box.area
        self._note = FieldNote(theme, one_line=True)
        self._note.fix_requested.connect(self._on_fix)
        self._merged = PlainLabel(theme, role="meta", tone="muted")
        self._remove_faulty = QPushButton()
        mark(self._remove_faulty, "kind", "quiet")
        self._remove_faulty.setFont(theme.font("meta"))
        self._remove_faulty.clicked.connect(self._on_remove_faulty)
        self._summary = QWidget()
        summary = QHBoxLayout(self._summary)
        summary.setContentsMargins(0, S1, 0, 0)
        summary.setSpacing(S2)
        summary.addWidget(self._remove_faulty)
        summary.addWidget(self._merged)
        summary.addStretch(1)
        self._summary.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._box)
        column.addWidget(self._note)
        column.addWidget(self._summary)
        self.area.added.connect(self.added)
        self.area.removed.connect(self.removed)
        self.area.restored.connect(self.restored)
        self.area.replaced.connect(self.replaced)
        self.area.typed.connect(self.typed)
        self.area.pointed.connect(self._tell)
        self.setFocusProxy(self.area)

    @property
    def entry(self) -> QLineEdit:
        """The text entry: the field's one stop for the keyboard."""
        return self.area.entry

    @property
    def note(self) -> FieldNote:
        """The line under the field."""
        return self._note

    @property
    def merged_note(self) -> str:
        """What is said about merged duplicates."""
        return self._merged.text()

    def show_recipients(
        self, chips: tuple[Chip, ...], *, problem: FieldProblem | None, duplicates_merged: int
    ) -> None:
        """Show the chips and what is wrong with them."""
        merged = ""
        if duplicates_merged:
            merged = f"{duplicates_merged} duplicate{'s' if duplicates_merged != 1 else ''} merged"
        faulty = sum(chip.faulty for chip in chips)
        if merged != self._merged.text():
            self._merged.setText(merged)
        label = f"Remove the {faulty} faulty ones"
        if label != self._remove_faulty.text():
            self._remove_faulty.setText(label)
            self._remove_faulty.setAccessibleName(label)
        self._merged.setVisible(bool(merged))
        self._remove_faulty.setVisible(faulty >= _MANY)
        self._summary.setVisible(bool(merged) or faulty >= _MANY)
        if chips == self._chips and problem == self._problem:
            return
        self._chips = chips
        self._problem = problem
        self.area.show_chips(chips)
        self._box.show_fault(faulty=problem is not None and problem.severity is Severity.ERROR)
        self._tell(self.area.current)

    def _tell(self, pointed: int) -> None:
        index = pointed
        if not 0 <= index < len(self._chips) or self._chips[index].problem is None:
            index = self._first_in_trouble()
        self._told = index
        if index < 0:
            if self._problem is None:
                self._note.show_text("")
            else:
                self._note.show_problem(self._problem)
            return
        chip = self._chips[index]
        if chip.problem is None:
            return
        alone = sum(each.problem is not None for each in self._chips) == 1  # then its outline says which
        text = chip.problem.text if alone else f"{chip.label} · {chip.problem.text}"
        others = sum(each.faulty for each in self._chips) - chip.faulty
        if others:
            text = f"{text} ({others} more)"
        self._note.show_problem(chip.problem, text)

    def _first_in_trouble(self) -> int:
        for wanted in (True, False):
            for index, chip in enumerate(self._chips):
                if chip.problem is not None and chip.faulty is wanted:
                    return index
        return -1

    def _on_remove_faulty(self) -> None:
        self.setFocus()  # the button goes, and the keyboard with it
        self.removed.emit([index for index, chip in enumerate(self._chips) if chip.faulty])

    def _on_fix(self, fix: str) -> None:
        if self._told >= 0:
            self.replaced.emit(self._told, fix)


class _Box(QWidget):
    """The outline, drawn here because a style sheet cannot follow the focus of a child."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._faulty = False
        self.area = RecipientArea(theme)
        self.area.focus_changed.connect(self.update)
        column = QVBoxLayout(self)
        column.setContentsMargins(S1 + 1, S1 + 1, S1 + 1, S1 + 1)
        column.addWidget(self.area)
        self.setFocusProxy(self.area)
        theme.changed.connect(self.update)

    def show_fault(self, *, faulty: bool) -> None:
        """Outline the whole field when the fault is the field's own."""
        if faulty != self._faulty:
            self._faulty = faulty
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field's ground, outline and focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.area.entry.hasFocus()
        token = "accent" if focused else "failed" if self._faulty else "edge"
        width = _RING if focused else 1.0
        painter.setPen(QPen(self._theme.color(token), width))
        painter.setBrush(self._theme.color("surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        painter.end()
