"""What both columns of the truth panel have: the way's name, whether it is taken, facts, trouble."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vox_console.presenters.delivery_state import Fact
from vox_console.ui.fact_grid import FactGrid
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import S1, S2, S3, Theme

TAKEN = "It goes this way"
NOT_TAKEN = "Not this way now"


class TruthColumn(QWidget):
    """One way. Subclasses put their own things into `body`, which is hidden while there is trouble."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._taken = False
        self._facts: tuple[Fact, ...] = ()
        self._grid: QWidget = QWidget()
        self._icon = PlainLabel(theme)
        self._heading = PlainLabel(theme, name, role="strong")
        self._mark = PlainLabel(theme, role="meta", tone="muted")
        self._trouble = PlainLabel(theme, tone="muted", wrap=True)
        self._trouble.setMinimumWidth(1)
        self._trouble.hide()
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(S2)
        top = QHBoxLayout()
        top.setSpacing(S1 + 2)
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._icon)
        top.addWidget(self._mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addLayout(top)
        column.addWidget(self._trouble)
        column.addWidget(self.content)
        column.addStretch(1)
        self.body.addWidget(self._grid)
        self.setAccessibleName(name)
        theme.changed.connect(self._recolour)
        self._recolour()

    @property
    def mark(self) -> str:
        """What the heading says about the way being taken."""
        return self._mark.text()

    def show_column(self, *, taken: bool, choice: bool, facts: tuple[Fact, ...], trouble: str) -> None:
        """Show what every column has. choice: there is another way, so it is told which one is taken."""
        self._taken = taken and choice
        self._mark.setText((TAKEN if taken else NOT_TAKEN) if choice else "")
        self._mark.set_tone("accent" if taken else "muted")
        self._heading.set_tone("text" if taken else "muted")
        self.setAccessibleName(f"{self._name}. {self._mark.text()}" if choice else self._name)
        self._recolour()
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.content.setVisible(not trouble)
        if facts != self._facts:
            self._facts = facts
            fresh = FactGrid(self._theme, facts)
            self.body.replaceWidget(self._grid, fresh)
            self._grid.hide()
            self._grid.deleteLater()
            self._grid = fresh

    def _recolour(self) -> None:
        self._icon.setVisible(self._taken)
        if self._taken:
            self._icon.setPixmap(self._theme.pixmap("check", "accent", 14, self.devicePixelRatioF()))


def muted_note(theme: Theme) -> PlainLabel:
    """Give a small label that wraps and never makes its column wide."""
    note = PlainLabel(theme, role="meta", tone="muted", wrap=True)
    note.setMinimumWidth(1)
    note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return note
