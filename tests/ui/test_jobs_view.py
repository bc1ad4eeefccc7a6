"""The list of jobs is read on when its end is seen, keeps its place, and opens what is clicked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.bulk_scene import JOB
from vox_console.presenters.bulk_jobs import JobLine
from vox_console.ui.jobs_view import JobsView
from vox_console.ui.theme import Theme

LINE = JobLine(
    job_id=3,
    name="customers.csv",
    account="work",
    when="24 Nov 17:02",
    look=JOB.look,
    waits="2nd in the line",
    summary="4,200 rows: 65 delivered",
    rows=JOB.rows,
    lines=JOB.lines,
)


def lines(count: int) -> tuple[JobLine, ...]:
    return tuple(replace(LINE, job_id=job_id) for job_id in range(count, 0, -1))


@pytest.fixture
def view(qtbot: QtBot) -> JobsView:
    made = JobsView(Theme(scheme="light"))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_a_row_is_read_as_one_sentence(view: JobsView) -> None:
    view.show_rows((LINE,), more=False)
    assert view.model().index(0, 0).data() == (
        "Job 3, customers.csv, Running, 2nd in the line, 4,200 rows: 65 delivered, work, 24 Nov 17:02"
    )


def test_a_job_of_another_s_rows_says_so(view: JobsView) -> None:
    view.show_rows((replace(LINE, made_of="Failures of job 1"),), more=False)
    assert "customers.csv, Failures of job 1, Running" in view.model().index(0, 0).data()


def test_a_click_and_return_open_a_job(view: JobsView, qtbot: QtBot) -> None:
    view.show_rows(lines(5), more=False)
    index = view.model().index(1, 0)
    with qtbot.waitSignal(view.chosen) as heard:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert heard.args == [4]
    view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(view.chosen) as heard:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == [5]


def test_older_ones_are_asked_for_once_and_enter_below(view: JobsView, qtbot: QtBot) -> None:
    view.show_rows(lines(50)[:30], more=True)
    asked: list[bool] = []
    view.more_wanted.connect(lambda: asked.append(True))
    view.scrollToBottom()
    qtbot.waitUntil(lambda: asked == [True])
    view.setCurrentIndex(view.model().index(2, 0))
    view.show_rows(lines(50), more=False)
    assert view.model().rowCount() == 50
    assert view.currentIndex().row() == 2
    view.scrollToBottom()
    assert asked == [True]


def test_what_changes_in_a_row_leaves_the_others_and_the_place(view: JobsView) -> None:
    before = lines(30)
    view.show_rows(before, more=False)
    view.setCurrentIndex(view.model().index(4, 0))
    view.show_rows((replace(before[0], summary="done"), *before[1:]), more=False)
    assert view.currentIndex().row() == 4
    assert "done" in view.model().index(0, 0).data()
    view.show_rows(lines(31), more=False)
    assert view.model().rowCount() == 31


def test_the_row_is_painted_with_the_colours_of_its_states(view: JobsView) -> None:
    full = (replace(JOB.lines[0], count=JOB.rows),)
    view.show_rows((replace(LINE, lines=full),), more=False)
    image = view.viewport().grab().toImage()
    rect = view.visualRect(view.model().index(0, 0))
    colour = Theme(scheme="light").color("delivered")
    column = [image.pixelColor(rect.center().x(), y) for y in range(rect.top(), rect.bottom())]
    assert colour in column
