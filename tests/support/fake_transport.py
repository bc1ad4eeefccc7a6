"""A transport without a network: a test plays the provider behind it.

It keeps the contract of :class:`vox_console.transports.base.Transport`: outcomes come one loop turn after
what caused them, every request ends in one outcome, and leaving reports what stayed unanswered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.errors import VoxError
from vox_console.domain.link import Bound, Connecting, LinkState, Offline, Stopped, Waiting
from vox_console.domain.rest_message import DATA_CODINGS, SENDER_OCTETS
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.base import (
    Accepted,
    Arrival,
    Capabilities,
    Confirm,
    Lease,
    NotSent,
    Refused,
    Sink,
    SubmitOutcome,
    Unanswered,
)

_Maker = Callable[[int], SubmitOutcome]

ADDRESS = "provider.example:2876"
CLOSED = "the link was closed before the answer came"


REST = Capabilities(
    name="rest",
    receipts=True,
    data_codings=DATA_CODINGS,
    sender_octets=SENDER_OCTETS,
    caller_splits=False,
    validity=False,
    queries=True,
)
"""What a way over REST can do."""


class FakeTransport:
    """The link and the provider. Bound and answering as soon as it runs, unless told otherwise.

    journal: when given, each submit looks into this file with a connection of its own and remembers the
    attempts it did not find there as reserved (`too_early`).
    """

    capabilities = Capabilities(
        name="smpp", receipts=True, data_codings=frozenset(range(256)), sender_octets=20, caller_splits=True
    )

    def __init__(
        self, *, binds: bool = True, answers: bool = True, room: int = 1_000, journal: Path | None = None
    ) -> None:
        self.binds = binds
        self.answers = answers
        self.room = room
        self.submitted: list[SubmitRequest] = []
        self.most_open = 0
        self.open: dict[int, SubmitRequest] = {}
        self.too_early: list[int] = []
        self.confirmed: list[tuple[object, Confirm]] = []
        self.bind_requests = 0
        self.runs = 0
        self.running = False
        self.breaks_with: Exception | None = None
        self.journal = journal
        self._sink: Sink | None = None
        self._session = ""
        self._sequences = count(2)
        self._sessions = count(1)
        self._tokens = count(1)

    # ---- the transport's side

    async def run(self, sink: Sink) -> None:
        """Stay until cancelled."""
        self._sink = sink
        self.runs += 1
        self.running = True
        try:
            if self.breaks_with is not None:
                raise self.breaks_with
            self._tell(Connecting(ADDRESS))
            if self.binds:
                self.bound()
            await asyncio.get_running_loop().create_future()
        finally:
            self.running = False
            self._end(Offline())

    def bind_now(self) -> None:
        """Bind at once, when it would bind at all."""
        self.bind_requests += 1
        if self.binds and not self._session:
            self.bound()

    def lease(self, count: int) -> Lease | None:
        """Give at most `room` numbers, None when not bound or without room."""
        size = min(count, self.room - len(self.open))
        if not self._session or size <= 0:
            return None
        return Lease(self._session, [next(self._sequences) for _ in range(size)])

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        """Take requests; answer them by itself when it `answers`."""
        if session != self._session:
            self._soon([NotSent(request.attempt_id, "the link is gone") for request in requests])
            return
        self._look_into_the_journal(requests)
        self.submitted.extend(requests)
        self.open.update((request.attempt_id, request) for request in requests)
        self.most_open = max(self.most_open, len(self.open))
        if self.answers:
            asyncio.get_running_loop().call_soon(self.accept, requests)

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        """Remember what was acknowledged."""
        self.confirmed.extend((token, verdict) for token in tokens)

    # ---- the provider's side, for tests

    def bound(self) -> None:
        """Be bound under a new session name."""
        self._session = f"session-{next(self._sessions)}"
        self._tell(Bound(ADDRESS, self._session, 1_795_348_800_000_000, encrypted=True, system_id="Vox"))

    def lost(self, reason: str = "The connection was reset.") -> None:
        """Lose the connection: what is open stays unanswered."""
        self._end(Waiting(ADDRESS, attempt=1, retry_at_s=107.4, reason=reason))

    def stopped(self) -> None:
        """Be refused for good."""
        self._end(Stopped(ADDRESS, "The provider refused the bind", "Wrong password.", "Type it again."))

    def accept(self, requests: Iterable[SubmitRequest], *, prefix: str = "id-") -> None:
        """Answer with ids made from the attempt's number."""
        self._answer(requests, lambda attempt_id: Accepted(attempt_id, f"{prefix}{attempt_id}"))

    def refuse(self, requests: Iterable[SubmitRequest], status: int) -> None:
        """Answer with an error."""
        self._answer(requests, lambda attempt_id: Refused(attempt_id, status))

    def give_up(self, requests: Iterable[SubmitRequest], reason: str = "no answer within 30 s") -> None:
        """Let the time for an answer end."""
        self._answer(requests, lambda attempt_id: Unanswered(attempt_id, reason))

    def answer_late(self, request: SubmitRequest, provider_id: str) -> None:
        """Answer a request that was given up."""
        self._outcomes([Accepted(request.attempt_id, provider_id)])

    def push(self, *deliveries: Delivery) -> list[object]:
        """Push all at once; give the tokens."""
        arrivals = [Arrival(f"token-{next(self._tokens)}", delivery) for delivery in deliveries]
        if self._sink is not None:
            self._sink.arrivals(arrivals)
        return [arrival.token for arrival in arrivals]

    def measure(self, milliseconds: float) -> None:
        """Tell a round trip."""
        if self._sink is not None:
            self._sink.round_trip(milliseconds)

    def note(self, fault: VoxError) -> None:
        """Tell something a person may want to know."""
        if self._sink is not None:
            self._sink.noted(fault)

    # ---- inside

    def _tell(self, state: LinkState) -> None:
        if self._sink is not None:
            self._sink.link_changed(state)

    def _end(self, state: LinkState) -> None:
        self._session = ""
        self.give_up(list(self.open.values()), CLOSED)
        self._tell(state)

    def _answer(self, requests: Iterable[SubmitRequest], outcome: _Maker) -> None:
        known = [request for request in requests if self.open.pop(request.attempt_id, None)]
        self._outcomes([outcome(request.attempt_id) for request in known])

    def _outcomes(self, outcomes: list[SubmitOutcome]) -> None:
        if outcomes and self._sink is not None:
            self._sink.outcomes(outcomes)

    def _soon(self, outcomes: list[SubmitOutcome]) -> None:
        asyncio.get_running_loop().call_soon(self._outcomes, outcomes)

    def _look_into_the_journal(self, requests: Sequence[SubmitRequest]) -> None:
        if self.journal is None:
            return
        other = apsw.Connection(str(self.journal), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            durable = {row[0] for row in other.execute("SELECT id FROM attempts WHERE state = 'reserved'")}
        finally:
            other.close()
        self.too_early += [each.attempt_id for each in requests if each.attempt_id not in durable]


def receipt(
    provider_id: str, stat: str = "DELIVRD", *, to: str = "381641234567", error_code: str = "000"
) -> Delivery:
    """Give a receipt as text (SMPP 3.4 appendix B); `to` is the message's recipient."""
    text = (
        f"id:{provider_id} sub:001 dlvrd:001 submit date:2611221200 done date:2611221201"
        f" stat:{stat} err:{error_code} text:Hello"
    )
    return Delivery(to, "Vox", 0x04, 0, text.encode(), raw=b"PDU " + text.encode())


def customer_message(text: str = "YES", *, raw: bytes = b"PDU") -> Delivery:
    """Give somebody's message."""
    return Delivery("381641234567", "38164000", 0, 0, text.encode(), raw=raw)
