"""The practice provider under any bytes, and its books under any order of events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.practice_peer import MemoryProvider, acknowledgement, bind, submit
from vox_console.practice.behaviours import BEHAVIOURS, Answer
from vox_console.practice.ledger import Verdict
from vox_console.smpp import codec
from vox_console.smpp.pdus import DataSm, DeliverSm, DeliverSmResp, EnquireLink, SubmitSmResp, Unbind

WHOLE = [
    codec.encode(pdu)
    for pdu in (bind(), submit(), submit("381640000041"), EnquireLink(9), Unbind(9), DeliverSmResp(1))
]


@given(portions=st.lists(st.binary(max_size=80), max_size=6), bound=st.booleans())
def test_no_bytes_make_it_raise(portions: list[bytes], *, bound: bool) -> None:
    memory = MemoryProvider()
    client = memory.connect() if bound else memory.connect(None)
    for portion in portions:
        client.send_octets(portion)
    memory.pass_time(200)


@given(st.sampled_from(WHOLE), st.data())
def test_a_damaged_pdu_does_not_make_it_raise(whole: bytes, data: st.DataObject) -> None:
    octets = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        octets[data.draw(st.integers(4, len(octets) - 1))] = data.draw(st.integers(0, 255))
    memory = MemoryProvider()
    client = memory.connect()
    client.send_octets(bytes(octets))
    memory.pass_time(200)


class Traffic:
    """Clients that come, go, submit, and acknowledge when told to."""

    def __init__(self) -> None:
        self.memory = MemoryProvider(speed=1)
        self.memory.post("/speed", enquire_link_s=0, resend_s=1)
        self.clients = [self.memory.connect()]
        self._sequence = 1

    def happen(self, event: str | float) -> None:
        """Let one thing happen."""
        match event:
            case "ack" | "nack":
                self.answer(0x64 if event == "nack" else 0)
            case "reconnect":
                self.clients.pop(0).disconnect()
                self._join()
            case "second":
                self._join()
            case str():
                self._sequence += 1
                self.clients[-1].send(submit(f"38164000{event}", sequence=self._sequence))
            case _:
                self.memory.pass_time(event)

    def answer(self, status: int) -> None:
        """Answer every push that came since the last look."""
        for client in self.clients:
            pushes = [pdu for pdu in client.received() if isinstance(pdu, DeliverSm | DataSm)]
            client.send(*(acknowledgement(pdu, status) for pdu in pushes))

    def _join(self) -> None:
        if len(self.clients) < 3:
            self.clients.append(self.memory.connect(None))
            self.clients[-1].send(bind())


SUFFIXES = [suffix for suffix, behaviour in BEHAVIOURS.items() if behaviour.answer is not Answer.CUT]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(SUFFIXES),
            st.sampled_from(["ack", "nack", "reconnect", "second"]),
            st.floats(0.1, 6),
        ),
        max_size=40,
    )
)
def test_whatever_happens_every_receipt_is_acknowledged_in_the_end(events: list[str | float]) -> None:
    traffic = Traffic()
    for event in events:
        traffic.happen(event)
    for _ in range(60):
        traffic.memory.pass_time(1)
        traffic.answer(0)
    ledger = traffic.memory.ledger
    assert all(row.acknowledged for row in ledger.pushes)
    assert not traffic.memory.provider.state.accounts.all()[0].waiting
    accepted = [row for row in ledger.submits if row.verdict is Verdict.ACCEPTED]
    assert len({row.message_id for row in accepted}) == len(accepted) == ledger.counts.accepted


@given(
    st.lists(st.sampled_from(["0010", "0023", "0020", "0030"]), min_size=1, max_size=30),
    st.integers(min_value=0),
)
def test_answers_say_what_the_ledger_says_wherever_the_bytes_are_cut(suffixes: list[str], cut: int) -> None:
    memory = MemoryProvider()
    client = memory.connect()
    octets = b"".join(
        codec.encode(submit(f"38164000{suffix}", sequence=number, registered_delivery=0))
        for number, suffix in enumerate(suffixes, start=2)
    )
    cut %= len(octets)
    answers = client.send_octets(octets[:cut]) + client.send_octets(octets[cut:])
    assert len(answers) == len(suffixes)
    assert [(pdu.sequence, pdu.status) for pdu in answers if isinstance(pdu, SubmitSmResp)] == [
        (row.sequence, row.command_status) for row in memory.ledger.submits
    ]
