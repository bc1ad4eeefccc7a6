"""The dialog of the review tray: messages that may be refusals, gone through one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from vox_console.presenters.opt_out_rows import OptOutRows
from vox_console.presenters.refusals_state import RefusalsState
from vox_console.ui.announcer import announce
from vox_console.ui.opt_out_list import OptOutList
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.refusal_detail import RefusalDetailView
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE: Final = (860, 520)
_SIDE: Final = 380
_TITLE: Final = "Possible refusals"
_ABOUT: Final = (
    "These messages sound like refusals without being opt-out words. They opt nobody out until you decide."
)
_EMPTY: Final = "What may be a refusal waits here for you. Clear opt-out words are obeyed at once."
_CHOOSE: Final = "Choose a message to decide about it."


class RefusalsInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[RefusalsState], None]

    @property
    def state(self) -> RefusalsState:
        """The state to show now."""

    @property
    def rows(self) -> OptOutRows:
        """The list."""

    def chosen(self, refusal_id: int) -> None:
        """Show a message."""

    def number_edited(self, text: str) -> None:
        """Take whose message it is."""

    def opt_out_pressed(self) -> None:
        """Decide that it is a refusal."""

    def dismiss_pressed(self) -> None:
        """Decide that it is no refusal."""

    def undo_pressed(self) -> None:
        """Take the last decision back."""


class RefusalDialog(QDialog):
    """A list on the left, the chosen message on the right.

    After a decision nothing is chosen: a double click must not decide about the next message too.
    """

    def __init__(self, theme: Theme, presenter: RefusalsInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._fresh = True
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.list = OptOutList(presenter.rows, theme, name=_TITLE)
        self.list.chosen.connect(presenter.chosen)
        self.list.model().modelReset.connect(self._stay)
        self.detail = RefusalDetailView(theme)
        self.detail.opted_out.connect(presenter.opt_out_pressed)
        self.detail.dismissed.connect(presenter.dismiss_pressed)
        self.detail.later.connect(self._next)
        self.detail.number_edited.connect(presenter.number_edited)
        self._empty = PlainLabel(theme, _EMPTY, tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self._undo = QPushButton("Undo")
        mark(self._undo, "kind", "quiet")
        self._undo.clicked.connect(lambda _checked=False: presenter.undo_pressed())
        self._close = QPushButton("Close")
        self._close.clicked.connect(lambda _checked=False: self.reject())
        for button in (self._undo, self._close):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self._lay_out(theme)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.list.setFocus()

    def show_state(self, state: RefusalsState) -> None:
        """Draw another state."""
        self._found.setText(state.found)
        if state.detail is not None:
            self.detail.show_detail(state.detail, busy=state.busy)
        self._empty.setText(_CHOOSE if self.list.model().rowCount() else _EMPTY)
        if state.detail is None and self._side.currentWidget() is self.detail:
            self.list.setFocus()
        self._side.setCurrentWidget(self._empty if state.detail is None else self.detail)
        if state.note and state.note != self._note.text():
            announce(self, state.note)
        self._note.setText(state.note)
        self._note.set_tone("failed" if state.failed else "text")
        self._undo.setVisible(state.can_undo)

    def _stay(self) -> None:
        """Keep the chosen message wherever it stands now; the first one when the dialog has just opened."""
        rows, detail = self._presenter.rows, self._presenter.state.detail
        if detail is not None:
            self._turn_to(next((at for at in range(len(rows)) if rows.id_at(at) == detail.id), -1))
        elif self._fresh and len(rows):
            self._fresh = False
            self._turn_to(0)

    def _next(self) -> None:
        self._turn_to((self.list.currentIndex().row() + 1) % max(1, len(self._presenter.rows)))

    def _turn_to(self, row: int) -> None:
        self.list.setCurrentIndex(self.list.model().index(row, 0))

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, _TITLE, role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        left = QVBoxLayout()
        left.setSpacing(S2)
        left.addWidget(self._found)
        frame = QFrame()
        mark(frame, "surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        left.addWidget(frame, 1)
        self._side = QStackedWidget()
        self._side.setFixedWidth(_SIDE)
        self._side.addWidget(self._empty)
        self._side.addWidget(self.detail)
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addLayout(left, 1)
        middle.addWidget(self._side)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._undo)
        foot.addWidget(self._close)
        column.addLayout(foot)
