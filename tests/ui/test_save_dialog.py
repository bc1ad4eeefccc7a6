"""What is saved gets the suffix of the kind that was chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from vox_console.ui.save_dialog import save_dialog


def test_the_kind_that_is_chosen_gives_the_suffix(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = save_dialog(parent, "Save the result", "result")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("Workbook (*.xlsx)")
    assert dialog.defaultSuffix() == "xlsx"
    dialog.filterSelected.emit("CSV (*.csv)")
    assert dialog.defaultSuffix() == "csv"
