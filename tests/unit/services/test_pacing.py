"""The pacer, case by case; see also tests/properties/test_pacer_properties.py."""

from __future__ import annotations

import pytest

from vox_console.services.pacing import FIRST_PAUSE_S, LONGEST_PAUSE_S, RECOVERY_EVERY_S, Pacer


def unlimited(window: int = 8) -> Pacer:
    return Pacer(window=window, parts_per_s=0.0, now_s=0.0)


def throttle(pacer: Pacer, *, now_s: float, count: int = 1) -> None:
    pacer.took(count)
    pacer.answered(good=0, throttled=count, lost=0, now_s=now_s)


class TestWindow:
    def test_no_more_than_the_window_may_be_unanswered(self) -> None:
        pacer = unlimited(3)
        assert pacer.allowance(0.0) == 3
        pacer.took(2)
        assert pacer.allowance(0.0) == 1
        pacer.took(1)
        assert pacer.allowance(0.0) == 0
        assert pacer.next_at_s(0.0) is None  # only an answer helps

    def test_an_answer_frees_a_place(self) -> None:
        pacer = unlimited(1)
        pacer.took(1)
        pacer.answered(good=1, throttled=0, lost=0, now_s=0.0)
        assert pacer.allowance(0.0) == 1

    def test_parts_given_back_free_their_places(self) -> None:
        pacer = unlimited(4)
        pacer.took(4)
        pacer.gave_back(3)
        assert (pacer.in_flight, pacer.allowance(0.0)) == (1, 3)

    def test_it_says_when_the_provider_slows_it_down(self) -> None:
        pacer = unlimited(2)
        assert not pacer.slowed(0.0)
        throttle(pacer, now_s=0.0)
        assert pacer.slowed(0.0)
        pacer.took(1)
        pacer.answered(good=1, throttled=0, lost=0, now_s=FIRST_PAUSE_S)
        assert not pacer.slowed(FIRST_PAUSE_S)  # the pause is over and the window is whole again

    def test_a_time_out_halves_the_window_without_a_pause(self) -> None:
        pacer = unlimited(8)
        pacer.took(1)
        pacer.answered(good=0, throttled=0, lost=1, now_s=0.0)
        assert (pacer.window, pacer.allowance(0.0)) == (4, 4)

    def test_the_window_never_falls_below_one(self) -> None:
        pacer = unlimited(4)
        for _ in range(9):
            pacer.took(1)
            pacer.answered(good=0, throttled=0, lost=1, now_s=0.0)
        assert pacer.window == 1
        assert pacer.allowance(0.0) == 1

    def test_a_full_window_of_good_answers_widens_it_by_one_up_to_its_cap(self) -> None:
        pacer = unlimited(3)
        for _ in range(3):
            pacer.took(1)
            pacer.answered(good=0, throttled=0, lost=1, now_s=0.0)
        widths = []
        for _ in range(8):
            pacer.took(1)
            pacer.answered(good=1, throttled=0, lost=0, now_s=0.0)
            widths.append(pacer.window)
        assert widths == [2, 2, 3, 3, 3, 3, 3, 3]

    def test_good_answers_before_a_loss_do_not_count_afterwards(self) -> None:
        pacer = unlimited(4)
        pacer.took(4)
        pacer.answered(good=1, throttled=0, lost=1, now_s=0.0)  # window 2, and the count starts over
        pacer.answered(good=1, throttled=0, lost=0, now_s=0.0)
        assert pacer.window == 2
        pacer.answered(good=1, throttled=0, lost=0, now_s=0.0)
        assert pacer.window == 3


class TestThrottling:
    def test_a_throttle_stops_everything_for_the_first_pause(self) -> None:
        pacer = unlimited(8)
        throttle(pacer, now_s=10.0)
        assert pacer.allowance(10.0 + FIRST_PAUSE_S - 0.01) == 0
        assert pacer.next_at_s(10.0) == 10.0 + FIRST_PAUSE_S
        assert pacer.allowance(10.0 + FIRST_PAUSE_S) == 4

    def test_the_pause_doubles_while_throttles_repeat_up_to_its_limit(self) -> None:
        pacer = unlimited(8)
        now_s, pauses = 0.0, []
        for _ in range(8):
            throttle(pacer, now_s=now_s)
            until_s = pacer.next_at_s(now_s)
            assert until_s is not None
            pauses.append(until_s - now_s)
            now_s = until_s
        assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S]

    def test_a_good_answer_brings_the_first_pause_back(self) -> None:
        pacer = unlimited(8)
        throttle(pacer, now_s=0.0)
        throttle(pacer, now_s=1.0)
        pacer.took(1)
        pacer.answered(good=1, throttled=0, lost=0, now_s=3.0)
        throttle(pacer, now_s=4.0)
        assert pacer.next_at_s(4.0) == 4.0 + FIRST_PAUSE_S

    def test_a_burst_of_throttles_counts_once(self) -> None:
        one_by_one, at_once = (Pacer(window=8, parts_per_s=80.0, now_s=0.0) for _ in range(2))
        for pacer in (one_by_one, at_once):
            pacer.took(8)
        at_once.answered(good=0, throttled=8, lost=0, now_s=5.0)
        for moment in range(8):
            one_by_one.answered(good=0, throttled=1, lost=0, now_s=5.0 + moment / 100)
        for pacer in (one_by_one, at_once):
            assert (pacer.window, pacer.parts_per_s, pacer.next_at_s(5.1)) == (4, 40.0, 6.0)

    def test_a_good_answer_beside_a_throttle_does_not_shorten_the_next_pause(self) -> None:
        pacer = unlimited(8)
        throttle(pacer, now_s=0.0)
        pacer.took(2)
        pacer.answered(good=1, throttled=1, lost=0, now_s=1.0)
        assert pacer.next_at_s(1.0) == 3.0


class TestRate:
    def test_the_bucket_holds_a_tenth_of_a_second(self) -> None:
        pacer = Pacer(window=100, parts_per_s=50.0, now_s=0.0)
        assert pacer.allowance(0.0) == 5
        pacer.took(5)
        assert pacer.allowance(0.0) == 0
        assert pacer.next_at_s(0.0) == pytest.approx(0.02)
        assert pacer.allowance(0.0401) == 2
        assert pacer.allowance(60.0) == 5

    def test_below_ten_parts_a_second_one_part_goes_at_a_time(self) -> None:
        pacer = Pacer(window=100, parts_per_s=0.5, now_s=0.0)
        assert pacer.allowance(0.0) == 1
        pacer.took(1)
        assert pacer.next_at_s(0.0) == pytest.approx(2.0)
        assert pacer.allowance(1.9) == 0
        assert pacer.allowance(2.0) == 1

    def test_parts_given_back_may_be_taken_again_and_no_more_than_those(self) -> None:
        pacer = Pacer(window=100, parts_per_s=50.0, now_s=0.0)
        pacer.took(5)
        pacer.gave_back(2)
        assert pacer.allowance(0.0) == 2
        pacer.gave_back(0)
        assert pacer.allowance(0.0) == 2

    def test_a_throttle_halves_the_rate_but_never_below_one_a_second(self) -> None:
        pacer = Pacer(window=8, parts_per_s=5.0, now_s=0.0)
        rates = []
        for at_s in (0.0, 100.0, 200.0, 300.0):
            throttle(pacer, now_s=at_s)
            rates.append(pacer.parts_per_s)
        assert rates == [2.5, 1.25, 1.0, 1.0]

    def test_an_account_slower_than_one_a_second_keeps_its_rate(self) -> None:
        pacer = Pacer(window=8, parts_per_s=0.5, now_s=0.0)
        throttle(pacer, now_s=0.0)
        assert pacer.parts_per_s == 0.5

    def test_the_rate_recovers_by_a_tenth_every_ten_seconds_up_to_the_accounts_own(self) -> None:
        pacer = Pacer(window=8, parts_per_s=100.0, now_s=0.0)
        throttle(pacer, now_s=0.0)
        after_pause_s = FIRST_PAUSE_S
        pacer.allowance(after_pause_s + RECOVERY_EVERY_S - 0.1)
        assert pacer.parts_per_s == 50.0
        pacer.allowance(after_pause_s + RECOVERY_EVERY_S)
        assert pacer.parts_per_s == pytest.approx(55.0)
        pacer.allowance(after_pause_s + 3 * RECOVERY_EVERY_S)
        assert pacer.parts_per_s == pytest.approx(66.55)
        pacer.allowance(after_pause_s + 1_000.0)
        assert pacer.parts_per_s == 100.0

    def test_a_clock_that_steps_back_gives_no_parts(self) -> None:
        pacer = Pacer(window=100, parts_per_s=50.0, now_s=10.0)
        pacer.took(pacer.allowance(10.0))
        assert pacer.allowance(3.0) == 0
