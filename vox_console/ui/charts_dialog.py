"""What became of messages, in charts: over time, by country, by sender, by error, and how long it took."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.charts import ChartsState, Period
from vox_console.ui.chart_picture import save_picture
from vox_console.ui.chart_view import ChartView
from vox_console.ui.file_choice import ask_where_to_save
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE: Final = (980, 640)
_TICK_MS: Final = 1_000
_PICTURES: Final = {"Picture (*.png)": "png", "Drawing (*.svg)": "svg"}


class ChartsInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[ChartsState], None]

    @property
    def state(self) -> ChartsState:
        """The state to show now."""

    def period_chosen(self, period: str) -> None:
        """Show another time."""

    def tick(self) -> None:
        """Read again what has changed."""


class ChartsDialog(QDialog):
    """The charts. log_wanted: the messages behind a bar, by their query."""

    log_wanted = Signal(str)

    def __init__(self, theme: Theme, presenter: ChartsInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._presenter = presenter
        self.setWindowTitle("Charts")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.views: list[ChartView] = []
        self._note = PlainLabel(theme, role="meta", tone="muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(S5)
        self._grid.setVerticalSpacing(S5)
        for column in range(2):
            self._grid.setColumnStretch(column, 1)
        self._lay_out()
        ticking = QTimer(self, interval=_TICK_MS)
        ticking.timeout.connect(presenter.tick)
        ticking.start()
        presenter.on_state = self.show_state
        self.show_state(presenter.state)

    def show_state(self, state: ChartsState) -> None:
        """Draw another state."""
        for button in self.periods.buttons():
            button.setChecked(button.text() == state.period.value)
        while len(self.views) < len(state.charts):
            self._add_view()
        for view, chart in zip(self.views, state.charts, strict=False):
            view.show_chart(chart)

    def _add_view(self) -> None:
        """Put one more chart into the grid; the first is as wide as two."""
        view = ChartView(self._theme)
        view.opened.connect(self._open_log)
        save = QPushButton("Save picture…")
        save.setAutoDefault(False)
        mark(save, "kind", "quiet")
        set_tooltip(save, "Save this chart as PNG or SVG")
        save.clicked.connect(partial(self._save, view))
        cell = QVBoxLayout()
        cell.setSpacing(S2)
        cell.addWidget(view)
        cell.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        cell.addStretch(1)
        at = len(self.views)
        if at:
            self._grid.addLayout(cell, (at + 1) // 2, (at + 1) % 2)
        else:
            self._grid.addLayout(cell, 0, 0, 1, 2)
        self.views.append(view)

    def _open_log(self, query: str) -> None:
        self.accept()
        self.log_wanted.emit(query)

    def _save(self, view: ChartView) -> None:
        name = view.chart.title.lower().replace(" ", "-")
        ask_where_to_save(self, "Save the picture", name, partial(self._saved, view), kinds=_PICTURES)

    def _saved(self, view: ChartView, path: Path) -> None:
        try:
            save_picture(view.chart, self._theme, path)
        except OSError as fault:
            self._note.setText(f"Not saved: {fault}.")
        else:
            self._note.setText(f"Saved as {path.name}.")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S2)
        head.addWidget(PlainLabel(self._theme, "Charts", role="title"))
        head.addStretch(1)
        self.periods = QButtonGroup(self)
        for period in Period:
            button = QPushButton(period.value)
            button.setAccessibleName(f"The last {period.value}")
            button.setCheckable(True)
            mark(button, "kind", "segment")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._presenter.period_chosen, period.value))
            self.periods.addButton(button)
            head.addWidget(button)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, S3, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        content.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S5, S5, S5, S4)
        layout.setSpacing(S4)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
