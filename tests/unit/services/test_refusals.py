"""The review tray as a desk: what waits is told, decided and decided otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import ORDER, RECIPIENT, Desk, open_desk
from tests.support.fake_transport import customer_message
from vox_console.domain.errors import SendRefused, VoxError
from vox_console.domain.refusal_review import Decision
from vox_console.services.events import Event, MessagesChanged, OptOutsChanged, RefusalsChanged

Story = Callable[[Desk], Coroutine[object, object, None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Story], None]:
    """Run a story at a desk to which somebody has just written something unclear."""

    def run(story: Story) -> None:
        async def main() -> None:
            async with open_desk(tmp_path) as desk:
                desk.transport.push(customer_message("Please stop"))
                await desk.settled()
                assert RefusalsChanged() in desk.events
                desk.events.clear()
                await story(desk)

        asyncio.run(main())

    return run


def told(desk: Desk) -> set[type[Event]]:
    kinds = (RefusalsChanged, OptOutsChanged, MessagesChanged)
    return {type(event) for event in desk.events if isinstance(event, kinds)}


def test_opting_out_is_obeyed_and_told(play: Callable[[Story], None]) -> None:
    async def story(desk: Desk) -> None:
        tray = desk.controller.refusals
        assert await tray.waiting() == 1
        (refusal,) = await tray.some(await tray.ids())
        assert (refusal.number, refusal.text) == (RECIPIENT, "Please stop")
        assert (await tray.opt_out(refusal.id)).new == [True]
        assert told(desk) == {RefusalsChanged, OptOutsChanged}
        with pytest.raises(SendRefused):
            await desk.controller.send(ORDER)
        assert (await tray.waiting(), await tray.ids(), await tray.ids(decided=True)) == (0, [], [refusal.id])
        with pytest.raises(VoxError, match="waits for no decision"):
            await tray.opt_out(refusal.id)
        await tray.reopen(refusal.id, reason="a mistake")
        assert await tray.waiting() == 1
        assert await desk.controller.send(ORDER)

    play(story)


def test_what_is_no_refusal_changes_the_tray_alone(play: Callable[[Story], None]) -> None:
    async def story(desk: Desk) -> None:
        tray = desk.controller.refusals
        (refusal_id,) = await tray.ids()
        await tray.dismiss(refusal_id)
        assert told(desk) == {RefusalsChanged}
        (refusal,) = await tray.some([refusal_id])
        assert refusal.decision is Decision.NOT_A_REFUSAL
        for change in (tray.dismiss(refusal_id), tray.opt_out(refusal_id), tray.dismiss(99)):
            with pytest.raises(VoxError):
                await change
        assert await desk.controller.send(ORDER)

    play(story)


def test_what_was_not_decided_cannot_be_taken_back(play: Callable[[Story], None]) -> None:
    async def story(desk: Desk) -> None:
        (refusal_id,) = await desk.controller.refusals.ids()
        with pytest.raises(VoxError, match="No decision"):
            await desk.controller.refusals.reopen(refusal_id, reason="x")
        assert told(desk) == set()

    play(story)
