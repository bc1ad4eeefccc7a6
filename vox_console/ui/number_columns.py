"""The columns in which a row's number is looked for: one list each, in the order in which they are tried."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_state import NumberColumn
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2

FIRST = "Numbers are in"
LATER = "Where it holds none, in"
_ICON = 14


class NumberColumns(QWidget):
    """chosen: a place and its column. added: one more is wanted. removed: the one in this place is not."""

    chosen = Signal(int, str)
    added = Signal()
    removed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.places: list[ChoiceField] = []
        self._rows: list[QWidget] = []
        self._removals: list[QPushButton] = []
        self._add = QPushButton("Try another column too")
        self._add.setAccessibleName("Try another column too")
        set_tooltip(self._add, "For rows whose first column holds no number that can be sent to")
        mark(self._add, "kind", "quiet")
        self._add.clicked.connect(self.added)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S2)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()
        theme.changed.connect(self._draw_icons)

    def show_columns(
        self, columns: tuple[NumberColumn, ...], *, more: bool, problem: FieldProblem | None
    ) -> None:
        """Show the columns that are tried, whether another may be, and what is wrong with them."""
        while len(self._rows) < len(columns):
            self._make()
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(columns))
        for at, (place, column) in enumerate(zip(self.places, columns, strict=False)):
            fault = None if at else problem
            place.show_choice(column.choices, column.column, reason=column.reason, problem=fault)
        for removal in self._removals:
            removal.setVisible(len(columns) > 1)
        self._add.setVisible(more)

    def _make(self) -> None:
        at = len(self._rows)
        place = ChoiceField(self._theme, LATER if at else FIRST, empty="Choose a column")
        place.chosen.connect(partial(self.chosen.emit, at))
        removal = QPushButton()
        removal.setAccessibleName(f"Do not try column {at + 1}")
        set_tooltip(removal, "Do not look in this column")
        mark(removal, "kind", "icon")
        removal.clicked.connect(partial(self.removed.emit, at))
        beside = QVBoxLayout()
        beside.setSpacing(S1)
        beside.addWidget(PlainLabel(self._theme, role="meta"))  # as high as the caption of the list beside it
        beside.addWidget(removal)
        beside.addStretch()
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S1)
        line.addWidget(place, 1)
        line.addLayout(beside)
        self._column.insertWidget(at, row)
        self.places.append(place)
        self._rows.append(row)
        self._removals.append(removal)
        self._draw_icons()

    def _draw_icons(self) -> None:
        icon = QIcon(self._theme.pixmap("close", "muted", _ICON, self.devicePixelRatioF()))
        for removal in self._removals:
            removal.setIcon(icon)
