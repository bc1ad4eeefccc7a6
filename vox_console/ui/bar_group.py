"""A few counts as bars under a title: how the rows of a list are spread over something."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from vox_console.presenters.bulk_sheet_state import BarGroup
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S3

_HEIGHT = 8
_NARROWEST = 2
_LABEL_WIDTH = 64
_COUNT_WIDTH = 84
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BarGroupView(QWidget):
    """Draws a group once; another group is another view."""

    def __init__(self, theme: Theme, group: BarGroup) -> None:
        super().__init__()
        self.setAccessibleName(group.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(PlainLabel(theme, group.title, role="meta", tone="muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(S3)
        grid.setVerticalSpacing(S1)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnMinimumWidth(2, _COUNT_WIDTH)
        grid.setColumnStretch(1, 1)
        for at, bar in enumerate(group.bars):
            count = PlainLabel(theme, bar.count, role="meta")
            count.setAccessibleName(f"{bar.label}: {bar.count}")
            grid.addWidget(PlainLabel(theme, bar.label, role="meta"), at, 0)
            grid.addWidget(_Bar(theme, bar.share), at, 1)
            grid.addWidget(count, at, 2, _RIGHT)
        column.addLayout(grid)
        if group.more:
            column.addWidget(PlainLabel(theme, group.more, role="meta", tone="muted"))
        column.addStretch()


class _Bar(QWidget):
    """A bar on its ground. share: of the longest one, above 0 to 1."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme = theme
        self._share = share
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QRectF(self.rect())
        painter.setBrush(self._theme.color("sunken"))
        painter.drawRoundedRect(ground, _HEIGHT / 2, _HEIGHT / 2)
        ground.setWidth(max(_NARROWEST, ground.width() * self._share))
        painter.setBrush(self._theme.color("accent"))
        painter.setOpacity(0.55)
        painter.drawRoundedRect(ground, min(ground.width(), _HEIGHT) / 2, _HEIGHT / 2)
        painter.end()
