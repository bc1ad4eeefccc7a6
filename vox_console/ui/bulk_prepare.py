"""What comes before a job: the list, the message, the check and the button, wired to their presenter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vox_console.presenters.bulk_state import BulkState
from vox_console.ui.bulk_foot import BulkFoot
from vox_console.ui.bulk_inputs import BulkInputs
from vox_console.ui.bulk_list import BulkListStep
from vox_console.ui.bulk_mend import BulkMend
from vox_console.ui.bulk_message import BulkMessageStep
from vox_console.ui.bulk_sum import BulkSumStep
from vox_console.ui.file_choice import ask_where_to_save
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.question_bar import QuestionBar
from vox_console.ui.scroll_column import WIDEST, on_the_left, scroll_column
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S5

_SIDE_BY_SIDE = 640


class BulkPrepare(QWidget):
    """The three steps over the one button."""

    def __init__(self, presenter: BulkInputs, theme: Theme) -> None:
        super().__init__()
        self.list_step = BulkListStep(theme)
        self.message_step = BulkMessageStep(theme, ways=presenter.ways, starts=presenter.starts)
        self.sum_step = BulkSumStep(theme)
        self.mend_step = BulkMend(theme)
        self.question = QuestionBar(theme, keep="Keep them", give_up="Give them up")
        self.foot = BulkFoot(theme)
        self._had_check = False
        title = PlainLabel(theme, "Send to a list", role="title")
        self._scroll = scroll_column(title, self.list_step, self.message_step, self.sum_step, self.mend_step)
        foot = QWidget()
        foot.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(foot)
        inside.setContentsMargins(0, 0, 0, 0)
        around_question = QVBoxLayout()
        around_question.setContentsMargins(S5, S2, S5, 0)
        around_question.addWidget(self.question)
        inside.addLayout(around_question)
        inside.addWidget(self.foot)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self._scroll, 1)
        around.addLayout(on_the_left(foot))
        self._connect(presenter)

    def show_state(self, state: BulkState) -> None:
        """Draw a list that is open, and all that belongs to it."""
        if state.opened is not None:
            self.list_step.show_list(state.opened, state.list_problem)
            self.message_step.show_message(state.message, state.opened.columns)
            self.sum_step.show_check(
                state.check, busy=state.busy, problem=state.check_problem, mended=state.mended
            )
            self.mend_step.show_mending(state.mending)
            self.question.show_question(state.question)
            self.sum_step.show_rehearsal(state.rehearsal, can_rehearse=state.can_rehearse)
            self.message_step.sample.trial.show_trial(state.trial)
            self.foot.show_state(state)
        has_check = state.check is not None
        if has_check and not self._had_check:
            QTimer.singleShot(0, self, self._show_sum)
        self._had_check = has_check

    def _show_sum(self) -> None:
        self._scroll.ensureWidgetVisible(self.sum_step, 0, 0)

    def _show_row(self) -> None:
        """Bring the row that the keyboard is on out from under the foot."""
        view = self.mend_step.view
        if view.hasFocus():
            row = view.visualRect(view.currentIndex())
            at = view.viewport().mapTo(self._scroll.viewport(), row.center())
            above = self._scroll.verticalScrollBar().value()
            self._scroll.ensureVisible(0, above + at.y(), 0, row.height())

    def _connect(self, presenter: BulkInputs) -> None:
        message = self.message_step
        self.list_step.reading_chosen.connect(presenter.reading_chosen)
        self.list_step.set_back_requested.connect(presenter.mapping_set_back)
        self.list_step.another_requested.connect(presenter.list_dropped)
        message.text_edited.connect(presenter.text_edited)
        message.sender_edited.connect(presenter.sender_edited)
        message.number_chosen.connect(presenter.number_chosen)
        message.number_added.connect(presenter.number_added)
        message.number_removed.connect(presenter.number_removed)
        message.duplicates_chosen.connect(presenter.duplicates_chosen)
        message.region_edited.connect(presenter.region_edited)
        message.rate_edited.connect(presenter.rate_edited)
        message.way_chosen.connect(presenter.way_chosen)
        message.when.start_chosen.connect(presenter.start_chosen)
        message.when.start_edited.connect(presenter.start_edited)
        message.when.hours_edited.connect(presenter.hours_edited)
        message.sample_moved.connect(presenter.sample_moved)
        mend, mending = self.mend_step, presenter.mending
        mend.view.row_changed.connect(self._show_row)
        mend.mended.connect(mending.cell_mended)
        mend.fix_taken.connect(mending.fix_taken)
        mend.undone.connect(mending.undone)
        mend.redone.connect(mending.redone)
        self.question.kept.connect(mending.kept)
        self.question.given_up.connect(mending.given_up)
        self.foot.pressed.connect(presenter.primary_pressed)
        self.foot.cancelled.connect(presenter.cancel_pressed)
        self.foot.count_typed.connect(presenter.count_typed)
        self.sum_step.recent.chosen.connect(presenter.recent_chosen)
        self.sum_step.rehearse_requested.connect(presenter.rehearse_pressed)
        trial = message.sample.trial
        trial.edited.connect(presenter.own_number_edited)
        trial.sent.connect(presenter.trial_pressed)
        trial.undone.connect(presenter.trial_undone)
        save = ("Save the excluded rows", "excluded", presenter.excluded_saved)
        self.sum_step.save_requested.connect(partial(ask_where_to_save, self, *save))

    # Qt's virtual methods.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the text."""
        self.message_step.editor.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sample where it has room."""
        super().resizeEvent(event)
        narrow = event.size().width() < _SIDE_BY_SIDE
        self.message_step.set_narrow(narrow=narrow)
        self.list_step.set_narrow(narrow=narrow)
