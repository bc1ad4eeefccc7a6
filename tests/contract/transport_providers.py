"""The providers of the transport contract, each behind the same few verbs: hold, end, push, say who heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol
from urllib.parse import parse_qs

import smpp34

from tests.support.rest_relay import Relay
from tests.support.smpp_wire import PATIENCE_S, RecordingSink
from vox_console.domain.link import Bound
from vox_console.domain.secret import Secret
from vox_console.practice.ledger import PushRow, PushWay, Verdict
from vox_console.practice.server import PracticeService

ACCEPTED, REFUSED = "0017", "0023"  # the last digits of magic numbers of the practice provider
ACCEPTED_NUMBER, REFUSED_NUMBER = f"38164000{ACCEPTED}", f"38164000{REFUSED}"
REFUSAL_STATUS = 0x0B
CUSTOMER = "381641234567"
TOKEN = Secret("k7Hq2mZr9vXw4tBn")
RESEND_S = 0.1  # a provider loses patience with a push after this long


def numbers(count: int, suffix: str = ACCEPTED, *, first: int = 0) -> list[str]:
    """Give different numbers that the provider treats alike."""
    return [f"38164{number:03d}{suffix}" for number in range(first, first + count)]


class Provider(Protocol):
    """The other side of the link. refusal: what it says about REFUSED_NUMBER."""

    refusal: str

    def hold_answers(self) -> None:
        """Take submits from now on without answering them."""

    def release_answers(self) -> None:
        """Send the answers that were kept back."""

    async def submitted(self, count: int) -> None:
        """Wait until this many submits were received."""

    def accepted(self) -> list[str]:
        """Give the ids given to accepted submits."""

    async def end_session(self) -> None:
        """End every session from this side; a new bind is welcome."""

    def push(self, text: str) -> None:
        """Push a customer's message, until it is acknowledged."""

    async def acknowledged(self, text: str) -> None:
        """Wait until that push was acknowledged."""

    def statuses(self, text: str) -> list[int]:
        """Give what every answer to that push said so far, 0 being an acknowledgement."""

    async def unbound(self) -> None:
        """Wait until no session is left."""


class PracticeRig:
    """The practice provider, in this process."""

    refusal = f"0x{REFUSAL_STATUS:08X}"

    def __init__(self, service: PracticeService) -> None:
        self._service = service
        service.post("/speed", {"resend_s": RESEND_S})

    def hold_answers(self) -> None:
        """See Provider."""
        self._service.post("/faults", {"fault": "hold_answers"})

    def release_answers(self) -> None:
        """See Provider."""
        self._service.post("/faults", {"fault": "release_answers"})

    async def submitted(self, count: int) -> None:
        """See Provider."""
        assert await self._service.wait(submits=count, timeout_s=PATIENCE_S)

    def accepted(self) -> list[str]:
        """See Provider."""
        rows = self._service.ledger.submits
        return [row.message_id for row in rows if row.verdict is Verdict.ACCEPTED]

    async def end_session(self) -> None:
        """See Provider."""
        self._service.post("/faults", {"fault": "disconnect"})

    def push(self, text: str) -> None:
        """See Provider."""
        self._service.post("/mo", {"from": CUSTOMER, "text": text})

    async def acknowledged(self, text: str) -> None:
        """See Provider."""
        await self._until(lambda: 0 in self.statuses(text))

    def statuses(self, text: str) -> list[int]:
        """See Provider."""
        return [
            sending.answer
            for row in self._service.ledger.pushes
            if self._text(row) == text
            for sending in row.sendings
            if sending.answer is not None
        ]

    @staticmethod
    def _text(row: PushRow) -> str:
        if row.via is PushWay.CALLBACK:
            (text,) = parse_qs(row.short_message.decode())["message"]
            return text
        return row.short_message.decode()

    async def unbound(self) -> None:
        """See Provider."""
        await self._until(lambda: not self._service.smsc.provider.state.sessions)

    async def _until(self, holds: Callable[[], bool]) -> None:
        assert await self._service.smsc.wait_until(holds, timeout_s=PATIENCE_S)


class RestRig(PracticeRig):
    """The REST side of the practice provider, and its callbacks."""

    refusal = "NO ROUTES"

    def __init__(self, service: PracticeService, sink: RecordingSink, relay: Relay) -> None:
        super().__init__(service)
        self._sink = sink
        self._relay = relay

    async def end_session(self) -> None:
        """See Provider. Lasts until the transport has noticed and no callback is on its way."""
        self._fault("hold_pushes")
        self._fault("refuse_rest_connections")
        self._fault("rest_disconnect")
        await self._sink.until(lambda: not isinstance(self._sink.states[-1], Bound))
        on_their_way = self._service.smsc.provider.callbacks._under_way
        await self._until(lambda: not on_their_way)
        self._fault("refuse_rest_connections", on=False)
        self._fault("hold_pushes", on=False)

    def push(self, text: str) -> None:
        """See Provider."""
        self._service.post("/mo", {"from": CUSTOMER, "text": text, "via": "callback"})

    async def unbound(self) -> None:
        """See Provider."""
        await self._relay.until(lambda: not self._relay.open)

    def _fault(self, name: str, **fields: object) -> None:
        self._service.post("/faults", {"fault": name, **fields})


class Smpp34Rig:
    """The server of smpp34, which others wrote; what a provider decides is decided here."""

    refusal = PracticeRig.refusal

    def __init__(self, server: smpp34.Server, tasks: asyncio.TaskGroup) -> None:
        self._server = server
        self._tasks = tasks
        self._moved = asyncio.Condition()
        self._sessions: dict[str, smpp34.Esme] = {}
        self._holds = False
        self._held: list[smpp34.SubmitSmEvent] = []
        self._submits = 0
        self._ids: list[str] = []
        self._statuses: dict[str, list[int]] = {}

    async def serve(self) -> None:
        """Take what the server hands over until cancelled."""
        while True:
            event = await self._server.next()
            match event:
                case smpp34.Esme():
                    self._sessions[event.session_id] = event
                case smpp34.Unbound():
                    self._sessions.pop(event.session_id, None)
                case smpp34.SubmitSmEvent():
                    self._submits += 1
                    if self._holds:
                        self._held.append(event)
                    else:
                        self._answer(event)
            await self._tell()

    def hold_answers(self) -> None:
        """See Provider."""
        self._holds = True

    def release_answers(self) -> None:
        """See Provider."""
        self._holds = False
        held, self._held = self._held, []
        for event in held:
            self._answer(event)

    async def submitted(self, count: int) -> None:
        """See Provider."""
        await self._until(lambda: self._submits >= count)

    def accepted(self) -> list[str]:
        """See Provider."""
        return self._ids

    async def end_session(self) -> None:
        """See Provider."""
        await self._until(lambda: self._sessions)
        for esme in list(self._sessions.values()):
            await esme.unbind()

    def push(self, text: str) -> None:
        """See Provider."""
        self._statuses[text] = []
        self._tasks.create_task(self._push(text))

    async def acknowledged(self, text: str) -> None:
        """See Provider."""
        await self._until(lambda: 0 in self._statuses[text])

    def statuses(self, text: str) -> list[int]:
        """See Provider."""
        return self._statuses[text]

    async def unbound(self) -> None:
        """See Provider."""
        await self._until(lambda: not self._sessions)

    def _answer(self, event: smpp34.SubmitSmEvent) -> None:
        if event.destination_addr.endswith(REFUSED):
            event.reject(REFUSAL_STATUS)
        else:
            self._ids.append(f"9be2-{len(self._ids)}")
            event.accept(self._ids[-1])

    async def _push(self, text: str) -> None:
        """Push until acknowledged, on whatever session there is."""
        while 0 not in self._statuses[text]:
            await self._until(lambda: any(each.can_receive for each in self._sessions.values()))
            name, esme = next((n, each) for n, each in self._sessions.items() if each.can_receive)
            try:
                answer = await esme.deliver_sm("38164000", text.encode(), source_addr=CUSTOMER)
            except (smpp34.SmppError, RuntimeError, OSError):  # the session ended before the answer
                await self._until(lambda name=name: name not in self._sessions)  # type: ignore[misc]  # bound now
                continue
            self._statuses[text].append(answer.command_status)
            await self._tell()

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S), self._moved:
            await self._moved.wait_for(lambda: bool(holds()))
