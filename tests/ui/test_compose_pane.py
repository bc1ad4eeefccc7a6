"""The compose pane with its real presenter; only the controller behind it is a stand-in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.compose_desk import Desk, compose_desk, focused
from vox_console.domain.link import Offline
from vox_console.domain.opt_out import OptOut, RegisterEntry
from vox_console.services.events import ContactsChanged, LinkChanged, OptOutsChanged
from vox_console.settings.profiles import ProfileKind

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return compose_desk(qtbot)


def test_typing_counts_with_the_presenters_own_counter(desk: Desk) -> None:
    desk.type_message("Hello")
    assert desk.pane.counter.line == desk.state.counter.line
    assert desk.pane.counter.line.startswith("GSM-7 · 5 / 160")


def test_one_text_goes_to_three_from_the_keyboard_alone(desk: Desk) -> None:
    pane = desk.pane
    pane.sender_field.setFocus()
    QTest.keyClicks(focused(), "!")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "+381632000000, +381632000001,+381632000002")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "Hello")
    assert focused() is pane.editor
    for _step in range(3):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is pane.send_button
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    [order] = desk.backend.orders
    assert (order.sender, order.text) == ("Vox!", "Hello")
    assert order.recipients == ("381632000000", "381632000001", "381632000002")


def test_ctrl_enter_sends_from_anywhere_and_the_editor_is_ready_for_the_next(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.pane.recipient_field.entry.setFocus()
    QTest.keyClicks(desk.pane.recipient_field.entry, "+381632000000")
    QTest.keyClick(desk.pane.recipient_field.entry, Qt.Key.Key_Return, CTRL)
    assert [order.recipients for order in desk.backend.orders] == [("381632000000",)]
    assert (desk.pane.editor.text(), desk.state.chips) == ("", ())
    assert desk.pane.recipient_field.entry.hasFocus(), "the next message begins with whom it is for"
    assert desk.pane.sender_field.text() == "Vox"


def test_ctrl_enter_does_not_send_what_is_blocked_and_says_why(desk: Desk) -> None:
    desk.type_message("Hello")
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Return, CTRL)
    assert (desk.backend.orders, desk.pane.editor.text()) == ([], "Hello")
    assert desk.pane.blocked.text() == "Add a recipient"
    assert desk.pane.blocked.property("tone") == "failed"
    desk.type_recipient("+381632000000")
    assert (desk.pane.blocked.text(), desk.pane.blocked.property("tone")) == ("", "muted")


def test_a_reason_calms_down_with_the_next_edit_and_a_click_on_send_brings_it_back(desk: Desk) -> None:
    desk.type_message("Hello")
    assert desk.pane.blocked.property("tone") == "muted"
    where = desk.pane.send_button.mapTo(desk.window, desk.pane.send_button.rect().center())
    QTest.mouseClick(desk.window.windowHandle(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.pane.blocked.property("tone") == "failed"
    desk.type_message("!")
    assert (desk.pane.blocked.text(), desk.pane.blocked.property("tone")) == ("Add a recipient", "muted")


def test_the_menu_offers_send_only_when_something_can_be_sent(desk: Desk) -> None:
    assert not desk.pane.send_action.isEnabled()
    desk.type_message("Hello")
    desk.type_recipient("+381632000000")
    assert desk.pane.send_action.isEnabled()
    assert desk.pane.undo_send_action.text() == "Undo send\tCtrl+Shift+Z"
    desk.pane.send_action.trigger()
    assert len(desk.backend.orders) == 1


def test_without_a_connection_sending_is_possible_and_its_words_are_honest(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.type_recipient("+381632000000")
    bound, desk.backend.link = desk.backend.link, Offline()
    desk.presenter.heard(LinkChanged(Offline()))
    assert desk.pane.blocked.text() == "Not connected: messages wait here until the session is bound"
    assert desk.pane.send_button.isEnabled()
    desk.pane.send_button.click()
    assert desk.pane.undo_bar.words == ("Waits for the connection",)
    desk.backend.link = bound
    desk.presenter.heard(LinkChanged(bound))
    assert desk.pane.undo_bar.words == ("Sending in 5 s",)


def test_recipients_removed_together_come_back_with_ctrl_z(desk: Desk) -> None:
    desk.type_recipient("+381632000000,12,13")
    QTest.keyClick(focused(), Qt.Key.Key_A, CTRL)
    QTest.keyClick(focused(), Qt.Key.Key_Delete)
    assert desk.state.chips == ()
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL)
    assert len(desk.state.chips) == 3


def test_a_name_longer_than_handsets_show_is_told(desk: Desk) -> None:
    desk.pane.sender_field.setFocus()
    QTest.keyClicks(focused(), "TwelveLetter")
    assert desk.pane.sender_field.note.text == "Handsets show 11 characters; this has 15."
    assert desk.pane.sender_field.note.isVisible()


def test_a_disabled_send_shows_its_reason_and_an_enabled_one_what_it_does(desk: Desk) -> None:
    button, blocked = desk.pane.send_button, desk.pane.blocked
    assert (button.isEnabled(), blocked.text()) == (False, "Add a recipient")
    desk.type_recipient("+381632000000,+381632000001")
    assert (button.isEnabled(), blocked.text()) == (False, "Write a message")
    desk.paste_message("x" * 200)
    assert (button.isEnabled(), blocked.text()) == (True, "")
    assert button.accessibleName() == button.text() == "Send 2 messages (4 parts)"


def test_practice_is_on_the_button(qtbot: QtBot) -> None:
    assert "practice" in compose_desk(qtbot, kind=ProfileKind.PRACTICE).pane.send_button.text()


def test_a_click_on_send_takes_the_number_still_being_typed(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.pane.recipient_field.entry.setFocus()
    QTest.keyClicks(desk.pane.recipient_field.entry, "+381632000000")
    where = desk.pane.send_button.mapTo(desk.window, desk.pane.send_button.rect().center())
    assert not desk.pane.send_button.isEnabled()
    QTest.mouseClick(desk.window.windowHandle(), Qt.MouseButton.LeftButton, pos=where)
    assert [order.recipients for order in desk.backend.orders] == [("381632000000",)]


def test_a_faulty_recipient_is_told_and_blocks(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.type_recipient("12")
    assert desk.state.chips[0].faulty
    assert desk.state.chips[0].problem is not None
    assert desk.state.chips[0].problem.text in desk.pane.recipient_field.note.text
    assert not desk.pane.send_button.isEnabled()


def test_a_recipient_who_wants_no_messages_is_told_and_blocks(desk: Desk) -> None:
    entry = RegisterEntry(1, OptOut("381641234567", 0, "Ana", "STOP"), ends=False, entered_at_us=0)
    desk.backend.opt_outs.unwanted["381641234567"] = entry
    desk.type_message("Hello")
    desk.type_recipient("064 1234567")
    assert "Wants no messages since 1 Jan 1970" in desk.pane.recipient_field.note.text
    assert not desk.pane.send_button.isEnabled()
    desk.backend.opt_outs.unwanted.clear()
    desk.presenter.heard(OptOutsChanged())
    assert desk.pane.recipient_field.note.text == ""
    assert desk.pane.send_button.isEnabled()


def test_the_draft_is_kept_soon_after_the_last_edit(desk: Desk, qtbot: QtBot) -> None:
    desk.type_message("Hello")
    assert desk.backend.drafts == []
    qtbot.waitUntil(lambda: bool(desk.backend.drafts))
    assert "Hello" in desk.backend.drafts[0]


def test_the_draft_is_kept_at_once_when_the_pane_is_left(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.pane.hide()
    assert len(desk.backend.drafts) == 1


def test_a_stored_draft_is_there_at_the_start(qtbot: QtBot) -> None:
    kept = '{"sender": "Vox", "recipients": ["+381632000000"], "text": "half", "validity": "24"}'
    desk = compose_desk(qtbot, draft=kept)
    assert (desk.pane.editor.text(), len(desk.state.chips)) == ("half", 1)
    assert desk.pane.options.summary == "Valid for 24 h"


def test_every_control_that_takes_the_focus_has_a_name(desk: Desk) -> None:
    desk.paste_message("“Hi”")
    desk.pane.options.set_open(open_=True)
    desk.type_recipient("12")
    nameless = [
        each
        for each in desk.pane.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.accessibleName()
        if not each.objectName().startswith("qt_")
    ]
    assert nameless == []
    names = {each.accessibleName() for each in desk.pane.findChildren(QWidget)}
    assert {
        "From", "To", "Message", "Options", "Coding", "Long message method", "Request delivery receipt",
        "Valid for (hours)", "Send message",
    } <= names  # fmt: skip


def test_the_pane_follows_the_scheme(desk: Desk) -> None:
    desk.presenter.recipients_added("+381632000000")
    grounds: list[QColor] = []
    for scheme in ("light", "dark"):
        desk.theme.set_scheme(scheme)
        image = desk.pane.recipient_field.area.viewport().grab().toImage()
        grounds.append(image.pixelColor(image.width() // 8, image.height() // 4))
    assert grounds[0] != grounds[1]


def test_a_name_that_is_typed_becomes_the_contacts_number(desk: Desk) -> None:
    desk.backend.contacts.names["381641234567"] = "Ana"
    entry = desk.pane.recipient_field.entry
    entry.setFocus()
    QTest.keyClicks(entry, "An")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    (chip,) = desk.state.chips
    assert (chip.name, chip.digits) == ("Ana", "381641234567")
    desk.backend.contacts.names["381641234567"] = "Ana B"
    desk.presenter.heard(ContactsChanged())
    assert [each.name for each in desk.state.chips] == ["Ana B"]
