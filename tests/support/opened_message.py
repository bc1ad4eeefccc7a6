"""A message as it is opened, without a window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vox_console.domain.evidence import Evidence
from vox_console.domain.message import Message
from vox_console.presenters.delivery_state import EvidenceState
from vox_console.presenters.evidence_clock import Asking
from vox_console.presenters.evidence_words import evidence_state

NOTHING = Evidence((), ())


def utc(us: int) -> datetime:
    """Give a moment as the clock at Greenwich shows it."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def opened(
    shown: Message,
    evidence: Evidence = NOTHING,
    *,
    bound: bool = True,
    now_us: int = 0,
    too_late: bool = False,
    asking: Asking | None = None,
) -> EvidenceState:
    """Open a message."""
    return evidence_state(shown, evidence, utc, bound=bound, now_us=now_us, too_late=too_late, asking=asking)


def particulars(state: EvidenceState) -> dict[str, str]:
    """Give the facts by their labels."""
    return {fact.label: fact.value for fact in state.facts}


def titles(state: EvidenceState) -> list[str]:
    """Give what the lines of the story are called."""
    return [line.title for line in state.lines]
