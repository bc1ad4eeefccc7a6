"""One row to oneself, and the rehearsal's frame, as widgets."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_trial_state import RehearsalShown, TrialShown
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.tone import Look, Tone
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.rehearsal_view import RehearsalView
from vox_console.ui.row_trial import RowTrial
from vox_console.ui.theme import Theme


def test_the_row_s_number_is_typed_sent_and_taken_back(qtbot: QtBot) -> None:
    trial = RowTrial(Theme(scheme="light"))
    qtbot.addWidget(trial)
    trial.show()
    trial.show_trial(TrialShown(number="", button="Send row 2 to me", blocked="Give your own number"))
    assert (trial.button.isEnabled(), trial.undo.isVisible()) == (False, False)
    with qtbot.waitSignal(trial.edited) as typed:
        QTest.keyClicks(trial.number, "0")
    assert typed.args == ["0"]
    look = Look("clock", "Queued", Tone.WAITING)
    trial.show_trial(
        TrialShown(number="064", button="Send row 2 to me", look=look, words="Row 2: Queued", can_undo=True)
    )
    assert (trial.button.isEnabled(), trial.undo.isVisible()) == (True, True)
    with qtbot.waitSignal(trial.sent):
        trial.button.click()
    with qtbot.waitSignal(trial.undone):
        trial.undo.click()


def test_what_is_wrong_with_the_number_stands_below_it(qtbot: QtBot) -> None:
    trial = RowTrial(Theme(scheme="light"))
    qtbot.addWidget(trial)
    trial.show()
    trial.show_trial(TrialShown(number="12", problem=FieldProblem("own_number", "x", "Too short.")))
    assert "Too short." in [label.text() for label in trial.findChildren(PlainLabel) if label.isVisible()]
    assert trial.number.text() == "12"


def test_a_rehearsal_stands_in_its_frame_until_it_is_taken_away(qtbot: QtBot) -> None:
    view = RehearsalView(Theme(scheme="light"))
    qtbot.addWidget(view)
    view.show_rehearsal(RehearsalShown("0 sent to real phones", (Fact("Parts", "2 taken"),), "No forecast."))
    view.show()
    shown = {label.text() for label in view.findChildren(PlainLabel)}
    assert {"0 sent to real phones", "Parts", "2 taken", "No forecast."} <= shown
    view.show_rehearsal(None)
    assert not view.isVisible()
