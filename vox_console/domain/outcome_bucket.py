"""What became of messages, in the few words a chart has room for: every state in exactly one.

A chart that leaves a state out, or counts one twice, lies in its sum. So the table below has every state, a
test holds it to that, and nobody counts states in any other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vox_console.domain.message import MessageState


class Bucket(StrEnum):
    """Outcomes, in the order in which they are stacked."""

    DELIVERED = "delivered"
    UNDER_WAY = "under way"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"


BUCKETS: Final[Mapping[MessageState, Bucket]] = {
    MessageState.DELIVERED: Bucket.DELIVERED,
    MessageState.QUEUED: Bucket.UNDER_WAY,
    MessageState.SENDING: Bucket.UNDER_WAY,
    MessageState.ACCEPTED: Bucket.UNDER_WAY,
    MessageState.ENROUTE: Bucket.UNDER_WAY,
    MessageState.REFUSED: Bucket.FAILED,
    MessageState.UNDELIVERABLE: Bucket.FAILED,
    MessageState.REJECTED: Bucket.FAILED,
    MessageState.EXPIRED: Bucket.FAILED,
    MessageState.DELETED: Bucket.FAILED,
    MessageState.UNKNOWN: Bucket.UNKNOWN,
    MessageState.FORGOTTEN: Bucket.UNKNOWN,
    MessageState.DRAFT: Bucket.NOT_SENT,
}


def outcomes(states: Mapping[str, int]) -> dict[Bucket, int]:
    """Count messages by outcome; each bucket stands there, also with none. states: counts by state word."""
    counts = dict.fromkeys(Bucket, 0)
    for state, count in states.items():
        counts[BUCKETS[MessageState(state)]] += count
    return counts


def delivery_rate(counts: Mapping[Bucket, int]) -> float | None:
    """Give the share of the delivered among those whose end is known, 0 to 1; None while none has ended."""
    ended = counts[Bucket.DELIVERED] + counts[Bucket.FAILED]
    return counts[Bucket.DELIVERED] / ended if ended else None
