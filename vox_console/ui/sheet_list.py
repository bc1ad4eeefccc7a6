"""A list of the pre-flight sheet that opens under its label: rows, characters, repairs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from vox_console.presenters.bulk_sheet_state import SheetList
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3

_INDENT = 21
_HEAD_WIDTH = 84
_TOP = Qt.AlignmentFlag.AlignTop


class SheetListView(Disclosure):
    """Draws a list once; another list is another view."""

    def __init__(self, theme: Theme, shown: SheetList) -> None:
        super().__init__(theme, shown.label, _rows(theme, shown), quiet=False)
        set_tooltip(self.button, "Show the first of them")


def _rows(theme: Theme, shown: SheetList) -> QWidget:
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(_INDENT, 0, 0, S2)
    grid.setColumnMinimumWidth(0, _HEAD_WIDTH)
    grid.setHorizontalSpacing(S3)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 2)
    for at, row in enumerate(shown.rows):
        head = PlainLabel(theme, row.head, role="meta", tone="muted")
        head.setAccessibleName(" ".join(filter(None, (row.head, row.shown, row.detail))))
        grid.addWidget(head, at, 0, _TOP)
        for column, text in ((1, row.shown), (2, row.detail)):
            label = PlainLabel(theme, text, role="meta", wrap=True)
            label.setMinimumWidth(1)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(label, at, column, _TOP)
    if shown.more:
        more = PlainLabel(theme, shown.more, role="meta", tone="muted")
        grid.addWidget(more, len(shown.rows), 0, 1, 3)
    return inside
