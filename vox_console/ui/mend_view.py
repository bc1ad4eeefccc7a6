"""The grid in which excluded rows are mended, cell by cell, with the keys of a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from vox_console.presenters.bulk_state import MendingShown
from vox_console.presenters.mend_rows import MendRow
from vox_console.ui.corner_button import hide_corner_button
from vox_console.ui.mend_model import WHY, MendModel
from vox_console.ui.theme import Theme

_ROW = 30
_MOST_SHOWN = 8
_WHY_LEAST = 250
_NARROWEST = 110
_WIDEST = 200
_ROWS_MEASURED = 50
_REDO_KEYS = ("Ctrl+Shift+Z", "Ctrl+Y")
_FIX_KEYS = "Ctrl+Return"
_SHEET = (
    "QTableView {{ border: 1px solid {border}; border-radius: 6px; gridline-color: {border};"
    " selection-background-color: {hover}; selection-color: {text}; }}"
    "QTableView:focus {{ border: 1px solid {accent}; }}"
    "QTableView::item:selected:focus {{ border: 2px solid {accent}; }}"
    "QTableView QLineEdit {{ padding: 0 4px; border-radius: 0; min-height: 0; }}"
    "QTableView QLineEdit:focus {{ padding: 0 3px; }}"
    "QHeaderView {{ background: transparent; border: none; }}"
    "#tableCorner {{ background: {sunken}; }}"
    "QHeaderView::section {{ background: {sunken}; color: {muted}; border: none; padding: 3px 8px; }}"
    "QAbstractScrollArea::corner {{ background: transparent; border: none; }}"
    "QTableView::item {{ padding: 0 6px; }}"
)


class MendView(QTableView):
    """row_changed: the row with the keyboard is another one, or holds something else.

    undo_wanted, redo_wanted, fix_wanted: by their keys. What comes while a cell is being typed in waits until
    that is done.
    """

    row_changed = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    fix_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cells = MendModel(theme, self)
        self._shown: MendingShown | None = None
        self._waiting: MendingShown | None = None
        self.setModel(self.cells)
        self.setAccessibleName("Rows to mend")
        self.setWordWrap(False)
        hide_corner_button(self)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setResizeContentsPrecision(_ROWS_MEASURED)
        for header in (rows, columns):
            header.setFont(theme.font("meta"))
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def row(self) -> MendRow | None:
        """The row with the keyboard."""
        return self.cells.row_at(self.currentIndex().row())

    def show_rows(self, shown: MendingShown) -> None:
        """Show these rows, at once or when nothing is being typed."""
        other = self._shown is None or shown.rows is not self._shown.rows
        if other and self.state() is QAbstractItemView.State.EditingState:
            self._waiting = shown
            return
        before, self._shown, self._waiting = self._shown, shown, None
        row, column = self.row, self.currentIndex().column()
        self.cells.show_rows(shown)
        if before is None or before.columns != shown.columns:
            self._measure(len(shown.columns))
        if before is not None and before.revision != shown.revision:
            number, touched = shown.touched
            self._go(shown, number, touched + 1)
        elif other:
            self._go(shown, row.number if row is not None else shown.rows[0].number, max(column, WHY))
        self._fit()
        self.row_changed.emit()

    def _go(self, shown: MendingShown, number: int, column: int) -> None:
        at = shown.rows.place(number)
        if at >= 0:
            self.setCurrentIndex(self.cells.index(at, column))

    def _measure(self, columns: int) -> None:
        """Give each column of the list the room that its cells take."""
        header = self.horizontalHeader()
        for column in range(WHY + 1, WHY + 1 + columns):
            wanted = max(self.sizeHintForColumn(column), header.sectionSizeHint(column)) + 8
            self.setColumnWidth(column, min(_WIDEST, max(_NARROWEST, wanted)))

    def _fit(self) -> None:
        """Give the reason what room is left, and stand as high as the rows, or as the most that are shown."""
        header = self.horizontalHeader()
        others = header.length() - self.columnWidth(WHY)
        room = self.viewport().width()
        self.setColumnWidth(WHY, max(_WHY_LEAST, room - others))
        rows = min(_MOST_SHOWN, self.cells.rowCount())
        below = self.horizontalScrollBar().sizeHint().height() if header.length() > room else 0
        height = header.sizeHint().height() + rows * _ROW + below
        self.setFixedHeight(height + 2 * self.frameWidth() + 2)

    def _dress(self) -> None:
        names = ("border", "sunken", "muted", "hover", "text", "accent")
        self.setStyleSheet(_SHEET.format(**{name: self._theme.color(name).name() for name in names}))

    # Qt's virtual methods.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        if self._shown is not None:
            self._fit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell that the keyboard is on another row."""
        super().currentChanged(current, previous)
        self.row_changed.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what waited until nothing is typed any more."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self._show_waiting)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.show_rows(self._waiting)

    def event(self, event: QEvent) -> bool:
        """Claim the keys for undo and redo before the window's own menu has them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _meant(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, redo, take the fix, or begin to type; what remains is a table's own."""
        match _meant(event):
            case "undo":
                self.undo_wanted.emit()
            case "redo":
                self.redo_wanted.emit()
            case "fix":
                self.fix_wanted.emit()
            case _:
                typing = self.state() is QAbstractItemView.State.EditingState  # then the key ends that
                if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not typing:
                    self.edit(self.currentIndex())
                else:
                    super().keyPressEvent(event)


def _meant(event: QKeyEvent) -> str:
    keys = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    if keys in _REDO_KEYS:
        return "redo"
    return {"Ctrl+Z": "undo", _FIX_KEYS: "fix", "Ctrl+Enter": "fix"}.get(keys, "")
