"""The compose pane with its real presenter; only the controller behind it is a stand-in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vox_console.domain.link import Bound, LinkState, Offline
from vox_console.domain.message import Message, MessageState
from vox_console.domain.opt_out import OptOut, RegisterEntry
from vox_console.domain.rest_message import DATA_CODINGS, SENDER_OCTETS
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.states import ComposeState
from vox_console.services.controller import Controller
from vox_console.services.events import ContactsChanged, LinkChanged, OptOutsChanged
from vox_console.services.orders import SendOrder
from vox_console.settings.profiles import Profile, ProfileKind
from vox_console.transports.base import Capabilities
from vox_console.ui.compose_pane import ComposePane
from vox_console.ui.theme import Theme

SMPP = Capabilities(
    name="smpp", receipts=True, data_codings=frozenset(range(256)), sender_octets=20, caller_splits=True
)
REST = Capabilities(
    name="rest", receipts=True, data_codings=DATA_CODINGS, sender_octets=SENDER_OCTETS, caller_splits=False,
    validity=False,
)  # fmt: skip
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass
class Register:
    """Who wants no messages."""

    unwanted: dict[str, RegisterEntry] = field(default_factory=dict)

    async def look_up(self, numbers: Iterable[str], *, sender: str) -> Mapping[str, RegisterEntry]:
        assert sender
        return {number: self.unwanted[number] for number in numbers if number in self.unwanted}


@dataclass
class Contacts:
    """Names by number."""

    names: dict[str, str] = field(default_factory=dict)

    def name_of_recipient(self, digits: str) -> str:
        return self.names.get(digits, "")

    async def complete(self, words: str, *, limit: int) -> list[tuple[str, str]]:
        found = [(name, f"+{digits}") for digits, name in self.names.items() if words in name]
        return found[:limit]


@dataclass
class Backend:
    """Stores nothing, remembers what it was asked for, and answers at once."""

    opt_outs: Register = field(default_factory=Register)
    contacts: Contacts = field(default_factory=Contacts)

    now_us: int = 1_700_000_000_000_000
    link: LinkState = field(default_factory=lambda: Bound("provider", "1", 0, encrypted=True))
    orders: list[SendOrder] = field(default_factory=list)
    withdrawn: list[tuple[int, ...]] = field(default_factory=list)
    released: list[tuple[int, ...]] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    draft: str = ""
    rest: LinkState | None = None

    @property
    def links(self) -> dict[str, LinkState]:
        return {"smpp": self.link, **({} if self.rest is None else {"rest": self.rest})}

    def way(self, rule: TransportRule) -> Capabilities | None:
        """Choose as the controller does for an account that has only these ways."""
        if rule is TransportRule.AUTO:
            return SMPP if self.rest is None or isinstance(self.link, Bound) else REST
        ways = {TransportRule.SMPP: SMPP, TransportRule.REST: None if self.rest is None else REST}
        return ways[rule]

    async def send(self, order: SendOrder, *, forget_draft: bool = False) -> list[Message]:
        assert forget_draft
        self.orders.append(order)
        first = len(self.orders) * 100
        until_us = self.now_us + round(order.hold_s * 1_000_000)
        return [
            _message(first + number, recipient, order, until_us)
            for number, recipient in enumerate(order.recipients)
        ]

    async def withdraw(self, message_ids: Sequence[int]) -> list[int]:
        self.withdrawn.append(tuple(message_ids))
        return list(message_ids)

    async def release(self, message_ids: Sequence[int]) -> None:
        self.released.append(tuple(message_ids))

    async def recent_senders(self) -> list[str]:
        return ["Vox", "12345"]

    async def load_draft(self) -> str:
        return self.draft

    async def save_draft(self, body: str) -> None:
        self.drafts.append(body)


def _message(number: int, recipient: str, order: SendOrder, until_us: int) -> Message:
    return Message(
        id=number, profile="p", transport="smpp", sender=order.sender, recipient=recipient, text=order.text,
        data_coding=0, encoding="gsm7", method=LongMethod.UDH8.value, state=MessageState.QUEUED, parts=(),
        created_at_us=0, updated_at_us=0, hold_until_us=until_us,
    )  # fmt: skip


def _run(action: Callable[[], Awaitable[object]], *, name: str) -> None:
    assert name

    async def to_the_end() -> None:
        await action()

    # The backend answers at once, so one step is the whole way; steps nest, event loops do not.
    with pytest.raises(StopIteration):
        to_the_end().send(None)


@dataclass
class Desk:
    """The pane, whom it talks to, and the window it stands in."""

    pane: ComposePane
    presenter: ComposePresenter
    backend: Backend
    theme: Theme
    window: QWidget

    @property
    def state(self) -> ComposeState:
        return self.presenter.state

    def type_message(self, text: str) -> None:
        self.pane.editor.setFocus()
        QTest.keyClicks(self.pane.editor, text)

    def paste_message(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.pane.editor.setFocus()
        self.pane.editor.paste()

    def type_recipient(self, text: str) -> None:
        self.pane.recipient_field.entry.setFocus()
        QTest.keyClicks(self.pane.recipient_field.entry, text)
        QTest.keyClick(self.pane.recipient_field.entry, Qt.Key.Key_Return)


def _desk(
    qtbot: QtBot, *, kind: ProfileKind = ProfileKind.ACCOUNT, draft: str = "", rest: LinkState | None = None
) -> Desk:
    backend = Backend(draft=draft, rest=rest)
    presenter = ComposePresenter(cast("Controller", backend), _run, now_us=lambda: backend.now_us)
    presenter.profile_opened(
        Profile(
            name="p", kind=kind, host="127.0.0.1", system_id="s", default_sender="Vox",
            default_region="RS", hold_s=5, rest_url="https://sms.example/api" if rest else "",
            rest_username="u",
        )
    )  # fmt: skip
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(460, 760)
    theme = Theme(scheme="light")
    pane = ComposePane(presenter, theme, clock=lambda: backend.now_us, parent=window)
    pane.resize(window.size())
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    return Desk(pane, presenter, backend, theme, window)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return _desk(qtbot)


def test_typing_counts_with_the_presenters_own_counter(desk: Desk) -> None:
    desk.type_message("Hello")
    assert desk.pane.counter.line == desk.state.counter.line
    assert desk.pane.counter.line.startswith("GSM-7 · 5 / 160")


def test_one_text_goes_to_three_from_the_keyboard_alone(desk: Desk) -> None:
    pane = desk.pane
    pane.sender_field.setFocus()
    QTest.keyClicks(_focus(), "!")
    QTest.keyClick(_focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(_focus(), "+381632000000, +381632000001,+381632000002")
    QTest.keyClick(_focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(_focus(), "Hello")
    assert _focus() is pane.editor
    for _step in range(3):
        QTest.keyClick(_focus(), Qt.Key.Key_Tab)
    assert _focus() is pane.send_button
    QTest.keyClick(_focus(), Qt.Key.Key_Space)
    [order] = desk.backend.orders
    assert (order.sender, order.text) == ("Vox!", "Hello")
    assert order.recipients == ("381632000000", "381632000001", "381632000002")


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


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


def test_neither_editor_nor_button_moves_when_something_is_held(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.type_recipient("+381632000000")
    desk.type_message(" ")
    before = (desk.pane.editor.geometry(), desk.pane.send_button.geometry())
    QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    bar = desk.pane.undo_bar
    assert bar.isVisible()
    assert (desk.pane.editor.geometry(), desk.pane.send_button.geometry()) == before
    top = desk.pane.send_button.mapTo(desk.pane, QPoint(0, 0)).y()
    assert bar.geometry().bottom() < top


def test_the_undo_bar_comes_right_after_send_for_the_keyboard(desk: Desk) -> None:
    for number in range(2):
        desk.type_recipient(f"+38163200000{number}")
        desk.type_message("Hello")
        desk.backend.now_us += 1_000_000
        QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    desk.type_recipient("+381632000000")
    desk.type_message("Next")
    desk.pane.send_button.setFocus()
    tips = []
    for _step in range(4):
        QTest.keyClick(_focus(), Qt.Key.Key_Tab)
        tips.append((_focus().accessibleName(), "2000001" in _focus().toolTip()))
    assert tips == [("Undo", True), ("Send now", True), ("Undo", False), ("Send now", False)]


def test_the_keyboard_does_not_wander_off_when_the_time_to_undo_is_over(desk: Desk, qtbot: QtBot) -> None:
    desk.type_recipient("+381632000000")
    desk.type_message("Hello")
    QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    desk.type_message("Next")
    desk.pane.undo_bar.buttons[0].setFocus()
    desk.backend.now_us += 6_000_000
    qtbot.waitUntil(lambda: not desk.state.held)
    assert desk.pane.editor.hasFocus()


def test_what_became_of_an_undo_is_said_under_the_editor_until_the_next_edit(desk: Desk) -> None:
    desk.type_recipient("+381632000000")
    desk.type_message("First")
    QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    desk.type_message("Second")
    QTest.keyClick(_focus(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.pane.message_note.text.startswith("Your draft is kept")
    assert desk.pane.editor.hasFocus()
    desk.type_message("!")
    assert desk.pane.message_note.text == ""


def test_recipients_removed_together_come_back_with_ctrl_z(desk: Desk) -> None:
    desk.type_recipient("+381632000000,12,13")
    QTest.keyClick(_focus(), Qt.Key.Key_A, CTRL)
    QTest.keyClick(_focus(), Qt.Key.Key_Delete)
    assert desk.state.chips == ()
    QTest.keyClick(_focus(), Qt.Key.Key_Z, CTRL)
    assert len(desk.state.chips) == 3


def test_replacing_is_offered_only_where_it_helps(desk: Desk) -> None:
    desk.paste_message("“Hi” 🎉")
    assert not desk.pane.replace_all.isVisible()
    desk.paste_message("\b")
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Backspace)
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Backspace)
    assert desk.pane.replace_all.isVisible()


def test_a_name_longer_than_handsets_show_is_told(desk: Desk) -> None:
    desk.pane.sender_field.setFocus()
    QTest.keyClicks(_focus(), "TwelveLetter")
    assert desk.pane.sender_field.note.text == "Handsets show 11 characters; this has 15."
    assert desk.pane.sender_field.note.isVisible()


def test_a_text_from_right_to_left_begins_at_the_right(desk: Desk) -> None:
    right = Qt.AlignmentFlag.AlignRight
    option = desk.pane.editor.document().defaultTextOption
    for text, at_right in (("Hello", False), ("مرحبا", True), ("\n\u0645\u0631 hello", True), ("", False)):
        desk.presenter.text_edited(text)
        assert (option().alignment() == right) is at_right, text


def test_a_disabled_send_shows_its_reason_and_an_enabled_one_what_it_does(desk: Desk) -> None:
    button, blocked = desk.pane.send_button, desk.pane.blocked
    assert (button.isEnabled(), blocked.text()) == (False, "Add a recipient")
    desk.type_recipient("+381632000000,+381632000001")
    assert (button.isEnabled(), blocked.text()) == (False, "Write a message")
    desk.paste_message("x" * 200)
    assert (button.isEnabled(), blocked.text()) == (True, "")
    assert button.accessibleName() == button.text() == "Send 2 messages (4 parts)"


def test_practice_is_on_the_button(qtbot: QtBot) -> None:
    assert "practice" in _desk(qtbot, kind=ProfileKind.PRACTICE).pane.send_button.text()


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


def test_cut_marks_follow_the_text(desk: Desk) -> None:
    desk.paste_message("😀" * 40)
    assert desk.state.cuts == (33,)
    assert desk.pane.editor.part_marks == (66,)
    desk.pane.editor.moveCursor(QTextCursor.MoveOperation.Start)
    desk.type_message("ab")
    assert desk.pane.editor.part_marks == (66,)
    assert [mark.part for mark in desk.pane.editor.visible_marks()] == [2]
    desk.pane.editor.selectAll()
    desk.type_message("short")
    assert not desk.pane.editor.part_marks


def test_the_caret_on_a_dear_character_names_it_and_ctrl_period_replaces_it(desk: Desk) -> None:
    desk.paste_message("say “hello")
    desk.pane.editor.go_to(4)
    assert "left double quotation mark" in desk.pane.counter.hint
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Period, CTRL)
    assert desk.pane.editor.text() == 'say "hello'
    assert desk.state.text == 'say "hello'
    assert "quotation" not in desk.pane.counter.hint
    desk.pane.editor.undo()
    assert desk.pane.editor.text() == "say “hello"


def test_ctrl_period_elsewhere_goes_to_the_next_dear_character(desk: Desk) -> None:
    desk.paste_message("😀 say “hello”")
    desk.pane.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Period, CTRL)
    assert desk.pane.editor.caret_index() == 7
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Period, CTRL)
    assert desk.pane.editor.text() == '😀 say "hello”'


def test_replace_all_shows_the_difference_first_and_is_one_step_of_undo(desk: Desk) -> None:
    text = "“Hi” «it» 5…"
    desk.paste_message(text)
    assert desk.pane.replace_all.accessibleName() == "Replace all 5…"
    QTest.mouseClick(desk.pane.replace_all, Qt.MouseButton.LeftButton)
    assert desk.pane.editor.text() == text, "nothing is replaced before it was seen"
    assert (desk.pane.diff.isVisible(), desk.pane.editor.isVisible()) == (True, False)
    desk.pane.diff.choose(2, chosen=False)
    assert desk.pane.diff.after == '"Hi" «it" 5...'
    QTest.keyClick(_focus(), Qt.Key.Key_Return)
    assert desk.pane.editor.text() == desk.state.text == '"Hi" «it" 5...'
    assert desk.pane.editor.hasFocus()
    desk.pane.editor.undo()
    assert desk.pane.editor.text() == desk.state.text == text


def test_leaving_the_difference_changes_nothing(desk: Desk) -> None:
    desk.paste_message("“Hi”")
    desk.pane.replace_all.click()
    QTest.keyClick(_focus(), Qt.Key.Key_Escape)
    assert (desk.pane.editor.text(), desk.pane.editor.hasFocus()) == ("“Hi”", True)


def test_no_state_moves_the_caret_or_loses_what_is_typed(desk: Desk) -> None:
    desk.type_message("Hello Vox")
    cursor = desk.pane.editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    desk.pane.editor.setTextCursor(cursor)
    desk.presenter.recipients_added("+381632000000 12 abc")
    desk.presenter.coding_chosen(8)
    desk.presenter.receipt_chosen(False)  # noqa: FBT003 - the presenter's own signature
    desk.presenter.sender_edited("Somebody")
    assert desk.pane.editor.text() == "Hello Vox"
    assert desk.pane.editor.textCursor().selectedText() == "llo"


def test_a_text_the_presenter_brings_is_shown(desk: Desk) -> None:
    told: list[str] = []
    desk.pane.editor.edited.connect(told.append)
    desk.presenter.text_edited("From a draft 😀")
    assert (desk.pane.editor.text(), told) == ("From a draft 😀", [])


def test_undo_brings_everything_back_while_it_is_held(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.type_recipient("+381632000000")
    QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    assert desk.pane.undo_bar.words == ("Sending in 5 s",)
    [undo] = [
        each for each in desk.pane.undo_bar.findChildren(QPushButton) if each.accessibleName() == "Undo"
    ]
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert desk.backend.withdrawn == [(100,)]
    assert (desk.pane.editor.text(), len(desk.state.chips)) == ("Hello", 1)
    assert desk.pane.editor.hasFocus()
    assert desk.pane.undo_bar.isHidden()


def test_ctrl_shift_z_in_the_editor_undoes_the_latest_send_and_is_redo_again_afterwards(desk: Desk) -> None:
    for text in ("First", "Second"):
        desk.type_recipient("+381632000000")
        desk.type_message(text)
        desk.backend.now_us += 1_000_000
        QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.backend.withdrawn == [(200,)]
    assert desk.pane.editor.text() == "Second"
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.backend.withdrawn == [(200,), (100,)]
    desk.type_message("!")
    desk.pane.editor.undo()
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.pane.editor.text() == "Second!"


@pytest.mark.parametrize("place", ["editor", "to", "from", "send"])
def test_the_undo_keys_work_everywhere_in_the_pane_beside_the_windows_own_redo(
    desk: Desk, place: str
) -> None:
    redo = QAction("Redo", desk.window)
    redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
    redone: list[bool] = []
    redo.triggered.connect(redone.append)
    desk.window.addAction(redo)
    desk.type_recipient("+381632000000")
    desk.type_message("Hello")
    QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    desk.type_recipient("+381632000001")
    desk.type_message("Next")
    stops: dict[str, QWidget] = {
        "editor": desk.pane.editor,
        "to": desk.pane.recipient_field,
        "from": desk.pane.sender_field,
        "send": desk.pane.send_button,
    }
    stops[place].setFocus()
    QTest.keyClick(_focus(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert (desk.backend.withdrawn, redone) == ([(100,)], [])
    assert desk.pane.editor.text() == "Next", "what is being written is not overwritten"


def test_send_now_does_not_wait_and_time_lets_go_by_itself(desk: Desk, qtbot: QtBot) -> None:
    for _send in range(2):
        desk.type_recipient("+381632000000")
        desk.type_message("Hello")
        QTest.keyClick(_focus(), Qt.Key.Key_Return, CTRL)
    now = next(
        each for each in desk.pane.undo_bar.findChildren(QPushButton) if each.accessibleName() == "Send now"
    )
    QTest.mouseClick(now, Qt.MouseButton.LeftButton)
    assert (desk.backend.released, len(desk.state.held)) == ([(100,)], 1)
    desk.backend.now_us += 6_000_000
    qtbot.waitUntil(lambda: not desk.state.held)
    assert not desk.pane.undo_bar.ticking


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
    desk = _desk(qtbot, draft=kept)
    assert (desk.pane.editor.text(), len(desk.state.chips)) == ("half", 1)
    assert desk.pane.options.summary == "Valid for 24 h"


def test_a_text_that_is_too_long_is_told_once(desk: Desk) -> None:
    desk.type_recipient("+381632000000")
    desk.paste_message("x" * 2_000)
    assert desk.state.message_problem is not None
    assert desk.pane.counter.hint == desk.state.counter.hint != ""
    assert desk.pane.message_note.text == ""
    assert not desk.pane.send_button.isEnabled()


def test_a_refused_paste_is_told_under_the_editor(desk: Desk) -> None:
    desk.paste_message("x" * 100_000)
    assert "100,000" in desk.pane.message_note.text
    assert desk.pane.editor.text() == ""


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


def test_the_pointer_on_a_dear_character_offers_the_replacement(desk: Desk, qtbot: QtBot) -> None:
    desk.paste_message("say “hello")
    cursor = desk.pane.editor.textCursor()
    cursor.setPosition(4)
    where = desk.pane.editor.cursorRect(cursor).center() + QPoint(4, 0)
    QTest.mouseMove(desk.pane.editor.viewport(), where)
    qtbot.waitUntil(desk.pane.card.isVisible)
    [replace] = desk.pane.card.findChildren(QPushButton)
    QTest.mouseClick(replace, Qt.MouseButton.LeftButton)
    assert desk.pane.editor.text() == 'say "hello'


def test_the_pane_follows_the_scheme(desk: Desk) -> None:
    desk.presenter.recipients_added("+381632000000")
    grounds: list[QColor] = []
    for scheme in ("light", "dark"):
        desk.theme.set_scheme(scheme)
        image = desk.pane.recipient_field.area.viewport().grab().toImage()
        grounds.append(image.pixelColor(image.width() // 8, image.height() // 4))
    assert grounds[0] != grounds[1]


@pytest.fixture
def both(qtbot: QtBot) -> Desk:
    """A pane of an account with both ways, both of them up."""
    return _desk(qtbot, rest=Bound("provider", "2", 0, encrypted=True))


def test_which_way_it_goes_is_told_beside_send_and_follows_the_link(both: Desk) -> None:
    assert (both.pane.way.text(), both.pane.way.isVisible()) == ("Goes over SMPP", True)
    both.backend.link = Offline()
    both.presenter.heard(LinkChanged(Offline()))
    assert both.pane.way.text() == "Goes over REST: SMPP is not bound"
    assert both.pane.blocked.text() == "Add a recipient"
    bar, way = both.pane.undo_bar, both.pane.way
    both.type_message("Hello")
    both.type_recipient("+381632000000")
    both.pane.send_button.click()
    assert bar.isVisible()
    assert way.isVisible(), "the undo bar does not cover it"
    assert bar.geometry().bottom() < way.mapTo(both.pane, QPoint(0, 0)).y()


def test_an_account_with_one_way_is_told_nothing_about_ways(desk: Desk) -> None:
    assert not desk.pane.way.isVisible()
    desk.pane.options.set_open(open_=True)
    assert not any(each.accessibleName() == "Send over" for each in _combos(desk))


def test_the_way_is_chosen_in_the_options_and_goes_along_with_the_order(both: Desk) -> None:
    both.pane.options.set_open(open_=True)
    [way] = [each for each in _combos(both) if each.accessibleName() == "Send over"]
    way.setCurrentIndex(2)
    assert both.state.transport == "rest"
    [method] = [each for each in _combos(both) if each.accessibleName() == "Long message method"]
    assert not method.isEnabled()
    both.type_message("Hello")
    both.type_recipient("+381632000000")
    both.pane.send_button.click()
    [order] = both.backend.orders
    assert order.transport is TransportRule.REST
    assert '"transport": "rest"' not in "".join(both.backend.drafts), "a blank draft keeps nothing"


def _combos(desk: Desk) -> list[QComboBox]:
    return [each for each in desk.pane.options.findChildren(QComboBox) if each.isVisible()]


def test_what_leaves_is_shown_when_asked_for_and_follows_the_text(both: Desk) -> None:
    pane = both.pane
    both.type_message("Hi")
    assert not pane.truth.isVisible()
    assert not pane.truth.smpp.wells, "nothing is worked out for nobody"
    pane.truth_disclosure.button.setFocus()
    QTest.keyClick(pane.truth_disclosure.button, Qt.Key.Key_Space)
    assert pane.truth.isVisible()
    assert list(pane.truth.smpp.wells) == ["48 69"]
    both.type_message("!")
    assert list(pane.truth.smpp.wells) == ["48 69 21"]
    assert '"message":"Hi!"' in pane.truth.rest.json.toPlainText()
    QTest.keyClick(pane.truth_disclosure.button, Qt.Key.Key_Space)
    both.type_message("?")
    assert list(pane.truth.smpp.wells) == ["48 69 21"]


def test_cutting_is_agreed_to_beneath_the_loss_and_told_on_the_button(both: Desk) -> None:
    pane = both.pane
    both.presenter.way_chosen("rest")
    both.paste_message("a" * 141)
    both.type_recipient("+381632000000")
    pane.truth_disclosure.button.click()
    assert pane.truth.rest.loss.offer == "Send only what fits: drop the last character"
    pane.truth.rest.loss.choice.setFocus()
    QTest.keyClick(_focus(), Qt.Key.Key_Space)
    assert pane.send_button.text() == "Send message, cut"
    both.type_message("b")
    assert pane.send_button.text() == "Send message"
    assert not pane.truth.rest.loss.choice.isChecked()
    pane.truth.rest.loss.choice.click()
    pane.send_button.click()
    assert [order.cut for order in both.backend.orders] == [True]


def test_the_opened_panel_comes_into_sight(both: Desk, qtbot: QtBot) -> None:
    both.window.resize(460, 500)
    both.pane.resize(460, 500)
    both.paste_message("a" * 200)
    both.pane.truth_disclosure.button.click()
    smpp = both.pane.truth.smpp  # bound, so taken, so first
    qtbot.waitUntil(lambda: smpp.visibleRegion().boundingRect().height() > 100)


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
