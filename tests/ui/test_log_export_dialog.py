"""The dialog that writes the log to a file: with the keyboard, faults at their fields, in the real window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.on_screen import button, said, show
from tests.support.window_driver import Driver, drive
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import Errand
from vox_console.presenters.log_export_state import ColumnChoice, LogExportState
from vox_console.ui.log_export_dialog import LogExportDialog
from vox_console.ui.rail import Place
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STATE = LogExportState(
    formats=(("xlsx", "Workbook"), ("csv", "CSV for programs")),
    file_format="csv",
    format_about="Exact.",
    suffix="csv",
    scope="All 2 messages.",
    columns=(
        ColumnChoice("id", "Message", "Its number.", chosen=True),
        ColumnChoice("to", "To", "The recipient.", chosen=False),
        ColumnChoice("text", "Text", "<b>Written</b>.", chosen=True),
    ),
    chosen="2 of 3",
)


class Told:
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        self.on_state: Callable[[LogExportState], None] = lambda _state: None
        self.state = STATE
        self.told: list[str] = []
        self.is_ready = True

    def show(self, **changes: object) -> None:
        self.state = replace(STATE, **changes)  # type: ignore[arg-type]  # named by the tests below
        self.on_state(self.state)

    def query_edited(self, typed: str) -> None:
        self.told.append(f"query {typed}")

    def format_chosen(self, word: str) -> None:
        self.told.append(f"format {word}")

    def column_chosen(self, key: str, *, chosen: bool) -> None:
        self.told.append(f"{key} {chosen}")

    def column_moved(self, key: str, by: int) -> None:
        self.told.append(f"{key} {by:+}")

    def all_pressed(self) -> None:
        self.told.append("all")

    def usual_pressed(self) -> None:
        self.told.append("usual")

    def zone_edited(self, zone: str) -> None:
        self.told.append(f"zone {zone}")

    def mask_chosen(self, *, numbers: bool, texts: bool) -> None:
        self.told.append(f"mask {numbers} {texts}")

    def ready(self) -> bool:
        return self.is_ready

    def export_chosen(self, path: Path) -> None:
        self.told.append(f"export {path.name}")

    def cancel_pressed(self) -> None:
        self.told.append("cancel")

    def daily_chosen(self, folder: Path) -> None:
        self.told.append(f"daily {folder.name}")

    def daily_stopped(self) -> None:
        self.told.append("stopped")


Opened = tuple[LogExportDialog, Told, list[Path]]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    told, folders = Told(), list[Path]()
    dialog = LogExportDialog(Theme(scheme="light"), told, None, show_folder=folders.append)
    show(qtbot, dialog)
    return dialog, told, folders


def test_columns_are_chosen_and_moved_with_the_keyboard(opened: Opened) -> None:
    dialog, told, _ = opened
    columns = dialog.columns.list
    columns.setFocus()
    columns.setCurrentRow(1)
    QTest.keyClick(columns, Qt.Key.Key_Space)
    QTest.keyClick(columns, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(columns, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told.told == ["to True", "to -1", "to +1"]


def test_a_moved_column_keeps_the_keyboard_and_the_ends_go_no_further(opened: Opened) -> None:
    dialog, told, _ = opened
    up, down = button(dialog, "Up"), button(dialog, "Down")
    assert not up.isEnabled()
    assert not down.isEnabled()  # nothing is selected yet
    dialog.columns.list.setCurrentRow(1)
    first, second, third = STATE.columns
    told.show(columns=(second, first, third))
    assert dialog.columns.list.currentRow() == 0
    assert (up.isEnabled(), down.isEnabled()) == (False, True)
    told.show(columns=(first, third, second))
    assert dialog.columns.list.currentRow() == 2
    assert (up.isEnabled(), down.isEnabled()) == (True, False)
    up.click()
    button(dialog, "All").click()
    button(dialog, "Usual").click()
    assert told.told == ["to -1", "all", "usual"]


def test_what_is_typed_and_checked_is_told(opened: Opened) -> None:
    dialog, told, _ = opened
    query, zone = dialog.query.control, dialog.zone.control
    assert isinstance(query, QLineEdit)
    assert isinstance(zone, QLineEdit)
    assert query.hasFocus()
    QTest.keyClicks(query, "x")
    QTest.keyClicks(zone, "U")
    dialog.mask_numbers.click()
    dialog.mask_texts.click()
    kind = dialog.kind.findChild(QComboBox)
    assert isinstance(kind, QComboBox)
    kind.setCurrentIndex(0)
    kind.activated.emit(0)
    assert told.told == ["query x", "zone U", "mask True False", "mask True True", "format xlsx"]


def test_a_file_is_asked_for_as_what_was_chosen(opened: Opened) -> None:
    dialog, told, _ = opened
    dialog.write.click()
    asked = dialog.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    assert asked.nameFilters() == ["CSV for programs (*.csv)"]
    assert asked.defaultSuffix() == "csv"
    asked.fileSelected.emit("/somewhere/log.csv")
    asked.close()
    assert told.told == ["export log.csv"]


def test_what_is_in_the_way_gets_the_keyboard_and_no_file_is_asked_for(opened: Opened) -> None:
    dialog, told, _ = opened
    told.is_ready = False
    told.show(columns_problem=FieldProblem("columns", "empty", "Choose at least one column."))
    dialog.write.click()
    assert dialog.columns.list.hasFocus()
    assert dialog.columns.note.text == "Choose at least one column."
    told.show(zone_problem=FieldProblem("zone", "unknown", "No such zone."))
    dialog.write.click()
    assert dialog.zone.control.hasFocus()
    assert dialog.zone.note.text == "No such zone."
    told.show(query_problem=FieldProblem("query", "query", "There is no field stat."), scope="")
    dialog.write.click()
    assert dialog.query.control.hasFocus()
    assert dialog.query.note.text == "There is no field stat."
    assert dialog.findChild(QFileDialog) is None


def test_while_it_is_written_it_can_only_be_broken_off(opened: Opened) -> None:
    dialog, told, _ = opened
    told.show(share=0.25, errand=Errand(busy="1 message written…", can_break_off=True))
    assert (dialog.bar.isVisible(), dialog.bar.value()) == (True, 250)
    assert "1 message written…" in said(dialog)
    assert not any(each.isEnabled() for each in (dialog.kind, dialog.zone, dialog.columns, dialog.write))
    button(dialog, "Cancel").click()
    assert told.told == ["cancel"]


def test_each_day_is_written_to_a_folder_until_it_is_stopped(opened: Opened) -> None:
    dialog, told, _ = opened
    assert not button(dialog, "Stop writing every day").isVisible()
    button(dialog, "Every day").click()
    asked = dialog.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    assert asked.fileMode() == QFileDialog.FileMode.Directory
    asked.fileSelected.emit("/somewhere/exports")
    asked.close()
    told.show(daily="Every day all messages to <b>.", is_daily=True)
    assert "Every day all messages to <b>." in said(dialog)
    button(dialog, "Stop writing every day").click()
    assert told.told == ["daily exports", "stopped"]


def test_what_was_written_is_told_and_shown_in_its_folder(opened: Opened) -> None:
    dialog, told, folders = opened
    assert not button(dialog, "Show in folder").isVisible()
    told.show(done=Path("/somewhere/log.csv"), errand=Errand(note="2 messages written to <b>.csv."))
    assert "2 messages written to <b>.csv." in said(dialog)
    assert not dialog.bar.isVisible()
    button(dialog, "Show in folder").click()
    assert folders == [Path("/somewhere")]


def test_the_log_of_the_real_window_is_written(bare_app: QApplication, tmp_path: Path) -> None:
    def shown(driver: Driver) -> list[LogExportDialog]:
        return [each for each in driver.window.findChildren(LogExportDialog) if each.isVisible()]

    async def story(driver: Driver) -> None:
        await driver.bound()
        await driver.compose(to="+381641234567", text="Hello")
        driver.control(QPushButton, "Send").click()
        await driver.until(lambda: "Delivered" in driver.words(), "the message to be delivered")
        driver.window.show_place(Place.DELIVERY)
        driver.control(QPushButton, "Export").click()
        await driver.until(lambda: bool(shown(driver)), "the dialog")
        (dialog,) = shown(driver)
        await driver.until(lambda: dialog.query.note.text == "All 1 message", "the count")
        dialog._presenter.export_chosen(tmp_path / "log.xlsx")
        await driver.until(lambda: button(dialog, "Show in folder").isVisible(), "the file")
        dialog.reject()

    assert drive(bare_app, tmp_path / "data", story) == 0
    assert (tmp_path / "log.xlsx.sha256").read_text().startswith("# rows: 1\n")
