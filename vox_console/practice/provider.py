"""The provider itself, sans-IO: connections, binds and the link; everything but sockets and the clock.

Theory of operation. The shell calls :meth:`Provider.opened`, :meth:`Provider.received` and
:meth:`Provider.closed` for its connections and :meth:`Provider.run_due` when the timetable says so,
each with the present monotonic time. Afterwards it writes what the sessions in ``state.touched``
hold. Every step is synchronous: a thousand submits in one readable event become one write. The work
is divided::

    smsc_session   what is legal on one connection, and what is unanswered there
    intake         submit_sm -> verdict and answer
    reporter       accepted message -> receipts, at their times
    pusher         receipts and customers' messages -> sessions, until acknowledged
    callbacks      the same for listeners of callbacks
    rest_desk      requests to the REST port -> answers, now or later
"""

from __future__ import annotations

from functools import partial
from itertools import count

from vox_console.practice.callbacks import Callbacks
from vox_console.practice.customer_desk import CustomerDesk
from vox_console.practice.intake import Intake
from vox_console.practice.ledger import Ledger
from vox_console.practice.message_ids import IdMint
from vox_console.practice.pusher import Pusher
from vox_console.practice.reporter import Reporter
from vox_console.practice.rest_desk import RestDesk
from vox_console.practice.smsc_session import Ending, SessionState, SmscSession
from vox_console.practice.state import ProviderState
from vox_console.smpp import codec
from vox_console.smpp.pdus import (
    INTERFACE_VERSION_34,
    BindRequest,
    BindResponse,
    DataSmResp,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Pdu,
    SubmitSm,
    Unbind,
    UnbindResp,
)

SMSC_SYSTEM_ID = "VoxPractice"
MISSED_PROBES = 2


class Provider:
    """One practice provider; see ProviderState for epoch_offset_s, IdMint for mint."""

    def __init__(self, ledger: Ledger, *, epoch_offset_s: float, mint: IdMint | None = None) -> None:
        self.state = ProviderState(ledger, epoch_offset_s)
        self.pusher = Pusher(self.state)
        self.callbacks = Callbacks(self.state)
        self.reporter = Reporter(self.state, self.pusher, self.callbacks)
        self._mint = mint or IdMint()
        self.customers = CustomerDesk(self.state, self.reporter, self._mint)
        self.intake = Intake(self.state, self.reporter, self._mint)
        self.desk = RestDesk(self.state, self.reporter, self._mint)
        self._names = count(1)

    def opened(self, now: float) -> SmscSession:
        """Take a new connection and give its session."""
        state = self.state
        session = SmscSession(
            f"s{next(self._names)}", ledger=state.ledger, push_window=state.tuning.push_window, now=now
        )
        state.sessions[session.name] = session
        state.ledger.counts.connections += 1
        if state.faults.refuses_connections:
            session.end(Ending.FLUSH)
            state.touched.add(session)
        self._watch(session, now)
        return session

    def received(self, session: SmscSession, data: bytes, now: float) -> None:
        """Take bytes of a connection."""
        submit = self.intake.submit
        for pdu, octets in session.receive(data, now):
            if type(pdu) is SubmitSm:
                submit(session, pdu, octets, now)
            else:
                self._take(session, pdu, now)
        self.state.touched.add(session)

    def closed(self, session: SmscSession, now: float) -> None:
        """Take note that a connection is gone; what it had not acknowledged will be sent again."""
        session.state = SessionState.CLOSED
        self.state.sessions.pop(session.name, None)
        self.state.touched.discard(session)
        self.state.ledger.note("closed", session=session.name)
        if session.account is not None:
            session.account.sessions.remove(session)
            self.pusher.session_ended(session, now)

    def run_due(self, now: float) -> None:
        """Do what is due."""
        self.state.timetable.run(now)

    def reset(self) -> None:
        """Forget messages, queues, faults, callback addresses and ledger; sessions and accounts stay."""
        state = self.state
        state.timetable.clear()
        state.faults.clear()
        state.ledger.reset()
        state.statuses.clear()
        self.intake.clear()
        self.desk.clear()
        self.pusher.clear()
        self.callbacks.clear()
        for account in state.accounts.all():
            account.waiting.clear()
        for session in state.sessions.values():
            session.unanswered.clear()
            session.held.clear()
            self._watch(session, session.last_heard)

    def new_id(self) -> str:
        """Give an id that no message has."""
        return self._mint.next()[0]

    def send_enquire_link(self, session: SmscSession) -> None:
        """Ask a client whether it lives."""
        session.send(codec.encode(EnquireLink(session.next_sequence())))
        self.state.touched.add(session)

    def _take(self, session: SmscSession, pdu: Pdu, now: float) -> None:
        counts = self.state.ledger.counts
        match pdu:
            case DeliverSmResp() | DataSmResp():
                self.pusher.answered(session, pdu.sequence, pdu.status, now)
            case EnquireLink():
                counts.enquire_links += 1
                if self.state.faults.answers_enquire_link:
                    session.send(codec.encode(EnquireLinkResp(pdu.sequence)))
            case EnquireLinkResp():
                counts.enquire_link_answers += 1
            case BindRequest():
                self._bind(session, pdu, now)
            case Unbind():
                counts.unbinds += 1
                if self.state.faults.answers_unbind:
                    session.send(codec.encode(UnbindResp(pdu.sequence)))
                    session.end(Ending.FLUSH)
            case UnbindResp():
                session.end(Ending.FLUSH)
            case GenericNack():
                counts.generic_nacks += 1
                # A nack of a push is an answer with an error like any other.
                self.pusher.answered(session, pdu.sequence, pdu.status, now)
            case _:
                raise AssertionError(type(pdu))  # SmscSession.receive yields nothing else

    def _bind(self, session: SmscSession, request: BindRequest, now: float) -> None:
        state = self.state
        status = state.faults.binds.take() or state.accounts.decide(request.system_id, request.password)
        account = state.accounts.get(request.system_id)
        state.ledger.note("bind", session=session.name, system_id=request.system_id, status=status)
        if status or account is None:
            state.ledger.counts.binds_refused += 1
            session.send(codec.encode(BindResponse(request.kind, request.sequence, status)))
            return
        state.ledger.counts.binds += 1
        session.bound(request, account)
        account.sessions.append(session)
        response = BindResponse(
            request.kind,
            request.sequence,
            system_id=SMSC_SYSTEM_ID,
            sc_interface_version=INTERFACE_VERSION_34,
        )
        session.send(codec.encode(response))
        self.pusher.pump(account, now)

    def _watch(self, session: SmscSession, now: float) -> None:
        interval_s = self.state.tuning.enquire_link_s
        if interval_s:
            self.state.timetable.at(now + interval_s, partial(self._probe, session))

    def _probe(self, session: SmscSession, now: float) -> None:
        """Ask a silent client whether it lives, and close on one that never answers."""
        if session.state is SessionState.CLOSED or session.ending is not None:
            return
        interval_s = self.state.tuning.enquire_link_s
        if not interval_s:
            return
        silent_until = session.last_heard + interval_s
        if session.probes == 0 and now < silent_until:
            self.state.timetable.at(silent_until, partial(self._probe, session))
            return
        if session.probes >= MISSED_PROBES:
            session.end(Ending.FLUSH)
            self.state.touched.add(session)
            return
        session.probes += 1
        self.send_enquire_link(session)
        self._watch(session, now)
