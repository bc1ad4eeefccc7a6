"""The text of one row as it would leave, with its counter, and the way to the next row's."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from vox_console.presenters.bulk_state import Sample
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.row_trial import RowTrial
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3

_BLANK = "Write the text: what this row would be sent stands here."


class BulkSample(QFrame):
    """A well. moved: another row is wanted, so many further on. trial: sends the row to oneself."""

    moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        mark(self, "surface", "sunken")
        self.setAccessibleName("What one row is sent")
        self._title = ElidedLabel(theme, role="meta", tone="muted")
        self._text = PlainLabel(theme, role="message", wrap=True)
        self._counter = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(S2)
        line.addWidget(self._title, 1)
        self.buttons: list[QPushButton] = []
        for label, words, step in (("Previous", "Previous row", -1), ("Next", "Next row", 1)):
            button = QPushButton(label)
            mark(button, "kind", "quiet")
            button.setFont(theme.font("meta"))
            button.setAccessibleName(words)
            set_tooltip(button, words)
            button.clicked.connect(lambda _on=False, by=step: self.moved.emit(by))
            line.addWidget(button)
            self.buttons.append(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(S3, S2, S3, S3)
        column.setSpacing(S2)
        column.addLayout(line)
        column.addWidget(self._text)
        column.addStretch()
        column.addWidget(self._counter)
        self.trial = RowTrial(theme)
        column.addWidget(self.trial)

    def show_sample(self, sample: Sample | None) -> None:
        """Show a row's text, or why it has none."""
        self.setVisible(sample is not None)
        if sample is None:
            return
        self._title.setText(sample.title)
        for button in self.buttons:
            button.setEnabled(sample.count > 1)
        self._text.setText(sample.text or sample.fault or _BLANK)
        self._text.set_tone("text" if sample.text else "failed" if sample.fault else "muted")
        if sample.text and sample.fault:
            self._counter.setText(sample.fault)
            self._counter.set_tone("failed")
        elif sample.counter is not None:
            self._counter.setText(" · ".join(filter(None, (sample.counter.line, sample.counter.hint))))
            self._counter.set_tone(sample.counter.tone.value)
        else:
            self._counter.setText("")
