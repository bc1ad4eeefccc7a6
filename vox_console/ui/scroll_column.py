"""A column of widgets, on the left, no wider than one reads, that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vox_console.ui.tokens import S4, S5

WIDEST = 920


def scroll_column(*widgets: QWidget) -> QScrollArea:
    """Give the widgets, from top to bottom, in an area that scrolls up and down only."""
    inside = QWidget()
    inside.setMaximumWidth(WIDEST)
    column = QVBoxLayout(inside)
    column.setContentsMargins(S5, S4, S5, S5)
    column.setSpacing(S5)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    content = QWidget()
    row = QVBoxLayout(content)
    row.setContentsMargins(0, 0, 0, 0)
    row.addLayout(on_the_left(inside))
    return _scrolling(content)


def on_the_left(widget: QWidget) -> QHBoxLayout:
    """Lay out what has a largest width; a layout would centre it instead of leaving the rest free."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row


def _scrolling(content: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(content)
    # Otherwise both would paint the palette's window colour over the pane's own ground.
    scroll.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return scroll
