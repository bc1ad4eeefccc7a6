"""The dialog of the expert's action: three fields, one button, and the provider's answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.session_injection import InjectionState
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.session_inject import InjectDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Injection(ToldPresenter[InjectionState]):
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(InjectionState())
        self.typed: dict[str, str] = {}
        self.pressed = 0

    def field_edited(self, name: str, text: str) -> None:
        self.typed[name] = text

    def inject_pressed(self) -> None:
        self.pressed += 1


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> tuple[InjectDialog, Injection]:
    injection = Injection()
    dialog = InjectDialog(Theme(scheme="light"), injection, None)
    show(qtbot, dialog)
    return dialog, injection


Opened = tuple[InjectDialog, Injection]


def test_what_is_typed_and_pressed_reaches_the_presenter(opened: Opened) -> None:
    dialog, injection = opened
    fields = {each.accessibleName(): each for each in dialog.findChildren(QLineEdit)}
    QTest.keyClicks(fields["From"], "1")
    QTest.keyClicks(fields["To"], "2")
    QTest.keyClicks(dialog.findChildren(QPlainTextEdit)[0], "Yes")
    QTest.mouseClick(button(dialog, "Inject"), Qt.MouseButton.LeftButton)
    assert injection.typed == {"sender": "1", "number": "2", "text": "Yes"}
    assert injection.pressed == 1


def test_faults_stand_beside_their_fields(opened: Opened) -> None:
    dialog, injection = opened
    problems = tuple(FieldProblem(name, "empty", f"Give {name}.") for name in ("sender", "number", "text"))
    injection.show(InjectionState(problems=problems))
    assert {"Give sender.", "Give number.", "Give text."} <= said(dialog)
    injection.show(InjectionState())
    assert not {"Give sender.", "Give number.", "Give text."} & said(dialog)


def test_the_answer_is_told_and_the_dialog_stays(opened: Opened) -> None:
    dialog, injection = opened
    injection.show(InjectionState(busy=True))
    assert "Asking the provider…" in said(dialog)
    assert not button(dialog, "Inject").isEnabled()
    injection.show(InjectionState(answer="The provider took it.", taken=True))
    (label,) = [each for each in dialog.findChildren(PlainLabel) if each.accessibleName() == "Answer"]
    assert (label.text(), label.property("tone")) == ("The provider took it.", "delivered")
    injection.show(replace(injection.state, taken=False))
    assert label.property("tone") == "failed"
    assert dialog.isVisible()
    button(dialog, "Close").click()
    assert not dialog.isVisible()


def test_no_line_is_cut_and_nothing_covers_another(opened: Opened) -> None:
    dialog, injection = opened
    problems = tuple(FieldProblem(name, "empty", "Give it. " * 8) for name in ("sender", "number", "text"))
    injection.show(InjectionState(problems=problems, answer="The provider took it. " * 6, taken=True))
    QApplication.processEvents()
    editor = dialog.findChildren(QPlainTextEdit)[0]
    answer = next(each for each in dialog.findChildren(PlainLabel) if each.accessibleName() == "Answer")
    assert answer.mapTo(dialog, QPoint()).y() >= editor.mapTo(dialog, editor.rect().bottomLeft()).y()
    for label in dialog.findChildren(PlainLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
