"""Shows the rows that can be mended to Qt: why each is left out, and then its cells. It only adapts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QIcon

from vox_console.presenters.bulk_state import MendingShown
from vox_console.presenters.mend_rows import MendRow, Standing
from vox_console.ui.plain_label import plain_tooltip
from vox_console.ui.theme import Theme

WHY: Final = 0
"""The column of the reason; the cells stand behind it."""

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROOT: Final = QModelIndex()
_LOOKS: Final = {
    Standing.WRONG: ("failed", "failed"),
    Standing.READY: ("clock", "waiting"),
    Standing.ACCEPTED: ("check", "delivered"),
}
_ICON: Final = 14


class MendModel(QAbstractTableModel):
    """mended: a row's number, a column of its cells, and the text that was typed there."""

    mended = Signal(int, int, str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: MendingShown | None = None

    def show_rows(self, shown: MendingShown) -> None:
        """Show these rows; of the same check only what they hold is another."""
        before, self._shown = self._shown, shown
        if before is None or before.rows is not shown.rows or before.columns != shown.columns:
            self.beginResetModel()
            self.endResetModel()
        elif before.revision != shown.revision and len(shown.rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown.rows) - 1, len(shown.columns)))

    def row_at(self, at: int) -> MendRow | None:
        """Give a row, None for one that is not there."""
        return self._shown.rows[at] if self._shown is not None and 0 <= at < len(self._shown.rows) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Count the rows."""
        return 0 if parent.isValid() or self._shown is None else len(self._shown.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Count the reason and the columns of the list."""
        return 0 if parent.isValid() or self._shown is None else 1 + len(self._shown.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """Name a column, or give a row's number in its file."""
        if role != _Role.DisplayRole or self._shown is None:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return "Why it is left out" if section == WHY else self._shown.columns[section - 1]
        row = self.row_at(section)
        return f"{row.number:,}" if row is not None else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say which cells can be mended now."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row = self.row_at(index.row())
        locked = self._shown is None or bool(self._shown.locked)
        if index.column() > WHY and row is not None and not row.fixed and not locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Give what a cell shows."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        return self._why(row, role) if index.column() == WHY else self._cell(row, index.column() - 1, role)

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        """Tell what was typed into a cell."""
        row = self.row_at(index.row())
        if role != _Role.EditRole or row is None or index.column() == WHY:
            return False
        self.mended.emit(row.number, index.column() - 1, str(value))
        return True

    def _why(self, row: MendRow, role: int) -> object:
        icon, tone = _LOOKS[row.standing]
        match role:
            case _Role.DisplayRole:
                return row.reason
            case _Role.ToolTipRole:
                return plain_tooltip(row.reason)
            case _Role.DecorationRole:
                return QIcon(self._theme.pixmap(icon, tone, _ICON, 2.0))
            case _Role.AccessibleTextRole:
                return f"Row {row.number}: {row.reason}"
            case _:
                return None

    def _cell(self, row: MendRow, column: int, role: int) -> object:
        text = row.cells[column] if column < len(row.cells) else ""
        mended = column in row.mended
        match role:
            case _Role.DisplayRole:
                return " ".join(text.split())
            case _Role.EditRole:
                return text
            case _Role.ToolTipRole:
                return plain_tooltip(
                    f"Mended. In the file: {row.mended[column] or 'nothing'}" if mended else text
                )
            case _Role.AccessibleTextRole:
                return f"{text}, mended" if mended else text
            case _Role.BackgroundRole:
                return QBrush(self._theme.color("accent_soft")) if mended else None
            case _:
                return None
