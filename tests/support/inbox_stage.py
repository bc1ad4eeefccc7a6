"""The inbox pane in front of somebody, over a real journal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.inbox_scene import ANA, HOLDING, IVO, OURS, UNA, Inbox, reading
from vox_console.domain.delivery import Delivery
from vox_console.ui.inbox_bubble import BubbleText
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.theme import Theme


class Stage:
    """A pane in front of somebody, and the inbox behind it."""

    def __init__(self, pane: InboxPane, inbox: Inbox) -> None:
        self.pane = pane
        self.inbox = inbox

    async def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        holder = QApplication.focusWidget()
        assert holder is not None
        await self.inbox.do(lambda: QTest.keyClick(holder, key))

    async def click(self, name: str) -> None:
        """Press the visible button of this name."""
        (button,) = [
            each
            for each in self.pane.findChildren(QPushButton)
            if each.accessibleName() == name and each.isVisible()
        ]
        await self.inbox.do(button.click)

    @property
    def texts(self) -> list[str]:
        """What the bubbles say, without what contains its direction."""
        found = [
            label.text().strip("\u2068\u2069")
            for view in self.pane.conversation._views.values()
            for label in view.findChildren(BubbleText)
        ]
        return [text for text in found if text]


Story = Callable[[Stage], Awaitable[None]]
Play = Callable[[Story], None]


def play_pane(qtbot: QtBot, folder: Path, *stories: Story) -> None:
    """Run stories one after another with the pane shown at a usual size."""

    async def main() -> None:
        async with reading(folder, profile=HOLDING) as inbox:
            pane = InboxPane(inbox.presenter, Theme(scheme="light"), clock=inbox.desk.clocks.now_us)
            qtbot.addWidget(pane)
            pane.resize(900, 600)
            with qtbot.waitExposed(pane):
                pane.show()
            pane.activateWindow()
            inbox.presenter.thread.watched(by_somebody=True)
            pane.setFocus()
            stage = Stage(pane, inbox)
            for story in stories:
                await story(stage)
            pane.hide()

    asyncio.run(main())


async def three(stage: Stage) -> None:
    """Let three customers write."""
    for who in (ANA, IVO, UNA):
        await stage.inbox.say(f"Hello from {who}", who=who)


async def many(stage: Stage, count: int) -> None:
    """Let one customer write many messages, each in time."""
    for number in range(count):
        what = b"parcel" if number % 10 == 7 else b"line"
        octets = b"%d: a %s of some length that a customer may write" % (number, what)
        stage.inbox.desk.clocks.advance(1)
        stage.inbox.desk.transport.push(Delivery(ANA, OURS, 0, 0, octets, raw=octets))
        await stage.inbox.desk.settled()
    await stage.inbox.rest()


def in_sight(stage: Stage) -> list[str]:
    """Give the first words of what can be seen of the conversation."""
    conversation = stage.pane.conversation
    top = conversation.verticalScrollBar().value()
    seen = range(top, top + conversation.viewport().height())
    return [
        view.line.text.split(":")[0]
        for view in conversation._views.values()
        if view.y() in seen and view.y() + view.height() in seen
    ]
