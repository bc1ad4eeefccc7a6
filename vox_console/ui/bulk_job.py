"""The bulk pane while there is a job: how its rows stand, and pause, resume, stop, the result as a file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.bulk_state import JobShown, OutcomeLine
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.full_stop import STOP_KEYS
from vox_console.storage.job_family import Origin
from vox_console.ui.fact_grid import FactGrid
from vox_console.ui.job_start import JobStart
from vox_console.ui.outcome_bar import OutcomeBar
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4

_ICON = 16
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BulkJobView(QWidget):
    """Draws a JobShown. Each button has a signal of its own."""

    pause_pressed = Signal()
    resume_pressed = Signal()
    start_pressed = Signal()
    stop_pressed = Signal()
    stop_confirmed = Signal()
    stop_kept = Signal()
    save_requested = Signal()
    left = Signal()
    jobs_requested = Signal()
    again_requested = Signal(str)
    job_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: JobShown | None = None
        self._title = ElidedLabel(theme, role="title")
        self._title.setContentsMargins(1, 0, 0, 0)  # the J of "Job" reaches out to the left
        self._icon = PlainLabel(theme)
        self._icon.setFixedSize(_ICON, _ICON)
        self._word = PlainLabel(theme, role="strong")
        self._eta = ElidedLabel(theme, tone="muted")
        self._eta.setAlignment(_RIGHT)
        self._sentence = PlainLabel(theme, wrap=True)
        self._sentence.setAccessibleName("How the job stands")
        self._bar = OutcomeBar(theme)
        self._lines = _OutcomeLines(theme)
        self._facts = QVBoxLayout()
        self._facts_shown: tuple[Fact, ...] = ()
        self._blocked = PlainLabel(theme, tone="unknown", wrap=True)
        self._saved = ElidedLabel(theme, role="meta", tone="muted")
        self._pause = self._button(
            "Pause", f"Let nothing more of it leave; it can go on later. {STOP_KEYS} holds everything"
        )
        self._resume = PrimaryButton(theme, "Resume")
        self._resume.setAccessibleName("Resume")
        set_tooltip(self._resume, "Go on from where it stands; nothing is sent twice")
        self.another_start = JobStart(theme)
        self._start = self._button("Start now", "Do not wait for its time")
        self._stop = self._button("Stop…", "End it for good", kind="danger")
        self._save = self._button(
            "Save the result…", "As CSV or a workbook: your own columns, and what became of each row"
        )
        self._leave = self._button("Prepare another list", "This job goes on, or stays as it is")
        self._all = self._button("All jobs", "This job goes on, or stays as it is")
        self._again = {
            origin: self._button(origin, "As a list of their own, judged anew") for origin in Origin
        }
        self._question = self._build_question()
        self._connect()
        self._build()
        theme.changed.connect(self._draw_icon)

    def show_job(self, shown: JobShown) -> None:
        """Show how a job stands."""
        self._shown = shown
        self._title.setText(shown.title)
        self._word.setText(shown.look.word)
        self._word.set_tone(shown.look.tone.value)
        self._draw_icon()
        self._eta.setText(shown.eta)
        self._sentence.setText(shown.sentence)
        self._bar.show_lines(shown.lines, total=shown.rows)
        self._lines.show_lines(shown.lines, total=shown.rows)
        self._show_facts(shown.facts)
        self._blocked.setText(shown.blocked)
        self._blocked.setVisible(bool(shown.blocked))
        self._saved.setText(shown.saved)
        asking = bool(shown.stop_question)
        self._ask.setText(shown.stop_question)
        self._question.setVisible(asking)
        self._pause.setVisible(shown.can_pause)
        self._resume.setVisible(shown.can_resume)
        self._start.setVisible(shown.can_start)
        self.another_start.setVisible(shown.can_start)
        self.another_start.show_start(shown.another_start)
        self._stop.setVisible(shown.can_stop and not asking)
        self._leave.setVisible(shown.can_leave)
        self._show_again(dict(shown.again))

    def _show_facts(self, facts: tuple[Fact, ...]) -> None:
        if facts == self._facts_shown:
            return
        self._facts_shown = facts
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        grid = FactGrid(self._theme, facts)
        grid.job_requested.connect(self.job_requested)
        self._facts.addWidget(grid)

    def _show_again(self, labels: dict[str, str]) -> None:
        for origin, button in self._again.items():
            label = labels.get(origin.value, "")
            button.setText(label)
            button.setAccessibleName(label.rstrip("…"))
            button.setVisible(bool(label))

    def _draw_icon(self) -> None:
        if self._shown is not None:
            look = self._shown.look
            ratio = self.devicePixelRatioF()
            self._icon.setPixmap(self._theme.pixmap(look.icon, look.tone.value, _ICON, ratio))

    def _button(self, text: str, words: str, *, kind: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.rstrip("…"))
        set_tooltip(button, words)
        mark(button, "kind", kind)
        return button

    def _build_question(self) -> QWidget:
        question = QFrame()
        mark(question, "surface", "sunken")
        self._ask = PlainLabel(self._theme, wrap=True)
        self._ask.setMinimumWidth(1)
        self._end = self._button("End it for good", "Nothing more of it is ever sent", kind="danger")
        self._keep = self._button("Keep it", "Leave it as it is")
        row = QHBoxLayout(question)
        row.setContentsMargins(S3, S3, S3, S3)
        row.setSpacing(S2)
        row.addWidget(self._ask, 1)
        row.addWidget(self._keep)
        row.addWidget(self._end)
        return question

    def _build(self) -> None:
        status = QHBoxLayout()
        status.setSpacing(S2)
        status.addWidget(self._icon)
        status.addWidget(self._word)
        status.addWidget(self._eta, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        for button in (self._save, self._leave, self._all):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self._stop, self._start, self._pause, self._resume):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addWidget(self._title)
        column.addLayout(status)
        column.addWidget(self._bar)
        column.addWidget(self._sentence)
        column.addWidget(self._lines)
        column.addSpacing(S4)
        column.addLayout(self._facts)
        column.addWidget(self.another_start)
        column.addWidget(self._blocked)
        column.addWidget(self._question)
        column.addWidget(self._saved)
        offers = QHBoxLayout()
        offers.setSpacing(S2)
        for offer in self._again.values():
            offers.addWidget(offer)
        offers.addStretch()
        column.addLayout(offers)
        column.addLayout(buttons)
        column.addStretch()

    def _connect(self) -> None:
        self._pause.clicked.connect(self.pause_pressed)
        self._resume.clicked.connect(self.resume_pressed)
        self._start.clicked.connect(self.start_pressed)
        self._stop.clicked.connect(self.stop_pressed)
        self._end.clicked.connect(self.stop_confirmed)
        self._keep.clicked.connect(self.stop_kept)
        self._save.clicked.connect(self.save_requested)
        self._leave.clicked.connect(self.left)
        for origin, offer in self._again.items():
            offer.clicked.connect(partial(self.again_requested.emit, origin.value))
        self._all.clicked.connect(self.jobs_requested)


class _OutcomeLines(QWidget):
    """One line for each state: icon, word, count; they add up to the accepted rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._lines: tuple[OutcomeLine, ...] = ()
        self._total = 0
        self._counts: list[PlainLabel] = []
        self._made: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S3)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        theme.changed.connect(self._rebuild)

    def show_lines(self, lines: tuple[OutcomeLine, ...], *, total: int) -> None:
        """Show these lines; only numbers change while the states are the same."""
        words = tuple(line.look.word for line in lines)
        self._lines, self._total = lines, total
        if words != self._words:
            self._words = words
            self._rebuild()
            return
        for label, line in zip(self._counts, lines, strict=False):
            label.setText(f"{line.count:,}")

    def _rebuild(self) -> None:
        for widget in self._made:
            widget.hide()
            widget.deleteLater()
        self._made, self._counts = [], []
        theme = self._theme
        for at, line in enumerate(self._lines):
            icon = PlainLabel(theme)
            icon.setFixedSize(_ICON, _ICON)
            ratio = self.devicePixelRatioF()
            icon.setPixmap(theme.pixmap(line.look.icon, line.look.tone.value, _ICON, ratio))
            count = PlainLabel(theme, f"{line.count:,}", role="strong")
            word = PlainLabel(theme, line.look.word, tone=line.look.tone.value)
            self._put((icon, count, word), at)
            self._counts.append(count)
        total = PlainLabel(theme, f"{self._total:,}", role="strong")
        self._put((PlainLabel(theme, "="), total, PlainLabel(theme, "accepted rows")), len(self._lines))

    def _put(self, widgets: tuple[QWidget, ...], row: int) -> None:
        for column, widget in enumerate(widgets):
            align = _RIGHT if column == 1 else Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(widget, row, column, align)
            self._made.append(widget)
