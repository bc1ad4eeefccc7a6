"""About: what this is, which versions it stands on, and under which licences."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

import vox_console
from vox_console.ui import icons
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S4, S5

LICENCES = (
    "Vox Console is free software under the Apache License 2.0. It uses Qt and PySide6 under the GNU Lesser "
    "General Public License, version 3: you may replace them with your own builds."
)


def versions() -> str:
    """Give the versions a bug report needs, one a line."""
    return "\n".join(
        (
            f"Vox Console {vox_console.__version__}",
            f"Python {platform.python_version()}",
            f"PySide6 {PySide6.__version__}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()}, {QGuiApplication.platformName()}",
        )
    )


class AboutBox(QDialog):
    """A quiet dialog; the versions can be selected and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Vox Console")
        mark = PlainLabel(theme)
        mark.setPixmap(icons.app_mark(56, self.devicePixelRatioF()))
        facts = PlainLabel(theme, versions(), role="mono", tone="muted")
        facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        facts.setAccessibleName("Versions")
        licences = PlainLabel(theme, LICENCES, role="meta", tone="muted", wrap=True)
        licences.setFixedWidth(360)
        text = QVBoxLayout()
        text.setSpacing(S1)
        text.addWidget(PlainLabel(theme, "Vox Console", role="title"))
        text.addWidget(PlainLabel(theme, "Send, watch delivery, keep every message.", tone="muted"))
        head = QHBoxLayout()
        head.setSpacing(S4)
        head.addWidget(mark)
        head.addLayout(text, 1)
        copy = QPushButton("Copy versions")
        copy.setAccessibleName("Copy versions")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions()))
        close = PrimaryButton(theme, "Close")
        close.setAccessibleName("Close")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(copy)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S5)
        column.setSpacing(S4)
        column.addLayout(head)
        column.addWidget(facts)
        column.addWidget(licences)
        column.addLayout(foot)
        close.setFocus()
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
