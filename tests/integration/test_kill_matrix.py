"""A console killed with SIGKILL at every named point of a message's life, and started again.

The witness is the practice provider's ledger, in a process of its own. Whatever the point: no part is
accepted twice, none that the provider accepted is forgotten or sent again, nothing is shown that is not
known, and no receipt was acknowledged that is not in the journal.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.support.kill_points import KillPoint, Orders, Victim
from tests.support.practice_process import PracticeProcess
from tests.support.reckoning import Reckoning, reckon
from tests.support.spine import (
    NOBODY_LISTENS,
    PASSWORD,
    account,
    connected,
    console,
    decided,
    journal_path,
    order,
    until,
)
from vox_console.domain.message import MessageState
from vox_console.services.controller import LOST_REASON

RECIPIENTS = ("381640000010", "381640000018", "381640000041")  # delivered, ENROUTE first, told three times
TEXTS = (*[f"message {number}" for number in range(11)], "".join(f"{number:04d}" for number in range(100)))
PARTS = len(TEXTS) + 2  # the last is long: three parts

NOT_HERE = {
    KillPoint.STATUS_HEARD,  # over SMPP nobody is asked
    KillPoint.INBOUND_COMMIT,  # nobody writes here: test_kill_auto_replies
    KillPoint.ANYWHERE,
    KillPoint.NOWHERE,
}
POINTS = [point for point in KillPoint if point not in NOT_HERE]


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the next start found, and what was true when everything had come to rest.

    unknown, waiting: message ids the next start reported as such.
    """

    at_death: Reckoning
    unknown: tuple[int, ...]
    waiting: tuple[int, ...]
    at_rest: Reckoning


def gone(practice: PracticeProcess) -> None:
    """Wait until the provider has seen the end of every connection, and with it the last octets."""
    until(lambda: not practice.get("/status")["sessions"])


def quiet(practice: PracticeProcess) -> None:
    """Wait until every receipt is acknowledged."""

    def all_acknowledged() -> bool:
        counts = practice.get("/status")["counts"]
        return bool(counts["receipts"] == counts["receipts_acknowledged"])

    until(all_acknowledged)


def start_again(folder: Path, practice: PracticeProcess, *, trx: bool = True) -> Aftermath:
    """Start a console on the same folder, let it send what a person lets go, and reckon."""
    gone(practice)
    at_death = reckon(journal_path(folder), practice)

    async def run() -> tuple[tuple[int, ...], tuple[int, ...]]:
        async with connected(folder, account(practice.smpp_port, trx=trx)) as controller:
            unknown, waiting = controller.now_unknown, controller.awaiting_consent
            for message in await controller.messages(unknown):
                assert (message.state, message.reason) == (MessageState.UNKNOWN, LOST_REASON)
            await controller.release(waiting)
            await decided(controller)
            await asyncio.to_thread(quiet, practice)
            return unknown, waiting

    unknown, waiting = asyncio.run(run())
    gone(practice)
    return Aftermath(at_death, unknown, waiting, reckon(journal_path(folder), practice))


def check(aftermath: Aftermath, *, parts: int = PARTS) -> None:
    """The promises that hold wherever the console was killed."""
    dead, rest = aftermath.at_death, aftermath.at_rest
    assert dead.sound, dead
    assert rest.sound, rest
    assert rest.waiting == 0, rest
    assert rest.accepted + rest.unknown + rest.withheld == parts, rest
    assert rest.provider_accepted <= rest.accepted + rest.unknown, rest


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name.lower())
def test_killed_by_itself(tmp_path: Path, practice: PracticeProcess, point: KillPoint, nth: int) -> None:
    orders = Orders(str(tmp_path), practice.smpp_port, point, nth, TEXTS, RECIPIENTS, trx=nth == 1)
    with Victim(orders) as victim:
        assert victim.dies(), "the point was never passed"
    aftermath = start_again(tmp_path, practice, trx=nth == 1)
    stored = aftermath.at_rest.messages
    parts = stored if stored < len(TEXTS) else PARTS
    check(aftermath, parts=parts)
    match point:
        case KillPoint.BEFORE_INTENT if nth == 1:
            assert aftermath.at_death.provider_accepted == 0, "no octet leaves before the intent is stored"
            assert aftermath.at_rest.unknown == 0
        case KillPoint.AFTER_INTENT if nth == 1:
            assert aftermath.at_death.provider_accepted == 0
            assert aftermath.at_rest.unknown > 0, "nobody can know that nothing was written"
        case KillPoint.AFTER_WRITE | KillPoint.ANSWER_HEARD | KillPoint.ANSWER_COMMIT:
            assert aftermath.unknown
        case KillPoint.RECEIPT_STORED:
            assert aftermath.at_rest.repeats > 0, "stored, not acknowledged: told again"
        case _:
            pass


def test_killed_after_the_write_before_any_answer(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.fault("hold_answers")
    with Victim(Orders(str(tmp_path), practice.smpp_port, texts=TEXTS)) as victim:
        assert len(victim.said()["stored"]) == len(TEXTS)
        practice.wait(submits=10)  # the window
        victim.kill()
    practice.fault("clear")
    aftermath = start_again(tmp_path, practice)
    check(aftermath)
    assert aftermath.at_death.provider_accepted == 10
    assert len(aftermath.unknown) == 10
    assert aftermath.at_rest.unknown == 10, "what was accepted unheard stays unknown: no id tells whose it is"
    assert aftermath.at_rest.provider_accepted == PARTS


def test_killed_while_quitting(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.fault("hold_answers")
    with Victim(Orders(str(tmp_path), practice.smpp_port, texts=TEXTS)) as victim:
        practice.wait(submits=10)
        assert len(victim.said()["stored"]) == len(TEXTS)
        victim.quit()
        victim.kill()
    practice.fault("clear")
    aftermath = start_again(tmp_path, practice)
    check(aftermath)
    assert len(aftermath.unknown) == 10
    assert len(aftermath.waiting) == 2


def test_quitting_drains_and_leaves_nothing_unknown(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.fault("hold_answers")
    with Victim(Orders(str(tmp_path), practice.smpp_port, texts=TEXTS)) as victim:
        practice.wait(submits=10)
        assert len(victim.said()["stored"]) == len(TEXTS)
        victim.quit()
        practice.fault("release_answers")
        assert not victim.dies()
    aftermath = start_again(tmp_path, practice)
    check(aftermath)
    assert aftermath.unknown == ()
    assert aftermath.at_rest.unknown == 0


def test_killed_in_hold_time(tmp_path: Path, practice: PracticeProcess) -> None:
    with Victim(Orders(str(tmp_path), practice.smpp_port, texts=TEXTS, hold_s=30)) as victim:
        assert len(victim.said()["stored"]) == len(TEXTS)
        victim.kill()
    aftermath = start_again(tmp_path, practice)
    check(aftermath)
    assert aftermath.at_death.provider_accepted == 0, "nothing of a held message leaves"
    assert len(aftermath.waiting) == len(TEXTS)
    assert (aftermath.at_rest.accepted, aftermath.at_rest.unknown) == (PARTS, 0)


def test_killed_while_throttled(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.fault("refuse_submits", status=0x58, count=10)
    with Victim(Orders(str(tmp_path), practice.smpp_port, texts=TEXTS)) as victim:
        assert len(victim.said()["stored"]) == len(TEXTS)
        practice.wait(refused=5)
        victim.kill()
    practice.fault("clear")
    aftermath = start_again(tmp_path, practice)
    check(aftermath)
    assert aftermath.at_rest.refused == 0
    assert aftermath.at_rest.provider_accepted + aftermath.at_rest.unknown >= PARTS


def test_killed_ten_times_in_the_middle_of_three_hundred(
    tmp_path: Path, practice: PracticeProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each start lets go what waits, and dies again somewhere; what was promised is kept throughout."""
    messages, kills = 300, 10
    chance = Random(2876)  # noqa: S311 - the same moments in every run
    texts = tuple(f"message {number}" for number in range(messages))

    async def store() -> None:
        async with console(tmp_path) as controller:
            await controller.connect(account(NOBODY_LISTENS), PASSWORD)
            for number, text in enumerate(texts):
                await controller.send(order(text, RECIPIENTS[number % len(RECIPIENTS)]))

    asyncio.run(store())
    for _ in range(kills):
        nth = chance.randrange(3, 40)
        orders = Orders(str(tmp_path), practice.smpp_port, KillPoint.ANYWHERE, nth, release=True)
        with Victim(orders) as victim:
            assert victim.dies()
        gone(practice)
        reckoning = reckon(journal_path(tmp_path), practice)
        assert reckoning.sound, reckoning
    aftermath = start_again(tmp_path, practice)
    check(aftermath, parts=messages)
    rest = aftermath.at_rest
    with capsys.disabled():
        sys.stdout.write(
            f"\n{messages} messages, killed {kills} times: {rest.accepted} accepted, {rest.unknown} unknown,"
            f" {rest.duplicates} twice, {rest.lost} lost, {rest.receipts_acknowledged} receipts acknowledged,"
            f" {rest.unstored} of them not stored, {rest.repeats} told again\n"
        )
    assert rest.messages == messages
    assert rest.unknown <= kills * 10, "no more than a window is unknown after each kill"
