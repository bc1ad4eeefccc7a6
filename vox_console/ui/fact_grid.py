"""Facts as a two-column grid; identifiers can be copied with one press, and what leads elsewhere pressed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPushButton, QToolButton, QWidget

from vox_console.presenters.delivery_state import Fact
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S1, S4, Theme, mark

_TEXT_KEYS = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_ROW = 20


class FactGrid(QWidget):
    """Shows facts. What may be copied is in the font of identifiers and has a button that does it.

    job_requested: the operator wants the page of a job that a fact leads to.
    """

    job_requested = Signal(int)

    def __init__(self, theme: Theme, facts: tuple[Fact, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._copy_buttons: list[QToolButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for index, fact in enumerate(facts):
            name = PlainLabel(theme, fact.label, role="body", tone="muted")
            name.setMinimumHeight(_ROW)
            name.setContentsMargins(0, 2, 0, 2)
            grid.addWidget(name, index, 0, top)
            if fact.job_id:
                grid.addWidget(self._link(fact), index, 1, top | Qt.AlignmentFlag.AlignLeft)
            else:
                grid.addWidget(self._words(fact), index, 1, top)
            if fact.copyable:
                grid.addWidget(self._copy_button(fact), index, 2, top)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _words(self, fact: Fact) -> PlainLabel:
        shown = PlainLabel(self._theme, fact.value, role="mono" if fact.copyable else "body", wrap=True)
        shown.setMinimumHeight(_ROW)
        shown.setContentsMargins(0, 2, 0, 2)
        shown.setTextInteractionFlags(_TEXT_KEYS)
        shown.setAccessibleName(f"{fact.label}: {fact.value}")
        return shown

    def _link(self, fact: Fact) -> QPushButton:
        link = QPushButton(fact.value)
        mark(link, "kind", "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setAccessibleName(f"{fact.label}: {fact.value}")
        set_tooltip(link, f"Show job {fact.job_id}")
        link.clicked.connect(partial(self.job_requested.emit, fact.job_id))
        return link

    def _copy_button(self, fact: Fact) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(_ROW + S1, _ROW)
        button.setStyleSheet("QToolButton, QToolButton:focus { padding: 0; }")
        button.setAccessibleName(f"Copy {fact.label}")
        set_tooltip(button, f"Copy {fact.label}")
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(fact.value))
        self._copy_buttons.append(button)
        return button

    def _recolour(self) -> None:
        for button in self._copy_buttons:
            button.setIcon(self._theme.icon("copy", "muted", 14))
