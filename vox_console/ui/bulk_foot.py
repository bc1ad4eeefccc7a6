"""The foot of the bulk pane: the one button, why it cannot be pressed, and the count that confirms."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.bulk_state import BulkState
from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import ElidedLabel, PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S4, S5

_COUNT_WIDTH = 120


class BulkFoot(QWidget):
    """Never scrolls. Each control has a signal of its own."""

    pressed = Signal()
    cancelled = Signal()
    count_typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._said = ""
        self._reason = ElidedLabel(theme, role="meta", tone="muted")
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reason.setAccessibleName("Why nothing can be sent")
        self._ask = PlainLabel(theme, role="meta", tone="muted")
        self.count = QLineEdit()
        self.count.setFixedWidth(_COUNT_WIDTH)
        self.count.setAccessibleName("Type the count to confirm")
        self.count.textEdited.connect(self.count_typed)
        self._cancel = QPushButton("Cancel")
        self._cancel.setAccessibleName("Cancel the check")
        self._cancel.clicked.connect(self.cancelled)
        self.button = PrimaryButton(theme)
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout()
        row.setSpacing(S2)
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S2, S5, S4)
        column.setSpacing(S2)
        above = QHBoxLayout()
        above.setSpacing(S2)
        above.addWidget(self._reason, 1)
        above.addWidget(self._ask)
        above.addWidget(self.count)
        column.addLayout(above)
        column.addLayout(row)

    def show_state(self, state: BulkState) -> None:
        """Show what the button does now."""
        self.button.setText(state.primary.replace("&", "&&"))
        self.button.setAccessibleName(state.primary)
        self.button.setAccessibleDescription(state.blocked or state.aside)
        self.button.setEnabled(not state.blocked)
        self._cancel.setVisible(state.can_cancel and bool(state.busy))
        must_type = state.check.must_type if state.check is not None else 0
        self._ask.setVisible(bool(must_type))
        self.count.setVisible(bool(must_type))
        words = f"Type {must_type:,} to confirm" if must_type else ""
        self._ask.setText(words)
        self._reason.setText("" if state.blocked and state.blocked == words else state.blocked or state.aside)
        if must_type and state.check is not None and self.count.text() != state.check.typed:
            self.count.setText(state.check.typed)
        if state.aside != self._said and state.opened is not None:
            self._said = state.aside
            announce(self.button, state.aside)
