"""The live list itself: a table of one column that knows when somebody is reading it.

"Reading" is what the pane holds new rows back for: the list is scrolled away from its top. The keyboard
moves as in any list; Home also asks for the rows that wait. When rows enter at the top, an opened row
moves down with its neighbours, but never out of view.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.ui.delivery_delegate import DeliveryDelegate
from vox_console.ui.delivery_model import DeliveryModel
from vox_console.ui.row_view import RowView
from vox_console.ui.theme import Theme

_OPENING_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class DeliveryView(RowView):
    """One selectable row a message. A selected row is an opened one.

    reading_changed: somebody began or stopped reading. top_requested: Home was pressed.
    """

    reading_changed = Signal(bool)
    top_requested = Signal()

    def __init__(self, log: DeliveryLog, theme: Theme) -> None:
        self._delegate = DeliveryDelegate(log, theme)
        super().__init__(self._delegate, name="deliveryList", title="Delivery")
        self._was_reading = False
        self._model = DeliveryModel(log, self)
        self.setModel(self._model)
        self._model.rowsInserted.connect(self._keep_opened_in_view)
        self.verticalScrollBar().valueChanged.connect(self._tell_reading)
        log.on_columns = self._change_columns
        theme.changed.connect(self._fit_rows)
        self._fit_rows()

    @property
    def reading(self) -> bool:
        """Tell whether new rows would move what somebody looks at."""
        return self.verticalScrollBar().value() > 0

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows."""
        self._delegate.set_dense(dense)
        self._fit_rows()

    def open_row(self, index: int) -> None:
        """Select a row and bring it into view."""
        found = self._model.index(index)
        self.setCurrentIndex(found)
        self.scrollTo(found)

    def show_top(self) -> None:
        """Go to the newest row without opening it."""
        self.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter and Space; tell of Home."""
        key = event.key()
        if key in _OPENING_KEYS:
            if self.currentIndex().isValid():
                self.open_row(self.currentIndex().row())
        elif key == Qt.Key.Key_Home:
            self.top_requested.emit()
            if self.selectionModel().hasSelection():
                super().keyPressEvent(event)
            else:  # going to the top opens nothing
                top = self._model.index(0)
                self.selectionModel().setCurrentIndex(top, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.show_top()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the row's shape for the new width; keep the opened row in view in a lower list."""
        row = self.visualRect(self.currentIndex())
        was_shown = self.selectionModel().hasSelection() and 0 <= row.top() < event.oldSize().height()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_rows()
        if was_shown:
            self.scrollTo(self.currentIndex())

    def _change_columns(self) -> None:
        self._delegate.change_columns()
        self._fit_rows()

    def _fit_rows(self) -> None:
        height = self._delegate.layout_for(self.viewport().width()).height
        if self.verticalHeader().defaultSectionSize() != height:
            first = self.rowAt(0)
            self.verticalHeader().setDefaultSectionSize(height)
            self.verticalScrollBar().setSingleStep(height)
            if first > 0:
                self.verticalScrollBar().setValue(first * height)
        self.viewport().update()

    def _keep_opened_in_view(self) -> None:
        if self.selectionModel().hasSelection():
            self.scrollTo(self.currentIndex())

    def _tell_reading(self) -> None:
        if self.reading != self._was_reading:
            self._was_reading = self.reading
            self.reading_changed.emit(self._was_reading)
