"""A message of unknown fate over a whole controller: counted as sent, or sent again as another, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, Desk, open_desk
from tests.support.fake_clocks import START_US, run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import SendRefused
from vox_console.domain.message import Message, MessageState
from vox_console.domain.opt_out import OptOut
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.submission import SubmitRequest
from vox_console.services.events import MessagesChanged
from vox_console.services.orders import SendOrder, validity_hours, validity_period
from vox_console.storage.verdicts import VerdictKind

LONG = replace(ORDER, text="Šta ima? " * 30, coding=8, method=LongMethod.SAR, receipt=False, validity_h=49)


async def unknown(desk: Desk, order: SendOrder = ORDER) -> Message:
    """Send a message and lose the link before it is answered."""
    (message,) = await desk.controller.send(order)
    await desk.settled()
    desk.transport.give_up(list(desk.transport.open.values()))
    await desk.until_state(MessageState.UNKNOWN, message)
    return message


def test_it_counts_as_sent_and_nothing_leaves(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
            message = await unknown(desk)
            assert await desk.controller.cases.open() == [message.id]
            before = len(desk.transport.submitted)
            await desk.controller.cases.count_as_sent(message.id)
            case = await desk.controller.cases.of(message.id)
            assert case.standing is not None
            assert case.standing.kind is VerdictKind.SENT
            assert desk.events[-1] == MessagesChanged((message.id,))
            assert (len(desk.transport.submitted), await desk.states([message.id])) == (
                before,
                [MessageState.UNKNOWN],
            )
            await desk.controller.cases.take_back(message.id)
            assert await desk.controller.cases.open() == [message.id]

    run_story(story())


def test_the_same_is_sent_again_octet_by_octet(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
            message = await unknown(desk, LONG)
            first = list(desk.transport.submitted)
            again = await desk.controller.cases.send_again(message, profile=PROFILE.name, hold_s=0)
            await desk.settled()
            second = desk.transport.submitted[len(first) :]
            assert [_said(each) for each in second] == [_said(each) for each in first]
            case = await desk.controller.cases.of(again.id)
            assert case.instead_of == message.id
            desk.transport.accept(list(desk.transport.open.values()))
            await desk.until_state(MessageState.ACCEPTED, again)

    run_story(story())


def _said(request: SubmitRequest) -> tuple[object, ...]:
    """Give everything but the reference that tells the parts of one message from another's."""
    assert request.sar is not None
    said = replace(request, attempt_id=0, sequence=0, sar=None)
    return said, request.sar[1:]


def test_pressed_twice_at_once_it_is_sent_again_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
            message = await unknown(desk)
            before = len(desk.transport.submitted)
            results = await asyncio.gather(
                *(
                    desk.controller.cases.send_again(message, profile=PROFILE.name, hold_s=0)
                    for _ in range(3)
                ),
                return_exceptions=True,
            )
            await desk.settled()
            assert sum(isinstance(each, Message) for each in results) == 1
            assert sum(isinstance(each, SendRefused) for each in results) == 2
            assert len(desk.transport.submitted) == before + 1
            desk.transport.accept(list(desk.transport.open.values()))

    run_story(story())


def test_it_is_sent_again_with_its_own_account_alone(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
            message = await unknown(desk)
            with pytest.raises(SendRefused, match=f"Open the account {PROFILE.name} first"):
                await desk.controller.cases.send_again(message, profile="another", hold_s=0)
            assert await desk.controller.cases.open() == [message.id]

    run_story(story())


def test_who_wants_no_messages_gets_it_not_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
            message = await unknown(desk)
            await desk.controller.opt_outs.add([OptOut(message.recipient, at_us=START_US)])
            with pytest.raises(SendRefused, match="wants no messages"):
                await desk.controller.cases.send_again(message, profile=PROFILE.name, hold_s=0)
            assert await desk.controller.cases.open() == [message.id]
            assert len(await desk.controller.message_ids()) == 1

    run_story(story())


@pytest.mark.parametrize("hours", [0, 1, 23, 24, 49, 720])
def test_a_validity_is_read_as_it_was_written(hours: int) -> None:
    assert validity_hours(validity_period(hours)) == hours
