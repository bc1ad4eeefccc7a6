"""What customers write, over real connections, with restarts and kills in between: each once, none lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from tests.support.kill_points import KillPoint, Orders, Victim
from tests.support.practice_process import PracticeProcess
from tests.support.rest_spine import play_rest
from tests.support.spine import PATIENCE_S, account, connected, happened, play, until
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.services.controller import Controller
from vox_console.services.events import InboundStored
from vox_console.services.inbox import TheirLine

ANA, OURS = "381641234567", "38164000"
FILLER = "Ćao, ovo je duga poruka. " * 12
ORDERS = list(permutations(range(1, 6)))

Write = Callable[[PracticeService], None]


def text_of(reference: int) -> str:
    """Give a text of five parts that no other reference has."""
    return f"{reference:04} {FILLER}"


def push(service: PracticeService, text: str, **fields: object) -> None:
    service.post("/mo", {"from": ANA, "to": OURS, "text": text, **fields})


def sit_through(folder: Path, sittings: Sequence[Write]) -> list[TheirLine]:
    """Start the console anew for each sitting, have customers write, and give what the inbox has at the end.

    A sitting ends when the provider has got an acknowledgement for everything.
    """

    async def run() -> list[TheirLine]:
        options = PracticeOptions(smpp_port=0, speed=0)
        async with asyncio.timeout(3 * PATIENCE_S), running(options) as service:
            for write in sittings:
                async with connected(folder, account(service.smsc.port)):
                    write(service)
                    counts = service.ledger.counts
                    assert await service.wait(mo_acknowledged=counts.mo, timeout_s=PATIENCE_S)
            async with connected(folder, account(service.smsc.port)) as controller:
                return await controller.inbox.newest(limit=5_000)

    return asyncio.run(run())


def summary(lines: Sequence[TheirLine]) -> dict[str, tuple[int, int, bool]]:
    """Give of each text (parts that are here, times delivered again, possible repeat); each must be one."""
    told = {
        line.text.text: (len(line.message.message.parts), line.message.repeats, line.possible_repeat)
        for line in lines
    }
    assert len(told) == len(lines)
    return told


@pytest.mark.parametrize("method", ["udh8", "udh16", "sar"])
def test_every_order_of_five_parts_with_a_restart_between_each_of_them(tmp_path: Path, method: str) -> None:
    def nth_parts(nth: int) -> Write:
        def write(service: PracticeService) -> None:
            for reference, order in enumerate(ORDERS):
                push(service, text_of(reference), order=[order[nth]], reference=reference, method=method)

        return write

    lines = sit_through(tmp_path, [nth_parts(nth) for nth in range(5)])
    assert summary(lines) == {text_of(reference): (5, 0, False) for reference in range(len(ORDERS))}


def test_a_thousand_open_groups_are_closed_in_another_order_after_a_restart(tmp_path: Path) -> None:
    groups = range(1_000)

    def write(numbers: Sequence[int], order: Sequence[int]) -> Write:
        def written(service: PracticeService) -> None:
            for reference in numbers:
                push(service, text_of(reference), order=order, reference=reference, method="udh16")

        return written

    open_still = sit_through(tmp_path, [write(groups, [3])])
    assert [line.message.message.missing for line in open_still] == [(1, 2, 4, 5)] * len(groups)
    lines = sit_through(tmp_path, [write(groups[::-1], [5, 1]), write(groups, [2, 4])])
    assert summary(lines) == {text_of(reference): (5, 0, False) for reference in groups}
    assert {line.message.id for line in lines} == {line.message.id for line in open_still}


@pytest.mark.parametrize("fields", [{}, {"data_sm": True}, {"method": "payload"}])
def test_every_way_to_carry_a_text_gives_the_same_text(tmp_path: Path, fields: dict[str, object]) -> None:
    (line,) = sit_through(tmp_path, [lambda service: push(service, text_of(1), **fields)])
    assert line.text.text == text_of(1)
    assert line.message.message.complete


def test_parts_by_data_sm_and_by_deliver_sm_are_one_message(tmp_path: Path) -> None:
    def write(service: PracticeService) -> None:
        push(service, text_of(1), order=[4, 2], data_sm=True)
        push(service, text_of(1), order=[1, 5, 3])

    assert summary(sit_through(tmp_path, [write])) == {text_of(1): (5, 0, False)}


def test_parts_that_come_twice_are_counted_and_shown_once(tmp_path: Path) -> None:
    twice = [2, 2, 1, 5, 5, 4, 3, 1]
    (told,) = summary(sit_through(tmp_path, [lambda service: push(service, text_of(1), order=twice)])).items()
    assert told == (text_of(1), (5, 3, False))


def test_what_comes_by_callback_is_the_same_inbox(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        stored: list[InboundStored] = []
        controller.subscribe(lambda event: stored.append(event) if isinstance(event, InboundStored) else None)
        push(service, text_of(1), via="callback")
        push(service, "Da", via="callback")
        await happened(controller, lambda: sum(event.count for event in stored) == 2)
        lines = await controller.inbox.newest(limit=10)
        assert sorted(line.text.text for line in lines) == [text_of(1), "Da"]
        assert {line.message.witness.value for line in lines} == {"callback"}

    play_rest(tmp_path, scene, callbacks="form")


def test_what_the_journal_cannot_take_is_sent_again_until_it_can(tmp_path: Path) -> None:
    async def scene(controller: Controller, service: PracticeService) -> None:
        service.post("/speed", {"resend_s": 0.1})
        database = controller._database
        await database.run(lambda db: db.execute(NO_ROOM))
        push(service, text_of(1))
        refused = service.ledger.counts
        await happened(controller, lambda: refused.mo_sent >= 10)
        assert refused.mo_acknowledged == 0
        assert await controller.inbox.newest(limit=10) == []
        await database.run(lambda db: db.execute("DROP TRIGGER no_room"))
        assert await service.wait(mo_acknowledged=5, timeout_s=PATIENCE_S)
        assert summary(await controller.inbox.newest(limit=10)) == {text_of(1): (5, 0, False)}

    play(tmp_path, scene)


NO_ROOM = "CREATE TRIGGER no_room BEFORE INSERT ON inbound BEGIN SELECT RAISE(ABORT, 'no room'); END"


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize(
    "point", [KillPoint.RECEIPT_HEARD, KillPoint.RECEIPT_STORED, KillPoint.RECEIPT_ACKNOWLEDGED]
)
@pytest.mark.parametrize("text", ["Da", FILLER])
def test_killed_around_the_acknowledgement(tmp_path: Path, text: str, point: KillPoint, nth: int) -> None:
    """Five pushes, killed at one of them: a text once, or twice with the second marked; never lost."""
    with PracticeProcess() as practice:
        practice.post("/speed", push_window=1)
        with Victim(Orders(str(tmp_path), practice.smpp_port, point, nth)) as victim:
            assert victim.said() == {"stored": []}
            if text == FILLER:
                practice.post("/mo", from_=ANA, text=text)
            else:
                for number in range(5):
                    practice.post("/mo", from_=ANA, text=f"{text} {number}")
            assert victim.dies()
        until(lambda: not practice.get("/status")["sessions"])

        async def look() -> list[TheirLine]:
            async with connected(tmp_path, account(practice.smpp_port)) as controller:
                await asyncio.to_thread(
                    practice.wait, mo_acknowledged=practice.get("/status")["counts"]["mo"]
                )
                return await controller.inbox.newest(limit=20)

        lines = asyncio.run(look())
    if text == FILLER:
        assert [(line.text.text, line.message.message.complete) for line in lines] == [(text, True)]
        return
    first_time = [line.text.text for line in lines if not line.possible_repeat]
    assert sorted(first_time) == [f"{text} {number}" for number in range(5)]
    marked = [line.text.text for line in lines if line.possible_repeat]
    assert len(marked) <= 1
    if point is KillPoint.RECEIPT_STORED:
        assert marked, "stored and not acknowledged: it comes again, and nobody can tell it from a second one"
    if point is KillPoint.RECEIPT_HEARD:
        assert not marked
