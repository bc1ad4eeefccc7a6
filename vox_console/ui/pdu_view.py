"""A PDU as its octets and as its fields: what is chosen in one is marked in the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from vox_console.presenters.delivery_state import PduShown
from vox_console.ui.pdu_octets import PduOctets
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S2, S3, Theme, mark

_ROW = 24
_SHEET = (
    "QTableWidget {{ border: none; background: transparent;"
    " selection-background-color: {accent_soft}; selection-color: {text}; }}"
    "QTableWidget::item {{ padding: 0 4px; }}"
    "QTableWidget::item:selected:focus"
    " {{ border-top: 1px solid {accent}; border-bottom: 1px solid {accent}; }}"
)


class PduView(QFrame):
    """Shows one PDU."""

    def __init__(self, theme: Theme, pdu: PduShown) -> None:
        super().__init__()
        self._theme = theme
        self._pdu = pdu
        mark(self, "surface", "sunken")
        self.octets = PduOctets(theme, pdu.octets)
        self.fields = QTableWidget(len(pdu.fields), 2)
        self._fill()
        self.fields.itemSelectionChanged.connect(self._field_chosen)
        self.octets.pressed.connect(self._octet_pressed)
        copy = QPushButton("Copy octets")
        copy.setAccessibleName("Copy octets")
        set_tooltip(copy, "Copy the octets in hexadecimal")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(pdu.octets.hex(" ")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S3, S2, S3, S2)
        layout.setSpacing(S2)
        layout.addWidget(PlainLabel(theme, pdu.origin, role="meta", tone="muted", wrap=True))
        layout.addWidget(self.octets)
        layout.addWidget(self.fields)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _fill(self) -> None:
        table = self.fields
        table.setAccessibleName("Fields")
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setCornerButtonEnabled(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.hide()
        table.verticalHeader().setMinimumSectionSize(_ROW)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().sectionResized.connect(  # queued: its length is told after its sections
            self._fit, Qt.ConnectionType.QueuedConnection
        )
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for row, field in enumerate(self._pdu.fields):
            name, words = QTableWidgetItem(field.name), QTableWidgetItem(field.words)
            told = f"{field.name}: {field.words}, octets {field.start} to {field.end - 1}"
            for item in (name, words):
                item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            table.setItem(row, 0, name)
            table.setItem(row, 1, words)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows are: the page scrolls, the table does not."""
        self.fields.setFixedHeight(self.fields.verticalHeader().length())

    def _field_chosen(self) -> None:
        rows = self.fields.selectionModel().selectedRows()
        if rows:
            field = self._pdu.fields[rows[0].row()]
            self.octets.mark_octets(field.start, field.end)

    def _octet_pressed(self, octet: int) -> None:
        for row, field in enumerate(self._pdu.fields):
            if field.start <= octet < field.end:
                self.fields.selectRow(row)

    def _recolour(self) -> None:
        names = ("accent", "accent_soft", "text")
        self.fields.setStyleSheet(_SHEET.format(**{name: self._theme.color(name).name() for name in names}))
        muted = self._theme.color("muted")
        for row in range(self.fields.rowCount()):
            item = self.fields.item(row, 0)
            if item is not None:
                item.setForeground(muted)
