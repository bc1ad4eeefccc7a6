"""The first rows of a list as its own program shows them: its row numbers, its columns, its cells."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from vox_console.presenters.bulk_state import ListShown
from vox_console.ui.corner_button import hide_corner_button
from vox_console.ui.plain_label import plain_tooltip
from vox_console.ui.theme import Theme

_ROW = 26
_WIDEST = 220
_NARROWEST = 72
_SHEET = (
    "QTableWidget {{ border: 1px solid {border}; border-radius: 6px; gridline-color: {border}; }}"
    "QTableWidget::item {{ padding: 0 6px; }}"
    "QHeaderView {{ background: transparent; border: none; }}"
    "#tableCorner {{ background: {sunken}; }}"
    "QHeaderView::section {{ background: {sunken}; color: {muted}; border: none; padding: 3px 8px; }}"
)


class BulkPreview(QTableWidget):
    """Read only. The numbers' columns stand on the accent's ground; what damaged a row is in its tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: ListShown | None = None
        self.setAccessibleName("First rows")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        hide_corner_button(self)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFont(theme.font("meta"))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setFont(theme.font("meta"))
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        theme.changed.connect(self._dress)
        self._dress()

    def show_list(self, shown: ListShown) -> None:
        """Show the first rows of a list."""
        if shown == self._shown:
            return
        self._shown = shown
        width = max([len(shown.columns), *(len(row.cells) for row in shown.rows)])
        self.setColumnCount(width)
        self.setRowCount(len(shown.rows))
        names = [*shown.columns, *[""] * (width - len(shown.columns))]
        self.setHorizontalHeaderLabels(names)
        self.setVerticalHeaderLabels([f"{row.number:,}" for row in shown.rows])
        for y, row in enumerate(shown.rows):
            for x in range(width):
                text = row.cells[x] if x < len(row.cells) else ""
                item = QTableWidgetItem(" ".join(text.split()))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(plain_tooltip(row.fault or text))
                self.setItem(y, x, item)
        self._colour()
        self.resizeColumnsToContents()
        for x in range(width - 1):
            self.setColumnWidth(x, min(_WIDEST, max(_NARROWEST, self.columnWidth(x) + 8)))
        self._fit()

    def _fit(self) -> None:
        bar = self.horizontalScrollBar()
        wide = self.horizontalHeader().length() > self.viewport().width()
        below = bar.sizeHint().height() if wide else 0
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + _ROW * self.rowCount() + 2 * self.frameWidth() + 2 + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar where the columns need one."""
        super().resizeEvent(event)
        self._fit()

    def _colour(self) -> None:
        if self._shown is None:
            return
        for y, row in enumerate(self._shown.rows):
            for x in range(self.columnCount()):
                item = self.item(y, x)
                if item is None:
                    continue
                numbers = x in self._shown.numbers_at
                item.setBackground(QBrush(self._theme.color("accent_soft")) if numbers else QBrush())
                item.setForeground(self._theme.color("failed" if row.fault else "text"))

    def _dress(self) -> None:
        names = ("border", "sunken", "muted")
        self.setStyleSheet(_SHEET.format(**{name: self._theme.color(name).name() for name in names}))
        self._colour()
