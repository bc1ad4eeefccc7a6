"""The facts of a message as a two-column grid; identifiers can be copied with one press."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S1, S4, Theme

_TEXT_KEYS = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_ROW = 20
_ID_WORDS = frozenset({"id", "ids"})


class FactGrid(QWidget):
    """Shows (label, value) pairs. A label that ends in the word "id" or "ids" gets a copy button."""

    def __init__(self, theme: Theme, facts: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._theme = theme
        self._copy_buttons: list[QToolButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for index, (label, value) in enumerate(facts):
            is_id = label.casefold().split()[-1:] in ([word] for word in _ID_WORDS)
            name = PlainLabel(theme, label, role="body", tone="muted")
            shown = PlainLabel(theme, value, role="mono" if is_id else "body", wrap=True)
            for label_view in (name, shown):
                label_view.setMinimumHeight(_ROW)
                label_view.setContentsMargins(0, 2, 0, 2)
            shown.setTextInteractionFlags(_TEXT_KEYS)
            shown.setAccessibleName(f"{label}: {value}")
            grid.addWidget(name, index, 0, top)
            grid.addWidget(shown, index, 1, top)
            if is_id:
                grid.addWidget(self._copy_button(label, value), index, 2, top)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _copy_button(self, label: str, value: str) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(_ROW + S1, _ROW)
        button.setStyleSheet("QToolButton, QToolButton:focus { padding: 0; }")
        button.setAccessibleName(f"Copy {label}")
        set_tooltip(button, f"Copy {label}")
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(value))
        self._copy_buttons.append(button)
        return button

    def _recolour(self) -> None:
        for button in self._copy_buttons:
            button.setIcon(self._theme.icon("copy", "muted", 14))
