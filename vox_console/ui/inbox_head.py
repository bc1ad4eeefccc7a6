"""The head of the opened conversation: whose it is, and what can be done with all of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.inbox_state import InboxState, ThreadShown
from vox_console.storage.threads import Tray
from vox_console.ui.plain_label import ElidedLabel, set_tooltip
from vox_console.ui.theme import S1, S2, S3, S4, Theme, mark

_DEEDS = (
    ("Done", "D", "Done: out of the list until they write again"),
    ("Archive", "E", "Archive: out of the list until they write again"),
    ("Snooze", "Z", "Out of the list until a time"),
)


class ThreadHead(QWidget):
    """One row. actions: what its buttons do, by their names. more: the button of the rest."""

    def __init__(self, theme: Theme, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._theme = theme
        self._name = ElidedLabel(theme, role="title")
        self._detail = ElidedLabel(theme, role="meta", tone="muted")
        self._buttons: dict[str, QPushButton] = {}
        self.more = QPushButton()
        self.more.setAccessibleName("More")
        mark(self.more, "kind", "icon")
        set_tooltip(self.more, "What else can be done with this conversation")
        row = QHBoxLayout(self)
        row.setContentsMargins(S4, S2, S3, S2)
        row.setSpacing(S1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._detail)
        row.addLayout(names, 1)
        for name, key, tip in _DEEDS:
            button = QPushButton(name)
            button.setAccessibleName(name)
            mark(button, "kind", "quiet")
            set_tooltip(button, tip, key)
            button.clicked.connect(actions[name].trigger)
            self._buttons[name] = button
            row.addWidget(button)
        row.addWidget(self.more)
        theme.changed.connect(self._recolour)
        self._recolour()

    def show_thread(self, shown: ThreadShown) -> None:
        """Say whose conversation it is."""
        self._name.setText(shown.name)
        self._detail.setText(shown.detail)

    def show_state(self, state: InboxState) -> None:
        """Say on the buttons what they do in this tray."""
        self._buttons["Done"].setText("Not done" if state.tray == Tray.DONE else "Done")
        self._buttons["Archive"].setText("Out of the archive" if state.tray == Tray.ARCHIVED else "Archive")
        self._buttons["Snooze"].setText("Snoozed" if state.asleep else "Snooze")

    def pop_up(self, menu: QMenu, *, below: str) -> None:
        """Show a menu below the button of this name, "More" for the last one."""
        button = self._buttons.get(below, self.more)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _recolour(self) -> None:
        self.more.setIcon(self._theme.icon("more", "muted"))
