"""The controller against an SMPP server that we did not write (smpp34): from Send to delivered."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import smpp34

from tests.support.spine import PATIENCE_S, account, connected, in_state, order, ordinary
from vox_console.domain.message import MessageState
from vox_console.services.controller import Controller


class Centre:
    """An SMS centre on smpp34's server: takes every message, reports each as told."""

    def __init__(self, server: smpp34.Server, *, stat: str, trx: bool) -> None:
        self._server = server
        self._stat = stat
        self._trx = trx
        self._receiver: smpp34.Esme | None = None
        self._moved = asyncio.Event()
        self.taken: list[tuple[str, bytes, int, int]] = []
        self.acknowledged: list[bool] = []

    async def serve(self) -> None:
        """Take what comes until cancelled."""
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme) and event.can_receive:
                self._receiver = event
            elif isinstance(event, smpp34.SubmitSmEvent):
                await self._take(event)

    async def _take(self, event: smpp34.SubmitSmEvent) -> None:
        self.taken.append(
            (event.destination_addr, event.short_message, event.esm_class, event.registered_delivery)
        )
        message_id = f"9be2-{len(self.taken):04x}"
        event.accept(message_id)
        assert self._receiver is not None
        text = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2701150800 done date:2701150810"
            f" stat:{self._stat} err:000 text:"
        )
        try:
            answer = await self._receiver.deliver_sm(
                event.source_addr, text.encode(), source_addr=event.destination_addr, esm_class=0x04
            )
        except smpp34.SmppError:
            if self._trx:  # smpp34 1.5 takes deliver_sm_resp on a transceiver only
                raise
        else:
            self.acknowledged.append(answer.is_success)
            self._moved.set()

    async def heard(self, count: int) -> None:
        """Wait until this many receipts are acknowledged."""
        while len(self.acknowledged) < count:
            self._moved.clear()
            await self._moved.wait()


@asynccontextmanager
async def centre(*, stat: str, trx: bool) -> AsyncIterator[tuple[int, Centre]]:
    """Run a centre on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = smpp34.Server("127.0.0.1", port, system_id="rust")
    await server.start()
    async with asyncio.TaskGroup() as tasks:
        there = Centre(server, stat=stat, trx=trx)
        serving = tasks.create_task(there.serve())
        try:
            yield port, there
        finally:
            serving.cancel()
            await server.stop()


def play(
    folder: Path,
    scene: Callable[[Controller, Centre], Awaitable[None]],
    *,
    stat: str = "DELIVRD",
    trx: bool = True,
) -> None:
    """Run a scene with a centre and a bound console."""

    async def run() -> None:
        async with asyncio.timeout(3 * PATIENCE_S), centre(stat=stat, trx=trx) as (port, there):
            async with connected(folder, account(port, trx=trx)) as controller:
                await scene(controller, there)
            assert all(there.acknowledged), "a receipt was not acknowledged"

    asyncio.run(run())


@pytest.mark.parametrize("trx", [True, False], ids=["trx", "tx+rx"])
def test_a_message_is_sent_accepted_and_delivered(tmp_path: Path, *, trx: bool) -> None:
    async def scene(controller: Controller, there: Centre) -> None:
        sent = await controller.send(order("Zdravo €", "381641234567"))
        (message,) = await in_state(controller, sent, MessageState.DELIVERED)
        assert there.taken == [("381641234567", b"Zdravo \x1be", 0, 1)]
        assert message.parts[0].provider_id == "9be2-0001"

    play(tmp_path, scene, trx=trx)


def test_a_long_message_in_unicode_arrives_whole(tmp_path: Path) -> None:
    async def scene(controller: Controller, there: Centre) -> None:
        text = "Жаба 🐸 " * 20
        sent = await controller.send(order(text, "381641234567"))
        (message,) = await in_state(controller, sent, MessageState.DELIVERED)
        parts = sorted(octets for _, octets, _, _ in there.taken)
        assert len(parts) == len(message.parts) > 1
        assert all(esm_class & 0x40 for _, _, esm_class, _ in there.taken)
        assert b"".join(octets[6:] for octets in parts).decode("utf-16-be") == text

    play(tmp_path, scene)


def test_a_failure_is_told_as_one(tmp_path: Path) -> None:
    async def scene(controller: Controller, _there: Centre) -> None:
        sent = await controller.send(order("Zdravo", *ordinary(3)))
        await in_state(controller, sent, MessageState.UNDELIVERABLE)

    play(tmp_path, scene, stat="UNDELIV")


def test_two_hundred_messages_are_each_delivered_once(tmp_path: Path) -> None:
    async def scene(controller: Controller, there: Centre) -> None:
        sent = await controller.send(order("Zdravo", *ordinary(200)))
        await in_state(controller, sent, MessageState.DELIVERED)
        assert sorted(destination for destination, _, _, _ in there.taken) == ordinary(200)
        await there.heard(200)

    play(tmp_path, scene)
