"""The REST column of the truth panel: the body, what `cut` loses, and the one place to choose that."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.truth_state import Loss, RestTruth
from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S1, Theme, mark
from vox_console.ui.truth_column import TruthColumn, muted_note
from vox_console.ui.truth_well import TruthWell

COPIED = "Copied"


class RestColumn(TruthColumn):
    """Draws a RestTruth. cut_chosen: the operator wants only what fits, or no longer."""

    cut_chosen = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Over REST")
        self._curl = ""
        self._why = PlainLabel(theme, wrap=True)
        self._why.setMinimumWidth(1)
        self.loss = LossView(theme)
        self.loss.choice.toggled.connect(self.cut_chosen)
        self.json = TruthWell(theme, "JSON body", solid=True)
        self._remarks = muted_note(theme)
        self.copy_button = QPushButton("Copy as curl")
        self.copy_button.setAccessibleName("Copy as curl")
        self.copy_button.setFont(theme.font("meta"))
        set_tooltip(
            self.copy_button, "Copy a command line that posts the same; put your user name and password in it"
        )
        self.copy_button.clicked.connect(self._copy)
        self._copied = PlainLabel(theme, role="meta", tone="muted")
        caption = QHBoxLayout()
        caption.setSpacing(S1)
        caption.addWidget(PlainLabel(theme, "JSON body", role="meta", tone="muted"), 1)
        caption.addWidget(self._copied)
        caption.addWidget(self.copy_button)
        body = QVBoxLayout()
        body.setSpacing(S1)
        body.addLayout(caption)
        body.addWidget(self.json)
        body.addWidget(self._remarks)
        self.body.addWidget(self._why)
        self.body.addWidget(self.loss)
        self.body.addLayout(body)
        mark(self.copy_button, "kind", "quiet")
        theme.changed.connect(self._redraw)
        self._redraw()

    @property
    def copied(self) -> str:
        """What became of the last press on Copy."""
        return self._copied.text()

    def show_truth(self, truth: RestTruth, *, choice: bool) -> None:
        """Show what REST would post."""
        self.show_column(taken=truth.taken, choice=choice, facts=truth.facts, trouble=truth.trouble)
        self._why.setText(truth.why)
        self.loss.show_loss(truth.loss)
        self.json.show_text(truth.shown)
        self._remarks.setText(truth.remarks)
        if truth.curl != self._curl:
            self._curl = truth.curl
            self._copied.setText("")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._curl)
        self._copied.setText(COPIED)
        announce(self.copy_button, COPIED)

    def _redraw(self) -> None:
        self.copy_button.setIcon(self._theme.icon("copy", "accent"))


class LossView(QWidget):
    """The text that `cut` drops, and beneath it, where the operator has seen it, the choice to drop it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = PlainLabel(theme, wrap=True)
        self._words.setMinimumWidth(1)
        self.well = TruthWell(theme, "What would be lost", struck=True)
        self._caution = muted_note(theme)
        self.choice = QCheckBox()
        self.choice.setAccessibleName("Send only what fits")
        self._offer = _Offer(theme, self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        for widget in (self._words, self.well, self._caution, self._offer):
            column.addWidget(widget)
        self.hide()

    def show_loss(self, loss: Loss | None) -> None:
        """Show what is lost, or nothing."""
        self.setVisible(loss is not None)
        if loss is None:
            return
        self._words.setText(loss.words)
        self._words.set_tone("unknown" if loss.chosen else "text")
        self.well.show_text(loss.text)
        self._caution.setText(loss.caution)
        self._caution.setVisible(bool(loss.caution))
        self._offer.show_offer(loss.offer, chosen=loss.chosen)

    @property
    def offer(self) -> str:
        """What the check box says, "" when there is none."""
        return "" if self._offer.isHidden() else self.choice.accessibleName()


class _Offer(QWidget):
    """A check box whose words wrap; a press on them ticks it, as one expects."""

    def __init__(self, theme: Theme, choice: QCheckBox) -> None:
        super().__init__()
        self._choice = choice
        self._label = PlainLabel(theme, wrap=True)
        self._label.setMinimumWidth(1)
        self._label.setContentsMargins(0, 2, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, S1, 0, S1)
        row.setSpacing(0)
        row.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)

    def show_offer(self, words: str, *, chosen: bool) -> None:
        self.setVisible(bool(words))
        self._label.setText(words)
        self._choice.setAccessibleName(words)
        with QSignalBlocker(self._choice):
            self._choice.setChecked(chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the box."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choice.click()
