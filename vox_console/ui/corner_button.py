"""The button between a table's two headers, which would select all: gone where nothing is selected so."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QTableView, QWidget

CORNER = "tableCorner"
"""The name, in a style sheet, of the plain ground that stands in its place."""


def hide_corner_button(table: QTableView) -> None:
    """Take it away for good; a table by itself shows it again with its headers."""
    button = cast("QAbstractButton", table.findChild(QAbstractButton, "qt_tableview_cornerbutton"))
    _InItsPlace(table, button)
    button.hide()


class _InItsPlace(QObject):
    def __init__(self, table: QTableView, button: QAbstractButton) -> None:
        super().__init__(table)
        self._table = table
        self._button = button
        self._ground = QWidget(table)
        self._ground.setObjectName(CORNER)
        self._ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for watched in (button, table.horizontalHeader(), table.verticalHeader()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._button and event.type() is QEvent.Type.Show:
            self._button.hide()
        elif event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            rows, columns = self._table.verticalHeader(), self._table.horizontalHeader()
            self._ground.setGeometry(rows.x(), columns.y(), rows.width(), columns.height())
        return False
