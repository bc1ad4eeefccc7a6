"""The button beside an editor that opens the quick texts."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from vox_console.ui.plain_label import set_tooltip
from vox_console.ui.theme import mark

QUICK_TEXT_KEYS = "Ctrl+Shift+K"


class QuickTextButton(QPushButton):
    """It looks alike wherever something is written."""

    def __init__(self) -> None:
        super().__init__("Quick text…")
        self.setAccessibleName("Quick text")
        mark(self, "kind", "quiet")
        set_tooltip(self, "Insert a text that is written often", QUICK_TEXT_KEYS)
