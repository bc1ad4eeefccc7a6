"""The job's page: every row in one line, only what can be done now, and a question before the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.bulk_scene import JOB
from tests.support.on_screen import button
from vox_console.presenters.bulk_state import OutcomeLine
from vox_console.presenters.bulk_when import WhenShown
from vox_console.presenters.delivery_state import Fact
from vox_console.ui.bulk_job import BulkJobView
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme


@pytest.fixture
def view(qtbot: QtBot) -> BulkJobView:
    made = BulkJobView(Theme(scheme="light"))
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.show_job(JOB)
    return made


def words(view: BulkJobView) -> list[str]:
    return [label.text() for label in view.findChildren(PlainLabel) if label.isVisible()]


def offered(view: BulkJobView) -> set[str]:
    return {each.accessibleName() for each in view.findChildren(QPushButton) if each.isVisible()}


def test_the_lines_and_their_sum_are_told(view: BulkJobView) -> None:
    shown = words(view)
    assert {"65", "23", "4,112", "4,200", "accepted rows", "Delivered", "Held"} <= set(shown)
    assert JOB.sentence in shown
    assert JOB.eta in shown
    assert view._bar.accessibleName() == "65 Delivered, 23 Sending, 4,112 Held"


def test_only_numbers_change_while_the_states_are_the_same(view: BulkJobView) -> None:
    before = view._lines._counts[0]
    lines = (OutcomeLine(JOB.lines[0].look, 70), *JOB.lines[1:])
    view.show_job(replace(JOB, lines=lines))
    assert view._lines._counts[0] is before
    assert before.text() == "70"


def test_while_it_runs_it_can_be_paused_and_stopped(view: BulkJobView) -> None:
    assert offered(view) == {"Pause", "Stop", "Save the result", "All jobs"}
    view.show_job(replace(JOB, running=False, can_pause=False, can_resume=True, can_leave=True))
    assert offered(view) == {
        *("Resume", "Stop", "Save the result"),
        *("Prepare another list", "All jobs"),
    }


def test_what_speaks_of_another_job_leads_to_its_page(view: BulkJobView, qtbot: QtBot) -> None:
    made_of = Fact("Made of", "Failures of job 12", job_id=12)
    view.show_job(replace(JOB, facts=(*JOB.facts, made_of)))
    link = button(view, "Made of: Failures of job 12")
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(view.job_requested) as told:
        QTest.keyClick(link, Qt.Key.Key_Space)
    assert told.args == [12]


def test_the_end_is_asked_for_in_words(view: BulkJobView, qtbot: QtBot) -> None:
    view.show_job(replace(JOB, stop_question="End this job for good? 4,112 rows."))
    assert "End this job for good? 4,112 rows." in words(view)
    assert offered(view) >= {"End it for good", "Keep it"}
    assert "Stop" not in offered(view)
    with qtbot.waitSignal(view.stop_kept):
        button(view, "Keep it").click()
    with qtbot.waitSignal(view.stop_confirmed):
        button(view, "End it for good").click()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("Pause", "pause_pressed"),
        ("Resume", "resume_pressed"),
        ("Stop", "stop_pressed"),
        ("Save the result", "save_requested"),
        ("Prepare another list", "left"),
        ("All jobs", "jobs_requested"),
    ],
)
def test_each_button_says_what_was_pressed(view: BulkJobView, qtbot: QtBot, name: str, signal: str) -> None:
    view.show_job(replace(JOB, can_resume=True, can_leave=True))
    with qtbot.waitSignal(getattr(view, signal)):
        button(view, name).click()


def test_why_it_cannot_go_on_is_told(view: BulkJobView) -> None:
    view.show_job(replace(JOB, blocked="It belongs to the account home.", saved="30 rows saved."))
    assert "It belongs to the account home." in words(view)
    assert "30 rows saved." in words(view)


def test_the_bar_has_the_colours_of_the_states(view: BulkJobView) -> None:
    lines = (OutcomeLine(JOB.lines[0].look, 2_100), OutcomeLine(JOB.lines[2].look, 2_100))
    view._bar.show_lines(lines, total=4_200)
    image = view._bar.grab().toImage()
    theme, middle = view._theme, image.height() // 2
    assert image.pixelColor(image.width() // 4, middle) == theme.color("delivered")
    assert image.pixelColor(3 * image.width() // 4, middle) == theme.color("sunken")


def test_a_job_that_waits_for_its_time_can_be_started_at_once(view: BulkJobView) -> None:
    assert "Start now" not in offered(view)
    view.show_job(replace(JOB, running=False, can_start=True))
    assert {"Start now", "Pause", "Stop"} <= offered(view)
    told: list[bool] = []
    view.start_pressed.connect(lambda: told.append(True))
    button(view, "Start now").click()
    assert told == [True]


def test_another_time_is_taken_once_it_is_understood(view: BulkJobView) -> None:
    told: list[object] = []
    view.another_start.edited.connect(told.append)
    view.another_start.wanted.connect(lambda: told.append("wanted"))
    view.show_job(replace(JOB, running=False, can_start=True))
    assert not button(view, "Change the time").isEnabled()
    field = view.another_start.field
    assert isinstance(field.control, QLineEdit)
    QTest.keyClicks(field.control, "9")
    understood = WhenShown(at="9", at_note="25 Nov 09:00")
    view.show_job(replace(JOB, running=False, can_start=True, another_start=understood))
    assert field.note.text == "25 Nov 09:00"
    button(view, "Change the time").click()
    assert told == ["9", "wanted"]


def test_what_may_be_sent_again_is_offered_by_its_origin(view: BulkJobView, qtbot: QtBot) -> None:
    assert not any("again" in name for name in offered(view))
    view.show_job(replace(JOB, again=(("failed", "Send the 12 that failed again…"),)))
    assert "Send the 12 that failed again" in offered(view)
    with qtbot.waitSignal(view.again_requested) as heard:
        button(view, "Send the 12 that failed again").click()
    assert heard.args == ["failed"]
