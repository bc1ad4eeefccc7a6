"""A listener for callbacks that listens on loopback, and clients that speak to it in plain bytes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from random import Random

from tests.support.smpp_wire import PATIENCE_S, RecordingSink, SystemClock
from vox_console.domain.link import Bound
from vox_console.domain.secret import Secret
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.transports.base import Arrival, Confirm
from vox_console.transports.callbacks import CallbackLimits, CallbackListener, CallbackSettings

TOKEN = "k7Hq2mZr9vXw4tBn"  # noqa: S105 - of tests
NUMBER, TEXT = "381641234567", "my secret text"
ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to be refused
SETTINGS = CallbackSettings("127.0.0.1", 0, Secret(TOKEN), VOX_FIELDS)
REPORT = f"message_id=Ab-1&delivery_status=DELIVRD&ani={NUMBER}&result_code=000"
MESSAGE = {"ani": NUMBER, "dnis": "38164000", "message": TEXT}


class Client:
    """One connection to the listener."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def say(self, octets: bytes) -> None:
        self._writer.write(octets)

    def get(self, query: str = REPORT, *, path: str = f"/callback/{TOKEN}", **headers: str) -> None:
        self.ask("GET", f"{path}?{query}", headers)

    def post(self, content: object, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        told = {"content_type": "application/json", "content_length": str(len(body)), **headers}
        self.ask("POST", f"/callback/{TOKEN}", told, body)

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> None:
        """Say a request; names of headers are written with underscores."""
        lines = [f"{method} {target} HTTP/1.1"]
        lines += [
            f"{name.replace('_', '-')}: {text}" for name, text in {"host": "127.0.0.1", **headers}.items()
        ]
        self.say("\r\n".join([*lines, "", ""]).encode() + body)

    async def status(self) -> int:
        """Give the status of one answer; 0 when the connection ended instead."""
        return (await self.answer())[0]

    async def answer(self) -> tuple[int, bytes, bytes]:
        """Give one answer: status, headers in lower case, body."""
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0, b"", b""
        length = 0
        if b"content-length: " in head:
            length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        return int(head.split()[1]), head, await self._reader.readexactly(length)

    async def head(self) -> tuple[int, bytes, bytes]:
        """Give an answer that has no body, whatever its headers say."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        return int(head.split()[1]), head, b""

    def stop_reading(self) -> None:
        self._writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's has it

    def close(self) -> None:
        self._writer.close()


class Desk(RecordingSink):
    """A sink that may store, refuse or break at once, or leave it to the test."""

    def __init__(self, listener: CallbackListener, verdict: Confirm | Exception | None) -> None:
        super().__init__()
        self._listener = listener
        self._verdict = verdict
        self.calls = 0

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        self.calls += 1
        super().arrivals(arrivals)
        if isinstance(self._verdict, Exception):
            raise self._verdict
        if self._verdict is not None:
            self._listener.confirm([arrival.token for arrival in arrivals], self._verdict)


class Rig:
    """A listener that listens, and what is needed to speak to it."""

    def __init__(self, listener: CallbackListener, sink: Desk, running: asyncio.Task[None]) -> None:
        self.listener = listener
        self.sink = sink
        self._running = running
        self._clients: list[Client] = []

    async def client(self) -> Client:
        state = self.sink.states[-1]
        assert isinstance(state, Bound)
        client = Client(*await asyncio.open_connection("127.0.0.1", int(state.address.rpartition(":")[2])))
        self._clients.append(client)
        return client

    async def status(self, query: str = REPORT, **headers: str) -> int:
        """Ask over a connection of its own."""
        client = await self.client()
        client.get(query, **headers)
        return await client.status()

    async def posted(self, content: object, **headers: str) -> int:
        client = await self.client()
        client.post(content, **headers)
        return await client.status()

    def confirm(self, arrivals: Sequence[Arrival], verdict: Confirm = Confirm.STORED) -> None:
        self.listener.confirm([arrival.token for arrival in arrivals], verdict)

    async def leave(self) -> None:
        self._running.cancel()
        await asyncio.wait({self._running})

    async def end(self) -> None:
        for client in self._clients:
            client.close()
        await self.leave()


@asynccontextmanager
async def listening(
    settings: CallbackSettings = SETTINGS,
    *,
    verdict: Confirm | Exception | None = Confirm.STORED,
    limits: CallbackLimits | None = None,
) -> AsyncIterator[Rig]:
    """A listener that was told to run; it may be Bound or Stopped."""
    rng = Random(8012)  # noqa: S311 - the same names on every run
    listener = CallbackListener(settings, clock=SystemClock(), rng=rng, limits=limits)
    sink = Desk(listener, verdict)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        rig = Rig(listener, sink, tasks.create_task(listener.run(sink)))
        await sink.until(lambda: sink.states)
        try:
            yield rig
        finally:
            await rig.end()


Scene = Callable[[Rig], Awaitable[None]]


def play(
    scene: Scene,
    settings: CallbackSettings = SETTINGS,
    *,
    verdict: Confirm | Exception | None = Confirm.STORED,
    limits: CallbackLimits | None = None,
) -> None:
    async def run() -> None:
        async with listening(settings, verdict=verdict, limits=limits) as rig:
            await scene(rig)

    asyncio.run(run())
