"""The one interface every way to a provider has, and the values that cross it.

Theory of operation. A transport is a dumb, honest pipe. It keeps its own link alive, hands bytes
over, and says what it learnt. It never retries a submit and never decides anything about a message.

Sending has three steps, because intent must be durable before the first byte leaves::

    lease(n)            -> session name and n fresh sequence numbers      (nothing is written)
    ... the caller commits one attempt row per request: session, sequence, fingerprint ...
    submit(requests)    -> the bytes go out; outcomes come back through Sink.outcomes

Every request ends in exactly one outcome: Accepted, Refused, Unanswered or NotSent. A late answer
may follow an Unanswered one. Receiving is the mirror image: Sink.arrivals hands over what came in
with a token each; only :meth:`Transport.confirm`, called after the commit, acknowledges to the peer.

Everything is batched: one call of a sink method per readable event, never a future, task, timer or
signal per message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vox_console.domain.command_status import Verdict, submit_verdict
from vox_console.domain.delivery import Delivery
from vox_console.domain.errors import VoxError
from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.link import LinkState
from vox_console.domain.receipt import Receipt
from vox_console.domain.submission import SubmitRequest


@dataclass(frozen=True, slots=True)
class Lease:
    """Permission to prepare a batch: which session it is for, and the numbers it will carry."""

    session: str
    sequences: Sequence[int]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it and gave an id, or one for each segment it made (more_ids, in their order)."""

    attempt_id: int
    provider_id: str
    more_ids: tuple[str, ...] = ()
    answer: HttpAnswer | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider answered with an error: it was not accepted.

    command_status: 0 where the answer was not SMPP's; then reason says in words what it was.
    retry_after_s: not now, but unchanged after this many seconds (0: as we see fit); None: not at all.
    """

    attempt_id: int
    command_status: int = 0
    reason: str = ""
    retry_after_s: float | None = None
    answer: HttpAnswer | None = None

    @property
    def for_now(self) -> bool:
        """Whether the same request may be accepted later."""
        return self.retry_after_s is not None or submit_verdict(self.command_status) is Verdict.RETRY_LATER


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Bytes left, no answer came that decides: it may or may not have been accepted. reason is in words."""

    attempt_id: int
    reason: str
    answer: HttpAnswer | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly not taken, and not for its own sake: no byte left, or we were turned away. Queued again."""

    attempt_id: int
    reason: str
    answer: HttpAnswer | None = None


SubmitOutcome = Accepted | Refused | Unanswered | NotSent


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something the provider pushed, with the token that acknowledges it.

    receipt: what a status report says, where the way it came by leaves no doubt that it is one.
    """

    token: object
    delivery: Delivery
    receipt: Receipt | None = None


class Confirm(StrEnum):
    """What to tell the provider about an arrival, after the commit."""

    STORED = "stored"  # command_status 0
    TRY_AGAIN = "try_again"  # ESME_RX_T_APPN: could not be stored, send it again later


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a transport can do. Callers ask this, never "is this SMPP?".

    caller_splits: we encode and cut; otherwise the provider does. validity: a validity can be carried.
    queries: what became of a message has to be asked for. own_ids: attempts carry ids of ours.
    window: the most requests unanswered at a time, None for the account's own limit. burst: how many
    parts may leave at once although the rate is lower, because they travel in one request.
    """

    name: str
    receipts: bool
    data_codings: frozenset[int]
    sender_octets: int
    caller_splits: bool
    validity: bool = True
    queries: bool = False
    own_ids: bool = False
    window: int | None = None
    burst: int = 1

    @property
    def sends(self) -> bool:
        """Whether anything can be submitted this way; a listener only receives."""
        return bool(self.data_codings)


class Clock(Protocol):
    """The two clocks: UTC microseconds for people, monotonic seconds for deadlines."""

    def now_us(self) -> int:
        """Give the microseconds since 1970, UTC."""

    def monotonic_s(self) -> float:
        """Give seconds that never jump."""


class Sink(Protocol):
    """Where a transport reports. All calls happen on the event loop, in order."""

    def link_changed(self, state: LinkState) -> None:
        """Tell that the link is in a new state."""

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Take what became of submitted requests."""

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Take what was pushed to us; answer with Transport.confirm once it is durable."""

    def round_trip(self, milliseconds: float) -> None:
        """Take a measured enquire_link round trip."""

    def noted(self, fault: VoxError) -> None:
        """Take something a person may want to know that changes no state."""


class Transport(Protocol):
    """A way to the provider."""

    capabilities: Capabilities

    async def run(self, sink: Sink) -> None:
        """Keep the link alive until cancelled; unbinds cleanly on cancellation."""

    def bind_now(self) -> None:
        """Skip the wait, or leave Stopped, and try at once."""

    def lease(self, count: int) -> Lease | None:
        """Give numbers for `count` requests, or None when nothing can be sent now."""

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        """Send requests prepared under a lease of `session`.

        If that session is gone, each is answered with NotSent.
        """

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        """Acknowledge arrivals to the peer. Tokens of a session that is gone are dropped."""
