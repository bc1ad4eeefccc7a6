"""File dialogs that are opened and left to themselves: nothing waits for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from vox_console.ui.save_dialog import TABLES, save_dialog

LISTS: Final = "Lists (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)"

Then = Callable[[Path], None]


def ask_for_file(parent: QWidget, title: str, kinds: str, then: Then) -> None:
    """Ask for a file that is there. kinds: as QFileDialog takes them. then: hears the one that was chosen."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, then)


def ask_for_folder(parent: QWidget, title: str, then: Then) -> None:
    """Ask for a folder that is there. then: hears the one that was chosen."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, then)


def ask_where_to_save(
    parent: QWidget, title: str, name: str, then: Then, *, kinds: Mapping[str, str] = TABLES
) -> None:
    """Ask where rows are to be saved. name: the one that is offered, without a suffix. kinds: as what."""
    _open(save_dialog(parent, title, name, kinds=kinds), then)


def _open(dialog: QFileDialog, then: Then) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
