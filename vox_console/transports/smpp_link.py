"""One TCP connection to a provider: a session core, a socket, one timer.

Theory of operation. Whatever happens (bytes, a deadline, a call from the owner) runs the same three
steps: tell the session, hand on its news, write once what it has to say. Calls that the owner makes
while it is being told news only fill the session; the write at the end takes them along, so an
answered window is refilled in the same write.

Numbers that are on the wire are mapped back to attempts here. An overdue one is remembered for its
late answer, up to a limit, so that lost answers cannot fill the memory.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar, cast

from vox_console.domain.command_status import bind_refusal
from vox_console.domain.errors import LinkError, VoxError
from vox_console.domain.submission import SubmitRequest
from vox_console.smpp import events
from vox_console.smpp.pdus import CommandStatus
from vox_console.smpp.session import Session, SessionConfig
from vox_console.smpp.session_state import SessionState
from vox_console.transports.base import (
    Accepted,
    Arrival,
    Confirm,
    NotSent,
    Refused,
    Sink,
    SubmitOutcome,
    Unanswered,
)

News = TypeVar("News")

REMEMBERED_LATE: Final = 100_000
CLOSE_GRACE_S: Final = 2.0
MOST_NOTES: Final = 20  # distinct ones per connection; a broken peer must not flood the person

CONFIRM_STATUS: Final = {
    Confirm.STORED: CommandStatus.ESME_ROK,
    Confirm.TRY_AGAIN: CommandStatus.ESME_RX_T_APPN,
}


class Link(asyncio.Protocol):
    """The protocol object of one connection.

    closed: resolves, after all outcomes were handed on, with why the connection ended.
    """

    def __init__(
        self,
        config: SessionConfig,
        *,
        name: str,
        sink: Sink,
        monotonic_s: Callable[[], float],
        bound: Callable[[str], None],
        writable: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._config = config
        self._sink = sink
        self._monotonic_s = monotonic_s
        self._bound = bound
        self._writable = writable
        self._session = Session(config, now_s=monotonic_s())
        self._socket: asyncio.Transport | None = None
        self._attempts: dict[int, int] = {}  # sequence -> attempt, waiting for an answer
        self._late: OrderedDict[int, int] = OrderedDict()  # the same, overdue; oldest first
        self._telling = False
        self._paused = False
        self._ended = False
        self._refused_lease = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at_s = 0.0
        self._closing: asyncio.TimerHandle | None = None
        self._fault: VoxError | None = None
        self._notes: set[str] = set()
        self.name = name
        self.closed: asyncio.Future[VoxError] = self._loop.create_future()

    # ---- what the owner calls

    def start(self) -> None:
        """Send the bind. Raises UnencodableField when a credential fits no PDU."""
        self._session.start()
        self._flush()

    def lease(self, count: int) -> Sequence[int] | None:
        """Give sequence numbers, or None when nothing can be sent now."""
        if self._session.state is not SessionState.BOUND:
            return None
        if self._paused:
            self._refused_lease = True
            return None
        return self._session.lease(count)

    def submit(self, requests: Sequence[SubmitRequest]) -> None:
        """Send requests under numbers of this link."""
        if self._session.state is not SessionState.BOUND:
            self._tell_soon([NotSent(request.attempt_id, "the link is not bound") for request in requests])
            return
        refused = self._session.submit(requests, now_s=self._monotonic_s())
        self._attempts.update({request.sequence: request.attempt_id for request in requests})
        if refused:
            for request, _ in refused:
                del self._attempts[request.sequence]
            self._tell_soon([Refused(request.attempt_id, fault.command_status) for request, fault in refused])
            self._note(LinkError("A message was refused before it was sent", detail=str(refused[0][1])))
        self._flush()

    def confirm(self, tokens: Iterable[events.ArrivalToken], verdict: Confirm) -> None:
        """Acknowledge arrivals of this link."""
        self._session.acknowledge(tokens, CONFIRM_STATUS[verdict])
        self._flush()

    def end(self) -> None:
        """Unbind and close; ``closed`` resolves within the unbind time-out."""
        self._ended = True
        self._session.unbind(self._monotonic_s())
        self._flush()

    # ---- what the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket. asyncio itself has set TCP_NODELAY on it."""
        self._socket = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take one portion of bytes: one parse, one round of news, one write."""
        self._tell(self._session.receive_data(data, self._monotonic_s()))

    def pause_writing(self) -> None:
        """Lease nothing while the peer does not read."""
        self._paused = True

    def resume_writing(self) -> None:
        """Go on, and say so to whom a lease was refused."""
        self._paused = False
        if self._refused_lease:
            self._refused_lease = False
            self._writable()

    def connection_lost(self, exc: Exception | None) -> None:
        """Settle everything that was on the wire, then resolve ``closed``."""
        for timer in (self._timer, self._closing):
            if timer is not None:
                timer.cancel()
        was_bound = self._session.state is not SessionState.BINDING
        self._session.connection_lost()
        reason = f"the link {'was unbound here' if self._ended else 'closed'} before the answer came"
        unanswered = [Unanswered(attempt_id, reason) for attempt_id in self._attempts.values()]
        if unanswered:
            self._guarded(self._sink.outcomes, unanswered)
        if self._fault is None:
            self._fault = LinkError(
                "The provider closed the connection" if exc is None else "The connection broke",
                detail="" if was_bound else "It did so before it answered the bind.",
                hint="" if was_bound else "Some providers do so when this computer's address is not allowed.",
            )
        if not self.closed.done():
            self.closed.set_result(self._fault)

    # ---- one round

    def _tell(self, received: events.Received) -> None:
        self._telling = True
        try:
            for event in received.events:
                self._take_event(event)
            outcomes = self._outcomes(received)
            if outcomes:
                self._guarded(self._sink.outcomes, outcomes)
            if received.arrivals:
                arrivals = [Arrival((self, token), delivery) for token, delivery in received.arrivals]
                if not self._guarded(self._sink.arrivals, arrivals):
                    self._session.acknowledge(
                        [token for token, _ in received.arrivals], CommandStatus.ESME_RX_T_APPN
                    )
            if received.round_trip_ms is not None:
                self._guarded(self._sink.round_trip, received.round_trip_ms)
        finally:
            self._telling = False
            self._flush()

    def _outcomes(self, received: events.Received) -> list[SubmitOutcome]:
        attempts, late = self._attempts, self._late
        outcomes: list[SubmitOutcome] = []
        for sequence, status, message_id in received.answers:
            attempt_id = attempts.pop(sequence, None)
            if attempt_id is None:
                attempt_id = late.pop(sequence, None)
                if attempt_id is None:
                    continue  # answered before, or never asked
            outcomes.append(Refused(attempt_id, status) if status else Accepted(attempt_id, message_id))
        for sequence in received.timed_out:
            attempt_id = attempts.pop(sequence)
            late[sequence] = attempt_id
            reason = f"no answer within {self._config.response_timeout_s:g} s"
            outcomes.append(Unanswered(attempt_id, reason))
        while len(late) > REMEMBERED_LATE:
            late.popitem(last=False)
        return outcomes

    def _take_event(self, event: events.Event) -> None:
        match event:
            case events.Bound(system_id):
                self._guarded(self._bound, system_id)
            case events.BindRefusedByPeer(status):
                self._fault = bind_refusal(status)
            case events.PeerUnbound():
                self._fault = LinkError("The provider ended the session")
            case events.Unbound():
                pass
            case events.LinkDead(reason):
                self._fault = LinkError("The link is dead", detail=reason)
            case events.ProtocolFault(text):
                self._note(LinkError("The provider sent something out of order", detail=text))
            case events.OutbindReceived():
                self._note(LinkError("The provider asked to be bound to (outbind)"))
            case events.AlertReceived():
                self._note(LinkError("The provider sent an alert notification"))

    def _note(self, fault: LinkError) -> None:
        if len(self._notes) < MOST_NOTES and str(fault) not in self._notes:
            self._notes.add(str(fault))
            self._guarded(self._sink.noted, fault)

    def _guarded(self, tell: Callable[[News], None], news: News) -> bool:
        """Hand on news; a bug in who takes it is reported and must not end the link."""
        try:
            tell(news)
        except Exception as bug:  # noqa: BLE001 - a message that trips it would else end every new link too
            self._loop.call_exception_handler({"message": "a transport's sink failed", "exception": bug})
            return False
        return True

    def _tell_soon(self, outcomes: Sequence[SubmitOutcome]) -> None:
        # Not at once: the caller is still in the middle of submitting these.
        self._loop.call_soon(self._guarded, self._sink.outcomes, outcomes)

    def _flush(self) -> None:
        if self._telling or self._socket is None:
            return
        octets = self._session.data_to_send()
        if octets and not self._socket.is_closing():
            self._socket.write(octets)
        if self._session.state is SessionState.CLOSED:
            self._close()
        else:
            self._arm()

    def _close(self) -> None:
        if self._closing is None and self._socket is not None:
            self._socket.close()  # writes first what is left; a peer that does not read is cut off
            self._closing = self._loop.call_later(CLOSE_GRACE_S, self._socket.abort)

    def _arm(self) -> None:
        """Set the timer. One that would ring too early is left: it sets itself anew when it rings."""
        deadline_s = self._session.next_deadline_s()
        if deadline_s is None:
            return
        if self._timer is not None:
            if self._timer_at_s <= deadline_s:
                return
            self._timer.cancel()
        self._timer_at_s = deadline_s
        self._timer = self._loop.call_later(max(0.0, deadline_s - self._monotonic_s()), self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._tell(self._session.handle_deadline(self._monotonic_s()))
