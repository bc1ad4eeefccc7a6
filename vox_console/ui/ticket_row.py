"""A button that copies what the provider needs to look into a message, and says that it did."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S2, Theme

_COPIED = "Copied; the text of the message is not in it."


class TicketRow(QWidget):
    """wanted: somebody wants the text; `copy` is given it."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.button = QPushButton("Copy for the provider")
        self.button.setAccessibleName("Copy for the provider")
        set_tooltip(self.button, "Copy ids, times and octets of this message, to ask the provider about it")
        self.button.clicked.connect(self.wanted)
        self._told = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S2)
        layout.addWidget(self.button)
        layout.addWidget(self._told, 1)
        theme.changed.connect(self._recolour)
        self._recolour()

    def copy(self, text: str) -> None:
        """Put the text where it can be pasted from."""
        QGuiApplication.clipboard().setText(text)
        self._told.setText(_COPIED)
        announce(self.button, _COPIED)

    def forget(self) -> None:
        """Say nothing any more: another message is shown."""
        self._told.setText("")

    def _recolour(self) -> None:
        self.button.setIcon(self._theme.icon("copy"))
