"""The pane turns to the page that holds, passes on what was done, and takes a dropped file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.bulk_scene import JOB, READY
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_jobs import JobsShown
from vox_console.presenters.bulk_state import BulkState, JobShown
from vox_console.presenters.bulk_when import STARTS
from vox_console.presenters.compose_choices import WAYS
from vox_console.ui.bulk_pane import BulkPane
from vox_console.ui.theme import Theme


class Preparing:
    """Remembers what it was told."""

    ways = WAYS
    starts = STARTS

    def __init__(self) -> None:
        self.state = BulkState(primary="Check the list", blocked="Choose a list")
        self.on_state: Callable[[BulkState], None] = lambda _state: None
        self.told: list[tuple[str, object]] = []

    @property
    def mending(self) -> Preparing:
        """Tells it here too."""
        return self

    def show(self, state: BulkState) -> None:
        self.state = state
        self.on_state(state)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.told.append((name, given[0] if len(given) == 1 else given))


class Running:
    """The same for a job."""

    def __init__(self) -> None:
        self.shown: JobShown | None = None
        self.on_job: Callable[[JobShown | None], None] = lambda _shown: None
        self.told: list[str] = []

    def show(self, shown: JobShown | None) -> None:
        self.shown = shown
        self.on_job(shown)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_given: self.told.append(name)


class Listing:
    """The same for the list of jobs."""

    def __init__(self) -> None:
        self.shown = JobsShown()
        self.on_jobs: Callable[[JobsShown], None] = lambda _shown: None
        self.told: list[tuple[str, object]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.told.append((name, given[0] if len(given) == 1 else given))


class Stage:
    def __init__(self) -> None:
        self.preparing, self.running, self.listing = Preparing(), Running(), Listing()
        self.pane = BulkPane(self.preparing, self.running, self.listing, Theme(scheme="light"))

    def button(self, name: str) -> QPushButton:
        return next(
            each
            for each in self.pane.findChildren(QPushButton)
            if each.isVisible() and each.accessibleName() == name
        )


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made.pane)
    made.pane.resize(800, 600)
    made.pane.show()
    return made


def test_it_begins_with_what_the_place_is_for(stage: Stage) -> None:
    assert stage.pane.start.isVisible()
    stage.preparing.show(BulkState(list_problem=FieldProblem("list", "x", "The file is empty.")))
    assert stage.pane.start._problem.text == "The file is empty."


def test_a_list_brings_the_steps_and_a_job_its_page(stage: Stage) -> None:
    stage.preparing.show(READY)
    assert stage.pane.prepare.list_step.isVisible()
    assert stage.pane.prepare.foot.button.text() == "Send 47 messages"
    stage.running.show(JOB)
    assert stage.pane.job_view.isVisible()
    assert not stage.pane.prepare.list_step.isVisible()
    stage.running.show(None)
    assert stage.pane.prepare.list_step.isVisible()


def test_the_button_does_what_it_says_and_says_why_not(stage: Stage) -> None:
    stage.preparing.show(replace(READY, blocked="Write the text"))
    assert not stage.pane.prepare.foot.button.isEnabled()
    assert stage.pane.prepare.foot._reason.text() == "Write the text"
    stage.preparing.show(READY)
    stage.button("Send 47 messages").click()
    assert stage.preparing.told == [("primary_pressed", ())]


def test_of_many_the_count_is_asked_for(stage: Stage) -> None:
    foot = stage.pane.prepare.foot
    stage.preparing.show(READY)
    assert not foot.count.isVisible()
    assert READY.check is not None
    many = replace(READY.check, must_type=1_200)
    stage.preparing.show(replace(READY, check=many, blocked="Type 1,200 to confirm"))
    assert foot.count.isVisible()
    assert foot._ask.text() == "Type 1,200 to confirm"
    assert foot._reason.text() == "", "the same words stand beside the field"
    QTest.keyClicks(foot.count, "12")
    assert stage.preparing.told == [("count_typed", "1"), ("count_typed", "12")]


def test_what_goes_on_can_be_cancelled(stage: Stage) -> None:
    stage.preparing.show(replace(READY, check=None, busy="Checking…", blocked="Checking…", can_cancel=True))
    stage.button("Cancel the check").click()
    assert stage.preparing.told == [("cancel_pressed", ())]


def test_cells_are_pasted_by_button_and_by_key(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("Name\tMobile")
    stage.button("Paste cells").click()
    QTest.keyClick(stage.pane.start.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.preparing.told == [("pasted", "Name\tMobile")] * 2


def drop(pane: BulkPane, *urls: QUrl) -> bool:
    """Drag over the pane and let go; tell whether it was taken."""
    data = QMimeData()
    data.setUrls(list(urls))
    copy, left, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, keys)
    enter.ignore()
    pane.dragEnterEvent(enter)
    if enter.isAccepted():
        pane.dropEvent(QDropEvent(QPoint(5, 5).toPointF(), copy, data, left, keys))
    return enter.isAccepted()


def test_one_dropped_file_is_the_list(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    assert drop(stage.pane, QUrl.fromLocalFile(str(path)))
    assert stage.preparing.told == [("file_chosen", path)]


def test_nothing_else_is_taken(stage: Stage) -> None:
    assert not drop(stage.pane, QUrl("https://example.com/people.csv"))
    assert not drop(stage.pane, QUrl.fromLocalFile("/a.csv"), QUrl.fromLocalFile("/b.csv"))
    stage.running.show(JOB)
    assert not drop(stage.pane, QUrl.fromLocalFile("/a.csv"))
    assert stage.preparing.told == []


def test_a_file_is_chosen_in_a_dialog_that_holds_nothing_up(
    stage: Stage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "people.csv"
    path.touch()
    stage.button("Choose a file").click()
    dialog = stage.pane.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    assert stage.preparing.told == [("file_chosen", path)]
    qtbot.waitUntil(lambda: stage.pane.findChild(QFileDialog) is None)


def test_a_job_is_looked_at_only_while_it_can_be_seen(stage: Stage) -> None:
    assert not stage.pane._timer.isActive()
    stage.running.show(JOB)
    assert stage.pane._timer.isActive()
    stage.pane.hide()
    assert not stage.pane._timer.isActive()
    stage.pane.show()
    assert "tick" in stage.running.told
    stage.running.show(None)
    assert not stage.pane._timer.isActive()


def test_a_job_hears_its_buttons(stage: Stage) -> None:
    stage.running.show(JOB)
    stage.button("Pause").click()
    stage.button("Stop").click()
    assert [each for each in stage.running.told if each != "tick"] == ["pause_pressed", "stop_pressed"]


def test_a_narrow_pane_puts_the_sample_below(stage: Stage) -> None:
    stage.preparing.show(READY)
    step = stage.pane.prepare.message_step
    assert step.sample.y() < step.editor.y() + step.editor.height()
    stage.pane.resize(500, 600)
    QTest.qWait(0)
    assert step.sample.y() > step.editor.y()


def test_all_jobs_are_a_page_from_which_one_is_opened_and_back(stage: Stage) -> None:
    stage.button("All jobs").click()
    assert stage.pane.jobs_page.isVisible()
    assert stage.listing.told == [("tick", ())]
    stage.pane.jobs_page.view.chosen.emit(3)
    assert stage.listing.told[-1] == ("chosen", 3)
    stage.running.show(JOB)
    assert stage.pane.job_view.isVisible()
    stage.button("All jobs").click()
    stage.running.show(None)
    assert stage.pane.jobs_page.isVisible()
    stage.button("Prepare a list").click()
    assert stage.pane.start.isVisible()


def test_the_list_of_jobs_is_looked_at_only_while_it_can_be_seen(stage: Stage) -> None:
    stage.pane.jobs_action.trigger()
    assert stage.pane._timer.isActive()
    stage.pane.hide()
    assert not stage.pane._timer.isActive()
    stage.pane.show()
    stage.button("Prepare a list").click()
    assert not stage.pane._timer.isActive()


def test_a_job_that_is_put_away_does_not_hinder_the_next_list(stage: Stage) -> None:
    stage.running.show(replace(JOB, can_leave=True))
    stage.button("Prepare another list").click()
    assert "left" in stage.running.told
