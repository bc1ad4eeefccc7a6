"""The pacer, case by case; see also tests/properties/test_pacer_properties.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


class TestBurst:
    """What travels in one request is taken together, however slow the account; the rate waits after."""

    def test_at_first_no_more_travel_together_than_the_rate_gives_in_two_seconds(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=10.0, now_s=0.0, burst=100)
        assert pacer.allowance(0.0) == 20
        pacer.took(20)
        assert pacer.next_at_s(0.0) == pytest.approx(2.0)
        assert pacer.allowance(1.99) == 0
        assert pacer.allowance(2.01) == 20

    def test_a_fast_account_fills_its_requests(self) -> None:
        assert Pacer(window=1_000, parts_per_s=60.0, now_s=0.0, burst=100).allowance(0.0) == 100

    def test_a_smaller_request_is_paid_for_by_a_shorter_wait(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=10.0, now_s=0.0, burst=100)
        pacer.took(10)
        assert pacer.next_at_s(0.0) == pytest.approx(1.0)

    def test_a_text_of_several_parts_counts_as_that_many(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=10.0, now_s=0.0, burst=100)
        pacer.took(10)
        pacer.weighed(20)
        assert pacer.in_flight == 10
        assert pacer.next_at_s(0.0) == pytest.approx(3.0)

    def test_what_was_throttled_is_paid_for_by_the_pause_alone_and_half_of_it_goes_next(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=10.0, now_s=0.0, burst=100)
        pacer.took(20)
        pacer.weighed(40)
        pacer.answered(good=0, throttled=20, lost=0, now_s=0.1, billed=60)
        assert pacer.next_at_s(0.1) == pytest.approx(0.1 + FIRST_PAUSE_S)
        assert pacer.allowance(0.1 + FIRST_PAUSE_S) == 10

    def test_it_halves_down_to_one_and_recovers_by_a_tenth_every_ten_seconds(self) -> None:
        pacer = Pacer(window=10_000, parts_per_s=10.0, now_s=0.0, burst=100)
        now_s, sizes = 0.0, []
        for _ in range(6):
            count = pacer.allowance(now_s)
            sizes.append(count)
            throttle(pacer, now_s=now_s, count=count)
            until_s = pacer.next_at_s(now_s)
            assert until_s is not None
            now_s = until_s
        assert sizes == [20, 10, 5, 2, 1, 1]
        assert pacer.allowance(now_s) == 1
        assert pacer.allowance(now_s + 8 * RECOVERY_EVERY_S) == 2
        assert pacer.allowance(now_s + 1_000.0) == 20

    def test_without_a_rate_a_throttle_halves_what_travels_together_too(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=0.0, now_s=0.0, burst=100)
        assert pacer.allowance(0.0) == 1_000
        throttle(pacer, now_s=0.0, count=100)
        assert pacer.allowance(FIRST_PAUSE_S) == 50
        assert pacer.allowance(FIRST_PAUSE_S + 8 * RECOVERY_EVERY_S) == 500

    def test_parts_given_back_are_given_back_as_what_they_were_billed(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=10.0, now_s=0.0, burst=100)
        pacer.took(10)
        pacer.weighed(20)
        pacer.gave_back(10, billed=30)
        assert (pacer.in_flight, pacer.next_at_s(0.0)) == (0, 0.0)

    def test_the_window_is_kept_all_the_same(self) -> None:
        assert Pacer(window=15, parts_per_s=10.0, now_s=0.0, burst=100).allowance(0.0) == 15

    @pytest.mark.parametrize("pauses", [(0.0, 3_600.0), (3_600.0, 0.0), (60.0, 3_600.0)])
    def test_of_all_the_pauses_asked_for_the_longest_is_kept(self, pauses: tuple[float, float]) -> None:
        pacer = unlimited(8)
        pacer.took(2)
        for pause_s in pauses:
            pacer.answered(good=0, throttled=1, lost=0, now_s=1.0, pause_s=pause_s)
        assert pacer.next_at_s(1.0) == 3_601.0

    def test_without_a_limit_nothing_is_paid_for(self) -> None:
        pacer = Pacer(window=1_000, parts_per_s=0.0, now_s=0.0, burst=100)
        pacer.took(100)
        pacer.weighed(1_000)
        assert pacer.allowance(0.0) == 900
        assert pacer.next_at_s(0.0) == 0.0

    def test_the_provider_may_ask_for_a_longer_pause_than_ours(self) -> None:
        pacer = unlimited(8)
        for pause_s, until_s in ((30.0, 30.0), (0.5, 32.0)):
            now_s = until_s - (30.0 if pause_s > 1 else 2.0)
            pacer.took(1)
            pacer.answered(good=0, throttled=1, lost=0, now_s=now_s, pause_s=pause_s)
            assert pacer.next_at_s(now_s) == until_s

    @given(
        rate=st.sampled_from([0.5, 3.0, 10.0, 95.0]),
        burst=st.integers(1, 100),
        steps=st.lists(st.tuples(st.floats(0, 20), st.floats(0, 1), st.integers(0, 50)), max_size=60),
    )
    def test_over_any_time_no_more_leave_than_the_rate_and_one_request(
        self, rate: float, burst: int, steps: list[tuple[float, float, int]]
    ) -> None:
        pacer = Pacer(window=10_000, parts_per_s=rate, now_s=0.0, burst=burst)
        now_s = 0.0
        taken: list[tuple[float, int]] = []
        heaviest = 0
        for passed_s, share, more in steps:
            now_s += passed_s
            count = round(pacer.allowance(now_s) * share)
            pacer.took(count)
            weight = more if count else 0
            pacer.weighed(weight)
            taken.append((now_s, count + weight))
            heaviest = max(heaviest, count + weight)
            total = 0
            for at_s, parts in reversed(taken):
                total += parts
                assert total <= heaviest + max(1.0, rate / 10) + rate * (now_s - at_s) + 1e-6

    @given(rate=st.sampled_from([0.5, 3.0, 10.0, 95.0]), burst=st.integers(1, 100))
    def test_in_the_long_run_the_rate_is_used_up(self, rate: float, burst: int) -> None:
        pacer = Pacer(window=10_000, parts_per_s=rate, now_s=0.0, burst=burst)
        now_s, total = 0.0, 0
        for _ in range(200):
            allowed = pacer.allowance(now_s)
            pacer.took(allowed)
            pacer.answered(good=allowed, throttled=0, lost=0, now_s=now_s)
            total += allowed
            next_s = pacer.next_at_s(now_s)
            assert next_s is not None
            now_s = next_s + 1e-6
        assert total >= rate * now_s * 0.99 - burst
