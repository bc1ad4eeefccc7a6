"""What stands on the screen is never older than what stood there before, whatever order answers come in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from tests.support.desk import ORDER, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import receipt
from vox_console.domain.message import Message, MessageState
from vox_console.presenters.delivery import DeliveryPresenter
from vox_console.presenters.delivery_state import EvidenceState
from vox_console.services.controller import Controller
from vox_console.services.events import MessagesChanged


class SlowReader:
    """A controller whose next answer can be held back, as one of two reader threads may hold it back."""

    def __init__(self, desk: Desk) -> None:
        self._controller = desk.controller
        self.hold_next = False
        self.held = asyncio.Event()
        self.let_go = asyncio.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._controller, name)

    async def messages(self, message_ids: Sequence[int]) -> list[Message]:
        found = await self._controller.messages(message_ids)
        if self.hold_next:
            self.hold_next = False
            self.held.set()
            await self.let_go.wait()
        return found


@pytest.mark.parametrize("opened", [False, True], ids=["row", "opened message"])
def test_an_answer_that_comes_late_does_not_bring_back_an_earlier_state(
    tmp_path: Path, *, opened: bool
) -> None:
    async def story() -> None:
        shown: list[EvidenceState] = []
        async with open_desk(tmp_path) as desk, asyncio.TaskGroup() as tasks:
            (sent,) = await desk.controller.send(ORDER)
            await desk.until_state(MessageState.ACCEPTED, sent)
            reader, run = SlowReader(desk), ActionRunner(tasks)
            presenter = DeliveryPresenter(cast(Controller, reader), run, now_us=desk.clocks.now_us)
            presenter.on_evidence = lambda state: shown.append(state) if state else None
            await presenter.load()
            presenter.log.row_at(0)
            await run.rest()
            reader.hold_next = True
            if opened:
                presenter.opened(sent.id)
            else:
                presenter.heard(MessagesChanged((sent.id,)))
            await reader.held.wait()  # it has read "accepted"
            desk.transport.push(receipt("id-1"))
            await desk.until_state(MessageState.DELIVERED, sent)
            presenter.heard(MessagesChanged((sent.id,)))
            await desk.settled()
            reader.let_go.set()
            await run.rest()
            row = presenter.log.row_at(0)
            assert row is not None
            assert row.look.word == "Delivered"
            assert [state.look.word for state in shown[-1:]] == ["Delivered"] * opened

    run_story(story())
