"""The list of conversations: a table of one column in which the opened one is selected.

Conversations rise to the top when somebody writes. While the list is scrolled away from its top, what is read
there stays under the reader's eye: the view moves with it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from vox_console.presenters.inbox_list import InboxList
from vox_console.ui.inbox_delegate import InboxDelegate
from vox_console.ui.inbox_model import InboxModel
from vox_console.ui.row_view import RowView
from vox_console.ui.theme import Theme

_ANSWERING_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class InboxView(RowView):
    """One selectable row a conversation. chosen: another one was selected by the operator (its id).

    answer_requested: Enter was pressed on it.
    """

    chosen = Signal(int)
    answer_requested = Signal()

    def __init__(self, rows: InboxList, theme: Theme) -> None:
        self._delegate = InboxDelegate(rows, theme)
        super().__init__(self._delegate, name="inboxList", title="Conversations")
        self._rows = rows
        self._model = InboxModel(rows, self)
        self._showing = False
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with Enter."""
        self._show_ring(shown=True)
        if event.key() in _ANSWERING_KEYS:
            self.answer_requested.emit()
        else:
            super().keyPressEvent(event)

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
