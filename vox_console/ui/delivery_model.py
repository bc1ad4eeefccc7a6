"""Shows a DeliveryLog to Qt: one column, one row a message, each read aloud as one sentence.

It only adapts. What a row says is decided by the presenter and drawn by the delegate, which reads the log
itself; Qt asks this model for accessibility and for the number of rows.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vox_console.presenters.delivery_log import DeliveryLog

LOADING: Final = "Loading"
"""What a row says before it has been read."""

_ROOT: Final = QModelIndex()
_SPOKEN: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})


class DeliveryModel(QAbstractListModel):
    """The list model of one log. It takes the log's callbacks over, except on_waiting."""

    def __init__(self, log: DeliveryLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        log.on_inserting = self._inserting
        log.on_inserted = self._inserted
        log.on_changed = self._changed
        log.on_resetting = self.beginResetModel
        log.on_reset = self.endResetModel

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count the messages in view; a message has no children."""
        return 0 if parent.isValid() else len(self._log)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Give the sentence of a row, for the eye-free and for tests."""
        if role not in _SPOKEN or not index.isValid():
            return None
        row = self._log.row_at(index.row())
        return LOADING if row is None else row.sentence

    def _inserting(self, count: int) -> None:
        self.beginInsertRows(_ROOT, 0, count - 1)

    def _inserted(self, _count: int) -> None:
        self.endInsertRows()

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))
