"""What came of a rehearsal, in practice's own frame: nobody may take it for what was really sent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vox_console.presenters.bulk_trial_state import RehearsalShown
from vox_console.ui.fact_grid import FactGrid
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S2, S3

_ICON = 16
_FRAME = 2


class RehearsalView(QFrame):
    """Hidden while nothing was rehearsed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: RehearsalShown | None = None
        self._body: QWidget | None = None
        self._icon = PlainLabel(theme)
        self._icon.setFixedSize(QSize(_ICON, _ICON))
        self._title = PlainLabel(theme, role="strong", wrap=True)
        self._words = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        heading = QHBoxLayout()
        heading.setSpacing(S2)
        heading.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        heading.addWidget(self._title, 1)
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(S3, S3, S3, S3)
        column.setSpacing(S2)
        column.addLayout(heading)
        column.addLayout(self._place)
        column.addWidget(self._words)
        theme.changed.connect(self._draw_icon)
        self._draw_icon()
        self.hide()

    def show_rehearsal(self, shown: RehearsalShown | None) -> None:
        """Show what came of it, or nothing."""
        if shown == self._shown:
            return
        self._shown = shown
        if self._body is not None:
            self._place.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None
        self.setVisible(shown is not None)
        if shown is None:
            return
        self.setAccessibleName(shown.title)
        self._title.setText(shown.title)
        self._words.setText(shown.words)
        self._body = FactGrid(self._theme, shown.facts)
        self._place.addWidget(self._body)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw practice's frame on practice's ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("practice"), _FRAME))
        painter.setBrush(self._theme.color("practice_soft"))
        half = _FRAME / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS, RADIUS)
        painter.end()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("practice", "practice", _ICON, self.devicePixelRatioF()))
