from __future__ import annotations

import pytest

from vox_console.smpp.liveness import Due, Liveness


@pytest.fixture
def liveness() -> Liveness:
    return Liveness(idle_s=20, timeout_s=15, now_s=100)


def test_silence_asks_for_a_probe(liveness: Liveness) -> None:
    assert liveness.due(119.9) is Due.NOTHING
    assert liveness.due(120) is Due.PROBE


@pytest.mark.parametrize("direction", ["heard", "sent"])
def test_one_direction_alone_does_not_break_the_silence(liveness: Liveness, direction: str) -> None:
    getattr(liveness, direction)(115)
    assert liveness.deadline_s == 120


def test_traffic_both_ways_breaks_the_silence(liveness: Liveness) -> None:
    liveness.heard(115)
    liveness.sent(116)
    assert liveness.deadline_s == 135


def test_an_answer_gives_the_round_trip(liveness: Liveness) -> None:
    liveness.probed(7, 120)
    assert liveness.answered(7, 120.25) == 0.25
    assert liveness.outstanding == 0


def test_an_answer_to_something_else_gives_nothing(liveness: Liveness) -> None:
    liveness.probed(7, 120)
    assert liveness.answered(8, 121) is None
    assert liveness.outstanding == 7


def test_two_lost_probes_end_it(liveness: Liveness) -> None:
    liveness.probed(7, 120)
    assert liveness.due(134.9) is Due.NOTHING
    assert liveness.due(135) is Due.PROBE
    liveness.probed(8, 135)
    assert liveness.due(150) is Due.GIVE_UP


def test_anything_heard_between_two_lost_probes_is_life(liveness: Liveness) -> None:
    liveness.probed(7, 120)
    assert liveness.due(135) is Due.PROBE
    liveness.probed(8, 135)
    liveness.heard(140)
    assert liveness.due(150) is not Due.GIVE_UP
    liveness.probed(9, 155)
    assert liveness.due(170) is Due.PROBE
