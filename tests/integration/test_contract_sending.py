"""The controller against the practice provider: what the operator is told about sending is what happened."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from tests.support import full_disk
from tests.support.spine import (
    NOBODY_LISTENS,
    ORDINARY,
    PASSWORD,
    PATIENCE_S,
    accepted,
    account,
    console,
    decided,
    happened,
    in_state,
    most_copies,
    order,
    ordinary,
    orphan_receipts,
    play,
)
from vox_console.domain.command_status import RMSGQFUL, RTHROTTLED
from vox_console.domain.link import Bound
from vox_console.domain.message import MessageState, SubmitState
from vox_console.practice.ledger import Verdict
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.services.controller import Controller
from vox_console.services.events import Noted

LONG = "".join(f"{number:04d}" for number in range(100))  # three parts
RINVDSTADR = 0x0B


@pytest.mark.parametrize("trx", [True, False], ids=["trx", "tx+rx"])
def test_a_message_is_sent_accepted_and_delivered(tmp_path: Path, *, trx: bool) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order("Zdravo", ORDINARY))
        (message,) = await in_state(controller, sent, MessageState.DELIVERED)
        (row,) = accepted(service)
        assert (row.destination, row.source, row.short_message) == (ORDINARY, "Practice", b"Zdravo")
        assert message.parts[0].provider_id == row.message_id
        evidence = await controller.evidence(message.id)
        assert [attempt.state for attempt in evidence.attempts] == ["accepted"]
        assert [receipt.word for receipt in evidence.receipts] == ["DELIVRD"]
        assert row.message_id.encode() in evidence.receipts[0].raw
        assert await service.wait(receipts_acknowledged=1)

    play(tmp_path, scene, trx=trx)


def test_a_long_message_leaves_in_parts_and_is_delivered_when_all_are(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order(LONG, ORDINARY))
        (message,) = await in_state(controller, sent, MessageState.DELIVERED)
        rows = accepted(service)
        assert [part.provider_id for part in message.parts] == [row.message_id for row in rows]
        assert {row.short_message[:5] for row in rows} == {rows[0].short_message[:5]}, "one reference"
        assert [row.short_message[5] for row in rows] == [1, 2, 3]
        assert b"".join(row.short_message[6:] for row in rows).decode() == LONG

    play(tmp_path, scene)


FATES = {
    "0010": MessageState.DELIVERED,
    "0011": MessageState.UNDELIVERABLE,
    "0012": MessageState.REJECTED,
    "0013": MessageState.EXPIRED,
    "0014": MessageState.DELETED,
    "0016": MessageState.ENROUTE,
    "0017": MessageState.ACCEPTED,
    "0018": MessageState.DELIVERED,
    "0023": MessageState.REFUSED,
    "0024": MessageState.REFUSED,
    "0025": MessageState.REFUSED,
    "0026": MessageState.REFUSED,
    "0036": MessageState.REFUSED,
}


def test_each_fate_is_told_by_its_own_word(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order("Zdravo", *[f"38164000{suffix}" for suffix in FATES]))
        for message, state in zip(sent, FATES.values(), strict=True):
            await in_state(controller, [message], state)
        refused = [row.command_status for row in service.ledger.submits if row.verdict is Verdict.REFUSED]
        found = await controller.messages([message.id for message in sent])
        told = [each.parts[0].command_status for each in found if each.state is MessageState.REFUSED]
        assert sorted(told) == sorted(refused)
        assert 0 not in told

    play(tmp_path, scene)


def test_a_refused_part_keeps_its_siblings_here(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        service.post("/faults", {"fault": "refuse_submits", "status": RINVDSTADR, "count": 1})
        sent = await controller.send(order(LONG, ORDINARY))
        (message,) = await in_state(controller, sent, MessageState.REFUSED)
        states = [part.submit for part in message.parts]
        assert states == [SubmitState.REFUSED, SubmitState.WITHHELD, SubmitState.WITHHELD]
        after = await controller.send(order("the next message", ORDINARY))
        await in_state(controller, after, MessageState.DELIVERED)
        assert [row.short_message for row in accepted(service)] == [b"the next message"]

    play(tmp_path, scene, window=1)


@pytest.mark.parametrize("status", [RTHROTTLED, RMSGQFUL])
def test_a_throttled_message_keeps_its_place_and_its_receipt_finds_it(tmp_path: Path, status: int) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        service.post("/faults", {"fault": "refuse_submits", "status": status, "count": 1})
        sent = [
            message for n in range(4) for message in await controller.send(order(f"message {n}", ORDINARY))
        ]
        found = await in_state(controller, sent, MessageState.DELIVERED)
        assert [row.short_message for row in accepted(service)] == [b"message %d" % n for n in range(4)]
        attempts = (await controller.evidence(found[0].id)).attempts
        assert [(attempt.state, attempt.command_status) for attempt in attempts] == [
            ("refused", status),
            ("accepted", 0),
        ]

    play(tmp_path, scene, window=1)


def test_the_window_is_never_more_than_was_agreed(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        service.post("/faults", {"fault": "hold_answers"})
        sent = await controller.send(order("Zdravo", *ordinary(30)))
        assert await service.wait(submits=7)
        assert controller.gauge.in_flight == 7
        service.post("/faults", {"fault": "release_answers"})
        await in_state(controller, sent, MessageState.DELIVERED)
        assert controller.gauge.in_flight == 0
        assert most_copies(service) == 1

    play(tmp_path, scene, window=7)


@pytest.mark.parametrize(
    ("suffix", "taken"), [("0031", 1), ("0032", 0)], ids=["accepted unheard", "not accepted"]
)
def test_what_is_never_answered_is_unknown_and_never_sent_again(
    tmp_path: Path, suffix: str, taken: int
) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        sent = await controller.send(order("Zdravo", f"38164000{suffix}"))
        (message,) = await in_state(controller, sent, MessageState.UNKNOWN)
        assert "no answer" in message.reason
        service.post("/faults", {"fault": "disconnect"})
        await happened(controller, lambda: not isinstance(controller.link, Bound))
        controller.bind()
        after = await controller.send(order("the next message", ORDINARY))
        await in_state(controller, after, MessageState.DELIVERED)
        assert [row.destination for row in service.ledger.submits] == [f"38164000{suffix}", ORDINARY]
        assert len(accepted(service)) == taken + 1
        await in_state(controller, sent, MessageState.UNKNOWN)

    play(tmp_path, scene, response_timeout_s=1)


def test_a_late_answer_decides_and_frees_no_second_place(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        service.post("/faults", {"fault": "hold_answers"})
        sent = await controller.send(order("Zdravo", ORDINARY, "381640000011"))
        await in_state(controller, sent, MessageState.UNKNOWN)
        assert await orphan_receipts(controller) == 2, "whose they are nobody can know yet"
        service.post("/faults", {"fault": "release_answers"})
        (delivered, failed) = await in_state(
            controller, sent, MessageState.DELIVERED, MessageState.UNDELIVERABLE
        )
        assert (delivered.state, failed.state) == (MessageState.DELIVERED, MessageState.UNDELIVERABLE)
        assert delivered.reason == ""
        assert await orphan_receipts(controller) == 0
        assert controller.gauge.in_flight == 0
        assert len(accepted(service)) == 2

    play(tmp_path, scene, response_timeout_s=1)


@pytest.mark.parametrize("fault", ["unbind", "disconnect", "reset"])
def test_a_link_that_ends_in_mid_window_leaves_unknown_what_was_on_it(tmp_path: Path, fault: str) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        service.post("/faults", {"fault": "hold_answers"})
        sent = await controller.send(order("Zdravo", *ordinary(12)))
        assert await service.wait(submits=10)
        service.post("/faults", {"fault": fault})
        service.post("/faults", {"fault": "hold_answers", "on": False})
        await happened(controller, lambda: not isinstance(controller.link, Bound))
        controller.bind()
        found = await decided(controller)
        assert [message.state for message in found[:10]] == [MessageState.UNKNOWN] * 10
        assert len(accepted(service)) == len(sent)
        assert most_copies(service) == 1
        await in_state(controller, found[10:], MessageState.DELIVERED)

    play(tmp_path, scene)


def test_a_connection_cut_instead_of_answering_is_unknown_both_ways(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        for suffix in ("0034", "0035"):
            await happened(controller, lambda: isinstance(controller.link, Bound))
            sent = await controller.send(order("Zdravo", f"38164000{suffix}"))
            await in_state(controller, sent, MessageState.UNKNOWN)
            controller.bind()
        after = await controller.send(order("the next message", ORDINARY))
        await in_state(controller, after, MessageState.DELIVERED)
        assert [row.destination[-4:] for row in accepted(service)] == ["0035", "0010"]

    play(tmp_path, scene)


def test_a_held_message_leaves_when_its_time_is_over_not_before(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        (held,) = await controller.send(order("held", ORDINARY, hold_s=0.3))
        free = await controller.send(order("free", ORDINARY))
        await in_state(controller, [held, *free], MessageState.DELIVERED)
        rows = accepted(service)
        assert [row.short_message for row in rows] == [b"free", b"held"]
        assert rows[1].at * 1_000_000 >= held.hold_until_us - 1_000, "the provider's clock is read once"

    play(tmp_path, scene)


def test_a_hold_that_began_on_one_link_ends_on_the_next(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            asyncio.timeout(3 * PATIENCE_S),
            running(PracticeOptions(smpp_port=0, speed=0)) as service,
            console(tmp_path) as controller,
        ):
            await controller.connect(account(NOBODY_LISTENS), PASSWORD)
            held = await controller.send(order("held", ORDINARY, hold_s=1))
            await controller.connect(account(service.smsc.port), PASSWORD)
            await in_state(controller, held, MessageState.DELIVERED)
            assert accepted(service)[0].at * 1_000_000 >= held[0].hold_until_us - 1_000

    asyncio.run(run())


def test_a_message_taken_back_in_its_hold_time_never_reaches_the_wire(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        held = await controller.send(order("taken back", ORDINARY, hold_s=30))
        ids = [message.id for message in held]
        assert await controller.withdraw(ids) == ids
        after = await controller.send(order("the next message", ORDINARY))
        await in_state(controller, after, MessageState.DELIVERED)
        (message,) = await controller.messages(ids)
        assert message.state is MessageState.DRAFT
        assert [row.short_message for row in service.ledger.submits] == [b"the next message"]
        assert [each.text for each in await controller.newest(10)] == ["the next message"]

    play(tmp_path, scene)


def test_a_full_disk_lets_nothing_leave_and_acknowledges_nothing_until_there_is_room(tmp_path: Path) -> None:
    def stored(db: apsw.Connection) -> object:
        return db.execute("SELECT count(DISTINCT short_message) FROM inbound").fetchone()

    async def scene(controller: Controller, service: PracticeService) -> None:
        titles: list[str] = []
        controller.subscribe(
            lambda event: titles.append(event.fault.title) if isinstance(event, Noted) else None
        )
        service.post("/speed", {"resend_s": 0.05})
        database = controller._database
        held = await controller.send(order("before", ORDINARY, hold_s=30))
        await database.run(full_disk.fill)
        for number in range(40):  # more than fits into the pages that are there
            service.post("/mo", {"from": "381641234567", "text": f"{number} " + "x" * 150})
        await happened(controller, lambda: bool(titles))
        assert service.ledger.counts.mo_acknowledged < 40
        assert service.ledger.counts.submits == 0
        await database.run(full_disk.make_room)
        assert await service.wait(mo_acknowledged=40, timeout_s=PATIENCE_S)
        await controller.release([message.id for message in held])
        await in_state(controller, held, MessageState.DELIVERED)
        assert await database.read(stored) == (40,)
        assert len(set(titles)) == 1

    play(tmp_path, scene)
