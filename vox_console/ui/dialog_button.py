"""A button of a dialog that Return never presses by mistake: what the dialog is for is its primary button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from vox_console.ui.theme import mark


def dialog_button(text: str, pressed: Callable[[], object], *, kind: str = "") -> QPushButton:
    """Make a button. kind: "quiet" or "danger" as the style sheet has them, "" for a plain one."""
    button = QPushButton(text)
    button.setAccessibleName(text.rstrip("…"))
    button.setAutoDefault(False)
    if kind:
        mark(button, "kind", kind)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
