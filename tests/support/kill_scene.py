"""What the kill matrices have in common: what is sent, the next start on the folder, and the promises."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from tests.support.kill_points import KillPoint, Orders, Victim, victims_account
from tests.support.practice_process import PracticeProcess
from tests.support.reckoning import Reckoning, reckon
from tests.support.spine import (
    NOBODY_LISTENS,
    PASSWORD,
    connected,
    console,
    decided,
    journal_path,
    order,
    until,
)
from vox_console.domain.message import MessageState
from vox_console.services.controller import LOST_REASON

RECIPIENTS: Final = ("381640000010", "381640000018", "381640000041")
"""Delivered; ENROUTE first; told three times."""

LONG: Final = "".join(f"{number:04d}" for number in range(100))  # three parts
TEXTS: Final = (*[f"message {number}" for number in range(11)], LONG)
IN_FLIGHT: Final = 10
"""The window over SMPP, and as many requests over REST as there are connections."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the next start found, and what was true when everything had come to rest.

    unknown, waiting: message ids the next start reported as such.
    """

    at_death: Reckoning
    unknown: tuple[int, ...]
    waiting: tuple[int, ...]
    at_rest: Reckoning

    @property
    def words(self) -> str:
        """The figures for whoever reads along."""
        rest = self.at_rest
        return (
            f"{rest.accepted} accepted, {rest.unknown} unknown, {rest.duplicates} twice, {rest.lost} lost,"
            f" {rest.receipts_acknowledged} receipts acknowledged, {rest.unstored} of them not stored,"
            f" {rest.repeats} told again"
        )


def gone(orders: Orders, practice: PracticeProcess) -> None:
    """See to it that the provider has read the last octets of whoever died."""
    if orders.rest:
        for _ in range(5):  # turns of its loop, which looks at every connection in each
            practice.get("/status")
    else:
        until(lambda: not practice.get("/status")["sessions"])


def quiet(practice: PracticeProcess) -> None:
    """Wait until every receipt is acknowledged."""

    def all_acknowledged() -> bool:
        counts = practice.get("/status")["counts"]
        return bool(counts["receipts"] == counts["receipts_acknowledged"])

    until(all_acknowledged)


def start_again(orders: Orders, practice: PracticeProcess) -> Aftermath:
    """Start a console on the same folder, let it send what a person lets go, and reckon."""
    gone(orders, practice)
    folder = Path(orders.folder)
    at_death = reckon(journal_path(folder), practice)

    async def run() -> tuple[tuple[int, ...], tuple[int, ...]]:
        async with connected(folder, victims_account(orders)) as controller:
            unknown, waiting = controller.now_unknown, controller.awaiting_consent
            for message in await controller.messages(unknown):
                assert (message.state, message.reason) == (MessageState.UNKNOWN, LOST_REASON)
            await controller.release(waiting)
            await decided(controller)
            await asyncio.to_thread(quiet, practice)
            return unknown, waiting

    unknown, waiting = asyncio.run(run())
    gone(orders, practice)
    return Aftermath(at_death, unknown, waiting, reckon(journal_path(folder), practice))


def check(aftermath: Aftermath, *, parts: int) -> None:
    """The promises that hold wherever the console was killed. parts: as many as were to leave."""
    dead, rest = aftermath.at_death, aftermath.at_rest
    assert dead.sound, dead
    assert rest.sound, rest
    assert rest.waiting == 0, rest
    assert rest.accepted + rest.unknown + rest.withheld == parts, rest
    assert rest.provider_accepted <= rest.accepted + rest.unknown, rest


@contextmanager
def unanswered(orders: Orders, practice: PracticeProcess) -> Iterator[Victim]:
    """A console that has stored all and written as much as it may, and hears nothing of any of it."""
    practice.fault("hold_answers")
    with Victim(orders) as victim:
        practice.wait(submits=min(IN_FLIGHT, len(orders.texts)))
        assert len(victim.said()["stored"]) == len(orders.texts)
        yield victim
    practice.fault("clear")


def killed_again_and_again(
    orders: Orders, practice: PracticeProcess, *, messages: int, moments: Sequence[int]
) -> Aftermath:
    """Store messages; then each start lets go what waits and dies at a moment; the last one comes to rest.

    moments: how many points each start passes before it dies.
    """

    async def store() -> None:
        async with console(Path(orders.folder)) as controller:
            nowhere = replace(orders, port=NOBODY_LISTENS, callback_port=0)
            await controller.connect(victims_account(nowhere), PASSWORD)
            for number in range(messages):
                await controller.send(order(f"message {number}", RECIPIENTS[number % len(RECIPIENTS)]))

    asyncio.run(store())
    for nth in moments:
        again = replace(orders, point=KillPoint.ANYWHERE, nth=nth, texts=(), release=True)
        with Victim(again) as victim:
            assert victim.dies()
        gone(orders, practice)
        reckoning = reckon(journal_path(Path(orders.folder)), practice)
        assert reckoning.sound, reckoning
    aftermath = start_again(orders, practice)
    check(aftermath, parts=messages)
    assert aftermath.at_rest.messages == messages
    return aftermath


def chosen_moments(seed: int, *, kills: int, least: int, below: int) -> list[int]:
    """Choose when each start dies: the same moments in every run."""
    chance = Random(seed)  # noqa: S311 - nothing is secret
    return [chance.randrange(least, below) for _ in range(kills)]
