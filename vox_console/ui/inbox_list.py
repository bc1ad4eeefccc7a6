"""The list of conversations: a table of one column in which the opened one is selected.

Conversations rise to the top when somebody writes. While the list is scrolled away from its top, what is read
there stays under the reader's eye: the view moves with it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from vox_console.presenters.inbox_list import InboxList
from vox_console.ui.inbox_delegate import InboxDelegate
from vox_console.ui.inbox_model import InboxModel
from vox_console.ui.theme import Theme

_ANSWERING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BY_KEYBOARD = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class InboxView(QTableView):
    """One selectable row a conversation. chosen: another one was selected by the operator (its id).

    answer_requested: Enter was pressed on it.
    """

    chosen = Signal(int)
    answer_requested = Signal()

    def __init__(self, rows: InboxList, theme: Theme) -> None:
        super().__init__()
        self._rows = rows
        self._delegate = InboxDelegate(rows, theme)
        self._model = InboxModel(rows, self)
        self._showing = False
        self.setObjectName("inboxList")
        # The delegate draws the selection; the style would draw a square one below it.
        self.setStyleSheet("#inboxList { selection-background-color: transparent; }")
        self.setAccessibleName("Conversations")
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
        # A fixed header keeps no size of its own for each of a hundred thousand rows.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setItemDelegate(self._delegate)
        self.setModel(self._model)
        self._model.rowsInserted.connect(lambda _root, first, _last: self._keep_place(first, by=1))
        self._model.rowsRemoved.connect(lambda _root, first, _last: self._keep_place(first, by=-1))
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        theme.changed.connect(self._fit_rows)
        self._fit_rows()

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows."""
        self._delegate.set_dense(dense)
        self._fit_rows()

    def show_opened(self, thread_id: int) -> None:
        """Select a conversation, or none for 0 or one that is not in the list; nobody is told."""
        index = self._rows.index_of(thread_id) if thread_id else None
        self._showing = True
        try:
            if index is None:
                self.clearSelection()
            elif not self.selectionModel().isRowSelected(index, QModelIndex()):
                self.setCurrentIndex(self._model.index(index))
        finally:
            self._showing = False

    def go_to(self, index: int) -> None:
        """Select a row, as if it had been pressed."""
        self.setCurrentIndex(self._model.index(index))
        self.scrollTo(self._model.index(index))

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the pane's keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with Enter; leave Escape to the pane."""
        self._show_ring(shown=True)
        if event.key() in _ANSWERING_KEYS:
            self.answer_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
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
            return self._model.index(0)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self._model.index(self._model.rowCount() - 1)
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Keep what is open when the empty room below the rows is pressed."""
        if not index.isValid():
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the width."""
        super().resizeEvent(event)
        self.viewport().update()

    def _fit_rows(self) -> None:
        height = self._delegate.height
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self.viewport().update()

    def _keep_place(self, first: int, *, by: int) -> None:
        """Scroll with what came in or went above the reader."""
        bar, height = self.verticalScrollBar(), self._delegate.height
        if bar.value() > first * height:
            bar.setValue(bar.value() + by * height)

    def _tell_chosen(self) -> None:
        chosen = self.selectionModel().selectedRows()
        if chosen and not self._showing:
            self.chosen.emit(self._rows.id_at(chosen[0].row()))

    def _show_ring(self, *, shown: bool) -> None:
        if self._delegate.ring_shown != shown:
            self._delegate.ring_shown = shown
            self.viewport().update()
