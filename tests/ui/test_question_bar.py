"""A question is there while something would be lost, and each answer is told."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from vox_console.ui.question_bar import QuestionBar
from vox_console.ui.theme import Theme


def test_it_is_seen_while_it_asks_and_tells_the_answer(qtbot: QtBot) -> None:
    bar = QuestionBar(Theme(scheme="light"), keep="Keep it", give_up="Give it up")
    qtbot.addWidget(bar)
    told: list[str] = []
    bar.kept.connect(lambda: told.append("kept"))
    bar.given_up.connect(lambda: told.append("given up"))
    assert bar.isHidden()
    bar.show_question("1 mended cell would be lost.")
    assert not bar.isHidden()
    for button in bar.findChildren(QPushButton):
        button.click()
    assert told == ["kept", "given up"]
    bar.show_question("")
    assert bar.isHidden()
