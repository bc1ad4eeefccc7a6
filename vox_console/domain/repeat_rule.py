"""Whether a message is the same one, sent again, or somebody says the same thing twice.

Theory of operation. A provider sends again what it thinks we did not get. Nothing in an SMS tells that apart
from a customer who answers "YES" to two questions, so there are three answers:

* certain: the provider's own id is the same, or it is the same part of the same long message (the reference
  and number of its header or sar_*). Only this may be shown as one message.
* possible: all of it is equal, and sending again is plausible: our answer to the first is not known to have
  left, or the second came within the time in which providers send again. Both are shown, the second marked.
* no repeat: everything else. Two different ids by the same way are two messages, whatever they say.

Sources: trust §2 line 12; provider_interface §6.3 (30 s to answer, then again for 24 hours), §6.1 (48 hours).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vox_console.domain.concatenation import DAY_US, PartPlace
from vox_console.domain.conversation import ConversationKey
from vox_console.domain.transport_name import Witness

__all__ = ["Arrival", "Repeat", "ResendHabit", "repeat_of"]


@dataclass(frozen=True, slots=True)
class ResendHabit:
    """How a provider sends again. within_us: after an answer that left; kept_us: while it has none."""

    within_us: int = 10 * 60 * 1_000_000
    kept_us: int = 2 * DAY_US


@dataclass(frozen=True, slots=True)
class Arrival:
    """One stored PDU of a customer's, as far as repeats are concerned.

    octets, data_coding, esm_class: as they arrived. answered: our acknowledgement is known to have left.
    provider_id: the provider's own id of the message, "" where it gives none; ids compare only within one
    witness. place: of a part of a long message.
    """

    id: int
    key: ConversationKey
    received_at_us: int
    octets: bytes
    data_coding: int = 0
    esm_class: int = 0
    witness: Witness = Witness.SMPP
    provider_id: str = ""
    place: PartPlace | None = None
    answered: bool = True

    @property
    def content(self) -> tuple[ConversationKey, bytes, int, int, PartPlace | None]:
        """Give what is equal in two copies of one message."""
        return self.key, self.octets, self.data_coding, self.esm_class, self.place


@dataclass(frozen=True, slots=True)
class Repeat:
    """What an arrival repeats. of: the earlier arrival's id. certain: it is the same message."""

    of: int
    certain: bool


HABIT = ResendHabit()


def repeat_of(arrival: Arrival, earlier: Iterable[Arrival], *, habit: ResendHabit = HABIT) -> Repeat | None:
    """Say what an arrival repeats, None if nothing. earlier: in any order; later ones are passed over.

    A certain repeat goes before a possible one, the latest before earlier ones.
    """
    best: tuple[bool, int, int] | None = None
    for other in earlier:
        came = (other.received_at_us, other.id)
        if came < (arrival.received_at_us, arrival.id) and other.content == arrival.content:
            certain = _certain(arrival, other)
            if certain or _possible(arrival, other, habit):
                best = max(best or (certain, *came), (certain, *came))
    return Repeat(best[2], certain=best[0]) if best else None


def _same_ids(arrival: Arrival, other: Arrival) -> bool | None:
    """Compare the provider's ids, None when they say nothing."""
    if arrival.witness is not other.witness or not arrival.provider_id or not other.provider_id:
        return None
    return arrival.provider_id == other.provider_id


def _certain(arrival: Arrival, other: Arrival) -> bool:
    same = _same_ids(arrival, other)
    if same is not None:
        return same
    return arrival.place is not None and arrival.received_at_us - other.received_at_us <= DAY_US


def _possible(arrival: Arrival, other: Arrival, habit: ResendHabit) -> bool:
    if _same_ids(arrival, other) is False:
        return False
    limit_us = habit.within_us if other.answered else habit.kept_us
    return arrival.received_at_us - other.received_at_us <= limit_us
