"""Which message a receipt without a match may be about: what speaks for each, as words and as an order.

Nothing here decides. A receipt whose id matches nothing is matched by a person, who sees what agrees and what
does not: the number it came from, the sender it went to, how long after the message it was told, and the
beginning of the text where the receipt quotes it (SMPP 3.4, appendix B: the first 20 octets).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vox_console.domain.message import FINAL_DELIVERIES, DeliveryState, SubmitState

MOST_SUGGESTED: Final = 5
_SOON_US: Final = 10 * 60 * 1_000_000
_QUOTED_LEAST: Final = 3  # characters of a text that say anything

_SUBMITS: Final = {
    SubmitState.ACCEPTED: "accepted, and nothing final was told of it",
    SubmitState.UNKNOWN: "its fate is unknown",
}


@dataclass(frozen=True, slots=True)
class ToldBy:
    """What a receipt says beside its id.

    sender: whom the message was from, as the receipt has it. quoted: the beginning of a text, "" for none.
    told_at_us: when it came. Moments are microseconds since 1970, UTC.
    """

    sender: str
    quoted: str
    told_at_us: int


@dataclass(frozen=True, slots=True)
class Possible:
    """A part of a message to the receipt's number, sent before it came."""

    part_id: int
    sender: str
    text: str
    submit: SubmitState
    delivery: DeliveryState
    left_at_us: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One of the messages that may be meant. weight: the more, the likelier. reasons: what agrees or not."""

    part_id: int
    weight: int
    reasons: tuple[str, ...]


def suggest(receipt: ToldBy, possible: Iterable[Possible]) -> list[Suggestion]:
    """Give the likeliest messages, likeliest first; of equal ones the nearer in time comes first."""
    found = [
        (suggestion, receipt.told_at_us - each.left_at_us)
        for each in possible
        if (suggestion := _weigh(receipt, each)) is not None
    ]
    found.sort(key=lambda pair: (-pair[0].weight, pair[1]))
    return [suggestion for suggestion, _ in found[:MOST_SUGGESTED]]


def _weigh(receipt: ToldBy, each: Possible) -> Suggestion | None:
    """Weigh one; None for what cannot be meant: it left later, or its end is known."""
    after_us = receipt.told_at_us - each.left_at_us
    if each.submit not in _SUBMITS or each.delivery in FINAL_DELIVERIES or after_us < 0:
        return None
    reasons, weight = [_SUBMITS[each.submit]], 0
    if each.sender.casefold() == receipt.sender.casefold():
        weight += 2
        reasons.append("same sender")
    else:
        weight -= 2
        reasons.append("another sender")
    if len(receipt.quoted) >= _QUOTED_LEAST:
        agrees = each.text.startswith(receipt.quoted)
        weight += 3 if agrees else -3
        reasons.append("its text begins as quoted" if agrees else "its text is another")
    if after_us <= _SOON_US:
        weight += 1
    reasons.append(f"told {_later(after_us)} after it left")
    return Suggestion(each.part_id, weight, tuple(reasons))


def _later(after_us: int) -> str:
    seconds = after_us // 1_000_000
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
