"""The dialog of the register: who wants no messages, why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.opt_out_rows import OptOutRows
from vox_console.presenters.opt_outs_state import OptOutsState
from vox_console.ui.announcer import announce
from vox_console.ui.file_choice import Then, ask_for_file
from vox_console.ui.opt_out_entry import NewOptOutForm, OptOutDetailView
from vox_console.ui.opt_out_list import OptOutList
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE: Final = (860, 560)
_SIDE: Final = 300
_LISTS: Final = "Lists (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)"
_ABOUT: Final = (
    "Nothing is sent to these numbers. Every entry is kept, also when it is ended, with who said it and why."
)


class OptOutsInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[OptOutsState], None]

    @property
    def state(self) -> OptOutsState:
        """The state to show now."""

    @property
    def rows(self) -> OptOutRows:
        """The list."""

    def search_edited(self, text: str) -> None:
        """Look for numbers."""

    def new_edited(self, field: str, text: str) -> None:
        """Take what is typed into the form."""

    def add_pressed(self) -> None:
        """Enter what is typed."""

    def chosen(self, entry_id: int) -> None:
        """Show an entry."""

    def unchosen(self) -> None:
        """Show no entry."""

    def reason_edited(self, text: str) -> None:
        """Take why a number wants messages again."""

    def end_pressed(self) -> None:
        """End the chosen entry."""

    def undo_pressed(self) -> None:
        """Undo the last ending."""

    def list_chosen(self, path: Path) -> None:
        """Enter the numbers of a file."""

    def export_chosen(self, path: Path) -> None:
        """Write the register to a file."""

    def cancel_pressed(self) -> None:
        """Break off the reading of a list."""


class OptOutDialog(QDialog):
    """A list with a search on the left; the form, or the chosen entry, on the right."""

    def __init__(self, theme: Theme, presenter: OptOutsInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._had_detail = False
        self.setWindowTitle("Who wants no messages")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a number, in any spelling")
        self.search.setAccessibleName("Find a number")
        self.search.setClearButtonEnabled(True)
        self.search.textEdited.connect(presenter.search_edited)
        self.search.textChanged.connect(lambda text: None if text else presenter.search_edited(""))
        self.list = OptOutList(presenter.rows, theme)
        self.list.chosen.connect(presenter.chosen)
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.form = NewOptOutForm(theme)
        self.form.edited.connect(presenter.new_edited)
        self.form.pressed.connect(presenter.add_pressed)
        self.detail = OptOutDetailView(theme)
        self.detail.reason_edited.connect(presenter.reason_edited)
        self.detail.ended.connect(presenter.end_pressed)
        self.detail.left.connect(self._leave_entry)
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self._undo = self._button("Undo", presenter.undo_pressed, kind="quiet")
        self._cancel = self._button("Cancel", presenter.cancel_pressed)
        self._import = self._button("Enter a list…", self._choose)
        self._export = self._button("Save as CSV…", self._save)
        self._lay_out(theme)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.search.setFocus()

    def show_state(self, state: OptOutsState) -> None:
        """Draw another state."""
        busy = bool(state.busy)
        self._found.setText(state.found)
        self.form.show_new(state.new, busy=busy)
        if state.detail is not None:
            self.detail.show_detail(state.detail, busy=busy)
        elif self._had_detail:
            self.list.selectionModel().clear()
        self._had_detail = state.detail is not None
        self._side.setCurrentWidget(self.form if state.detail is None else self.detail)
        words = state.busy or state.note
        if words and words != self._note.text() and not busy:
            announce(self, words)
        self._note.setText(words)
        self._note.set_tone("failed" if state.failed else "muted" if busy else "text")
        self._undo.setVisible(state.can_undo)
        self._cancel.setVisible(state.busy.startswith("Reading"))
        for button in (self._import, self._export):
            button.setEnabled(not busy)

    def _leave_entry(self) -> None:
        self._presenter.unchosen()
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        ask_for_file(self, "Enter the numbers of a list", _LISTS, self._presenter.list_chosen)

    def _save(self) -> None:
        dialog = QFileDialog(self, "Save who wants no messages", "no messages.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        then: Then = self._presenter.export_chosen
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    @staticmethod
    def _button(text: str, pressed: Callable[[], None], *, kind: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.rstrip("…"))
        button.setAutoDefault(False)
        if kind:
            mark(button, "kind", kind)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, "Who wants no messages", role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        left = QVBoxLayout()
        left.setSpacing(S2)
        left.addWidget(self.search)
        left.addWidget(self._found)
        frame = QFrame()
        mark(frame, "surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        left.addWidget(frame, 1)
        self._side = QStackedWidget()
        self._side.setFixedWidth(_SIDE)
        self._side.addWidget(self.form)
        self._side.addWidget(self.detail)
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addLayout(left, 1)
        middle.addWidget(self._side)
        column.addLayout(middle, 1)
        close = self._button("Close", self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        for widget in (self._import, self._export):
            foot.addWidget(widget)
        foot.addSpacing(S2)
        foot.addWidget(self._note, 1)
        for widget in (self._undo, self._cancel, close):
            foot.addWidget(widget)
        column.addLayout(foot)
