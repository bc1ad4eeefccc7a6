"""A console killed with SIGKILL at every named point of a message's life over REST, and started again.

The promises and the witness are those of test_kill_matrix. What REST adds: reports come by callback or are
asked for, and with ids of our own on, what was accepted unheard is proven accepted by a question.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.kill_points import KillPoint, Orders, Victim, victims_account
from tests.support.kill_scene import (
    IN_FLIGHT,
    RECIPIENTS,
    TEXTS,
    check,
    chosen_moments,
    gone,
    killed_again_and_again,
    start_again,
    unanswered,
)
from tests.support.practice_process import PracticeProcess
from tests.support.reckoning import reckon
from tests.support.rest_spine import callback_url, free_port, until_known
from tests.support.spine import connected, decided, in_state, journal_path
from vox_console.domain.message import Message, MessageState
from vox_console.services.controller import Controller


@pytest.fixture(scope="module")
def provider() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        process.post("/speed", resend_s=0.2)
        yield process


@pytest.fixture
def practice(provider: PracticeProcess) -> PracticeProcess:
    provider.post("/reset")
    return provider


@pytest.fixture
def orders(tmp_path: Path, practice: PracticeProcess) -> Orders:
    """What the child does: it is called back, and dies nowhere by itself."""
    orders = Orders(
        str(tmp_path),
        practice.rest_port,
        texts=TEXTS,
        recipients=RECIPIENTS,
        rest=True,
        callback_port=free_port(),
    )
    practice.post("/callbacks", url=callback_url(victims_account(orders)), method="json")
    return orders


async def with_console(orders: Orders, scene: Callable[[Controller], Awaitable[None]]) -> None:
    """Run a scene with a console on the folder of the one that died."""
    async with connected(Path(orders.folder), victims_account(orders)) as controller:
        await scene(controller)


async def was_asked(controller: Controller, message: Message) -> None:
    """Wait until a question about a message is answered."""

    async def counted() -> bool:
        clock = (await controller.evidence(message.id)).clock
        return clock is not None and clock.asked > 0

    await until_known(controller, counted)


KILLS = [
    (KillPoint.BEFORE_INTENT, 1),
    (KillPoint.BEFORE_INTENT, 3),
    (KillPoint.AFTER_INTENT, 1),
    (KillPoint.AFTER_INTENT, 3),
    (KillPoint.AFTER_WRITE, 1),
    (KillPoint.AFTER_WRITE, 4),
    (KillPoint.ANSWER_HEARD, 1),
    (KillPoint.ANSWER_COMMIT, 2),
    (KillPoint.RECEIPT_HEARD, 1),
    (KillPoint.RECEIPT_COMMIT, 2),
    (KillPoint.RECEIPT_STORED, 1),
    (KillPoint.RECEIPT_ACKNOWLEDGED, 2),
]


@pytest.mark.parametrize(("point", "nth"), KILLS, ids=lambda each: getattr(each, "name", str(each)).lower())
def test_killed_by_itself(practice: PracticeProcess, orders: Orders, point: KillPoint, nth: int) -> None:
    with Victim(replace(orders, point=point, nth=nth)) as victim:
        assert victim.dies(), "the point was never passed"
    aftermath = start_again(orders, practice)
    check(aftermath, parts=aftermath.at_rest.messages)  # a long one has one id, and counts as one
    match point:
        case KillPoint.BEFORE_INTENT if nth == 1:
            assert aftermath.at_death.provider_accepted == 0, "no octet leaves before the intent is stored"
            assert aftermath.at_rest.unknown == 0
        case KillPoint.AFTER_INTENT if nth == 1:
            assert aftermath.at_death.provider_accepted == 0
            assert aftermath.at_rest.unknown == 1, "nobody can know that nothing was written"
        case KillPoint.AFTER_WRITE:
            assert aftermath.at_death.provider_accepted >= nth
            assert aftermath.unknown
        case KillPoint.ANSWER_HEARD | KillPoint.ANSWER_COMMIT:
            assert aftermath.at_death.provider_accepted > 0
            assert aftermath.unknown
        case KillPoint.RECEIPT_STORED:
            assert aftermath.at_rest.repeats > 0, "stored, not acknowledged: told again"
        case _:
            pass


def test_killed_when_the_answer_to_a_question_was_heard(tmp_path: Path, practice: PracticeProcess) -> None:
    orders = Orders(
        str(tmp_path), practice.rest_port, KillPoint.STATUS_HEARD, 2, TEXTS[:4], rest=True, ask=True
    )
    with Victim(orders) as victim:
        assert victim.dies(), "nobody was asked"
    at_death = reckon(journal_path(tmp_path), practice)
    assert at_death.sound, at_death
    assert at_death.accepted == 4

    async def ask_again(controller: Controller) -> None:
        messages = await decided(controller)
        delivered = [each for each in messages if each.state is MessageState.DELIVERED]
        assert len(delivered) <= 1, "the second answer was not stored"
        for message in messages:
            await controller.ask_now(message.id)
        await in_state(controller, messages, MessageState.DELIVERED)

    asyncio.run(with_console(orders, ask_again))
    assert reckon(journal_path(tmp_path), practice).sound


def test_killed_after_the_write_before_any_answer(practice: PracticeProcess, orders: Orders) -> None:
    with unanswered(orders, practice) as victim:
        victim.kill()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=len(TEXTS))
    assert aftermath.at_death.provider_accepted == IN_FLIGHT
    assert len(aftermath.unknown) == IN_FLIGHT, "what only waited for a connection is not in doubt"
    assert len(aftermath.waiting) == len(TEXTS) - IN_FLIGHT
    assert aftermath.at_rest.unknown == IN_FLIGHT, "without an id nobody can tell whose the reports are"
    assert aftermath.at_rest.provider_accepted == len(TEXTS)


def test_killed_while_quitting(practice: PracticeProcess, orders: Orders) -> None:
    with unanswered(orders, practice) as victim:
        victim.quit()
        victim.kill()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=len(TEXTS))
    assert len(aftermath.unknown) == IN_FLIGHT


def test_quitting_drains_and_leaves_nothing_unknown(practice: PracticeProcess, orders: Orders) -> None:
    with unanswered(orders, practice) as victim:
        victim.quit()
        practice.fault("release_answers")
        assert not victim.dies()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=len(TEXTS))
    assert aftermath.unknown == ()
    assert aftermath.at_rest.unknown == 0


def test_killed_while_throttled(practice: PracticeProcess, orders: Orders) -> None:
    practice.fault("refuse_requests", status=429, retry_after_s=60, count=10, command="submit")
    with Victim(orders) as victim:
        assert len(victim.said()["stored"]) == len(TEXTS)
        practice.wait(refused=1)
        victim.kill()
    practice.fault("clear")
    aftermath = start_again(orders, practice)
    check(aftermath, parts=len(TEXTS))
    assert aftermath.at_death.provider_accepted == 0
    assert aftermath.at_rest.refused == 0


def test_what_was_accepted_unheard_is_proven_accepted_by_a_question_with_an_id_of_ours(
    tmp_path: Path, practice: PracticeProcess
) -> None:
    orders = Orders(str(tmp_path), practice.rest_port, texts=TEXTS[:4], rest=True, own_ids=True)
    with unanswered(orders, practice) as victim:
        victim.kill()
    gone(orders, practice)
    at_death = reckon(journal_path(tmp_path), practice)
    assert at_death.sound, at_death
    assert (at_death.provider_accepted, at_death.accepted) == (4, 0)

    async def ask(controller: Controller) -> None:
        assert len(controller.now_unknown) == 4
        messages = await controller.messages(controller.now_unknown)
        for message in messages:
            assert await controller.ask_now(message.id) == 1
        for message in await in_state(controller, messages, MessageState.DELIVERED):
            (attempt,) = (await controller.evidence(message.id)).attempts
            assert message.parts[0].provider_id == attempt.own_id

    asyncio.run(with_console(orders, ask))
    at_rest = reckon(journal_path(tmp_path), practice)
    assert at_rest.sound, at_rest
    assert (at_rest.accepted, at_rest.unknown, at_rest.provider_accepted) == (4, 0, 4)


def test_what_never_left_is_not_proven_anything_by_a_question(
    tmp_path: Path, practice: PracticeProcess
) -> None:
    point = KillPoint.AFTER_INTENT
    orders = Orders(str(tmp_path), practice.rest_port, point, texts=TEXTS[:1], rest=True, own_ids=True)
    with Victim(orders) as victim:
        assert victim.dies()

    async def ask(controller: Controller) -> None:
        (message,) = await controller.messages(controller.now_unknown)
        assert await controller.ask_now(message.id) == 1
        await was_asked(controller, message)
        await in_state(controller, [message], MessageState.UNKNOWN)

    asyncio.run(with_console(orders, ask))
    at_rest = reckon(journal_path(tmp_path), practice)
    assert at_rest.sound, at_rest
    assert (at_rest.unknown, at_rest.provider_accepted) == (1, 0)


def test_killed_five_times_in_the_middle_of_a_hundred(
    practice: PracticeProcess, orders: Orders, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each start lets go what waits, and dies again somewhere; what was promised is kept throughout."""
    messages, kills = 100, 5
    moments = chosen_moments(8002, kills=kills, least=10, below=60)
    aftermath = killed_again_and_again(orders, practice, messages=messages, moments=moments)
    with capsys.disabled():
        sys.stdout.write(f"\n{messages} messages over REST, killed {kills} times: {aftermath.words}\n")
    assert aftermath.at_rest.unknown <= kills * IN_FLIGHT, (
        "at most one a connection is unknown after each kill"
    )
