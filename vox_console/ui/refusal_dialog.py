"""The dialog of the review tray: messages that a person decides about, one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from vox_console.presenters.refusals_state import RefusalsState
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.ui.errand_foot import ErrandFoot
from vox_console.ui.list_dialog import ListDialog
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.refusal_detail import DISMISS, LATER, OPT_IN, OPT_OUT, RefusalDetailView
from vox_console.ui.theme import Theme
from vox_console.ui.two_line_list import TwoLineList

_SIDE: Final = 380
_TITLE: Final = "Messages to review"
_ABOUT: Final = (
    "These messages may be refusals, or ask for messages again. They change nothing until you decide."
)
_EMPTY: Final = (
    "What may be a refusal waits here for you. Clear opt-out words are obeyed at once. Who asks for messages "
    "again waits here too, where a person took the number off."
)
_CHOOSE: Final = "Choose a message to decide about it."


class RefusalsInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[RefusalsState], None]

    @property
    def state(self) -> RefusalsState:
        """The state to show now."""

    @property
    def rows(self) -> TwoLineRows:
        """The list."""

    def chosen(self, refusal_id: int) -> None:
        """Show a message."""

    def number_edited(self, text: str) -> None:
        """Take whose message it is."""

    def opt_out_pressed(self) -> None:
        """Decide that it is a refusal."""

    def opt_in_pressed(self) -> None:
        """Decide that the number gets messages again."""

    def dismiss_pressed(self) -> None:
        """Decide that it is no refusal."""

    def reopen_pressed(self) -> None:
        """Take the decision about the message that is shown back."""

    def decided_chosen(self, shown: bool) -> None:  # noqa: FBT001 - a check box is on or off
        """List what was decided too."""

    def undo_pressed(self) -> None:
        """Take the last decision back."""


class RefusalDialog(ListDialog):
    """A list on the left, the chosen message on the right. In the list a letter decides.

    After a decision nothing is chosen: a double click must not decide about the next message too.
    """

    def __init__(self, theme: Theme, presenter: RefusalsInputs, parent: QWidget | None) -> None:
        super().__init__(theme, _TITLE, parent)
        self._presenter = presenter
        self._fresh = True
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.list = TwoLineList(presenter.rows, theme, name=_TITLE)
        self.list.chosen.connect(presenter.chosen)
        self.list.model().modelReset.connect(self._stay)
        self.detail = RefusalDetailView(theme)
        self.detail.opted_out.connect(presenter.opt_out_pressed)
        self.detail.opted_in.connect(presenter.opt_in_pressed)
        self.detail.dismissed.connect(presenter.dismiss_pressed)
        self.detail.later.connect(self._next)
        self.detail.reopened.connect(presenter.reopen_pressed)
        self.detail.number_edited.connect(presenter.number_edited)
        self._empty = PlainLabel(theme, _EMPTY, tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._side = QStackedWidget()
        self._side.setFixedWidth(_SIDE)
        self._side.addWidget(self._empty)
        self._side.addWidget(self.detail)
        self._foot = ErrandFoot(theme, self, undo=presenter.undo_pressed)
        self.decided = QCheckBox("Show what was decided")
        self.decided.setAccessibleName(self.decided.text())
        self.decided.clicked.connect(presenter.decided_chosen)
        self._listen_to_keys()
        self.lay_out(
            about=_ABOUT,
            above=(self._found, self.decided),
            listed=self.list,
            side=self._side,
            foot=self._foot,
        )
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.list.setFocus()

    def show_state(self, state: RefusalsState) -> None:
        """Draw another state."""
        self._found.setText(state.found)
        self.decided.setChecked(state.decided)
        if state.detail is not None:
            self.detail.show_detail(state.detail, busy=bool(state.errand.busy))
        self._empty.setText(_CHOOSE if self.list.model().rowCount() else _EMPTY)
        if state.detail is None and self._side.currentWidget() is self.detail:
            self.list.setFocus()
        self._side.setCurrentWidget(self._empty if state.detail is None else self.detail)
        self._foot.show_errand(state.errand)

    def _stay(self) -> None:
        """Keep the chosen message wherever it stands now; the first one when the dialog has just opened."""
        rows, detail = self._presenter.rows, self._presenter.state.detail
        if detail is not None:
            self._turn_to(next((at for at in range(len(rows)) if rows.id_at(at) == detail.id), -1))
        elif self._fresh and len(rows):
            self._fresh = False
            self._turn_to(0)

    def _listen_to_keys(self) -> None:
        """Let letters decide while the list has the keyboard, and Ctrl+Z take the last decision back."""
        presenter, of_list = self._presenter, Qt.ShortcutContext.WidgetShortcut
        for key, act in (
            (OPT_OUT, presenter.opt_out_pressed),
            (OPT_IN, presenter.opt_in_pressed),
            (DISMISS, presenter.dismiss_pressed),
            (LATER, self._next),
        ):
            QShortcut(QKeySequence(key), self.list, context=of_list).activated.connect(act)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(presenter.undo_pressed)

    def _next(self) -> None:
        self._turn_to((self.list.currentIndex().row() + 1) % max(1, len(self._presenter.rows)))

    def _turn_to(self, row: int) -> None:
        self.list.setCurrentIndex(self.list.model().index(row, 0))
