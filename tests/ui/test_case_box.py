"""The case of a message: what is offered is what can be decided."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from vox_console.presenters.delivery_state import CaseShown
from vox_console.ui.case_box import CaseBox
from vox_console.ui.theme import Theme


def offered(box: CaseBox) -> list[str]:
    return [each.text() for each in box.findChildren(QPushButton) if not each.isHidden()]


def test_what_can_be_decided_is_offered(qtbot: QtBot) -> None:
    box = CaseBox(Theme(scheme="light"))
    qtbot.addWidget(box)
    assert box.isHidden()
    box.show_case(CaseShown("Decide.", can_count=True, can_send_again=True))
    assert not box.isHidden()
    assert offered(box)[:2] == ["Counts as sent", "Send again…"]
    box.show_case(CaseShown("Decide.", can_count=True, can_send_again=True, question="Twice?"))
    assert not box.question.isHidden()
    assert "Send again…" not in offered(box)
    box.show_case(CaseShown("Sent again.", other_id=12))
    assert "Open message 12" in offered(box)
    with qtbot.waitSignal(box.other) as told:
        next(each for each in box.findChildren(QPushButton) if each.text() == "Open message 12").click()
    assert told.args == [12]
    box.show_case(None)
    assert box.isHidden()
