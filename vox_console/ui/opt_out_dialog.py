"""The dialog of the register: who wants no messages, why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from vox_console.presenters.opt_outs_state import OptOutsState
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.errand_foot import ErrandFoot
from vox_console.ui.file_choice import LISTS, ask_for_file, ask_where_to_save
from vox_console.ui.list_dialog import ListDialog
from vox_console.ui.opt_out_entry import NewOptOutForm, OptOutDetailView
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.save_dialog import CSV
from vox_console.ui.search_line import SearchLine
from vox_console.ui.theme import Theme
from vox_console.ui.two_line_list import TwoLineList

_SIDE: Final = 300
_TITLE: Final = "Who wants no messages"
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
    def rows(self) -> TwoLineRows:
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


class OptOutDialog(ListDialog):
    """A list with a search on the left; the form, or the chosen entry, on the right."""

    def __init__(self, theme: Theme, presenter: OptOutsInputs, parent: QWidget | None) -> None:
        super().__init__(theme, _TITLE, parent)
        self._presenter = presenter
        self._had_detail = False
        self.search = SearchLine("Find a number, in any spelling", "Find a number", presenter.search_edited)
        self.list = TwoLineList(presenter.rows, theme, name=_TITLE)
        self.list.chosen.connect(presenter.chosen)
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.form = NewOptOutForm(theme)
        self.form.edited.connect(presenter.new_edited)
        self.form.pressed.connect(presenter.add_pressed)
        self.detail = OptOutDetailView(theme)
        self.detail.reason_edited.connect(presenter.reason_edited)
        self.detail.ended.connect(presenter.end_pressed)
        self.detail.left.connect(self._leave_entry)
        self._side = QStackedWidget()
        self._side.setFixedWidth(_SIDE)
        self._side.addWidget(self.form)
        self._side.addWidget(self.detail)
        self._foot = ErrandFoot(
            theme,
            self,
            undo=presenter.undo_pressed,
            cancel=presenter.cancel_pressed,
            files=(dialog_button("Enter a list…", self._choose), dialog_button("Save as CSV…", self._save)),
        )
        self.lay_out(
            about=_ABOUT,
            above=(self.search, self._found),
            listed=self.list,
            side=self._side,
            foot=self._foot,
        )
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.search.setFocus()

    def show_state(self, state: OptOutsState) -> None:
        """Draw another state."""
        busy = bool(state.errand.busy)
        self._found.setText(state.found)
        self.form.show_new(state.new, busy=busy)
        if state.detail is not None:
            self.detail.show_detail(state.detail, busy=busy)
        elif self._had_detail:
            self.list.selectionModel().clear()
        self._had_detail = state.detail is not None
        self._side.setCurrentWidget(self.form if state.detail is None else self.detail)
        self._foot.show_errand(state.errand)

    def _leave_entry(self) -> None:
        self._presenter.unchosen()
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        ask_for_file(self, "Enter the numbers of a list", LISTS, self._presenter.list_chosen)

    def _save(self) -> None:
        then = self._presenter.export_chosen
        ask_where_to_save(self, "Save who wants no messages", "no messages", then, kinds=CSV)
