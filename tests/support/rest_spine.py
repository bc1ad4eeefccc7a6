"""The console over REST, from the controller down, against the practice provider on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.support.spine import PATIENCE_S, Scene, account, connected
from vox_console.domain.message import Message, MessageState, SubmitState
from vox_console.domain.transport_name import Witness
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.events import Event
from vox_console.services.transport_choice import TransportMaker, callback_listener, transports
from vox_console.settings.profiles import Profile, ProfileKind

TOKEN = "k7Hq2mZr9vXw4tBn"  # noqa: S105 - of tests
RESEND_S = 2.0  # after this long a report counts as lost; none is here, however slow the machine

Told = tuple[Witness, str]
"""Who said what about a message."""


def rest_account(rest_port: int, *, smpp_port: int = 0, **fields: object) -> Profile:
    """Give a profile for REST, with SMPP beside it where a port is given; keywords replace fields."""
    rest = {
        "rest_url": f"http://127.0.0.1:{rest_port}/api",
        "rest_username": "practice",
        "parts_per_s": 100_000,
        "response_timeout_s": 30,
        **fields,
    }
    if smpp_port:
        rest = {**account(smpp_port).model_dump(), **rest}
    return Profile.model_validate({"name": "practice", "kind": ProfileKind.PRACTICE, **rest})


def free_port() -> int:
    """Give a port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def callback_fields() -> dict[str, object]:
    """Give the fields of a profile that listens for callbacks on a free port."""
    return {"callback_port": free_port(), "callback_token": TOKEN}


def callback_url(profile: Profile) -> str:
    """Give the address to tell the provider."""
    return callback_listener(profile, SystemClocks()).url


def play_rest(
    folder: Path,
    scene: Scene,
    *,
    smpp: bool = False,
    callbacks: str = "",
    make_transports: TransportMaker = transports,
    **fields: object,
) -> None:
    """Run a scene with a practice provider on the same loop and a console that is bound over REST.

    smpp: over SMPP too. callbacks: the method by which the provider calls back, "" for no listener.
    """

    async def run() -> None:
        options = PracticeOptions(smpp_port=0, speed=0)
        async with asyncio.timeout(3 * PATIENCE_S), running(options) as service:
            listening = callback_fields() if callbacks else {}
            profile = rest_account(
                service.announcement.rest_port,
                smpp_port=service.smsc.port if smpp else 0,
                **listening,
                **fields,
            )
            async with connected(folder, profile, make_transports=make_transports) as controller:
                if callbacks:
                    service.post("/speed", {"resend_s": RESEND_S})
                    service.post("/callbacks", {"url": callback_url(profile), "method": callbacks})
                await scene(controller, service)

    asyncio.run(run())


async def asked(controller: Controller, sent: list[Message], *states: MessageState) -> list[Message]:
    """Have the provider asked about messages now, and wait until each is in one of these states."""
    ids = [message.id for message in sent]
    for message_id in ids:
        assert await controller.ask_now(message_id)
    found = await controller.wait(ids, done=lambda each: each.state in states, timeout_s=PATIENCE_S)
    assert {message.state for message in found} <= set(states), found
    return found


async def told(controller: Controller, message: Message) -> list[Told]:
    """Give who said what about a message, in the order in which it was heard."""
    evidence = await controller.evidence(message.id)
    return [(receipt.witness, receipt.word) for receipt in evidence.receipts]


async def until_told(controller: Controller, message: Message, *expected: Told) -> None:
    """Wait until exactly this was said about a message, in whatever order."""

    async def said() -> bool:
        return sorted(await told(controller, message)) == sorted(expected)

    await until_known(controller, said)


async def until_submits(controller: Controller, sent: list[Message], *states: SubmitState) -> list[Message]:
    """Wait until every part is in one of these states, also when every link has stopped."""
    ids = [message.id for message in sent]

    async def are_there() -> bool:
        return {part.submit for each in await controller.messages(ids) for part in each.parts} <= set(states)

    await until_known(controller, are_there)
    return await controller.messages(ids)


async def until_known(controller: Controller, holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the journal says something that some event of the controller tells of."""
    moved = asyncio.Event()

    def listen(_event: Event) -> None:
        moved.set()

    unsubscribe = controller.subscribe(listen)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await holds():
                await moved.wait()
                moved.clear()
    finally:
        unsubscribe()


async def until_seen(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look into the journal until it says something that no event tells of."""
    async with asyncio.timeout(PATIENCE_S):
        while not await holds():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0)


async def called_back(profile: Profile, report: Mapping[str, str], *, token: str = "") -> int:
    """Post a report as a form to an account's listener, and give the HTTP status of the answer."""
    url = urlsplit(callback_url(profile))
    path = f"{url.path.rpartition('/')[0]}/{token}" if token else url.path
    body = urlencode(report)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    async with asyncio.timeout(PATIENCE_S):
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        writer.write(f"{head}{body}".encode())
        answer = await reader.read()
        writer.close()
    return int(answer.split()[1])


def post(service: PracticeService, path: str, **body: object) -> None:
    """Give the provider a command; a field named ``from`` is given as ``from_``."""
    service.post(path, {name.rstrip("_"): value for name, value in body.items()})
