"""One connection as the provider sees it, sans-IO: which PDUs make sense now, and what is unanswered.

Theory of operation. :meth:`SmscSession.receive` cuts the bytes into PDUs and yields those that are
legal in the present state; it answers the others itself::

    state        yields                                   answers by itself
    OPEN         binds                                    other requests: 0x04 RINVBNDSTS
    TRANSMITTER  submit_sm                                a further bind: 0x05 RALYBND
    RECEIVER     responses to our pushes                  submit_sm: 0x04
    TRANSCEIVER  submit_sm and responses to our pushes    a further bind: 0x05
    any          enquire_link and its answer, unbind,     unknown commands: generic_nack 0x03
                 generic_nack                             undecodable PDUs: their own status
    CLOSED       nothing                                  nothing

The session owns no policy: whether a bind or a message is accepted is the
:class:`~vox_console.practice.provider.Provider`'s decision. What it wants to send collects in an
output list; the shell takes all of it once per event and writes it in one go.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import Enum, StrEnum

from vox_console.practice.accounts import Account, Push
from vox_console.practice.ledger import Ledger, Sending, SubmitRow
from vox_console.smpp import codec
from vox_console.smpp.faults import FramingFault, PduFault
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import (
    MAX_SEQUENCE,
    RESPONSE_BIT,
    BindKind,
    BindRequest,
    BindResponse,
    CommandId,
    CommandStatus,
    DataSmResp,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
    UnknownPdu,
)

_HEADER = struct.Struct(">IIII")  # command_length, command_id, command_status, sequence_number (§3.2)


class SessionState(StrEnum):
    """Where a connection stands (SMPP 3.4 §2.2)."""

    OPEN = "open"
    TRANSMITTER = "transmitter"
    RECEIVER = "receiver"
    TRANSCEIVER = "transceiver"
    CLOSED = "closed"


class Ending(Enum):
    """How the shell is to end a connection."""

    FLUSH = "write what is left, then close"
    RESET = "throw away what is left and reset the TCP connection"


_STATES = {
    BindKind.TX: SessionState.TRANSMITTER,
    BindKind.RX: SessionState.RECEIVER,
    BindKind.TRX: SessionState.TRANSCEIVER,
}
_SENDING = frozenset({SessionState.TRANSMITTER, SessionState.TRANSCEIVER})
_RECEIVING = frozenset({SessionState.RECEIVER, SessionState.TRANSCEIVER})


def header(command_id: int, status: int, sequence: int) -> bytes:
    """Give a PDU without a body."""
    return _HEADER.pack(_HEADER.size, command_id, status, sequence)


class SmscSession:
    """The state of one connection. Made by the provider when the shell accepted it.

    choked: the shell's socket takes no more for now; no pushes are given to this session.
    unanswered: our pushes by sequence number. held: answers kept back on order, in arrival order.
    """

    __slots__ = (
        "_framer",
        "_ledger",
        "_output",
        "_push_window",
        "_sequence",
        "_withheld",
        "account",
        "choked",
        "ending",
        "held",
        "last_heard",
        "name",
        "probes",
        "state",
        "unanswered",
    )

    def __init__(self, name: str, *, ledger: Ledger, push_window: int, now: float) -> None:
        self.name = name
        self.state = SessionState.OPEN
        self.account: Account | None = None
        self.unanswered: dict[int, tuple[Push, Sending | None]] = {}
        self.held: list[tuple[bytes, SubmitRow | None]] = []
        self.choked = False
        self.ending: Ending | None = None
        self.last_heard = now
        self.probes = 0
        self._framer = Framer()
        self._ledger = ledger
        self._output: list[bytes] = []
        self._push_window = push_window
        self._sequence = 0
        self._withheld: list[bytes] | None = None  # what waits behind a stall

    # Sending

    @property
    def receives(self) -> bool:
        """Whether it is bound as one that takes pushes."""
        return self.state in _RECEIVING

    @property
    def can_receive(self) -> bool:
        """Whether a push may be given to this session now."""
        return (
            self.state in _RECEIVING
            and self.ending is None
            and not self.choked
            and len(self.unanswered) < self._push_window
        )

    def next_sequence(self) -> int:
        """Give a fresh sequence number of our own."""
        self._sequence = self._sequence % MAX_SEQUENCE + 1
        return self._sequence

    def send(self, octets: bytes) -> None:
        """Queue octets for the next write."""
        if self.ending is None:
            (self._output if self._withheld is None else self._withheld).append(octets)

    def stall(self, octets: bytes) -> None:
        """Send the first half of these octets, and nothing more until :meth:`resume`."""
        half = len(octets) // 2
        self.send(octets[:half])
        if self._withheld is None:
            self._withheld = []
        self.send(octets[half:])

    def resume(self) -> None:
        """Let the rest out after a stall."""
        if self._withheld is not None:
            self._output += self._withheld
            self._withheld = None

    def take_output(self) -> bytes:
        """Give everything that is to be written now, and forget it."""
        output = self._output
        if not output:
            return b""
        octets = output[0] if len(output) == 1 else b"".join(output)
        output.clear()
        return octets

    def end(self, ending: Ending) -> None:
        """End the connection after what was sent so far; what arrives from now on is not looked at."""
        if self.ending is None:
            self.ending = ending

    # Receiving

    def receive(self, data: bytes, now: float) -> Iterator[tuple[Pdu, bytes]]:
        """Take bytes; give each PDU that is legal now, with its octets.

        It is a generator on purpose: when the caller ends the session over one PDU, the PDUs behind
        it in the same bytes are lost, as they would be on a connection that broke there.
        """
        self.last_heard = now
        self.probes = 0
        broken = ""
        try:
            whole = self._framer.feed(data)
        except FramingFault as fault:
            whole, broken = fault.whole, fault.text
        for octets in whole:
            if self.ending is not None:
                return
            try:
                pdu = codec.decode(octets)
            except PduFault as fault:
                self._ledger.counts.faulty_pdus += 1
                self._refuse(fault.command_id, fault.sequence, fault.command_status)
                continue
            if (type(pdu) is SubmitSm and self.state in _SENDING) or self._is_legal(pdu):
                yield pdu, octets
        if broken and self.ending is None:
            self._nack(0, CommandStatus.ESME_RINVCMDLEN)
            self.end(Ending.FLUSH)

    def bound(self, request: BindRequest, account: Account) -> None:
        """Enter the bound state the request asked for."""
        self.state = _STATES[request.kind]
        self.account = account

    def _is_legal(self, pdu: Pdu) -> bool:
        match pdu:
            case EnquireLink() | EnquireLinkResp() | Unbind() | UnbindResp() | GenericNack():
                return True
            case DeliverSmResp() | DataSmResp():
                return self.state in _RECEIVING
            case BindRequest():
                if self.state is SessionState.OPEN:
                    return True
                response = BindResponse(pdu.kind, pdu.sequence, CommandStatus.ESME_RALYBND)
                self.send(codec.encode(response))
            case SubmitSm():
                self._refuse(CommandId.SUBMIT_SM, pdu.sequence, CommandStatus.ESME_RINVBNDSTS)
            case BindResponse() | SubmitSmResp():
                pass  # answers to what a provider never asks
            case UnknownPdu() if pdu.command_id & RESPONSE_BIT:
                pass
            case _:
                # Commands that are unknown, not served, or a provider's own.
                self._nack(pdu.sequence, CommandStatus.ESME_RINVCMDID)
        return False

    def _refuse(self, command_id: int, sequence: int, status: int) -> None:
        """Answer a request that cannot be served with its own response, or generic_nack."""
        if command_id & RESPONSE_BIT:
            return  # a response is never answered
        if command_id in _ANSWERABLE:
            self.send(header(command_id | RESPONSE_BIT, status, sequence))
        else:
            self._nack(sequence, status)

    def _nack(self, sequence: int, status: int) -> None:
        self.send(codec.encode(GenericNack(sequence, status)))


_ANSWERABLE = frozenset(
    {
        CommandId.BIND_RECEIVER,
        CommandId.BIND_TRANSMITTER,
        CommandId.BIND_TRANSCEIVER,
        CommandId.SUBMIT_SM,
        CommandId.UNBIND,
        CommandId.ENQUIRE_LINK,
    }
)
