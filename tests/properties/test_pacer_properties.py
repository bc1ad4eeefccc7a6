"""Whatever is asked of the pacer, it keeps inside its three limits, as a plain bookkeeper counts them."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from vox_console.services.pacing import FIRST_PAUSE_S, LONGEST_PAUSE_S, RECOVERY_EVERY_S, Pacer

ROUNDING = 1e-6


class PacerAgainstBookkeeper(RuleBasedStateMachine):
    """The bookkeeper writes down every part and every throttle, and works everything out anew from that."""

    @initialize(
        cap=st.integers(1, 20), rate=st.sampled_from([0.0, 0.3, 1.0, 7.0, 10.0, 95.0]), now=st.floats(0, 100)
    )
    def begin(self, cap: int, rate: float, now: float) -> None:
        self.pacer = Pacer(window=cap, parts_per_s=rate, now_s=now)
        self.cap, self.rate, self.now_s = cap, rate, now
        self.taken: list[tuple[float, int]] = []
        self.in_flight = 0
        self.paused_until_s = 0.0
        self.pause_s = FIRST_PAUSE_S

    @rule(passed_s=st.one_of(st.floats(0, 0.3), st.floats(0, 40), st.just(RECOVERY_EVERY_S)))
    def time_passes(self, passed_s: float) -> None:
        self.now_s += passed_s

    @rule(share=st.floats(0, 1))
    def parts_are_taken(self, share: float) -> None:
        allowed = self.pacer.allowance(self.now_s)
        assert allowed <= max(0, self.cap - self.in_flight)
        count = round(allowed * share)
        self.pacer.took(count)
        self.taken.append((self.now_s, count))
        self.in_flight += count

    @precondition(lambda self: self.taken and self.taken[-1][1] and self.in_flight)
    @rule(share=st.floats(0, 1))
    def parts_are_given_back(self, share: float) -> None:
        at_s, taken = self.taken[-1]
        count = min(round(taken * share), self.in_flight)
        self.pacer.gave_back(count)
        self.taken[-1] = (at_s, taken - count)
        self.in_flight -= count

    @precondition(lambda self: self.in_flight)
    @rule(data=st.data())
    def answers_come(self, data: st.DataObject) -> None:
        good = data.draw(st.integers(0, self.in_flight))
        throttled = data.draw(st.integers(0, self.in_flight - good))
        lost = data.draw(st.integers(0, self.in_flight - good - throttled))
        before = self.pacer.window, self.pacer.parts_per_s
        self.pacer.answered(good=good, throttled=throttled, lost=lost, now_s=self.now_s)
        self.in_flight -= good + throttled + lost
        self.not_taken(throttled)
        first_of_burst = throttled and self.now_s >= self.paused_until_s
        if first_of_burst:
            self.paused_until_s = self.now_s + self.pause_s
            self.pause_s = min(LONGEST_PAUSE_S, self.pause_s * 2)
        elif good and not throttled and not lost:
            self.pause_s = FIRST_PAUSE_S
        if first_of_burst or lost:
            assert self.pacer.window <= max(1, (before[0] + 1) // 2)
        else:
            assert before[0] <= self.pacer.window <= before[0] + 1
        if not first_of_burst:
            assert self.pacer.parts_per_s == before[1]

    def not_taken(self, count: int) -> None:
        """What was throttled was not taken by the provider: the latest that left are those."""
        for index in range(len(self.taken) - 1, -1, -1):
            at_s, taken = self.taken[index]
            less = min(taken, count)
            self.taken[index] = (at_s, taken - less)
            count -= less

    @invariant()
    def the_window_is_kept(self) -> None:
        assert self.pacer.in_flight == self.in_flight
        assert 1 <= self.pacer.window <= self.cap

    @invariant()
    def nothing_may_leave_in_a_pause(self) -> None:
        allowed = self.pacer.allowance(self.now_s)
        if self.now_s < self.paused_until_s:
            assert allowed == 0

    @invariant()
    def no_span_of_time_has_more_parts_than_rate_and_bucket(self) -> None:
        if not self.rate:
            return
        bucket = max(1.0, self.rate / 10)
        until_s = self.taken[-1][0] if self.taken else 0.0
        total = 0
        for at_s, count in reversed(self.taken):
            total += count
            assert total <= bucket + self.rate * (until_s - at_s) + ROUNDING

    @invariant()
    def the_rate_stays_between_its_floor_and_the_accounts_own(self) -> None:
        assert min(1.0, self.rate) <= self.pacer.parts_per_s <= self.rate

    @invariant()
    def the_moment_it_names_is_the_first_at_which_a_part_may_leave(self) -> None:
        at_s = self.pacer.next_at_s(self.now_s)
        if at_s is None or at_s > self.now_s + ROUNDING:
            assert self.pacer.allowance(self.now_s) == 0
        else:
            assert self.pacer.allowance(self.now_s + ROUNDING * 10) > 0


TestPacerAgainstBookkeeper = PacerAgainstBookkeeper.TestCase
