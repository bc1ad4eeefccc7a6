"""The whole of bulk through the real window: a file, a check, a job that runs, is left, and is offered."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QPushButton

from tests.support.bulk_scene import customers, number_of
from tests.support.practice_process import PracticeProcess
from tests.support.window_driver import Driver, drive
from vox_console.app import Account
from vox_console.domain.secret import Secret
from vox_console.presenters.bulk_state import JobShown
from vox_console.settings.profiles import Profile
from vox_console.ui.bulk_pane import BulkPane
from vox_console.ui.rail import RailButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


SENT = [row for row in range(2, 52) if row not in {5, 7, 9}]


def account(practice: PracticeProcess, *, parts_per_s: float) -> Account:
    profile = Profile(
        name="work",
        host="127.0.0.1",
        port=practice.smpp_port,
        system_id="practice",
        default_sender="Vox",
        parts_per_s=parts_per_s,
        plain_text_accepted=True,
    )
    return Account(profile, Secret("practice"))


class Bulk:
    """The bulk place of a driven window."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.pane = next(iter(driver.window.findChildren(BulkPane)))

    @property
    def job(self) -> JobShown:
        assert self.pane._job.shown is not None
        return self.pane._job.shown

    def press(self, name: str) -> None:
        QTest.mouseClick(self.driver.control(QPushButton, name), Qt.MouseButton.LeftButton)

    async def prepare(self, path: Path) -> None:
        """Turn to the place, drop a file, write the text, and have every row checked."""
        QTest.mouseClick(self.driver.control(RailButton, "Bulk"), Qt.MouseButton.LeftButton)
        self.pane._presenter.file_chosen(path)  # what a drop and the dialog come down to
        await self.driver.until(self.pane.prepare.list_step.isVisible, "the list")
        editor = self.driver.control(QPlainTextEdit, "Text")
        editor.setFocus()
        QTest.keyClicks(editor, "Hello ")
        self.pane.prepare.message_step.fields._buttons[0].click()
        QTest.keyClicks(editor, "!")
        assert self.driver.control(QLineEdit, "From").text() == "Vox"
        self.press("Check the list")
        await self.driver.until(lambda: self.offered("Send 47 messages"), "the sum")

    def offered(self, name: str) -> bool:
        return any(
            each.isVisible() and each.isEnabled() and each.accessibleName().startswith(name)
            for each in self.driver.window.findChildren(QAbstractButton)
        )

    async def until_job(self, word: str) -> None:
        await self.driver.until(
            lambda: self.pane._job.shown is not None and self.job.look.word == word, f"the job to be {word}"
        )


def numbers(practice: PracticeProcess) -> Counter[str]:
    return Counter(row["destination"] for row in practice.submits())


def test_fifty_rows_are_accounted_for_and_each_accepted_one_leaves_once(
    bare_app: QApplication, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.bound()
        bulk = Bulk(driver)
        await bulk.prepare(customers(tmp_path))
        assert practice.submits() == [], "nothing leaves before the sum was seen"
        bulk.press("Send 47 messages")
        await bulk.until_job("Done")
        assert sum(line.count for line in bulk.job.lines) == bulk.job.rows == 47
        bulk.pane._job.result_saved(tmp_path / "result.csv")
        await driver.until(lambda: bulk.job.saved != "", "the result")

    with PracticeProcess() as practice:
        assert drive(bare_app, tmp_path / "home", story, account=account(practice, parts_per_s=500)) == 0
        assert numbers(practice) == {number_of(row).lstrip("+"): 1 for row in SENT}
    with (tmp_path / "result.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {int(row["row"]): row for row in csv.DictReader(file)}
    assert sorted(rows) == list(range(2, 52)), "every row of the file, by its own number"
    assert rows[5]["outcome"] == "bad_number"
    assert rows[7]["outcome"] == "duplicate"
    assert rows[9]["outcome"] == "unfilled_field"
    assert all(rows[row]["provider id"] for row in SENT)


def test_a_window_that_is_closed_leaves_the_job_paused_and_the_next_one_ends_it(
    bare_app: QApplication, tmp_path: Path
) -> None:
    async def begin(driver: Driver) -> None:
        await driver.bound()
        bulk = Bulk(driver)
        await bulk.prepare(customers(tmp_path))
        bulk.press("Send 47 messages")
        await driver.until(lambda: len(practice.submits()) >= 3, "some to have left")

    async def go_on(driver: Driver) -> None:
        before = numbers(practice)
        await driver.bound()
        bulk = Bulk(driver)
        await bulk.until_job("Paused")
        await driver.until(lambda: bulk.offered("Show the job"), "the notice")
        bulk.press("Show the job")
        await driver.until(bulk.pane.job_view.isVisible, "the job")
        assert numbers(practice) == before, "only a person starts it again"
        bulk.press("Resume")
        await bulk.until_job("Done")

    with PracticeProcess() as practice:
        home = tmp_path / "home"
        assert drive(bare_app, home, begin, account=account(practice, parts_per_s=5)) == 0
        assert 3 <= len(practice.submits()) < 47
        assert drive(bare_app, home, go_on, account=account(practice, parts_per_s=500)) == 0
        assert numbers(practice) == {number_of(row).lstrip("+"): 1 for row in SENT}


def test_a_rehearsal_reaches_nobody_and_one_row_reaches_oneself(
    bare_app: QApplication, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.bound()
        bulk = Bulk(driver)
        await bulk.prepare(customers(tmp_path))
        bulk.press("Rehearse")
        await driver.until(bulk.pane.prepare.sum_step.rehearsal.isVisible, "the rehearsal's end")
        shown = bulk.pane._presenter.state.rehearsal
        assert shown is not None
        assert [fact.value for fact in shown.facts] == ["47 rows", "47 delivered", "47 taken, 47 predicted"]
        assert practice.submits() == [], "the account's own provider got nothing"
        trial = bulk.pane.prepare.message_step.sample.trial
        trial.number.setFocus()
        QTest.keyClicks(trial.number, "+381649999900")
        QTest.mouseClick(trial.button, Qt.MouseButton.LeftButton)
        await driver.until(lambda: bulk.pane._presenter.state.trial.words == "Row 2: Delivered", "the row")
        assert bulk.offered("Send 47 messages"), "the check stands"

    with PracticeProcess() as practice:
        assert drive(bare_app, tmp_path / "home", story, account=account(practice, parts_per_s=500)) == 0
        assert numbers(practice) == {"381649999900": 1}
