"""Two runs on one data folder: what is found again, and what needs a person's word before it leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support.spine import (
    NOBODY_LISTENS,
    ORDINARY,
    PASSWORD,
    PATIENCE_S,
    accepted,
    account,
    connected,
    console,
    in_state,
    most_copies,
    order,
    ordinary,
    orphan_receipts,
)
from vox_console.domain.message import MessageState
from vox_console.practice.server import PracticeOptions, PracticeService, running


def with_provider(scene: Callable[[PracticeService], Awaitable[None]]) -> None:
    """Run a scene with a practice provider."""

    async def run() -> None:
        options = PracticeOptions(smpp_port=0, speed=0)
        async with asyncio.timeout(3 * PATIENCE_S), running(options) as service:
            await scene(service)

    asyncio.run(run())


def test_a_message_delivered_today_is_found_tomorrow(tmp_path: Path) -> None:
    async def scene(service: PracticeService) -> None:
        profile = account(service.smsc.port)
        async with connected(tmp_path, profile) as controller:
            sent = await controller.send(order("Zdravo", ORDINARY))
            (delivered,) = await in_state(controller, sent, MessageState.DELIVERED)
            evidence = await controller.evidence(delivered.id)
        async with console(tmp_path) as controller:
            assert (controller.now_unknown, controller.awaiting_consent) == ((), ())
            assert await controller.newest(10) == [delivered]
            assert await controller.evidence(delivered.id) == evidence
            assert await controller.recent_senders() == ["Practice"]

    with_provider(scene)


def test_what_could_not_leave_waits_for_a_persons_word_after_a_restart(tmp_path: Path) -> None:
    async def scene(service: PracticeService) -> None:
        async with console(tmp_path) as controller:
            await controller.connect(account(NOBODY_LISTENS), PASSWORD)
            old = await controller.send(order("written yesterday", *ordinary(3)))
        ids = tuple(message.id for message in old)
        async with connected(tmp_path, account(service.smsc.port)) as controller:
            assert controller.awaiting_consent == ids
            fresh = await controller.send(order("written today", ORDINARY))
            await in_state(controller, fresh, MessageState.DELIVERED)
            # The queue goes by age: had anything been let go, it would have left first.
            assert [row.short_message for row in accepted(service)] == [b"written today"]
            await controller.release(ids[:2])
            assert controller.awaiting_consent == ids[2:]
            await in_state(controller, old[:2], MessageState.DELIVERED)
            assert await controller.withdraw(ids[2:]) == [ids[2]]
            assert controller.awaiting_consent == ()
        assert [row.destination for row in accepted(service)] == [ORDINARY, *ordinary(2)]

    with_provider(scene)


def test_a_second_restart_asks_again_and_still_sends_nothing(tmp_path: Path) -> None:
    async def scene(service: PracticeService) -> None:
        async with console(tmp_path) as controller:
            await controller.connect(account(NOBODY_LISTENS), PASSWORD)
            old = await controller.send(order("written yesterday", ORDINARY))
        for _ in range(2):
            async with connected(tmp_path, account(service.smsc.port)) as controller:
                assert controller.awaiting_consent == (old[0].id,)
        assert service.ledger.counts.submits == 0

    with_provider(scene)


def test_receipts_that_came_while_nobody_was_there_find_their_message(tmp_path: Path) -> None:
    async def scene(service: PracticeService) -> None:
        service.post("/faults", {"fault": "hold_pushes"})
        async with connected(tmp_path, account(service.smsc.port)) as controller:
            sent = await controller.send(order("Zdravo", *ordinary(5)))
            await in_state(controller, sent, MessageState.ACCEPTED)
        service.post("/faults", {"fault": "hold_pushes", "on": False})
        async with connected(tmp_path, account(service.smsc.port)) as controller:
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await orphan_receipts(controller) == 0

    with_provider(scene)


def test_quitting_waits_for_the_answers_that_are_on_their_way(tmp_path: Path) -> None:
    async def scene(service: PracticeService) -> None:
        service.post("/faults", {"fault": "hold_answers"})

        async def release() -> None:
            assert await service.wait(submits=5)
            service.post("/faults", {"fault": "release_answers"})

        async with (
            asyncio.TaskGroup() as tasks,
            connected(tmp_path, account(service.smsc.port)) as controller,
        ):
            sent = await controller.send(order("Zdravo", *ordinary(5)))
            tasks.create_task(release())
        async with console(tmp_path) as controller:
            assert controller.now_unknown == ()
            states = {each.state for each in await controller.messages([message.id for message in sent])}
            assert states <= {MessageState.ACCEPTED, MessageState.DELIVERED}
        assert most_copies(service) == 1

    with_provider(scene)


def test_an_answer_that_never_comes_does_not_stop_the_program_from_ending(tmp_path: Path) -> None:
    async def scene(service: PracticeService) -> None:
        async with connected(tmp_path, account(service.smsc.port)) as controller:
            sent = await controller.send(order("Zdravo", "381640000031"))
            assert await service.wait(accepted=1)
        async with console(tmp_path) as controller:
            (message,) = await controller.messages([message.id for message in sent])
            assert message.state is MessageState.UNKNOWN
            assert controller.awaiting_consent == ()
        assert len(accepted(service)) == 1

    with_provider(scene)
