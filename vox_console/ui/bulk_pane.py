"""The bulk pane: a list, a message, a check, and then the job; wires the parts to their presenters.

Four pages: nothing yet, what comes before a job (bulk_prepare.py), the job, and the list of all jobs
(bulk_jobs.py). A file dropped on either of the first two is opened as the list.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout, QWidget

from vox_console.presenters.bulk_state import BulkState, JobShown
from vox_console.ui.bulk_inputs import BulkInputs, BulkJobInputs, BulkJobsInputs
from vox_console.ui.bulk_job import BulkJobView
from vox_console.ui.bulk_jobs import BulkJobs
from vox_console.ui.bulk_prepare import BulkPrepare
from vox_console.ui.bulk_start import BulkStart
from vox_console.ui.file_choice import LISTS, ask_for_file, ask_where_to_save
from vox_console.ui.scroll_column import scroll_column
from vox_console.ui.theme import Theme, mark

TICK_MS = 500


class BulkPane(QFrame):
    """Sends one text to a list. Its actions, opening a list and showing all jobs, are public, for menus.

    register_requested: the operator wants to see who wants no messages.
    """

    register_requested = Signal()

    def __init__(self, presenter: BulkInputs, job: BulkJobInputs, jobs: BulkJobsInputs, theme: Theme) -> None:
        super().__init__()
        mark(self, "surface", "pane")
        self.setAcceptDrops(True)
        self._presenter = presenter
        self._job = job
        self._jobs = jobs
        self._listing = False
        self.start = BulkStart(theme)
        self.prepare = BulkPrepare(presenter, theme)
        self.prepare.sum_step.register_requested.connect(self.register_requested)
        self.job_view = BulkJobView(theme)
        self._job_page = scroll_column(self.job_view)
        self._pages = QStackedWidget()
        self.jobs_page = BulkJobs(theme)
        for page in (self.start, self.prepare, self._job_page, self.jobs_page):
            self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.open_action = QAction("Open a list…", self)
        self.open_action.setShortcut(QKeySequence.StandardKey.Open)
        self.open_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.open_action.triggered.connect(self._choose)
        self.addAction(self.open_action)
        self.jobs_action = QAction("Show all jobs", self)
        self.jobs_action.setShortcut(QKeySequence("Ctrl+J"))
        self.jobs_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.jobs_action.triggered.connect(self._show_jobs)
        self.addAction(self.jobs_action)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._connect()
        presenter.on_state = self.show_state
        job.on_job = self.show_job
        jobs.on_jobs = self.jobs_page.show_jobs
        self.jobs_page.show_jobs(jobs.shown)
        self.show_state(presenter.state)
        self.show_job(job.shown)

    def show_state(self, state: BulkState) -> None:
        """Draw what comes before a job."""
        self.start.show_start(busy=state.busy, problem=state.list_problem)
        self.prepare.show_state(state)
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
        page: QWidget = self.prepare if opened else self.start
        if self._job.shown is not None:
            page = self._job_page
        elif self._listing:
            page = self.jobs_page
        if page is self._pages.currentWidget():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._pages.setCurrentWidget(page)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.start.choose_requested.connect(self._choose)
        self.start.paste_requested.connect(self._paste)
        self.start.jobs_requested.connect(self._show_jobs)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.start)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        view, job = self.job_view, self._job
        view.pause_pressed.connect(job.pause_pressed)
        view.resume_pressed.connect(job.resume_pressed)
        view.start_pressed.connect(job.start_pressed)
        view.another_start.edited.connect(job.start_edited)
        view.another_start.wanted.connect(job.start_changed)
        view.stop_pressed.connect(job.stop_pressed)
        view.stop_confirmed.connect(job.stop_confirmed)
        view.stop_kept.connect(job.stop_kept)
        view.left.connect(self._prepare)
        view.jobs_requested.connect(self._show_jobs)
        view.again_requested.connect(self._again)
        view.job_requested.connect(self._jobs.chosen)
        self.jobs_page.left.connect(self._prepare)
        self.jobs_page.chosen.connect(self._jobs.chosen)
        self.jobs_page.searched.connect(self._jobs.searched)
        self.jobs_page.more_wanted.connect(self._jobs.more_wanted)
        view.save_requested.connect(
            partial(ask_where_to_save, self, "Save the result", "result", job.result_saved)
        )

    def _show_jobs(self) -> None:
        """Turn to all jobs; the one that was shown goes on."""
        self._listing = True
        self._job.left()
        self._jobs.tick()
        self._turn()
        self._run_timer()

    def _prepare(self) -> None:
        """Turn to what comes before a job."""
        self._listing = False
        self._job.left()
        self._turn()
        self._run_timer()

    def _again(self, origin: str) -> None:
        self._job.again_pressed(origin)
        self._prepare()

    def _tick(self) -> None:
        self._job.tick()
        if self._listing and self._job.shown is None:
            self._jobs.tick()

    def _choose(self) -> None:
        ask_for_file(self, "Choose a list", LISTS, self._presenter.file_chosen)

    def _paste(self) -> None:
        self._presenter.pasted(QGuiApplication.clipboard().text())

    def _run_timer(self) -> None:
        """Look at the jobs only while they can be seen."""
        wanted = self.isVisible() and (self._listing or self._job.shown is not None)
        if wanted and not self._timer.isActive():
            self._timer.start()
        elif not wanted:
            self._timer.stop()

    # Qt's virtual methods.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to where the work goes on."""
        page = self._pages.currentWidget()
        for work in (self.start, self.prepare, self.jobs_page):
            if page is work:
                work.setFocus(event.reason())
                return
        self.job_view.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the job at once."""
        super().showEvent(event)
        self._tick()
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look at the job no more."""
        super().hideEvent(event)
        self._run_timer()

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
