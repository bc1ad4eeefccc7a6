"""What stands on a widget, as somebody sees it, and what a dialog's presenter is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vox_console.ui.plain_label import PlainLabel

State = TypeVar("State")


def button(widget: QWidget, name: str) -> QPushButton:
    """Give the button of this accessible name."""
    return next(each for each in widget.findChildren(QPushButton) if each.accessibleName() == name)


def said(widget: QWidget) -> set[str]:
    """Give the texts of all labels that can be seen."""
    return {label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()}


def show(qtbot: QtBot, dialog: QDialog) -> None:
    """Show a dialog in front; it is closed with the test."""
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()


class ToldPresenter(Generic[State]):
    """A presenter that remembers what it was told, in `told`. state: what it shows at first."""

    def __init__(self, state: State) -> None:
        self.on_state: Callable[[State], None] = lambda _state: None
        self.state = state
        self.told: list[str] = []

    def show(self, state: State) -> None:
        """Show another state."""
        self.state = state
        self.on_state(state)

    def search_edited(self, text: str) -> None:
        """Remember it."""
        self.told.append(f"search {text}")

    def chosen(self, row_id: int) -> None:
        """Remember it."""
        self.told.append(f"chosen {row_id}")

    def undo_pressed(self) -> None:
        """Remember it."""
        self.told.append("undo")

    def list_chosen(self, path: Path) -> None:
        """Remember it."""
        self.told.append(f"list {path.name}")

    def export_chosen(self, path: Path) -> None:
        """Remember it."""
        self.told.append(f"export {path.name}")

    def cancel_pressed(self) -> None:
        """Remember it."""
        self.told.append("cancel")
