"""The line that one types into to find something in a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit


class SearchLine(QLineEdit):
    """hint: what can be typed. name: what a screen reader calls it. edited: hears every change."""

    def __init__(self, hint: str, name: str, edited: Callable[[str], object]) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.textChanged.connect(edited)
