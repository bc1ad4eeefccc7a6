"""What the outcomes of submits mean: to the pacer in numbers, to the journal one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from vox_console.domain.message import SubmitState
from vox_console.storage.settlement import NO_ANSWER, Settled
from vox_console.transports.base import Accepted, NotSent, Refused, SubmitOutcome, Unanswered


@dataclass(slots=True)
class Tally:
    """How many requests ended how, as :class:`.pacing.Pacer` counts them.

    billed, unsent_billed: parts that the throttled and the unsent were billed as. pause_s: the longest that
    the provider asked for.
    """

    good: int = 0
    throttled: int = 0
    lost: int = 0
    unsent: int = 0
    billed: int = 0
    unsent_billed: int = 0
    pause_s: float = 0.0


def tally(outcomes: Iterable[SubmitOutcome], on_the_wire: dict[int, int]) -> Tally:
    """Count outcomes and take them off `on_the_wire`: the attempts not told of yet, and their parts.

    A late answer was counted when it was given up; it frees no second place in the window.
    """
    count = Tally()
    for outcome in outcomes:
        parts = on_the_wire.pop(outcome.attempt_id, 0)
        first = parts > 0
        match outcome:
            case Refused() if outcome.for_now:
                count.throttled += first
                count.billed += parts
                count.pause_s = max(count.pause_s, outcome.retry_after_s or 0.0)
            case Unanswered():
                count.lost += first
            case NotSent():
                count.unsent += first
                count.unsent_billed += parts
            case _:
                count.good += first
    return count


def settled_as(outcome: SubmitOutcome) -> Settled:
    """Say what an outcome is to the journal."""
    answer = outcome.answer or NO_ANSWER
    match outcome:
        case Accepted(attempt_id, provider_id, more_ids):
            return Settled(
                attempt_id, SubmitState.ACCEPTED, provider_id=provider_id, more_ids=more_ids, answer=answer
            )
        case Refused(attempt_id, status, reason):
            return Settled(
                attempt_id,
                SubmitState.REFUSED,
                command_status=status,
                reason=reason,
                for_now=outcome.for_now,
                answer=answer,
            )
        case Unanswered(attempt_id, reason):
            return Settled(attempt_id, SubmitState.UNKNOWN, reason=reason, answer=answer)
        case NotSent(attempt_id, reason):
            return Settled(attempt_id, SubmitState.QUEUED, reason=reason, answer=answer)
        case _:
            assert_never(outcome)
