"""The dialog that writes the delivery log to a file: as what, which columns, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from vox_console.presenters.log_export_state import LogExportState
from vox_console.ui.announcer import announce
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.column_list import ColumnList
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.file_choice import ask_for_folder, ask_where_to_save
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S3, S4, S5

_SIZE: Final = (760, 600)
_SIDE: Final = 280
_STEPS: Final = 1_000


class LogExportInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[LogExportState], None]

    @property
    def state(self) -> LogExportState:
        """The state to show now."""

    def query_edited(self, typed: str) -> None:
        """Take which messages are written."""

    def format_chosen(self, word: str) -> None:
        """Take the kind of file."""

    def column_chosen(self, key: str, *, chosen: bool) -> None:
        """Write a column, or do not."""

    def column_moved(self, key: str, by: int) -> None:
        """Put a column further up or down."""

    def all_pressed(self) -> None:
        """Write every column."""

    def usual_pressed(self) -> None:
        """Go back to the usual columns."""

    def zone_edited(self, zone: str) -> None:
        """Take the zone of local times."""

    def mask_chosen(self, *, numbers: bool, texts: bool) -> None:
        """Take what is made unreadable."""

    def ready(self) -> bool:
        """Say whether a file can be asked for; what is in the way is shown."""

    def export_chosen(self, path: Path) -> None:
        """Write to a file."""

    def cancel_pressed(self) -> None:
        """Break off what is written."""

    def daily_chosen(self, folder: Path) -> None:
        """Write each day to a folder."""

    def daily_stopped(self) -> None:
        """Write no more by itself."""


class LogExportDialog(QDialog):
    """What is chosen stands above, what became of it below. show_folder: opens a folder of the computer."""

    def __init__(
        self,
        theme: Theme,
        presenter: LogExportInputs,
        parent: QWidget | None,
        *,
        show_folder: Callable[[Path], object] = lambda folder: QDesktopServices.openUrl(
            QUrl.fromLocalFile(str(folder))
        ),
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._show_folder = show_folder
        self.setWindowTitle("Export messages")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.query = LabelledField(
            theme, "Which messages", hint="All, or for example: state:failed sent:yesterday"
        )
        self.query.edited.connect(presenter.query_edited)
        self.kind = ChoiceField(theme, "As")
        self.kind.chosen.connect(presenter.format_chosen)
        self.zone = LabelledField(theme, "Zone of local times", hint="This computer's")
        self.zone.edited.connect(presenter.zone_edited)
        self.mask_numbers = QCheckBox("Mask numbers")
        self.mask_texts = QCheckBox("Mask texts")
        for box in (self.mask_numbers, self.mask_texts):
            box.toggled.connect(self._mask)
        self.columns = ColumnList(theme)
        self.columns.chosen.connect(lambda key, chosen: presenter.column_chosen(key, chosen=chosen))
        self.columns.moved.connect(presenter.column_moved)
        self.columns.all_wanted.connect(presenter.all_pressed)
        self.columns.usual_wanted.connect(presenter.usual_pressed)
        self._daily = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._daily.setAccessibleName("Every day")
        self.every_day = dialog_button("Every day…", self._ask_for_folder, kind="quiet")
        set_tooltip(self.every_day, "Write each day by itself, as is chosen here, to a folder")
        self._stop = dialog_button("Stop", presenter.daily_stopped, kind="quiet")
        self._stop.setAccessibleName("Stop writing every day")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("How far it is")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self._folder = dialog_button("Show in folder", self._open_folder, kind="quiet")
        self._cancel = dialog_button("Cancel", presenter.cancel_pressed)
        self.write = PrimaryButton(theme, "Write to a file…")
        self.write.setAccessibleName("Write to a file")
        self.write.setAutoDefault(False)
        self.write.clicked.connect(lambda _checked=False: self._ask())
        self._lay_out(theme)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.query.setFocus()

    def show_state(self, state: LogExportState) -> None:
        """Draw another state."""
        busy = bool(state.errand.busy)
        self.query.show_value(state.query)
        self.query.show_problem(state.query_problem)
        if state.query_problem is None:
            self.query.note.show_text(state.scope)
        self.kind.show_choice(state.formats, state.file_format, reason=state.format_about)
        self.zone.show_value(state.zone)
        self.zone.show_problem(state.zone_problem)
        for box, masked in ((self.mask_numbers, state.mask_numbers), (self.mask_texts, state.mask_texts)):
            with QSignalBlocker(box):
                box.setChecked(masked)
        self.columns.show_columns(state.columns, chosen=state.chosen, problem=state.columns_problem)
        boxes = (self.mask_numbers, self.mask_texts)
        self._daily.setText(state.daily)
        self._stop.setVisible(state.is_daily)
        daily = (self.every_day, self._stop)
        for widget in (self.query, self.kind, self.zone, *boxes, self.columns, self.write, *daily):
            widget.setEnabled(not busy)
        self.bar.setVisible(state.share is not None)
        self.bar.setValue(round((state.share or 0.0) * _STEPS))
        words = state.errand.busy or state.errand.note
        if words and words != self._note.text() and not busy:
            announce(self, words)
        self._note.setText(words)
        self._note.set_tone("failed" if state.errand.failed else "muted" if busy else "text")
        self._folder.setVisible(state.done is not None)
        self._cancel.setVisible(state.errand.can_break_off)

    def _mask(self) -> None:
        self._presenter.mask_chosen(numbers=self.mask_numbers.isChecked(), texts=self.mask_texts.isChecked())

    def _is_ready(self) -> bool:
        """Say whether all is well; what is wrong gets the keyboard."""
        is_ready = self._presenter.ready()
        state = self._presenter.state
        if not is_ready:
            wrong = self.zone if state.zone_problem else self.columns
            (self.query if state.query_problem else wrong).setFocus()
        return is_ready

    def _ask_for_folder(self) -> None:
        if self._is_ready():
            ask_for_folder(self, "Write each day to a folder", self._presenter.daily_chosen)

    def _ask(self) -> None:
        if not self._is_ready():
            return
        state = self._presenter.state
        kinds = {f"{dict(state.formats)[state.file_format]} (*.{state.suffix})": state.suffix}
        ask_where_to_save(self, "Export messages", "messages", self._presenter.export_chosen, kinds=kinds)

    def _open_folder(self) -> None:
        done = self._presenter.state.done
        if done is not None:
            self._show_folder(done.parent)

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, self.windowTitle(), role="title"))
        self.query.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.query)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(S3)
        for field in (self.kind, self.zone):
            field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            left.addWidget(field)
        boxes = QVBoxLayout()
        boxes.setSpacing(S1)
        boxes.addWidget(self.mask_numbers)
        boxes.addWidget(self.mask_texts)
        left.addLayout(boxes)
        left.addStretch()
        left.addWidget(self._daily)
        days = QHBoxLayout()
        days.addWidget(self.every_day)
        days.addWidget(self._stop)
        days.addStretch()
        left.addLayout(days)
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addWidget(side)
        middle.addWidget(self.columns, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.bar)
        told = QHBoxLayout()
        told.setSpacing(S2)
        told.addWidget(self._note, 1)
        told.addWidget(self._folder, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(told)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        for widget in (self._cancel, dialog_button("Close", self.reject), self.write):
            foot.addWidget(widget)
        column.addLayout(foot)
