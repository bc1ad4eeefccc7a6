"""A list of painted rows: a table of one column, whose focus ring shows to the keyboard alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from vox_console.ui.row_delegate import RowDelegate

_BY_KEYBOARD: Final = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class RowView(QTableView):
    """One selectable row a thing. name: its objectName; title: what a screen reader calls it."""

    def __init__(self, delegate: RowDelegate, *, name: str, title: str) -> None:
        super().__init__()
        self._painter = delegate
        self.setObjectName(name)
        # The delegate draws the selection; the style would draw a square one below it.
        self.setStyleSheet(f"#{name} {{ selection-background-color: transparent; }}")
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        # A fixed header keeps no size of its own for each of a million rows.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setItemDelegate(delegate)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: typing letters must not walk through a million sentences."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show where the keyboard is; leave Escape to the pane."""
        self._show_ring(shown=True)
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the focus ring away: the selection shows where a mouse is."""
        self._show_ring(shown=False)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring to those who come by keyboard."""
        if event.reason() in _BY_KEYBOARD:
            self._show_ring(shown=True)
        super().focusInEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Home and End go to the ends of the list; in a table they go to the ends of the row."""
        if action is QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, 0)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def _show_ring(self, *, shown: bool) -> None:
        if self._painter.ring_shown != shown:
            self._painter.ring_shown = shown
            self.viewport().update()
