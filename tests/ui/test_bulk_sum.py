"""Step 3: the sum as it balances, each class opening to its first rows and their reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.support.bulk_scene import CHECK, RECENT
from vox_console.domain.errors import FieldProblem
from vox_console.ui.bulk_sum import NOT_YET, BulkSumStep
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme


@pytest.fixture
def step(qtbot: QtBot) -> BulkSumStep:
    made = BulkSumStep(Theme(scheme="light"))
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def words(step: BulkSumStep) -> list[str]:
    return [label.text() for label in step.findChildren(PlainLabel) if label.isVisible()]


def test_before_the_check_it_says_what_will_be_checked(step: BulkSumStep) -> None:
    assert NOT_YET in words(step)
    step.show_check(None, busy="Checking… 12,000 rows", problem=None)
    assert "Checking… 12,000 rows" in words(step)


def test_every_line_of_the_sum_is_there(step: BulkSumStep) -> None:
    step.show_check(CHECK, busy="", problem=None)
    shown = words(step)
    assert "50 rows = 47 accepted + 3 excluded" in shown
    for count in ("47", "2", "1", "50"):
        assert count in shown
    assert {"59 parts in all", "3 parts", "6 rows", "1 more country"} <= set(shown)


def test_a_sum_that_no_longer_holds_is_dimmed(step: BulkSumStep) -> None:
    def dimmed() -> bool:
        assert step._body is not None
        effect = step._body.graphicsEffect()
        return effect is not None and effect.isEnabled()

    step.show_check(CHECK, busy="", problem=None)
    assert not dimmed()
    step.show_check(replace(CHECK, outdated=True), busy="", problem=None)
    assert dimmed()
    step.show_check(CHECK, busy="", problem=None)
    assert not dimmed()


def test_who_got_the_text_lately_is_asked_about(step: BulkSumStep, qtbot: QtBot) -> None:
    step.show_check(replace(CHECK, recent=RECENT), busy="", problem=None)
    assert RECENT.title in words(step)
    assert not any(button.isChecked() for button in step.recent.buttons.values())
    with qtbot.waitSignal(step.recent.chosen) as told:
        step.recent.buttons["skip"].click()
    assert told.args == ["skip"]
    step.show_check(replace(CHECK, recent=replace(RECENT, choice="send")), busy="", problem=None)
    assert {value: button.isChecked() for value, button in step.recent.buttons.items()} == {
        "skip": False,
        "send": True,
    }
    step.show_check(replace(CHECK, recent=replace(RECENT, choice="")), busy="", problem=None)
    assert not any(button.isChecked() for button in step.recent.buttons.values())
    step.show_check(CHECK, busy="", problem=None)
    assert RECENT.title not in words(step)


def test_what_stands_out_opens_to_its_rows(step: BulkSumStep) -> None:
    step.show_check(CHECK, busy="", problem=None)
    name = "U+0107 LATIN SMALL LETTER C WITH ACUTE"
    assert name not in words(step)
    label = CHECK.sheet.lists[0].label
    next(each for each in step.findChildren(QAbstractButton) if each.accessibleName() == label).click()
    assert name in words(step)


def test_a_class_opens_to_its_first_rows_with_reasons(step: BulkSumStep) -> None:
    step.show_check(CHECK, busy="", problem=None)
    assert "An earlier row." not in words(step)
    opener = next(
        each
        for each in step.findChildren(QAbstractButton)
        if each.accessibleName() == "2 with the same number as an earlier row"
    )
    opener.click()
    assert {"Row 7", "Ana · +38164", "An earlier row.", "and 1 more"} <= set(words(step))
    step.show_check(replace(CHECK, typed="4"), busy="", problem=None)
    assert "An earlier row." in words(step), "typing the count closes nothing"


def test_the_excluded_rows_can_be_saved_and_that_is_told(step: BulkSumStep, qtbot: QtBot) -> None:
    step.show_check(replace(CHECK, saved="3 rows saved to excluded.csv."), busy="", problem=None)
    assert step._saved.text() == "3 rows saved to excluded.csv."
    with qtbot.waitSignal(step.save_requested):
        step._save.click()
    step.show_check(replace(CHECK, excluded=()), busy="", problem=None)
    assert not step._save.isVisible()


def test_rows_of_who_wants_no_messages_lead_to_the_register(step: BulkSumStep, qtbot: QtBot) -> None:
    step.show_check(CHECK, busy="", problem=None)
    assert not step._register.isVisible()
    step.show_check(replace(CHECK, unwanted=2), busy="", problem=None)
    with qtbot.waitSignal(step.register_requested):
        step._register.click()


def test_why_there_is_no_sum_is_told_here(step: BulkSumStep) -> None:
    step.show_check(None, busy="", problem=FieldProblem("check", "x", "The file was changed meanwhile."))
    assert "The file was changed meanwhile." in words(step)
