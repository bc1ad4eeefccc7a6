"""The dialog that asks where rows are to be saved, and as what: CSV or a workbook."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

_KINDS = {"CSV (*.csv)": "csv", "Workbook (*.xlsx)": "xlsx"}


def save_dialog(parent: QWidget, title: str, name: str) -> QFileDialog:
    """Make the dialog. name: what is suggested, without a suffix; the kind that is chosen gives it one."""
    dialog = QFileDialog(parent, title, name, ";;".join(_KINDS))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_KINDS.get(kind, "csv")))
    return dialog
