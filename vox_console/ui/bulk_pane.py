"""The bulk pane: a list, a message, a check, and then the job; wires the parts to their presenters.

Three pages: nothing yet, what comes before a job, and the job. A file dropped on either of the first two is
opened as the list. File dialogs are opened and left to themselves: nothing waits for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.bulk_state import BulkState, JobShown
from vox_console.ui.bulk_foot import BulkFoot
from vox_console.ui.bulk_inputs import BulkInputs, BulkJobInputs
from vox_console.ui.bulk_job import BulkJobView
from vox_console.ui.bulk_list import BulkListStep
from vox_console.ui.bulk_message import BulkMessageStep
from vox_console.ui.bulk_start import BulkStart
from vox_console.ui.bulk_sum import BulkSumStep
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.save_dialog import save_dialog
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S4, S5

TICK_MS = 500
_WIDEST = 920
_SIDE_BY_SIDE = 640
_LISTS = "Lists (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)"


class BulkPane(QFrame):
    """Sends one text to a list. Its action, opening a list, is public, for the window's menu."""

    def __init__(self, presenter: BulkInputs, job: BulkJobInputs, theme: Theme) -> None:
        super().__init__()
        mark(self, "surface", "pane")
        self.setAcceptDrops(True)
        self._presenter = presenter
        self._job = job
        self.start = BulkStart(theme)
        self.list_step = BulkListStep(theme)
        self.message_step = BulkMessageStep(theme, ways=presenter.ways)
        self.sum_step = BulkSumStep(theme)
        self.foot = BulkFoot(theme)
        self.job_view = BulkJobView(theme)
        steps = (self.list_step, self.message_step, self.sum_step)
        self._scroll = _scrolling(_column(steps, PlainLabel(theme, "Send to a list", role="title")))
        self._pages = QStackedWidget()
        self._prepare = self._build_prepare()
        self._job_page = _scrolling(_column((self.job_view,)))
        for page in (self.start, self._prepare, self._job_page):
            self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._had_check = False
        self.open_action = QAction("Open a list…", self)
        self.open_action.setShortcut(QKeySequence.StandardKey.Open)
        self.open_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.open_action.triggered.connect(self._choose)
        self.addAction(self.open_action)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(job.tick)
        self._connect()
        presenter.on_state = self.show_state
        job.on_job = self.show_job
        self.show_state(presenter.state)
        self.show_job(job.shown)

    def show_state(self, state: BulkState) -> None:
        """Draw what comes before a job."""
        self.start.show_start(busy=state.busy, problem=state.list_problem)
        if state.opened is not None:
            self.list_step.show_list(state.opened, state.list_problem)
            self.message_step.show_message(state.message, state.opened.columns)
            self.sum_step.show_check(state.check, busy=state.busy, problem=state.check_problem)
            self.foot.show_state(state)
        has_check = state.check is not None
        if has_check and not self._had_check:
            QTimer.singleShot(0, self, self._show_sum)
        self._had_check = has_check
        self._turn()

    def show_job(self, shown: JobShown | None) -> None:
        """Draw the job, if there is one."""
        if shown is not None:
            self.job_view.show_job(shown)
        self.open_action.setEnabled(shown is None)
        self._turn()
        self._run_timer()

    def _turn(self) -> None:
        """Turn to the page that holds."""
        opened = self._presenter.state.opened is not None
        page = self._job_page if self._job.shown is not None else self._prepare if opened else self.start
        if page is self._pages.currentWidget():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._pages.setCurrentWidget(page)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sum(self) -> None:
        self._scroll.ensureWidgetVisible(self.sum_step, 0, 0)

    def _build_prepare(self) -> QWidget:
        page = QWidget()
        foot = QWidget()
        foot.setMaximumWidth(_WIDEST)
        inside = QVBoxLayout(foot)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.foot)
        around = QVBoxLayout(page)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self._scroll, 1)
        around.addLayout(_on_the_left(foot))
        return page

    def _connect(self) -> None:
        presenter, message = self._presenter, self.message_step
        self.start.choose_requested.connect(self._choose)
        self.start.paste_requested.connect(self._paste)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.start)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        self.list_step.reading_chosen.connect(presenter.reading_chosen)
        self.list_step.another_requested.connect(presenter.list_dropped)
        message.text_edited.connect(presenter.text_edited)
        message.sender_edited.connect(presenter.sender_edited)
        message.number_chosen.connect(presenter.number_chosen)
        message.region_edited.connect(presenter.region_edited)
        message.rate_edited.connect(presenter.rate_edited)
        message.way_chosen.connect(presenter.way_chosen)
        message.sample_moved.connect(presenter.sample_moved)
        self.foot.pressed.connect(presenter.primary_pressed)
        self.foot.cancelled.connect(presenter.cancel_pressed)
        self.foot.count_typed.connect(presenter.count_typed)
        self.sum_step.save_requested.connect(
            lambda: self._ask_where("Save the excluded rows", "excluded", presenter.excluded_saved)
        )
        view, job = self.job_view, self._job
        view.pause_pressed.connect(job.pause_pressed)
        view.resume_pressed.connect(job.resume_pressed)
        view.stop_pressed.connect(job.stop_pressed)
        view.stop_confirmed.connect(job.stop_confirmed)
        view.stop_kept.connect(job.stop_kept)
        view.left.connect(job.left)
        view.save_requested.connect(lambda: self._ask_where("Save the result", "result", job.result_saved))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose a list", "", _LISTS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open_dialog(dialog, self._presenter.file_chosen)

    def _ask_where(self, title: str, name: str, then: Callable[[Path], None]) -> None:
        dialog = save_dialog(self, title, name)
        self._open_dialog(dialog, then)

    @staticmethod
    def _open_dialog(dialog: QFileDialog, then: Callable[[Path], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def _paste(self) -> None:
        self._presenter.pasted(QGuiApplication.clipboard().text())

    def _run_timer(self) -> None:
        """Look at the job only while it can be seen."""
        wanted = self.isVisible() and self._job.shown is not None
        if wanted and not self._timer.isActive():
            self._timer.start()
        elif not wanted:
            self._timer.stop()

    # Qt's virtual methods.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to where the work goes on."""
        page = self._pages.currentWidget()
        if page is self.start:
            self.start.setFocus(event.reason())
        elif page is self._prepare:
            self.message_step.editor.setFocus(event.reason())
        else:
            self.job_view.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the job at once."""
        super().showEvent(event)
        self._job.tick()
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look at the job no more."""
        super().hideEvent(event)
        self._run_timer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sample where it has room."""
        super().resizeEvent(event)
        narrow = event.size().width() < _SIDE_BY_SIDE
        self.message_step.set_narrow(narrow=narrow)
        self.list_step.set_narrow(narrow=narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file, while no job is shown."""
        if self._job.shown is None and _file_of(event) is not None:
            event.acceptProposedAction()
            self.start.set_hovered(hovered=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Calm down."""
        self.start.set_hovered(hovered=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file as the list."""
        self.start.set_hovered(hovered=False)
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self._presenter.file_chosen(path)


def _file_of(event: QDropEvent) -> Path | None:
    """Give the one file that is dragged, None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _column(steps: tuple[QWidget, ...], title: QWidget | None = None) -> QWidget:
    inside = QWidget()
    inside.setMaximumWidth(_WIDEST)
    column = QVBoxLayout(inside)
    column.setContentsMargins(S5, S4, S5, S5)
    column.setSpacing(S5)
    for widget in (title, *steps):
        if widget is not None:
            column.addWidget(widget)
    column.addStretch()
    content = QWidget()
    row = QVBoxLayout(content)
    row.setContentsMargins(0, 0, 0, 0)
    row.addLayout(_on_the_left(inside))
    return content


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


def _on_the_left(widget: QWidget) -> QHBoxLayout:
    """Lay out what has a largest width; a layout would centre it instead of leaving the rest free."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row
