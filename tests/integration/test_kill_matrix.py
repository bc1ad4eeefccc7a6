"""A console killed with SIGKILL at every named point of a message's life, and started again.

The witness is the practice provider's ledger, in a process of its own. Whatever the point: no part is
accepted twice, none that the provider accepted is forgotten or sent again, nothing is shown that is not
known, and no receipt was acknowledged that is not in the journal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.kill_points import KillPoint, Orders, Victim
from tests.support.kill_scene import (
    IN_FLIGHT,
    RECIPIENTS,
    TEXTS,
    check,
    chosen_moments,
    killed_again_and_again,
    start_again,
    unanswered,
)
from tests.support.practice_process import PracticeProcess

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


@pytest.fixture
def orders(tmp_path: Path, practice: PracticeProcess) -> Orders:
    """What the child does; it dies nowhere by itself."""
    return Orders(str(tmp_path), practice.smpp_port, texts=TEXTS)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name.lower())
def test_killed_by_itself(practice: PracticeProcess, orders: Orders, point: KillPoint, nth: int) -> None:
    orders = replace(orders, point=point, nth=nth, recipients=RECIPIENTS, trx=nth == 1)
    with Victim(orders) as victim:
        assert victim.dies(), "the point was never passed"
    aftermath = start_again(orders, practice)
    stored = aftermath.at_rest.messages
    check(aftermath, parts=stored if stored < len(TEXTS) else PARTS)
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


def test_killed_after_the_write_before_any_answer(practice: PracticeProcess, orders: Orders) -> None:
    with unanswered(orders, practice) as victim:
        victim.kill()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=PARTS)
    assert aftermath.at_death.provider_accepted == IN_FLIGHT
    assert len(aftermath.unknown) == IN_FLIGHT
    assert aftermath.at_rest.unknown == IN_FLIGHT, (
        "what was accepted unheard stays unknown: no id tells whose it is"
    )
    assert aftermath.at_rest.provider_accepted == PARTS


def test_killed_while_quitting(practice: PracticeProcess, orders: Orders) -> None:
    with unanswered(orders, practice) as victim:
        victim.quit()
        victim.kill()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=PARTS)
    assert len(aftermath.unknown) == IN_FLIGHT
    assert len(aftermath.waiting) == len(TEXTS) - IN_FLIGHT


def test_quitting_drains_and_leaves_nothing_unknown(practice: PracticeProcess, orders: Orders) -> None:
    with unanswered(orders, practice) as victim:
        victim.quit()
        practice.fault("release_answers")
        assert not victim.dies()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=PARTS)
    assert aftermath.unknown == ()
    assert aftermath.at_rest.unknown == 0


def test_killed_in_hold_time(practice: PracticeProcess, orders: Orders) -> None:
    with Victim(replace(orders, hold_s=30)) as victim:
        assert len(victim.said()["stored"]) == len(TEXTS)
        victim.kill()
    aftermath = start_again(orders, practice)
    check(aftermath, parts=PARTS)
    assert aftermath.at_death.provider_accepted == 0, "nothing of a held message leaves"
    assert len(aftermath.waiting) == len(TEXTS)
    assert (aftermath.at_rest.accepted, aftermath.at_rest.unknown) == (PARTS, 0)


def test_killed_while_throttled(practice: PracticeProcess, orders: Orders) -> None:
    practice.fault("refuse_submits", status=0x58, count=10)
    with Victim(orders) as victim:
        assert len(victim.said()["stored"]) == len(TEXTS)
        practice.wait(refused=5)
        victim.kill()
    practice.fault("clear")
    aftermath = start_again(orders, practice)
    check(aftermath, parts=PARTS)
    assert aftermath.at_rest.refused == 0
    assert aftermath.at_rest.provider_accepted + aftermath.at_rest.unknown >= PARTS


def test_killed_ten_times_in_the_middle_of_three_hundred(
    practice: PracticeProcess, orders: Orders, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each start lets go what waits, and dies again somewhere; what was promised is kept throughout."""
    messages, kills = 300, 10
    moments = chosen_moments(2876, kills=kills, least=3, below=40)
    aftermath = killed_again_and_again(orders, practice, messages=messages, moments=moments)
    with capsys.disabled():
        sys.stdout.write(f"\n{messages} messages, killed {kills} times: {aftermath.words}\n")
    assert aftermath.at_rest.unknown <= kills * IN_FLIGHT, "at most a window is unknown after each kill"
