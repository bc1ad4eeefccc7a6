"""Shows an InboxList to Qt: one column, one row a conversation, each read aloud as one sentence."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vox_console.presenters.inbox_list import InboxList
from vox_console.ui.delivery_model import LOADING

_ROOT: Final = QModelIndex()
_SPOKEN: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})


class InboxModel(QAbstractListModel):
    """The list model of one InboxList. It takes the list's callbacks over."""

    def __init__(self, rows: InboxList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        rows.on_resetting = self.beginResetModel
        rows.on_reset = self.endResetModel
        rows.on_inserting = lambda index: self.beginInsertRows(_ROOT, index, index)
        rows.on_inserted = lambda _index: self.endInsertRows()
        rows.on_extending = partial(self.beginInsertRows, _ROOT)
        rows.on_extended = lambda _first, _last: self.endInsertRows()
        rows.on_removing = lambda index: self.beginRemoveRows(_ROOT, index, index)
        rows.on_removed = lambda _index: self.endRemoveRows()
        rows.on_rising = self._rising
        rows.on_risen = lambda _index: self.endMoveRows()
        rows.on_changed = lambda first, last: self.dataChanged.emit(self.index(first), self.index(last))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count the conversations; a conversation has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Give the sentence of a row, for the eye-free and for tests."""
        if role not in _SPOKEN or not index.isValid():
            return None
        row = self._rows.row_at(index.row())
        return LOADING if row is None else row.sentence

    def _rising(self, index: int) -> None:
        self.beginMoveRows(_ROOT, index, index, _ROOT, 0)
