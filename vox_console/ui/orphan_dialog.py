"""The dialog of receipts that match no message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from vox_console.presenters.orphans_state import OrphansState
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.ui.errand_foot import ErrandFoot
from vox_console.ui.list_dialog import ListDialog
from vox_console.ui.orphan_detail import OrphanDetailView
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.two_line_list import TwoLineList

TITLE: Final = "Receipts without a message"
_SIDE: Final = 440
_ABOUT: Final = (
    "The provider told these of messages that are not known here: sent by another program, or given another"
    " id. They change nothing until you say which message one is about."
)
_EMPTY: Final = "A receipt whose id fits no message waits here. Nothing of it is lost."
_CHOOSE: Final = "Choose a receipt to see what it may be about."


class OrphansInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[OrphansState], None]

    @property
    def state(self) -> OrphansState:
        """The state to show now."""

    @property
    def rows(self) -> TwoLineRows:
        """The list."""

    def chosen(self, receipt_id: int) -> None:
        """Show a receipt."""

    def meant_pressed(self, part_id: int) -> None:
        """Give the receipt that is shown to a message."""

    def undo_pressed(self) -> None:
        """Take the last one back."""


class OrphanDialog(ListDialog):
    """A list on the left, the chosen receipt on the right."""

    def __init__(self, theme: Theme, presenter: OrphansInputs, parent: QWidget | None) -> None:
        super().__init__(theme, TITLE, parent)
        self._presenter = presenter
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.list = TwoLineList(presenter.rows, theme, name=TITLE)
        self.list.chosen.connect(presenter.chosen)
        self.list.model().modelReset.connect(self._stay)
        self.detail = OrphanDetailView(theme)
        self.detail.meant.connect(presenter.meant_pressed)
        self._empty = PlainLabel(theme, _EMPTY, tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._side = QStackedWidget()
        self._side.setFixedWidth(_SIDE)
        self._side.addWidget(self._empty)
        self._side.addWidget(self.detail)
        self._foot = ErrandFoot(theme, self, undo=presenter.undo_pressed)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(presenter.undo_pressed)
        self.lay_out(about=_ABOUT, above=(self._found,), listed=self.list, side=self._side, foot=self._foot)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.list.setFocus()

    def show_state(self, state: OrphansState) -> None:
        """Draw another state."""
        self._found.setText(state.found)
        if state.detail is not None:
            self.detail.show_detail(state.detail, busy=bool(state.errand.busy))
        self._empty.setText(_CHOOSE if self.list.model().rowCount() else _EMPTY)
        self._side.setCurrentWidget(self._empty if state.detail is None else self.detail)
        self._foot.show_errand(state.errand)

    def _stay(self) -> None:
        """Keep the chosen receipt wherever it stands now."""
        rows, detail = self._presenter.rows, self._presenter.state.detail
        if detail is not None:
            at = next((at for at in range(len(rows)) if rows.id_at(at) == detail.id), -1)
            self.list.setCurrentIndex(self.list.model().index(at, 0))
