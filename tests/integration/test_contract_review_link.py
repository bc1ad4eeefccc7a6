"""The link as people and programs really handle it: pressed twice, listened to by a listener that fails."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.spine import PATIENCE_S, account, connected, console, happened, in_state, order
from vox_console.domain.link import Bound
from vox_console.domain.message import MessageState
from vox_console.domain.secret import Secret
from vox_console.practice.server import PracticeOptions, running
from vox_console.services.events import Event, LinkChanged

ORDINARY = "381640000010"


def test_unbind_pressed_twice_is_one_end_and_bind_works_after_it(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            asyncio.timeout(3 * PATIENCE_S),
            running(PracticeOptions(smpp_port=0, speed=0)) as service,
            connected(tmp_path, account(service.smsc.port)) as controller,
            asyncio.TaskGroup() as tasks,
        ):
            service.post("/faults", {"fault": "stop_unbind"})
            first = tasks.create_task(controller.unbind())
            await asyncio.sleep(0)
            second = tasks.create_task(controller.unbind())
            for _ in range(5):
                await asyncio.sleep(0)
            assert isinstance(controller.link, Bound)  # it is: the provider has not let go yet
            assert not second.done()
            service.post("/faults", {"fault": "disconnect"})
            await asyncio.wait({first, second})
            assert "Offline" in repr(controller.link)
            service.post("/faults", {"fault": "clear"})
            controller.bind()
            await happened(controller, lambda: isinstance(controller.link, Bound))
            await in_state(
                controller, await controller.send(order("Hello", ORDINARY)), MessageState.DELIVERED
            )

    asyncio.run(scene())


def test_answers_that_are_on_their_way_when_unbind_is_pressed_are_heard_out(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            asyncio.timeout(3 * PATIENCE_S),
            running(PracticeOptions(smpp_port=0, speed=0)) as service,
            connected(tmp_path, account(service.smsc.port, window=1)) as controller,
            asyncio.TaskGroup() as tasks,
        ):
            service.post("/faults", {"fault": "hold_answers"})
            first, second = await controller.send(order("Hello", ORDINARY, "381640000110"))
            assert await service.wait(accepted=1)
            unbinding = tasks.create_task(controller.unbind())
            for _ in range(5):
                await asyncio.sleep(0)
            service.post("/faults", {"fault": "release_answers"})
            await unbinding
            await in_state(controller, [first], MessageState.ACCEPTED, MessageState.DELIVERED)
            await in_state(controller, [second], MessageState.QUEUED)
            controller.bind()
            await in_state(controller, [second], MessageState.DELIVERED)

    asyncio.run(scene())


def test_a_listener_that_fails_stops_neither_the_link_nor_the_queue(tmp_path: Path) -> None:
    async def scene() -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: told.append(context["exception"])
        )
        broken = BrokenPipeError("nobody reads what is told")

        def fail(event: Event) -> None:
            if isinstance(event, LinkChanged):
                raise broken

        async with (
            asyncio.timeout(3 * PATIENCE_S),
            running(PracticeOptions(smpp_port=0, speed=0)) as service,
            console(tmp_path) as controller,
        ):
            controller.subscribe(fail)
            await controller.connect(account(service.smsc.port), Secret("practice"))
            sent = await controller.send(order("Hello", ORDINARY))  # stored before the link is bound
            await in_state(controller, sent, MessageState.DELIVERED)
            assert set(map(id, told)) == {id(broken)}

    asyncio.run(scene())
