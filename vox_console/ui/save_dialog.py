"""The dialog that asks where rows are to be saved, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

CSV: Final[Mapping[str, str]] = {"CSV (*.csv)": "csv"}
TABLES: Final[Mapping[str, str]] = {**CSV, "Workbook (*.xlsx)": "xlsx"}
CONTACTS: Final[Mapping[str, str]] = {**CSV, "vCard (*.vcf)": "vcf"}


def save_dialog(parent: QWidget, title: str, name: str, *, kinds: Mapping[str, str] = TABLES) -> QFileDialog:
    """Make the dialog. name: what is suggested, without a suffix; the kind that is chosen gives it one.

    kinds: the suffix of each, the first one to begin with.
    """
    dialog = QFileDialog(parent, title, name, ";;".join(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(next(iter(kinds.values())))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds.get(kind, "csv")))
    return dialog
