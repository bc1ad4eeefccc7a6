"""The session against a plain model: octets in any portions, timers, answers in any order, loss.

The model knows nothing of SMPP's octets. It keeps one word per submitted number, and what the peer
must have been answered with. What the peer says goes through ``wire`` and reaches the session only
when the ``arrive`` rule lets some of it through.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp import events, pdus
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.events import ArrivalToken, Received
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import BindKind, CommandStatus
from vox_console.smpp.session import Session, SessionConfig
from vox_console.smpp.session_state import SessionState

CONFIG = SessionConfig("console", Secret("secret"))
WAITING, OVERDUE, ANSWERED, LOST = "waiting", "overdue", "answered", "lost"


class SessionAgainstModel(RuleBasedStateMachine):
    @initialize()
    def connect(self) -> None:
        self.now_s = 0.0
        self.session = Session(CONFIG, now_s=self.now_s)
        self.session.start()
        self.wire = b""
        self.submits: dict[int, str] = {}
        self.sent_at: dict[int, float] = {}
        self.our_numbers: list[int] = []
        self.peer_number = 1000
        self.unacknowledged: list[ArrivalToken] = []
        self.answers_owed: Counter[tuple[str, int]] = Counter()  # by us, that may be with the peer by now
        self.answers_given: Counter[tuple[str, int]] = Counter()
        self.closed = False
        self.probe = 0
        self.framer = Framer()
        self.flush()

    # --- the peer speaks

    def say(self, pdu: pdus.Pdu) -> None:
        self.wire += encode(pdu)

    def next_peer_number(self) -> int:
        self.peer_number += 1
        return self.peer_number

    @precondition(lambda self: self.session.state is SessionState.BINDING)
    @rule(status=st.sampled_from([0, 0, 0, 0, CommandStatus.ESME_RALYBND]))
    def peer_answers_the_bind(self, status: int) -> None:
        self.say(pdus.BindResponse(BindKind.TRX, 1, status))

    @precondition(lambda self: self.submits)
    @rule(data=st.data(), status=st.sampled_from([0, 0, CommandStatus.ESME_RTHROTTLED]), nack=st.booleans())
    def peer_answers_a_submit(self, data: st.DataObject, status: int, *, nack: bool) -> None:
        sequence = data.draw(st.sampled_from(sorted(self.submits)))
        self.say(pdus.GenericNack(sequence, status) if nack else pdus.SubmitSmResp(sequence, status, "id"))

    @rule(data_sm=st.booleans())
    def peer_pushes(self, *, data_sm: bool) -> None:
        delivery = Delivery("1", "2", 0, 0, b"Hi")
        number = self.next_peer_number()
        self.say(pdus.DataSm(number, delivery) if data_sm else pdus.DeliverSm(number, delivery))

    @rule()
    def peer_enquires(self) -> None:
        self.say(pdus.EnquireLink(self.next_peer_number()))

    @precondition(lambda self: self.probe)
    @rule()
    def peer_answers_the_probe(self) -> None:
        self.say(pdus.EnquireLinkResp(self.probe))

    @rule()
    def peer_says_something_unknown(self) -> None:
        self.say(pdus.UnknownPdu(0x77, self.next_peer_number(), b"?"))

    @rule()
    def peer_says_something_malformed(self) -> None:
        number = self.next_peer_number()
        self.wire += bytes.fromhex("00000014 00000005 00000000") + number.to_bytes(4) + b"\1\1\1\1"

    @precondition(lambda self: len(self.our_numbers) > 4)
    @rule()
    def peer_unbinds(self) -> None:
        self.say(pdus.Unbind(self.next_peer_number()))

    @precondition(lambda self: len(self.our_numbers) > 6)
    @rule()
    def peer_goes_mad(self) -> None:
        self.wire += b"HTTP/1.1 200 OK\r\n\r\n"

    # --- octets, time, our own doing

    @rule(portion=st.integers(1, 200))
    def arrive(self, portion: int) -> None:
        if self.closed:
            return
        octets, self.wire = self.wire[:portion], self.wire[portion:]
        if octets:
            self.learn(self.session.receive_data(octets, self.now_s))
            self.flush()

    @rule()
    def arrive_all(self) -> None:
        self.arrive(max(1, len(self.wire)))

    @rule(seconds=st.sampled_from([0.0, 0.1, 3.0, 9.9, 16.0, 31.0]))
    def time_passes(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while not self.closed:
            deadline_s = self.session.next_deadline_s()
            if deadline_s is None or deadline_s > until_s:
                break
            assert deadline_s >= self.now_s, "a deadline in the past: the timer would spin"
            self.now_s = deadline_s
            self.learn(self.session.handle_deadline(self.now_s))
            self.flush()
            after_s = self.session.next_deadline_s()
            assert after_s is None or after_s > deadline_s, "a deadline that handling it does not move"
        self.now_s = until_s

    @precondition(lambda self: self.session.state is SessionState.BOUND)
    @rule(count=st.integers(1, 5))
    def we_submit(self, count: int) -> None:
        address = WireAddress(1, 1, "381641234567")
        sequences = self.session.lease(count)
        requests = [SubmitRequest(1, number, address, address, 0, 0, b"Hi") for number in sequences]
        assert self.session.submit(requests, now_s=self.now_s) == []
        self.submits |= dict.fromkeys(sequences, WAITING)
        self.sent_at |= dict.fromkeys(sequences, self.now_s)
        self.flush()

    @precondition(lambda self: self.unacknowledged)
    @rule()
    def we_acknowledge(self) -> None:
        tokens, self.unacknowledged = self.unacknowledged, []
        if self.session.state in {SessionState.BOUND, SessionState.UNBINDING}:
            for token in tokens:
                self.answers_owed["data" if token.is_data_sm else "deliver", token.sequence] += 1
        self.session.acknowledge(tokens, 0)
        self.flush()

    @precondition(lambda self: len(self.our_numbers) > 4)
    @rule()
    def we_unbind(self) -> None:
        self.session.unbind(self.now_s)
        self.flush()

    @precondition(lambda self: len(self.our_numbers) > 4)
    @rule()
    def the_connection_is_lost(self) -> None:
        unanswered = self.session.connection_lost()
        assert unanswered == [number for number, state in self.submits.items() if state == WAITING]
        self.submits |= dict.fromkeys(unanswered, LOST)
        self.closed = True
        self.flush()

    # --- what the session said

    def learn(self, received: Received) -> None:
        for sequence, _, _ in received.answers:
            if sequence in self.submits:
                self.submits[sequence] = ANSWERED
        for sequence in received.timed_out:
            assert self.submits[sequence] == WAITING
            assert self.now_s >= self.sent_at[sequence] + CONFIG.response_timeout_s
            self.submits[sequence] = OVERDUE
        self.unacknowledged += [token for token, _ in received.arrivals]
        ends = [event for event in received.events if isinstance(event, END)]
        assert len(ends) <= 1
        assert bool(ends) <= (self.session.state is SessionState.CLOSED)

    def flush(self) -> None:
        for octets in self.framer.feed(self.session.data_to_send()):
            pdu = decode(octets)
            if isinstance(pdu, OURS):
                assert pdu.sequence not in self.our_numbers, "a number was used twice"
                self.our_numbers.append(pdu.sequence)
                if isinstance(pdu, pdus.EnquireLink):
                    self.probe = pdu.sequence
            elif isinstance(pdu, pdus.DeliverSmResp | pdus.DataSmResp) and not pdu.status:
                kind = "data" if isinstance(pdu, pdus.DataSmResp) else "deliver"
                self.answers_given[kind, pdu.sequence] += 1
            else:
                self.answers_given["other", pdu.sequence] += 1

    @invariant()
    def every_number_has_one_fate(self) -> None:
        waiting = [number for number, state in self.submits.items() if state == WAITING]
        assert self.session.in_flight == len(waiting)
        assert not (self.closed and waiting)

    @invariant()
    def acknowledged_is_exactly_what_we_acknowledged(self) -> None:
        given = Counter({key: count for key, count in self.answers_given.items() if key[0] != "other"})
        assert given == self.answers_owed

    @invariant()
    def no_request_of_the_peer_is_answered_twice(self) -> None:
        assert all(count == 1 for (_, number), count in self.answers_given.items() if number)

    @invariant()
    def a_closed_session_has_no_deadline(self) -> None:
        if self.session.state is SessionState.CLOSED:
            assert self.session.next_deadline_s() is None


OURS = pdus.BindRequest | pdus.SubmitSm | pdus.EnquireLink | pdus.Unbind
END = events.BindRefusedByPeer | events.PeerUnbound | events.Unbound | events.LinkDead

TestSessionAgainstModel = SessionAgainstModel.TestCase
TestSessionAgainstModel.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
