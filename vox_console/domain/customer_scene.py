"""What happens when a customer of the practice provider writes by himself."""

from __future__ import annotations

from enum import StrEnum


class Scene(StrEnum):
    """How a text comes."""

    PLAIN = "plain"
    SHUFFLED = "shuffled"  # the pieces of a long text out of order, one of them twice
    GAP = "gap"  # the second piece is missing
    STORM = "storm"  # many customers at once
    STOP = "stop"
    RIGHT_TO_LEFT = "right_to_left"
    BINARY = "binary"  # octets for a telephone's application


MOST_AT_ONCE = 10_000  # customers
