"""Rows whose numbers got nearly this text lately: a warning, and the choice what becomes of them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from vox_console.presenters.bulk_recent import SEND, SKIP
from vox_console.presenters.bulk_sheet_state import RecentShown, SheetList
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.sheet_list import SheetListView
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S1, S2, S3, S5

_CHOICES = ((SKIP, "Leave them out"), (SEND, "Send to them all the same"))
_ICON = 16


class RecentChoice(QFrame):
    """chosen: what becomes of the rows, SEND or SKIP of `bulk_recent`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lists: tuple[SheetList, ...] = ()
        self._views: list[QWidget] = []
        self._icon = PlainLabel(theme)
        self._icon.setFixedSize(QSize(_ICON, _ICON))
        self._title = PlainLabel(theme, role="strong", wrap=True)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        choices = QHBoxLayout()
        choices.setSpacing(S5)
        self.buttons: dict[str, QRadioButton] = {}
        for value, label in _CHOICES:
            button = QRadioButton(label)
            button.setAccessibleName(label)
            button.clicked.connect(lambda _on=False, which=value: self.chosen.emit(which))
            self._group.addButton(button)
            choices.addWidget(button)
            self.buttons[value] = button
        choices.addStretch()
        heading = QHBoxLayout()
        heading.setSpacing(S2)
        heading.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        heading.addWidget(self._title, 1)
        self._place = QVBoxLayout()
        self._place.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(S3, S3, S3, S3)
        column.setSpacing(S1)
        column.addLayout(heading)
        column.addLayout(self._place)
        column.addLayout(choices)
        theme.changed.connect(self._draw_icon)
        self._draw_icon()
        self.hide()

    def show_recent(self, shown: RecentShown | None) -> None:
        """Show who got the text lately and what was chosen; nothing where nobody did."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._title.setText(shown.title)
        self.setAccessibleName(shown.title)
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)  # else none could be unchosen
            for value, button in self.buttons.items():
                button.setChecked(value == shown.choice)
            self._group.setExclusive(True)
        if shown.lists == self._lists:
            return
        self._lists = shown.lists
        for view in self._views:
            self._place.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views = [SheetListView(self._theme, each) for each in shown.lists]
        for view in self._views:
            self._place.addWidget(view)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of what needs a person."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("unknown_soft"))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.end()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("warning", "unknown", _ICON, self.devicePixelRatioF()))
