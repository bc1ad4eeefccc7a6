"""A console killed with SIGKILL around its automatic answers: each leaves exactly once or not at all.

Customers write, refuse, and write long texts; the console dies at every named point between what it hears and
what it says by itself. The provider, in a process of its own, sends again whatever was not acknowledged. What
was written is then in the journal, each customer has one answer there, and the provider has got none twice.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from tests.support.kill_points import KillPoint, Orders, Victim, victims_account
from tests.support.kill_scene import gone
from tests.support.practice_process import PracticeProcess
from tests.support.reckoning import Reckoning, reckon
from tests.support.rest_spine import callback_url, free_port
from tests.support.spine import connected, decided, journal_path, ordinary, until
from vox_console.storage.connection import connect
from vox_console.storage.rows import all_rows

OURS = "38164000"
HELLO, BYE = "We read this on weekdays.", "You get no more messages."
LONG = "Ćao, ovo je duga poruka. " * 6  # three parts
CUSTOMERS = ordinary(3)

POINTS = [
    KillPoint.RECEIPT_HEARD,
    KillPoint.INBOUND_COMMIT,
    KillPoint.RECEIPT_STORED,
    KillPoint.RECEIPT_ACKNOWLEDGED,
    KillPoint.BEFORE_INTENT,
    KillPoint.AFTER_INTENT,
    KillPoint.AFTER_WRITE,
    KillPoint.ANSWER_HEARD,
    KillPoint.ANSWER_COMMIT,
]
BEFORE_THE_WRITE = {
    KillPoint.INBOUND_COMMIT,
    KillPoint.RECEIPT_HEARD,
    KillPoint.RECEIPT_STORED,
    KillPoint.RECEIPT_ACKNOWLEDGED,
    KillPoint.BEFORE_INTENT,
}


@pytest.fixture
def practice(provider: PracticeProcess) -> PracticeProcess:
    """One push at a time, so that what is not yet acknowledged is one message; told again soon."""
    provider.post("/reset")
    provider.post("/speed", push_window=1, resend_s=0.2)
    return provider


@dataclass(frozen=True, slots=True)
class Scene:
    """A console that answers by itself, and how customers reach it."""

    orders: Orders
    practice: PracticeProcess

    def write(self, customer: str, text: str) -> None:
        """Let a customer write."""
        via = {"via": "callback"} if self.orders.rest else {}
        self.practice.post("/mo", from_=customer, to=OURS, text=text, **via)


def scene_over(way: str, folder: Path, practice: PracticeProcess) -> Scene:
    """Give a scene over "smpp", or over "rest" with callbacks."""
    orders = Orders(str(folder), practice.smpp_port, auto_reply=HELLO, stop_reply=BYE)
    if way == "smpp":
        return Scene(orders, practice)
    orders = replace(orders, port=practice.rest_port, rest=True, callback_port=free_port())
    practice.post("/callbacks", url=callback_url(victims_account(orders)), method="json")
    return Scene(orders, practice)


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in the journal. answers: how many each customer has; said: the texts that were stored."""

    answers: Counter[str]
    said: Counter[tuple[str, str]]
    tied: int


def told(folder: Path) -> Told:
    """Read the journal of a console that does not run."""
    db = connect(journal_path(folder), write=True)
    try:
        answers = Counter(str(row[0]) for row in all_rows(db, "SELECT recipient FROM messages"))
        said = Counter(
            (str(source), octets.hex())
            for source, octets in all_rows(db, "SELECT source, short_message FROM inbound")
        )
        ((tied,),) = all_rows(
            db, "SELECT count(DISTINCT inbound_id) FROM auto_replies a JOIN messages m ON m.id = a.message_id"
        )
    finally:
        db.close()
    return Told(answers, said, tied)


def is_over(victim: Victim, practice: PracticeProcess, *, answers: int) -> bool:
    """Say whether the console is dead, or has stored that so many answers were delivered."""
    return victim.dead or practice.get("/status")["counts"]["receipts_acknowledged"] >= answers


def start_again(orders: Orders, practice: PracticeProcess) -> Reckoning:
    """Start on the same folder, let go what waits for a person, and reckon when all is told and answered."""

    async def run() -> None:
        async with connected(Path(orders.folder), victims_account(orders)) as controller:
            await controller.release(controller.awaiting_consent)
            counts = practice.get("/status")["counts"]
            await asyncio.to_thread(practice.wait, mo_acknowledged=counts["mo"])
            await decided(controller)

    asyncio.run(run())
    gone(orders, practice)
    return reckon(journal_path(Path(orders.folder)), practice)


@pytest.mark.parametrize(
    ("way", "text", "nth"),
    [
        *(("smpp", text, nth) for text in ("Hello", "STOP", LONG) for nth in (1, 3)),
        ("rest", "Hello", 1),  # a restart over REST takes seconds
    ],
    ids=lambda each: str(each)[:5].lower(),
)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name.lower())
def test_killed_around_an_automatic_answer(
    *, tmp_path: Path, practice: PracticeProcess, way: str, text: str, point: KillPoint, nth: int
) -> None:
    scene = scene_over(way, tmp_path, practice)
    orders = scene.orders
    with Victim(replace(orders, point=point, nth=nth)) as victim:
        assert victim.said() == {"stored": []}
        for count, customer in enumerate(CUSTOMERS, start=1):
            scene.write(customer, text)
            until(partial(is_over, victim, practice, answers=count))
        assert victim.dies(), "the point was never passed"
    gone(orders, practice)
    at_death = reckon(journal_path(tmp_path), practice)
    assert at_death.sound, at_death

    for _ in range(2):  # the second start finds nothing left to do
        rest = start_again(orders, practice)
        assert rest.sound, rest
        assert rest.waiting == 0
        found = told(tmp_path)
        assert {source for source, _ in found.said} == set(CUSTOMERS), "nothing that was written is lost"
        assert found.answers == dict.fromkeys(CUSTOMERS, 1)
        assert found.tied == len(CUSTOMERS)
        assert rest.accepted + rest.unknown == len(CUSTOMERS)
        assert rest.provider_accepted <= len(CUSTOMERS)
        if point in BEFORE_THE_WRITE and nth == 1:
            assert (rest.provider_accepted, rest.unknown) == (len(CUSTOMERS), 0), "nothing was in doubt"


def test_a_message_told_again_after_the_answer_has_left_is_not_answered_again(
    tmp_path: Path, practice: PracticeProcess
) -> None:
    """Acknowledged, answered, and told once more: over SMPP nothing tells that from a new message."""
    orders = Orders(str(tmp_path), practice.smpp_port, auto_reply=HELLO, stop_reply=BYE)

    async def run() -> None:
        async with connected(tmp_path, victims_account(orders)) as controller:
            practice.post("/mo", from_=CUSTOMERS[0], to=OURS, text="Hello")
            counts = practice.get("/status")["counts"]
            await asyncio.to_thread(practice.wait, mo_acknowledged=counts["mo"])
            await decided(controller)

    for _ in range(3):
        asyncio.run(run())
        gone(orders, practice)
    rest = reckon(journal_path(tmp_path), practice)
    assert (rest.sound, rest.messages, rest.provider_accepted) == (True, 1, 1)
    assert told(tmp_path).said.total() == 3, "each is shown, two of them marked"
