"""One step of the bulk pane: its number and name over what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3

_DISC = 22


class BulkSection(QWidget):
    """A heading and a column. beside, aside: what follows the heading, and what ends its line."""

    def __init__(
        self,
        theme: Theme,
        number: int,
        title: str,
        *,
        beside: QWidget | None = None,
        aside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(f"Step {number}: {title}")
        heading = QHBoxLayout()
        heading.setSpacing(S2)
        heading.addWidget(_Disc(theme, number))
        heading.addWidget(PlainLabel(theme, title, role="strong"))
        if beside is None:
            heading.addStretch()
        else:
            heading.addSpacing(S2)
            heading.addWidget(beside, 1)
        if aside is not None:
            heading.addWidget(aside)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(S3)
        self.column.addLayout(heading)


class _Disc(QWidget):
    """The number of a step."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._text = str(number)
        self.setFixedSize(_DISC, _DISC)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.color("accent"))
        painter.setFont(self._theme.font("meta"))
        painter.drawText(QRect(self.rect()), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
