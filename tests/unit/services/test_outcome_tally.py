"""Outcomes as the pacer counts them and as the journal stores them."""

from __future__ import annotations

import pytest

from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.message import SubmitState
from vox_console.services.outcome_tally import Tally, settled_as, tally
from vox_console.storage.settlement import NO_ANSWER, Settled
from vox_console.transports.base import Accepted, NotSent, Refused, SubmitOutcome, Unanswered

THROTTLED = 0x58
RINVDSTADR = 0x0B
ANSWER = HttpAnswer(429, "slow down")


def test_each_kind_is_counted_with_its_parts_and_taken_off_the_wire() -> None:
    on_the_wire = {1: 1, 2: 3, 3: 2, 4: 5, 5: 1, 6: 4}
    count = tally(
        [
            Accepted(1, "id"),
            Refused(2, THROTTLED),
            Refused(3, reason="slow down", retry_after_s=7.0),
            NotSent(4, "the link is gone"),
            Refused(5, RINVDSTADR),
        ],
        on_the_wire,
    )
    assert count == Tally(good=2, throttled=2, unsent=1, billed=5, unsent_billed=5, pause_s=7.0)
    assert on_the_wire == {6: 4}


def test_a_late_answer_is_counted_once_only() -> None:
    on_the_wire = {1: 2}
    assert tally([Unanswered(1, "no answer")], on_the_wire) == Tally(lost=1)
    assert tally([Accepted(1, "id")], on_the_wire) == Tally()


@pytest.mark.parametrize(
    ("outcome", "settled"),
    [
        (Accepted(1, "a", ("b",)), Settled(1, SubmitState.ACCEPTED, provider_id="a", more_ids=("b",))),
        (
            Refused(1, THROTTLED, answer=ANSWER),
            Settled(1, SubmitState.REFUSED, command_status=THROTTLED, for_now=True, answer=ANSWER),
        ),
        (Refused(1, reason="no"), Settled(1, SubmitState.REFUSED, reason="no", for_now=False)),
        (Unanswered(1, "no answer"), Settled(1, SubmitState.UNKNOWN, reason="no answer", answer=NO_ANSWER)),
        (NotSent(1, "gone"), Settled(1, SubmitState.QUEUED, reason="gone")),
    ],
    ids=["accepted", "throttled", "refused", "unanswered", "not sent"],
)
def test_the_journal_is_told_what_it_is(outcome: SubmitOutcome, settled: Settled) -> None:
    assert settled_as(outcome) == settled
