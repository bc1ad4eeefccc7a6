"""The columns of a file: which are written, by their check marks, and in which order."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.log_export_state import ColumnChoice
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel, plain_tooltip, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2

_ROW_HEIGHT: Final = 26
_KEY: Final = Qt.ItemDataRole.UserRole


class ColumnList(QWidget):
    """chosen: a column's key and whether it is written now. moved: its key, and -1 for up or 1 for down.

    all_wanted, usual_wanted: every column, or the usual ones in their order.
    """

    chosen = Signal(str, bool)
    moved = Signal(str, int)
    all_wanted = Signal()
    usual_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: tuple[ColumnChoice, ...] = ()
        self._count = PlainLabel(theme, role="meta", tone="muted")
        self.list = QListWidget()
        self.list.setAccessibleName("Columns")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(self._checked)
        self.list.currentRowChanged.connect(self._show_what_can_move)
        self.note = FieldNote(theme)
        self._up = dialog_button("Up", partial(self._move, -1), kind="quiet")
        self._down = dialog_button("Down", partial(self._move, 1), kind="quiet")
        self._all = dialog_button("All", self.all_wanted.emit, kind="quiet")
        self._usual = dialog_button("Usual", self.usual_wanted.emit, kind="quiet")
        set_tooltip(self._up, "Write this column further left", "Alt+Up")
        set_tooltip(self._down, "Write this column further right", "Alt+Down")
        set_tooltip(self._usual, "The usual columns in their usual order")
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._move, by))
        self._show_what_can_move()
        self._lay_out(theme)
        self.setFocusProxy(self.list)

    def show_columns(
        self, columns: tuple[ColumnChoice, ...], *, chosen: str, problem: FieldProblem | None
    ) -> None:
        """Show the columns in their order, how many are chosen in words, and what is wrong with that."""
        self._count.setText(chosen)
        if problem is None:
            self.note.show_text("")
        else:
            self.note.show_problem(problem)
        if columns == self._shown:
            return
        self._shown = columns
        current = self._current_key()
        with QSignalBlocker(self.list):
            while self.list.count() < len(columns):
                self.list.addItem(QListWidgetItem())
            for at, column in enumerate(columns):
                item = self.list.item(at)
                item.setText(column.title)
                item.setToolTip(plain_tooltip(column.about))
                item.setData(_KEY, column.key)
                item.setSizeHint(QSize(0, _ROW_HEIGHT))
                item.setCheckState(Qt.CheckState.Checked if column.chosen else Qt.CheckState.Unchecked)
                if column.key == current:
                    self.list.setCurrentRow(at)
        self._show_what_can_move()
        if current:
            self.list.scrollToItem(self.list.currentItem())

    def _show_what_can_move(self) -> None:
        at = self.list.currentRow()
        self._up.setEnabled(at > 0)
        self._down.setEnabled(0 <= at < self.list.count() - 1)

    def _current_key(self) -> str:
        return str(self.list.currentItem().data(_KEY)) if self.list.currentRow() >= 0 else ""

    def _checked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(_KEY)), item.checkState() == Qt.CheckState.Checked)

    def _move(self, by: int) -> None:
        if self._current_key():
            self.moved.emit(self._current_key(), by)

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setSpacing(S1)
        head.addWidget(PlainLabel(theme, "Columns", role="meta", tone="muted"))
        head.addWidget(self._count)
        head.addStretch()
        for button in (self._up, self._down, self._all, self._usual):
            head.addWidget(button)
        card = QFrame()
        mark(card, "surface", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(S1, S1, S1, S1)
        inside.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S2)
        column.addLayout(head)
        column.addWidget(card, 1)
        column.addWidget(self.note)
