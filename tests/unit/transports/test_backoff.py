from __future__ import annotations

from random import Random

import pytest

from vox_console.transports.backoff import CAP_S, Backoff


class Highest(Random):
    """Always draws the top of the range."""

    def uniform(self, a: float, b: float) -> float:
        del a
        return b


class Lowest(Random):
    """Always draws the bottom of the range."""

    def uniform(self, a: float, b: float) -> float:
        del b
        return a


def test_the_ceiling_doubles_up_to_a_minute() -> None:
    backoff = Backoff(Highest())
    assert [backoff.delay_s(lived_s=0, slow=False) for _ in range(8)] == [2, 4, 8, 16, 32, 60, 60, 60]


def test_it_is_never_faster_than_a_second() -> None:
    backoff = Backoff(Lowest())
    assert {backoff.delay_s(lived_s=0, slow=False) for _ in range(2000)} == {1}


def test_only_a_link_that_lived_a_minute_starts_over() -> None:
    backoff = Backoff(Highest())
    delays = [backoff.delay_s(lived_s=lived_s, slow=False) for lived_s in (0, 0, 0, 59.9, 60, 0)]
    assert delays == [2, 4, 8, 16, 2, 4]


@pytest.mark.parametrize(("rng", "delay_s"), [(Lowest(), 30), (Highest(), 60)])
def test_a_provider_that_believes_us_bound_is_given_its_time(rng: Random, delay_s: float) -> None:
    assert Backoff(rng).delay_s(lived_s=0, slow=True) == delay_s


def test_delays_are_spread() -> None:
    backoff = Backoff(Random(1))  # noqa: S311 - the same delays on every run
    delays = [backoff.delay_s(lived_s=0, slow=False) for _ in range(1000)][10:]
    assert all(1 <= delay <= CAP_S for delay in delays)
    assert sum(delay < CAP_S / 2 for delay in delays) / len(delays) == pytest.approx(0.5, abs=0.06)


def test_a_month_of_failures_does_not_overflow() -> None:
    backoff = Backoff(Highest())
    assert {backoff.delay_s(lived_s=0, slow=False) for _ in range(50_000)} == {2, 4, 8, 16, 32, 60}
