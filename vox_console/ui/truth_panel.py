"""What leaves, before it does: one text as REST and as SMPP would carry it.

Side by side if wide, each in its place; one below the other if not, the way that is taken first.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from vox_console.presenters.truth_state import TruthState
from vox_console.ui.theme import S4, S5, Theme
from vox_console.ui.truth_rest import RestColumn
from vox_console.ui.truth_smpp import SmppColumn

SIDE_BY_SIDE = 700
"""From this width on each column holds a line of octets that is worth reading."""


class TruthPanel(QWidget):
    """Draws a TruthState. cut_chosen: see RestColumn."""

    cut_chosen = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rest = RestColumn(theme)
        self.smpp = SmppColumn(theme)
        self.rest.cut_chosen.connect(self.cut_chosen)
        self._smpp_first = False
        self._rule = QFrame()
        self._rule.setFrameShadow(QFrame.Shadow.Plain)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._columns.setContentsMargins(0, 0, 0, S4)
        self._columns.addWidget(self.rest, 1)
        self._columns.addWidget(self._rule)
        self._columns.addWidget(self.smpp, 1)
        theme.changed.connect(self._redraw)
        self._arrange()
        self._redraw()

    @property
    def side_by_side(self) -> bool:
        """Whether the columns stand beside each other."""
        return self._columns.direction() is QBoxLayout.Direction.LeftToRight

    def show_truth(self, state: TruthState) -> None:
        """Show what would leave."""
        self.rest.setVisible(state.rest is not None)
        self.smpp.setVisible(state.smpp is not None)
        self._rule.setVisible(state.choice)
        self._smpp_first = state.smpp_first
        self._arrange()
        if state.rest is not None:
            self.rest.show_truth(state.rest, choice=state.choice)
        if state.smpp is not None:
            self.smpp.show_truth(state.smpp, choice=state.choice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= SIDE_BY_SIDE
        stacked = QBoxLayout.Direction.BottomToTop if self._smpp_first else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else stacked)
        self._columns.setSpacing(S5 if wide else S4)
        self._rule.setFrameShape(QFrame.Shape.VLine if wide else QFrame.Shape.HLine)

    def _redraw(self) -> None:
        self._rule.setStyleSheet(f"QFrame {{ color: {self._theme.color('border').name()}; }}")
