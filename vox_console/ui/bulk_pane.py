"""The bulk pane: a list, a message, a check, and then the job; wires the parts to their presenters.

Three pages: nothing yet, what comes before a job (bulk_prepare.py), and the job. A file dropped on either of
the first two is opened as the list.
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
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout

from vox_console.presenters.bulk_state import BulkState, JobShown
from vox_console.ui.bulk_inputs import BulkInputs, BulkJobInputs
from vox_console.ui.bulk_job import BulkJobView
from vox_console.ui.bulk_prepare import BulkPrepare
from vox_console.ui.bulk_start import BulkStart
from vox_console.ui.file_choice import ask_for_file, ask_where_to_save
from vox_console.ui.scroll_column import scroll_column
from vox_console.ui.theme import Theme, mark

TICK_MS = 500
_LISTS = "Lists (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)"


class BulkPane(QFrame):
    """Sends one text to a list. Its action, opening a list, is public, for the window's menu.

    register_requested: the operator wants to see who wants no messages.
    """

    register_requested = Signal()

    def __init__(self, presenter: BulkInputs, job: BulkJobInputs, theme: Theme) -> None:
        super().__init__()
        mark(self, "surface", "pane")
        self.setAcceptDrops(True)
        self._presenter = presenter
        self._job = job
        self.start = BulkStart(theme)
        self.prepare = BulkPrepare(presenter, theme)
        self.prepare.sum_step.register_requested.connect(self.register_requested)
        self.job_view = BulkJobView(theme)
        self._job_page = scroll_column(self.job_view)
        self._pages = QStackedWidget()
        for page in (self.start, self.prepare, self._job_page):
            self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
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
        page = self._job_page if self._job.shown is not None else self.prepare if opened else self.start
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
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.start)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        view, job = self.job_view, self._job
        view.pause_pressed.connect(job.pause_pressed)
        view.resume_pressed.connect(job.resume_pressed)
        view.start_pressed.connect(job.start_pressed)
        view.stop_pressed.connect(job.stop_pressed)
        view.stop_confirmed.connect(job.stop_confirmed)
        view.stop_kept.connect(job.stop_kept)
        view.left.connect(job.left)
        view.save_requested.connect(
            partial(ask_where_to_save, self, "Save the result", "result", job.result_saved)
        )

    def _choose(self) -> None:
        ask_for_file(self, "Choose a list", _LISTS, self._presenter.file_chosen)

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
        work = self.start if page is self.start else self.prepare if page is self.prepare else self.job_view
        work.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the job at once."""
        super().showEvent(event)
        self._job.tick()
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
