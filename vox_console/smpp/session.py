"""The ESME's side of one SMPP connection: bind, window of unanswered submits, enquire_link, unbind.

Theory of operation. The owner of the socket gives bytes and the present time (seconds of one
monotonic clock) and gets a :class:`~vox_console.smpp.events.Received`; then it writes what
:meth:`Session.data_to_send` gives and sets one timer to :meth:`Session.next_deadline_s`. There is no
timer per message: unanswered submits stand in a dict in the order they were sent, so looking at the
first one is enough.

A session lives once. The states and every legal move between them stand in
:mod:`vox_console.smpp.session_state`; CLOSED is for good, and the owner closes the socket after
writing what is left to send.

What the peer does wrong never raises. A PDU that cannot be understood is answered with an error and
the session goes on; a stream that cannot be cut into PDUs any more ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest
from vox_console.smpp import events, pdus
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.events import ArrivalToken, Received
from vox_console.smpp.fast_codec import (
    decode_deliver_sm,
    decode_submit_sm_resp,
    encode_deliver_sm_resp,
    encode_submits,
)
from vox_console.smpp.faults import FramingFault, PduFault, UnencodableField
from vox_console.smpp.framing import MAX_PDU_OCTETS, Framer
from vox_console.smpp.liveness import Due, Liveness
from vox_console.smpp.pdus import RESPONSE_BIT, BindKind, CommandId, CommandStatus, Pdu
from vox_console.smpp.sequence_numbers import SequenceNumbers
from vox_console.smpp.session_state import RECEIVING, SessionMisuse, SessionState, moved

_SUBMIT_SM_RESP: Final = CommandId.SUBMIT_SM_RESP.to_bytes(4)
_DELIVER_SM: Final = CommandId.DELIVER_SM.to_bytes(4)


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """How to bind, and how patient to be. Times are seconds."""

    system_id: str
    password: Secret
    bind: BindKind = BindKind.TRX
    system_type: str = ""
    addr_ton: int = 0
    addr_npi: int = 0
    address_range: str = ""
    enquire_link_s: float = 20.0
    response_timeout_s: float = 30.0
    enquire_timeout_s: float = 15.0
    bind_timeout_s: float = 30.0
    half_pdu_timeout_s: float = 10.0
    unbind_timeout_s: float = 5.0
    max_pdu_octets: int = MAX_PDU_OCTETS


class Session:
    """One connection's protocol state. Not reusable."""

    def __init__(self, config: SessionConfig, *, now_s: float) -> None:
        self._config = config
        self._state = SessionState.OPEN
        self._framer = Framer(config.max_pdu_octets)
        self._outgoing: list[bytes] = []
        self._pending: dict[int, float] = {}  # sequence -> when sent, oldest first
        self._since_s = now_s  # when this state began
        self._liveness = Liveness(
            idle_s=config.enquire_link_s, timeout_s=config.enquire_timeout_s, now_s=now_s
        )
        self._sequences = SequenceNumbers(self._in_use)
        self._half_since_s: float | None = None
        self._handshake_sequence = 0  # of our bind, later of our unbind

    @property
    def state(self) -> SessionState:
        """Where the session is."""
        return self._state

    @property
    def in_flight(self) -> int:
        """How many submits wait for their answer."""
        return len(self._pending)

    def start(self) -> None:
        """Send the bind. Raises UnencodableField when a credential does not fit its field."""
        config = self._config
        sequence = self._sequences.fresh()
        octets = encode(
            pdus.BindRequest(
                kind=config.bind,
                sequence=sequence,
                system_id=config.system_id,
                password=config.password,
                system_type=config.system_type,
                addr_ton=config.addr_ton,
                addr_npi=config.addr_npi,
                address_range=config.address_range,
            )
        )
        self._move(SessionState.BINDING, self._since_s)
        self._handshake_sequence = sequence
        self._outgoing.append(octets)

    def lease(self, count: int) -> Sequence[int]:
        """Give `count` sequence numbers that nothing outstanding on this session carries."""
        return self._sequences.lease(count)

    def submit(
        self, requests: Sequence[SubmitRequest], *, now_s: float
    ) -> list[tuple[SubmitRequest, UnencodableField]]:
        """Send requests that carry leased numbers.

        Gives those that fit no PDU, with the reason; nothing of them leaves.
        Raises SessionMisuse when not bound, or when a number is already waiting for its answer.
        """
        if self._state is not SessionState.BOUND:
            raise SessionMisuse(f"submit while {self._state}")
        octets, refused = encode_submits(requests)
        sequences = [request.sequence for request in requests]
        if refused:
            unsent = {id(request) for request, _ in refused}
            sequences = [request.sequence for request in requests if id(request) not in unsent]
        if not self._pending.keys().isdisjoint(sequences):
            raise SessionMisuse("a sequence number is used twice")
        self._pending.update(dict.fromkeys(sequences, now_s))
        self._outgoing += octets
        self._liveness.sent(now_s)
        return refused

    def acknowledge(self, tokens: Iterable[ArrivalToken], status: int) -> None:
        """Answer arrivals; once closed there is nobody to answer, and nothing happens."""
        if self._state not in RECEIVING:
            return
        self._outgoing += [
            encode(pdus.DataSmResp(sequence, status))
            if is_data_sm
            else encode_deliver_sm_resp(sequence, status)
            for sequence, is_data_sm in tokens
        ]

    def unbind(self, now_s: float) -> None:
        """Ask the provider to end the session; when not bound, just close."""
        if self._state is SessionState.BOUND:
            self._handshake_sequence = self._sequences.fresh()
            self._outgoing.append(encode(pdus.Unbind(self._handshake_sequence)))
            self._move(SessionState.UNBINDING, now_s)
        elif self._state in {SessionState.OPEN, SessionState.BINDING}:
            self._move(SessionState.CLOSED, now_s)

    def connection_lost(self) -> list[int]:
        """Take note that the socket is gone; give the sequences that got no answer, oldest first."""
        self._state = SessionState.CLOSED
        unanswered = list(self._pending)
        self._pending.clear()
        return unanswered

    def data_to_send(self) -> bytes:
        """Give, once, the bytes to write."""
        octets = b"".join(self._outgoing)
        self._outgoing.clear()
        return octets

    def receive_data(self, data: bytes, now_s: float) -> Received:
        """Take bytes from the peer, in whatever portions they come."""
        received = Received()
        self._liveness.heard(now_s)
        garbage = ""
        try:
            whole = self._framer.feed(data)
        except FramingFault as fault:
            whole, garbage = fault.whole, fault.text
        pending, answers = self._pending, received.answers
        for octets in whole:
            command = octets[4:8]
            if command == _SUBMIT_SM_RESP:
                answer = decode_submit_sm_resp(octets)
                pending.pop(answer[0], None)
                answers.append(answer)
            elif self._state is SessionState.CLOSED:
                continue  # answers still count, anything else would want an answer of ours
            elif command == _DELIVER_SM and self._state in RECEIVING:
                self._take_deliver_sm(octets, received)
            else:
                self._take(octets, received, now_s)
        if garbage and self._state is not SessionState.CLOSED:
            self._send(pdus.GenericNack(0, CommandStatus.ESME_RINVCMDLEN), now_s)
            self._die(garbage, received, now_s)
        if not self._framer.half_received:
            self._half_since_s = None
        elif self._half_since_s is None or whole:
            self._half_since_s = now_s
        return received

    def next_deadline_s(self) -> float | None:
        """Give the time at which handle_deadline must be called, or None for never."""
        config = self._config
        match self._state:
            case SessionState.OPEN | SessionState.CLOSED:
                return None
            case SessionState.BINDING:
                deadline = self._since_s + config.bind_timeout_s
            case SessionState.UNBINDING:
                deadline = self._since_s + config.unbind_timeout_s
            case SessionState.BOUND:
                deadline = self._liveness.deadline_s
                if self._pending:
                    deadline = min(deadline, next(iter(self._pending.values())) + config.response_timeout_s)
            case _:
                assert_never(self._state)
        if self._half_since_s is not None:
            deadline = min(deadline, self._half_since_s + config.half_pdu_timeout_s)
        return deadline

    def handle_deadline(self, now_s: float) -> Received:
        """Do what is due by now; harmless when nothing is."""
        config = self._config
        received = Received()
        half_since_s = self._half_since_s
        match self._state:
            case SessionState.BINDING if now_s >= self._since_s + config.bind_timeout_s:
                self._die(
                    f"The provider did not answer the bind within {config.bind_timeout_s:g} s.",
                    received,
                    now_s,
                )
            case SessionState.UNBINDING if now_s >= self._since_s + config.unbind_timeout_s:
                self._die("The provider did not answer the unbind.", received, now_s)
            case SessionState.BOUND:
                self._expire_submits(received, now_s)
                self._watch(received, now_s)
            case _:
                pass
        if (
            self._state not in {SessionState.OPEN, SessionState.CLOSED}
            and half_since_s is not None
            and now_s >= half_since_s + config.half_pdu_timeout_s
        ):
            self._die("The provider stopped in the middle of a PDU.", received, now_s)
        return received

    # --- sending -------------------------------------------------------------------------------

    def _in_use(self, sequence: int) -> bool:
        return sequence in self._pending or sequence == self._liveness.outstanding

    def _send(self, pdu: Pdu, now_s: float) -> None:
        self._outgoing.append(encode(pdu))
        self._liveness.sent(now_s)

    def _move(self, state: SessionState, now_s: float) -> None:
        self._state = moved(self._state, state)
        self._since_s = now_s

    def _die(self, reason: str, received: Received, now_s: float) -> None:
        self._move(SessionState.CLOSED, now_s)
        received.events.append(events.LinkDead(reason))

    # --- time ----------------------------------------------------------------------------------

    def _watch(self, received: Received, now_s: float) -> None:
        match self._liveness.due(now_s):
            case Due.PROBE:
                sequence = self._sequences.fresh()
                self._outgoing.append(encode(pdus.EnquireLink(sequence)))
                self._liveness.probed(sequence, now_s)
            case Due.GIVE_UP:
                self._die("The provider no longer answers.", received, now_s)
            case Due.NOTHING:
                pass

    def _expire_submits(self, received: Received, now_s: float) -> None:
        timeout_s = self._config.response_timeout_s
        for sequence, sent_s in self._pending.items():
            if now_s < sent_s + timeout_s:
                break
            received.timed_out.append(sequence)
        for sequence in received.timed_out:
            del self._pending[sequence]

    # --- receiving -----------------------------------------------------------------------------

    def _take_deliver_sm(self, octets: bytes, received: Received) -> None:
        try:
            sequence, delivery = decode_deliver_sm(octets)
        except PduFault as fault:
            self._outgoing.append(encode_deliver_sm_resp(fault.sequence, fault.command_status))
            received.events.append(events.ProtocolFault(fault.text))
        else:
            received.arrivals.append((ArrivalToken(sequence, is_data_sm=False), delivery))

    def _take(self, octets: bytes, received: Received, now_s: float) -> None:
        try:
            pdu = decode(octets)
        except PduFault as fault:
            received.events.append(events.ProtocolFault(fault.text))
            # Always a request: the codec reads answers of any shape.
            self._send(_error_answer(fault.command_id, fault.sequence, fault.command_status), now_s)
            return
        self._take_pdu(pdu, int.from_bytes(octets[4:8]), received, now_s)

    def _take_pdu(self, pdu: Pdu, command_id: int, received: Received, now_s: float) -> None:
        match pdu:
            case pdus.EnquireLink(sequence):
                # §2.3: not before the bind; the link itself is none the worse for being asked about
                early = self._state not in RECEIVING
                status = CommandStatus.ESME_RINVBNDSTS if early else CommandStatus.ESME_ROK
                self._send(pdus.EnquireLinkResp(sequence, status), now_s)
            case pdus.EnquireLinkResp(sequence):
                # One that answers nothing outstanding has already done its work by being life.
                round_trip_s = self._liveness.answered(sequence, now_s)
                if round_trip_s is not None:
                    received.round_trip_ms = round_trip_s * 1000
            case pdus.DataSm() | pdus.DeliverSm():
                self._take_message(pdu, command_id, received, now_s)
            case pdus.BindResponse():
                self._take_bind_resp(pdu, received, now_s)
            case pdus.Unbind() | pdus.UnbindResp():
                self._take_unbind(pdu, received, now_s)
            case pdus.GenericNack(sequence, status):
                self._take_generic_nack(sequence, status or CommandStatus.ESME_RUNKNOWNERR, received, now_s)
            case pdus.Outbind() | pdus.AlertNotification():  # neither has a response
                is_outbind = isinstance(pdu, pdus.Outbind)
                received.events.append(events.OutbindReceived() if is_outbind else events.AlertReceived())
            case _:
                received.events.append(events.ProtocolFault(f"Command 0x{command_id:08X} was not expected."))
                # An answer nobody waits for must not be answered: two such peers would never stop.
                if not command_id & RESPONSE_BIT:
                    self._send(pdus.GenericNack(pdu.sequence, CommandStatus.ESME_RINVCMDID), now_s)

    def _take_message(
        self, pdu: pdus.DataSm | pdus.DeliverSm, command_id: int, received: Received, now_s: float
    ) -> None:
        if self._state in RECEIVING:
            token = ArrivalToken(pdu.sequence, is_data_sm=command_id == CommandId.DATA_SM)
            received.arrivals.append((token, pdu.delivery))
        else:
            self._send(_error_answer(command_id, pdu.sequence, CommandStatus.ESME_RINVBNDSTS), now_s)
            received.events.append(events.ProtocolFault("A message came before the bind was answered."))

    def _take_unbind(self, pdu: pdus.Unbind | pdus.UnbindResp, received: Received, now_s: float) -> None:
        if isinstance(pdu, pdus.Unbind):
            self._send(pdus.UnbindResp(pdu.sequence), now_s)
        elif self._state is not SessionState.UNBINDING:
            received.events.append(events.ProtocolFault("An answer to an unbind came that was not sent."))
            return
        ours = self._state is SessionState.UNBINDING
        self._move(SessionState.CLOSED, now_s)
        received.events.append(events.Unbound() if ours else events.PeerUnbound())

    def _take_bind_resp(self, pdu: pdus.BindResponse, received: Received, now_s: float) -> None:
        if self._state is not SessionState.BINDING:
            received.events.append(events.ProtocolFault("A second answer to the bind came."))
        elif pdu.status:
            self._refused(pdu.status, received, now_s)
        else:
            self._move(SessionState.BOUND, now_s)
            received.events.append(events.Bound(pdu.system_id, pdu.sc_interface_version))

    def _refused(self, status: int, received: Received, now_s: float) -> None:
        self._move(SessionState.CLOSED, now_s)
        received.events.append(events.BindRefusedByPeer(status))

    def _take_generic_nack(self, sequence: int, status: int, received: Received, now_s: float) -> None:
        if sequence == self._handshake_sequence and self._state is SessionState.BINDING:
            self._refused(status, received, now_s)
        elif sequence == self._handshake_sequence and self._state is SessionState.UNBINDING:
            received.events.append(events.Unbound())
            self._move(SessionState.CLOSED, now_s)
        elif sequence and sequence == self._liveness.outstanding:
            self._liveness.answered(sequence, now_s)  # it does not know the command, but it lives
        elif sequence:
            self._pending.pop(sequence, None)
            received.answers.append((sequence, status, ""))
        else:
            received.events.append(
                events.ProtocolFault(f"The provider could not read a PDU (0x{status:08X}).")
            )


def _error_answer(command_id: int, sequence: int, status: int) -> Pdu:
    """Make the refusal of a request: in its own response where it has one here, else generic_nack."""
    match command_id:
        case CommandId.DELIVER_SM:
            return pdus.DeliverSmResp(sequence, status)
        case CommandId.DATA_SM:
            return pdus.DataSmResp(sequence, status)
        case _:
            return pdus.GenericNack(sequence, status)
