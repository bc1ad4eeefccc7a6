"""The dialog of automatic answers: what is answered by itself, how often, and whom the loop breaker holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.auto_replies_state import AutoRepliesState, HeldNumber
from vox_console.ui.announcer import announce
from vox_console.ui.answer_field import AnswerField
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4, S5

_SIZE: Final = (860, 560)
_SIDE: Final = 300
_TITLE: Final = "Automatic answers"
_ABOUT: Final = (
    "Off unless you write a text here. Every answer costs what a message costs, and nobody sees it before it "
    "leaves."
)
_CHOICES: Final = (("first", "The first of a conversation"), ("every", "Every message"))


class AutoRepliesInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[AutoRepliesState], None]

    @property
    def state(self) -> AutoRepliesState:
        """The state to show now."""

    def stop_edited(self, text: str) -> None:
        """Take the answer to a refusal."""

    def general_edited(self, text: str) -> None:
        """Take the answer to other messages."""

    def to_chosen(self, to: str) -> None:
        """Take which other messages are answered."""

    def budget_edited(self, text: str) -> None:
        """Take the most that one number gets."""

    def save_pressed(self) -> None:
        """Let what is typed hold."""

    def held_chosen(self, number: str) -> None:
        """Choose a number that gets no answers."""

    def allow_pressed(self) -> None:
        """Answer the chosen number again."""


class AutoReplyDialog(QDialog):
    """The two texts on the left; how often, and the loop breaker, on the right."""

    def __init__(self, theme: Theme, presenter: AutoRepliesInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._listed: tuple[HeldNumber, ...] = ()
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self._standing = PlainLabel(theme, role="strong")
        self._standing.setAccessibleName("What holds now")
        self._given = PlainLabel(theme, role="meta", tone="muted")
        self.stop = AnswerField(theme, "To a refusal (STOP), once it is obeyed", empty="Empty: no answer")
        self.stop.edited.connect(presenter.stop_edited)
        self.general = AnswerField(theme, "To other messages", empty="Empty: no answer")
        self.general.edited.connect(presenter.general_edited)
        self.to = LabelledField(theme, "Which other messages", choices=_CHOICES)
        self.to.edited.connect(presenter.to_chosen)
        self.budget = LabelledField(theme, "Most answers to one number in 24 hours", hint="3")
        self.budget.edited.connect(presenter.budget_edited)
        self._breaker = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._breaker.setAccessibleName("Loop breaker")
        self.held = QListWidget()
        self.held.setAccessibleName("Numbers that get no answers")
        self.held.setFrameShape(QFrame.Shape.NoFrame)
        self.held.setSpacing(S1)
        self.held.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.held.currentItemChanged.connect(
            lambda item: presenter.held_chosen(item.data(Qt.ItemDataRole.UserRole) if item else "")
        )
        self._allow = _button("Answer it again", presenter.allow_pressed)
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self.save = PrimaryButton(theme, "Save")
        self.save.setAccessibleName("Save")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(lambda _checked=False: self._save(presenter))
        self._lay_out(theme)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.stop.setFocus()

    def show_state(self, state: AutoRepliesState) -> None:
        """Draw another state."""
        self._standing.setText(state.standing)
        self._standing.set_tone("text" if state.is_on else "muted")
        self._given.setText(state.given)
        self.stop.show_answer(state.stop)
        self.general.show_answer(state.general)
        self.to.show_value(state.to)
        self.budget.show_value(state.budget)
        self.budget.show_problem(state.budget_problem)
        self._breaker.setText(state.breaker)
        self._breaker.set_tone("unknown" if state.held else "muted")
        self._show_held(state)
        self._allow.setEnabled(bool(state.chosen) and not state.busy)
        if state.note and state.note != self._note.text():
            announce(self, state.note)
        self._note.setText(state.note)
        self._note.set_tone("failed" if state.failed else "text")

    def _show_held(self, state: AutoRepliesState) -> None:
        self._card.setVisible(bool(state.held))
        self._allow.setVisible(bool(state.held))
        with QSignalBlocker(self.held):
            if state.held != self._listed:
                self._listed = state.held
                self.held.clear()
                for each in state.held:
                    item = QListWidgetItem(each.words)
                    item.setData(Qt.ItemDataRole.UserRole, each.number)
                    self.held.addItem(item)
            numbers = [each.number for each in state.held]
            self.held.setCurrentRow(numbers.index(state.chosen) if state.chosen in numbers else -1)

    def _save(self, presenter: AutoRepliesInputs) -> None:
        presenter.save_pressed()
        state = presenter.state
        wrong = (
            (self.stop, state.stop.problem),
            (self.general, state.general.problem),
            (self.budget, state.budget_problem),
        )
        first = next((field for field, problem in wrong if problem is not None), None)
        if first is not None:
            first.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, _TITLE, role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(S3)
        head.addWidget(self._standing)
        head.addStretch()
        head.addWidget(self._given)
        column.addLayout(head)
        left = QVBoxLayout()
        left.setSpacing(S3)
        left.addWidget(self.stop, 1)
        left.addWidget(self.general, 1)
        self._card = QFrame()
        mark(self._card, "surface", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(S1, S1, S1, S1)
        inside.addWidget(self.held)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(S3)
        for field in (self.to, self.budget):
            field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            right.addWidget(field)
        right.addWidget(self._breaker)
        right.addWidget(self._card, 1)
        right.addWidget(self._allow, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addLayout(left, 1)
        middle.addWidget(side)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addWidget(self._note, 1)
        foot.addWidget(_button("Close", self.reject))
        foot.addWidget(self.save)
        column.addLayout(foot)


def _button(text: str, pressed: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
