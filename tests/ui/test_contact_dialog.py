"""The dialog of the contacts: a list, and a form beside it."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.contacts_state import ContactForm, ContactsState
from vox_console.presenters.errands import Errand
from vox_console.presenters.two_line_rows import TwoLineRow, TwoLineRows
from vox_console.ui.contact_dialog import ContactDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STATE = ContactsState(found="2 contacts")
ANA = ContactForm(1, "<b>Ana</b>", "+381 64 1234567", "VIP")


class Book(ToldPresenter[ContactsState]):
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(STATE)
        self.rows = TwoLineRows(self._want)
        self.rows.reset(array("q", [1, 2]))

    def _want(self, ids: list[int]) -> None:
        self.rows.loaded(TwoLineRow(each, f"name {each}", "", "+381 64 1234567") for each in ids)

    def edited(self, field: str, text: str) -> None:
        self.told.append(f"{field} {text}")

    def save_pressed(self) -> None:
        self.told.append("save")

    def new_pressed(self) -> None:
        self.told.append("new")

    def remove_pressed(self) -> None:
        self.told.append("remove")


Opened = tuple[ContactDialog, Book]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    book = Book()
    dialog = ContactDialog(Theme(scheme="light"), book, None)
    show(qtbot, dialog)
    return dialog, book


def test_rows_are_read_aloud_and_chosen(opened: Opened) -> None:
    dialog, book = opened
    assert dialog.list.model().index(0, 0).data() == "name 2. +381 64 1234567"
    dialog.list.setCurrentIndex(dialog.list.model().index(1, 0))
    assert book.told == ["chosen 1"]


def test_a_contact_is_typed_and_saved_with_return(opened: Opened) -> None:
    dialog, book = opened
    name = dialog.form.fields["name"].control
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(name, "A")
    QTest.keyClick(name, Qt.Key.Key_Return)
    button(dialog, "Save").click()
    assert book.told == ["name A", "save", "save"]
    assert dialog.isVisible()
    assert not button(dialog, "Remove").isVisible()
    problem = FieldProblem("numbers", "too_short", "Too short.")
    book.show(replace(STATE, form=ContactForm(numbers="1", numbers_problem=problem)))
    assert dialog.form.fields["numbers"].note.text == "Too short."
    book.show(replace(STATE, form=ContactForm(numbers="064", note_below="+381 64")))
    assert dialog.form.fields["numbers"].note.text == "+381 64"


def test_a_contact_is_shown_removed_and_left(opened: Opened) -> None:
    dialog, book = opened
    dialog.list.setCurrentIndex(dialog.list.model().index(0, 0))
    book.show(replace(STATE, form=ANA))
    assert dialog.form.fields["name"].value == "<b>Ana</b>"
    button(dialog, "Remove").click()
    button(dialog, "New contact").click()
    assert book.told == ["chosen 2", "remove", "new"]
    book.show(STATE)
    assert not dialog.list.currentIndex().isValid()


def test_what_became_of_it_is_told_and_can_be_undone(opened: Opened) -> None:
    dialog, book = opened
    book.show(replace(STATE, errand=Errand(note="<i>Ana</i> is removed.", can_undo=True)))
    assert "<i>Ana</i> is removed." in said(dialog)
    button(dialog, "Undo").click()
    book.show(replace(STATE, errand=Errand(busy="Reading a.csv… 2,000 rows", can_break_off=True)))
    assert not button(dialog, "Add from a file").isEnabled()
    assert not button(dialog, "Save").isEnabled()
    button(dialog, "Cancel").click()
    dialog.search.setText("x")
    assert book.told == ["undo", "cancel", "search x"]


@pytest.mark.parametrize(
    ("name", "told"), [("Add from a file", "list a.csv"), ("Save to a file", "export a.csv")]
)
def test_files_are_asked_for(opened: Opened, name: str, told: str) -> None:
    dialog, book = opened
    button(dialog, name).click()
    (asked,) = dialog.findChildren(QFileDialog)
    asked.fileSelected.emit("/somewhere/a.csv")
    asked.reject()
    assert book.told == [told]
