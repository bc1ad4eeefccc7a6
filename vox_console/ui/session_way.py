"""One way to the provider on the session card: its state in a line, and what is known of it below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vox_console.presenters.session_state import WayState
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S3

_ICON = 16


class SessionFacts(QWidget):
    """Pairs of label and value. The labels stay as more or fewer are shown, so that nothing flickers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[tuple[PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S3)
        self._grid.setVerticalSpacing(S1)
        self._grid.setColumnStretch(1, 1)
        # One width in every section, so that the values stand in one column.
        self._grid.setColumnMinimumWidth(
            0, PlainLabel(theme, "Answering since", role="meta").sizeHint().width()
        )

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show these."""
        while len(self._rows) < len(facts):
            self._add_row()
        for index, (label, value) in enumerate(self._rows):
            shown = index < len(facts)
            label.setText(facts[index][0] if shown else "")
            value.setText(facts[index][1] if shown else "")
            label.setVisible(shown)
            value.setVisible(shown)

    def _add_row(self) -> None:
        row = len(self._rows)
        label = PlainLabel(self._theme, role="meta", tone="muted")
        value = PlainLabel(self._theme, role="meta", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._rows.append((label, value))


class SessionWay(QWidget):
    """A section under a thin rule: icon, name and word, then facts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = PlainLabel(theme)
        self._name = PlainLabel(theme, role="strong")
        self._word = PlainLabel(theme, role="strong")
        self._facts = SessionFacts(theme)
        head = QHBoxLayout()
        head.setSpacing(S2)
        head.addWidget(self._icon)
        head.addWidget(self._name)
        head.addWidget(self._word)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S3, 0, 0)
        column.setSpacing(S2)
        column.addLayout(head)
        column.addWidget(self._facts)

    def show_way(self, way: WayState) -> None:
        """Draw another state."""
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap(way.icon, way.tone.value, _ICON, ratio))
        self._name.setText(way.name)
        self._word.setText(way.word)
        self._word.set_tone(way.tone.value)
        self.setAccessibleName(f"{way.name}: {way.word}")
        self._facts.show_facts(way.facts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rule above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("border"))
        painter.end()
