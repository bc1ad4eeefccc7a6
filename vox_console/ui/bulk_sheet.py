"""The pre-flight sheet under the sum: how parts and countries are spread, what stands out, and the facts."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from vox_console.presenters.bulk_sheet_state import SheetShown
from vox_console.ui.bar_group import BarGroupView
from vox_console.ui.fact_grid import FactGrid
from vox_console.ui.sheet_list import SheetListView
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S3, S5

_SIDE_BY_SIDE = 560


class BulkSheet(QWidget):
    """Draws a sheet once; another check makes another."""

    def __init__(self, theme: Theme, shown: SheetShown) -> None:
        super().__init__()
        self._groups = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._groups.setSpacing(S5)
        for group in shown.groups:
            self._groups.addWidget(BarGroupView(theme, group), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addLayout(self._groups)
        if shown.lists:
            lists = QVBoxLayout()
            lists.setSpacing(0)
            for each in shown.lists:
                lists.addWidget(SheetListView(theme, each))
            column.addLayout(lists)
        if shown.facts:
            column.addWidget(FactGrid(theme, shown.facts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the bars under each other where there is no room for both."""
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._groups.direction() is not direction:
            self._groups.setDirection(direction)
