"""The controller against the practice provider: what is pushed is kept, once, and acknowledged after that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.spine import (
    ORDINARY,
    PATIENCE_S,
    accepted,
    happened,
    in_state,
    order,
    ordinary,
    orphan_receipts,
    play,
)
from vox_console.domain.link import Bound
from vox_console.domain.message import Message, MessageState
from vox_console.domain.submission import SubmitRequest
from vox_console.practice.server import PracticeService
from vox_console.services.clocks import Clocks
from vox_console.services.controller import Controller
from vox_console.services.events import InboundStored, MessagesChanged
from vox_console.services.transport_choice import Passwords, smpp_transport
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Confirm, Lease, Sink, Transport


class LosesAcknowledgements:
    """A transport whose acknowledgements never reach the wire while `deaf` holds."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.capabilities = transport.capabilities
        self.deaf = True
        self.swallowed = 0
        self.moved = asyncio.Event()

    async def run(self, sink: Sink) -> None:
        await self._transport.run(sink)

    def bind_now(self) -> None:
        self._transport.bind_now()

    def lease(self, count: int) -> Lease | None:
        return self._transport.lease(count)

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        self._transport.submit(session, requests)

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        if self.deaf:
            self.swallowed += len(tokens)
            self.moved.set()
        else:
            self._transport.confirm(tokens, verdict)


async def receipts(controller: Controller, message: Message) -> list[tuple[str, int]]:
    """Give (word, repeats) of a message's receipts."""
    return [(each.word, each.repeats) for each in (await controller.evidence(message.id)).receipts]


async def heard(service: PracticeService, *, copies: int) -> None:
    """Wait until this many pushes of receipts, repeats included, are acknowledged."""

    def acknowledged() -> bool:
        answers = [sending.answer for row in service.ledger.pushes for sending in row.sendings]
        return answers.count(0) == copies

    assert await service.smsc.wait_until(acknowledged, timeout_s=PATIENCE_S)


@pytest.mark.parametrize("trx", [True, False], ids=["trx", "tx+rx"])
def test_a_receipt_before_its_answer_waits_for_it(tmp_path: Path, *, trx: bool) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order("Zdravo", "381640000040"))
        (message,) = await in_state(controller, sent, MessageState.DELIVERED)
        assert await orphan_receipts(controller) == 0
        (attempt,) = (await controller.evidence(message.id)).attempts
        (receipt,) = (await controller.evidence(message.id)).receipts
        assert receipt.received_at_us <= attempt.answered_at_us
        await heard(service, copies=1)

    play(tmp_path, scene, trx=trx)


def test_receipts_told_again_after_a_reconnect_are_harmless(tmp_path: Path) -> None:
    made: list[LosesAcknowledgements] = []

    def make(profile: Profile, passwords: Passwords, clocks: Clocks) -> list[Transport]:
        made.append(LosesAcknowledgements(smpp_transport(profile, passwords.usual, clocks)))
        return [*made]

    async def scene(controller: Controller, service: PracticeService) -> None:
        (transport,) = made
        sent = await controller.send(order("Zdravo", *ordinary(20)))
        await in_state(controller, sent, MessageState.DELIVERED)
        async with asyncio.timeout(PATIENCE_S):
            while transport.swallowed < len(sent):
                transport.moved.clear()
                await transport.moved.wait()
        assert service.ledger.counts.receipts_acknowledged == 0
        changed: list[int] = []
        controller.subscribe(
            lambda event: changed.extend(event.message_ids) if isinstance(event, MessagesChanged) else None
        )
        transport.deaf = False
        service.post("/faults", {"fault": "reset"})
        await happened(controller, lambda: not isinstance(controller.link, Bound))
        controller.bind()
        assert await service.wait(receipts_acknowledged=len(sent), timeout_s=PATIENCE_S)
        for message in sent:
            assert await receipts(controller, message) == [("DELIVRD", 1)]
        assert changed == [], "nothing moved, nothing is announced"
        assert len(accepted(service)) == len(sent)

    play(tmp_path, scene, make_transports=make)


DIALECTS = {
    "0041": [("DELIVRD", 2)],
    "0042": [("DELIVRD", 0), ("ENROUTE", 0)],
    "0043": [("DELIVRD", 0), ("UNDELIV", 0)],
    "0050": [("DELIVRD", 0)],
    "0051": [("DELIVRD", 0)],
    "0052": [("DELIVRD", 0)],
    "0053": [("DELIVRD", 0)],
    "0054": [("DELIVRD", 0)],
    "0055": [("DELIVRD", 0)],
    "0057": [("DELIVRD", 0)],
    "0058": [("DELIVRD", 0)],
    "0059": [("DELIVRD", 0)],
    "0060": [("DELIVRD", 0)],
    "0061": [("DELIVRD", 0)],
    "0062": [("DELIVRD", 0)],
    "0063": [("DELIVRD", 0)],
    "0064": [("DELIVRD", 0)],
}


def test_every_dialect_of_receipt_ends_in_delivered_and_stays_there(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order("Zdravo", *[f"38164000{suffix}" for suffix in DIALECTS]))
        await in_state(controller, sent, MessageState.DELIVERED)
        await heard(service, copies=sum(1 + repeats for told in DIALECTS.values() for _, repeats in told))
        for message, told in zip(sent, DIALECTS.values(), strict=True):
            assert await receipts(controller, message) == told, message.recipient
        await in_state(controller, sent, MessageState.DELIVERED)
        assert await orphan_receipts(controller) == 0

    play(tmp_path, scene)


def test_an_id_in_hexadecimal_here_and_decimal_there_is_learnt(tmp_path: Path) -> None:
    async def scene(controller: Controller, _service: PracticeService) -> None:
        for number in range(5):
            sent = await controller.send(order(f"message {number}", "381640000061"))
            await in_state(controller, sent, MessageState.DELIVERED)
        assert await controller.id_relation() == ("sent_hex", True)

    play(tmp_path, scene)


def test_a_receipt_of_nobody_is_kept_and_changes_nothing(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order("Zdravo", "381640000017"))
        await in_state(controller, sent, MessageState.ACCEPTED)
        service.post("/receipt", {"message_id": "nobody-knows-it", "stat": "UNDELIV", "to": "381640000017"})
        await heard(service, copies=1)
        assert await orphan_receipts(controller) == 1
        await in_state(controller, sent, MessageState.ACCEPTED)

    play(tmp_path, scene)


def test_a_customers_long_message_is_stored_before_it_is_acknowledged(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        stored: list[int] = []
        controller.subscribe(
            lambda event: stored.append(event.count) if isinstance(event, InboundStored) else None
        )
        service.post("/mo", {"from": "381641234567", "text": "Žaba " * 40, "order": [3, 1, 2]})
        assert await service.wait(mo_acknowledged=3, timeout_s=PATIENCE_S)
        assert sum(stored) == 3
        sent = await controller.send(order("Zdravo", ORDINARY))
        await in_state(controller, sent, MessageState.DELIVERED)

    play(tmp_path, scene)
