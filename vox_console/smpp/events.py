"""What a session learnt from one portion of bytes, or from time passing.

What grows with traffic travels in the lists of :class:`Received` as plain tuples; what is rare and
changes the link travels as an event each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from vox_console.domain.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Bound:
    """The provider accepted the bind. sc_interface_version is None when it did not tell."""

    system_id: str
    sc_interface_version: int | None


@dataclass(frozen=True, slots=True)
class BindRefusedByPeer:
    """The provider refused the bind with this command_status. The session is closed."""

    status: int


@dataclass(frozen=True, slots=True)
class PeerUnbound:
    """The provider unbound; unbind_resp is among the bytes to send. The session is closed."""


@dataclass(frozen=True, slots=True)
class Unbound:
    """Our own unbind was answered, or crossed the provider's. The session is closed."""


@dataclass(frozen=True, slots=True)
class LinkDead:
    """The link is of no more use, for a reason in words. The session is closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProtocolFault:
    """The provider sent something that is not in order; the session goes on."""

    text: str


@dataclass(frozen=True, slots=True)
class OutbindReceived:
    """The provider asks to be bound to (§4.1.7); there is nothing to answer."""


@dataclass(frozen=True, slots=True)
class AlertReceived:
    """A subscriber is reachable again (§4.12); there is nothing to answer."""


Event = (
    Bound
    | BindRefusedByPeer
    | PeerUnbound
    | Unbound
    | LinkDead
    | ProtocolFault
    | OutbindReceived
    | AlertReceived
)


class ArrivalToken(NamedTuple):
    """What acknowledges an arrival: the peer's own sequence number, and which response it wants."""

    sequence: int
    is_data_sm: bool


@dataclass(slots=True)
class Received:
    """One batch of news.

    answers: (sequence, command_status, message_id) of each submit_sm_resp, also late and unknown ones.
    arrivals: what the provider pushed, with the token for Session.acknowledge.
    timed_out: sequences whose answer is overdue; an answer may still come.
    round_trip_ms: of an enquire_link answered in this batch.
    """

    answers: list[tuple[int, int, str]] = field(default_factory=list)
    arrivals: list[tuple[ArrivalToken, Delivery]] = field(default_factory=list)
    timed_out: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    round_trip_ms: float | None = None
