"""The compose pane with its real presenter, before a stand-in for the controller that answers at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.fake_transport import REST, FakeTransport
from vox_console.domain.link import Bound, LinkState
from vox_console.domain.message import Message, MessageState
from vox_console.domain.opt_out import RegisterEntry
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.composing_state import ComposeState
from vox_console.services.controller import Controller
from vox_console.services.orders import SendOrder
from vox_console.settings.profiles import Profile, ProfileKind
from vox_console.transports.base import Capabilities
from vox_console.ui.compose_pane import ComposePane
from vox_console.ui.theme import Theme

SMPP = FakeTransport.capabilities


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


def compose_desk(
    qtbot: QtBot, *, kind: ProfileKind = ProfileKind.ACCOUNT, draft: str = "", rest: LinkState | None = None
) -> Desk:
    """Show the pane. draft: as it was kept. rest: how its link stands, of an account that has REST too."""
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


def focused() -> QWidget:
    """Give what the keyboard is on."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
