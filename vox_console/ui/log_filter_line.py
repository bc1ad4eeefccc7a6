"""The line above the delivery log that asks for some of its messages, and what came of it below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vox_console.presenters.log_filter import LogFilterShown
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import set_tooltip
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2

_HINT: Final = "state:failed sent:yesterday from:Vox to:064"
_TICK_MS: Final = 1_000


class LogFilterInputs(Protocol):
    """What the line needs of its presenter."""

    on_state: Callable[[LogFilterShown], None]

    @property
    def state(self) -> LogFilterShown:
        """The state to show now."""

    def asked(self, typed: str) -> None:
        """List what a query finds."""

    def edited(self) -> None:
        """Take what was wrong back."""

    def tick(self) -> None:
        """Ask anew what has changed."""


class LogFilterLine(QWidget):
    """Return asks, Escape in the line or "All messages" ends it. What is wrong is told below and selected."""

    def __init__(self, theme: Theme, presenter: LogFilterInputs) -> None:
        super().__init__()
        self._presenter = presenter
        self.field = QLineEdit()
        self.field.setPlaceholderText(_HINT)
        self.field.setAccessibleName("Which messages")
        set_tooltip(self.field, "By state, sent, since, until, code, from, to, country, via, job, id, words")
        self.field.returnPressed.connect(self._ask)
        self.field.textEdited.connect(presenter.edited)
        self.everything = dialog_button("All messages", self.ask_for_all, kind="quiet")
        self.note = FieldNote(theme)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.field)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.ask_for_all)
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(presenter.tick)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S2)
        row.addWidget(self.field, 1)
        row.addWidget(self.everything)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addLayout(row)
        column.addWidget(self.note)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)

    @property
    def asks(self) -> bool:
        """Whether some messages are asked for, and not all."""
        return bool(self._presenter.state.query)

    def ask(self, query: str) -> None:
        """Ask for some messages, as if it had been typed."""
        self.field.setText(query)
        self._ask()

    def ask_for_all(self) -> None:
        """Show all messages."""
        self.ask("")

    def show_state(self, state: LogFilterShown) -> None:
        """Draw another state."""
        self.everything.setVisible(bool(state.query))
        if state.problem is not None:
            start, end = state.place
            self.note.show_problem(state.problem)
            self.field.setSelection(start, max(1, end - start))
        else:
            self.note.show_text(state.found)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for news while somebody sees it."""
        super().showEvent(event)
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing that nobody sees."""
        super().hideEvent(event)
        self._ticking.stop()

    def _ask(self) -> None:
        self._presenter.asked(self.field.text())
