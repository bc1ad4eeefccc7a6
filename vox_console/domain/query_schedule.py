"""When a message is asked about: soon after it is accepted, ever less often, once more before it is late.

The provider keeps what became of a message for a day and then forgets it (provider_interface §3). So the last
harvest comes shortly before that. Afterwards one more question shows whether it really is forgotten; while
it is not, the asking goes on until three days, longer than any message is kept for delivery (§6.1: 48 h).

Where receipts are pushed, asking is only the net under them: it begins after ten minutes.

No clock and no chance here: `spread` (0 to 1) moves each moment a little, so that thousands of messages sent
together are not asked about together.
"""

from __future__ import annotations

SECOND_US = 1_000_000
HOUR_US = 3_600 * SECOND_US

FIRST_S = 5.0
STEPS_S = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0)
PUSHED_FROM_STEP = 6  # of STEPS_S, where receipts come by themselves
JITTER = 0.3  # of a step
LAST_HARVEST_SHARE = 1 / 48  # of the memory before its end: half an hour of a day, and never more
_LONGEST_HARVEST_US = 1_800 * SECOND_US
GIVE_UP_US = 72 * HOUR_US
LATE_STEP_S = 600.0  # at least, between the questions whose answers may end the asking
ENDING_ANSWERS = 3  # in a row
LONGEST_STEP_US = round(STEPS_S[-1] * (1 + JITTER / 2) * SECOND_US)


def next_due_us(
    *,
    asked: int,
    now_us: int,
    accepted_at_us: int,
    memory_us: int,
    spread: float,
    pushed: bool = False,
) -> int:
    """Give when to ask next: after now, and at most LONGEST_STEP_US after it.

    asked: how often it was asked so far. pushed: receipts come by themselves.
    """
    step = asked + PUSHED_FROM_STEP if pushed else asked
    step_s = STEPS_S[min(step, len(STEPS_S) - 1)]
    forgets_us = accepted_at_us + memory_us
    if asked and now_us >= forgets_us:
        step_s = max(step_s, LATE_STEP_S)
    if step == 0:
        due_us = now_us + round((FIRST_S + step_s * spread) * SECOND_US)
    else:
        due_us = now_us + round(step_s * (1 - JITTER / 2 + JITTER * spread) * SECOND_US)
    harvest_us = min(round(memory_us * LAST_HARVEST_SHARE), _LONGEST_HARVEST_US)
    latest_us = forgets_us - round(harvest_us * (0.5 + 0.5 * spread))
    if forgets_us - harvest_us <= now_us < forgets_us:  # this was the last harvest
        return max(due_us, forgets_us + round(60 * SECOND_US * spread))
    return latest_us if now_us < latest_us < due_us else due_us


def is_ending(*, known: bool | None, now_us: int, accepted_at_us: int, memory_us: int) -> bool:
    """Say whether an answer now is one of those that end the asking when they are ENDING_ANSWERS in a row.

    known: whether it told of the message. "Unknown" may mean that the provider has forgotten it once its
    memory is over; after three days any answer will do.
    """
    age_us = now_us - accepted_at_us
    return age_us >= GIVE_UP_US or (known is False and age_us >= memory_us)


def spread_of(part_id: int) -> float:
    """Give a part's place between 0 and 1: multiples of the golden ratio lie evenly, without chance."""
    return part_id * 0.618033988749895 % 1.0
