from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.pdu_bytes import pdu_bytes
from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp import events, pdus
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.events import ArrivalToken, Received
from vox_console.smpp.faults import UnencodableField
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import BindKind, CommandStatus, Pdu
from vox_console.smpp.session import Session, SessionConfig
from vox_console.smpp.session_state import SessionMisuse, SessionState

CONFIG = SessionConfig("console", Secret("secret"))
DELIVERY = Delivery("381641234567", "VoxBank", 0, 0, b"Hi")


class Peer:
    """Both ends of one session in memory: the session, and a clock that moves when told to."""

    def __init__(self, config: SessionConfig = CONFIG, *, bind: bool = True) -> None:
        self.now_s = 1000.0
        self.session = Session(config, now_s=self.now_s)
        self._framer = Framer()
        self.session.start()
        if bind:
            self.sent()
            self.receive(pdus.BindResponse(config.bind, 1, 0, "smsc", 0x34))

    def sent(self) -> list[Pdu]:
        return [decode(octets) for octets in self._framer.feed(self.session.data_to_send())]

    def receive(self, *incoming: Pdu | bytes) -> Received:
        octets = b"".join(each if isinstance(each, bytes) else encode(each) for each in incoming)
        return self.session.receive_data(octets, self.now_s)

    def submit(self, count: int = 1) -> list[int]:
        sequences = self.session.lease(count)
        self.session.submit([request(sequence) for sequence in sequences], now_s=self.now_s)
        return list(sequences)

    def wait(self, seconds: float) -> Received:
        self.now_s += seconds
        return self.session.handle_deadline(self.now_s)

    def wait_for_deadline(self) -> Received:
        deadline_s = self.session.next_deadline_s()
        assert deadline_s is not None
        self.now_s = deadline_s
        return self.session.handle_deadline(self.now_s)


def request(sequence: int, **changes: object) -> SubmitRequest:
    plain = SubmitRequest(
        1, sequence, WireAddress(5, 0, "Vox"), WireAddress(1, 1, "381641234567"), 0, 0, b"Hi"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # a table of single fields


@pytest.fixture
def peer() -> Peer:
    return Peer()


class TestBind:
    @pytest.mark.parametrize("kind", BindKind)
    def test_the_first_pdu_is_the_bind_that_was_asked_for(self, kind: BindKind) -> None:
        peer = Peer(replace(CONFIG, bind=kind, system_type="t", address_range="^38"), bind=False)
        assert peer.sent() == [
            pdus.BindRequest(kind, 1, "console", Secret("secret"), "t", address_range="^38")
        ]

    def test_an_answer_makes_it_bound(self) -> None:
        peer = Peer(bind=False)
        received = peer.receive(pdus.BindResponse(BindKind.TRX, 1, 0, "smsc", 0x34))
        assert received.events == [events.Bound("smsc", 0x34)]
        assert peer.session.state is SessionState.BOUND

    @pytest.mark.parametrize(
        "answer",
        [
            pdus.BindResponse(BindKind.TRX, 1, CommandStatus.ESME_RINVPASWD),
            pdus.GenericNack(1, CommandStatus.ESME_RINVPASWD),
        ],
    )
    def test_a_refusal_closes_it_with_the_status(self, answer: Pdu) -> None:
        peer = Peer(bind=False)
        assert peer.receive(answer).events == [events.BindRefusedByPeer(CommandStatus.ESME_RINVPASWD)]
        assert peer.session.state is SessionState.CLOSED

    def test_no_answer_in_time_closes_it(self) -> None:
        peer = Peer(bind=False)
        assert peer.wait(29.9).events == []
        assert peer.session.next_deadline_s() == 1030
        assert "30 s" in str(peer.wait_for_deadline().events[0])
        assert peer.session.state is SessionState.CLOSED

    def test_a_credential_that_fits_no_pdu_is_refused_before_anything_is_sent(self) -> None:
        session = Session(replace(CONFIG, password=Secret("x" * 64)), now_s=0)
        with pytest.raises(UnencodableField):
            session.start()
        assert session.data_to_send() == b""

    def test_what_comes_with_the_answer_is_not_lost(self) -> None:
        peer = Peer(bind=False)
        received = peer.receive(pdus.BindResponse(BindKind.TRX, 1), pdus.DeliverSm(9, DELIVERY))
        assert [token.sequence for token, _ in received.arrivals] == [9]

    def test_a_second_answer_changes_nothing(self, peer: Peer) -> None:
        received = peer.receive(pdus.BindResponse(BindKind.TRX, 1, CommandStatus.ESME_RINVPASWD))
        assert isinstance(received.events[0], events.ProtocolFault)
        assert peer.session.state is SessionState.BOUND


class TestBeforeTheBindIsAnswered:
    """SMPP 3.4 §2.3, table 2-1."""

    @pytest.mark.parametrize(
        ("early", "answer"),
        [
            (pdus.EnquireLink(4), pdus.EnquireLinkResp(4, CommandStatus.ESME_RINVBNDSTS)),
            (pdus.DeliverSm(4, DELIVERY), pdus.DeliverSmResp(4, CommandStatus.ESME_RINVBNDSTS)),
            (pdus.DataSm(4, DELIVERY), pdus.DataSmResp(4, CommandStatus.ESME_RINVBNDSTS)),
            (pdus.UnknownPdu(0x77, 4), pdus.GenericNack(4, CommandStatus.ESME_RINVCMDID)),
        ],
    )
    def test_a_request_is_refused_and_the_bind_goes_on(self, early: Pdu, answer: Pdu) -> None:
        peer = Peer(bind=False)
        peer.sent()
        assert peer.receive(early).arrivals == []
        assert peer.sent() == [answer]
        assert peer.receive(pdus.BindResponse(BindKind.TRX, 1)).events == [events.Bound("", None)]

    def test_submitting_is_a_bug(self) -> None:
        with pytest.raises(SessionMisuse):
            Peer(bind=False).submit()

    def test_an_unbind_of_the_peer_is_answered_and_closes(self) -> None:
        peer = Peer(bind=False)
        peer.sent()
        assert peer.receive(pdus.Unbind(3)).events == [events.PeerUnbound()]
        assert peer.sent() == [pdus.UnbindResp(3)]

    def test_our_own_unbind_just_closes(self) -> None:
        peer = Peer(bind=False)
        peer.sent()
        peer.session.unbind(peer.now_s)
        assert peer.sent() == []
        assert peer.session.state is SessionState.CLOSED


class TestSubmit:
    def test_a_batch_leaves_in_order_and_is_counted(self, peer: Peer) -> None:
        sequences = peer.submit(3)
        assert [pdu.sequence for pdu in peer.sent()] == sequences
        assert peer.session.in_flight == 3

    def test_an_answer_is_handed_on_and_frees_its_place(self, peer: Peer) -> None:
        first, second = peer.submit(2)
        received = peer.receive(pdus.SubmitSmResp(second, 0, "b"), pdus.SubmitSmResp(first, 0x58))
        assert received.answers == [(second, 0, "b"), (first, 0x58, "")]
        assert peer.session.in_flight == 0

    def test_a_generic_nack_is_an_answer(self, peer: Peer) -> None:
        (sequence,) = peer.submit()
        received = peer.receive(pdus.GenericNack(sequence, CommandStatus.ESME_RINVCMDID))
        assert received.answers == [(sequence, CommandStatus.ESME_RINVCMDID, "")]
        assert peer.session.in_flight == 0

    def test_a_generic_nack_that_claims_success_is_not_believed(self, peer: Peer) -> None:
        (sequence,) = peer.submit()
        assert peer.receive(pdus.GenericNack(sequence, 0)).answers == [
            (sequence, CommandStatus.ESME_RUNKNOWNERR, "")
        ]

    def test_an_overdue_answer_is_told_once_and_still_counts_later(self, peer: Peer) -> None:
        early = peer.submit()
        peer.now_s += 10
        late = peer.submit()
        peer.receive(pdus.EnquireLink(1))
        peer.now_s += 19.9
        assert peer.session.handle_deadline(peer.now_s).timed_out == []
        assert peer.wait(0.1).timed_out == early
        assert peer.wait(10).timed_out == late
        assert peer.receive(pdus.SubmitSmResp(early[0], 0, "id")).answers == [(early[0], 0, "id")]

    def test_an_answer_to_nothing_is_handed_on_for_the_owner_to_judge(self, peer: Peer) -> None:
        assert peer.receive(pdus.SubmitSmResp(77, 0, "id")).answers == [(77, 0, "id")]

    def test_a_request_that_fits_no_pdu_is_given_back_and_waits_for_nothing(self, peer: Peer) -> None:
        good, bad = peer.session.lease(2)
        broken = request(bad, short_message=bytes(255))
        refused = peer.session.submit([request(good), broken], now_s=peer.now_s)
        assert [each for each, _ in refused] == [broken]
        assert [pdu.sequence for pdu in peer.sent()] == [good]
        assert peer.session.in_flight == 1

    def test_a_number_that_is_still_waiting_is_never_used_again(self, peer: Peer) -> None:
        (sequence,) = peer.submit()
        peer.sent()
        with pytest.raises(SessionMisuse):
            peer.session.submit([request(sequence)], now_s=peer.now_s)
        assert peer.sent() == []

    def test_a_lost_connection_gives_what_is_unanswered_in_order(self, peer: Peer) -> None:
        sequences = peer.submit(5)
        peer.receive(pdus.SubmitSmResp(sequences[2], 0, "id"))
        assert peer.session.connection_lost() == [sequences[index] for index in (0, 1, 3, 4)]
        assert peer.session.connection_lost() == []

    def test_ten_thousand_lost_answers_leave_nothing_behind(self, peer: Peer) -> None:
        for _ in range(100):
            peer.submit(100)
            peer.sent()
            peer.receive(pdus.EnquireLink(1))
            assert len(peer.wait(30).timed_out) == 100
        assert peer.session.in_flight == 0
        assert not peer.session._pending


class TestArrivals:
    @pytest.mark.parametrize(
        ("incoming", "token", "answer"),
        [
            (pdus.DeliverSm(9, DELIVERY), ArrivalToken(9, is_data_sm=False), pdus.DeliverSmResp),
            (pdus.DataSm(9, DELIVERY), ArrivalToken(9, is_data_sm=True), pdus.DataSmResp),
        ],
    )
    @pytest.mark.parametrize("status", [CommandStatus.ESME_ROK, CommandStatus.ESME_RX_T_APPN])
    def test_a_message_is_acknowledged_when_told_to_and_not_before(
        self, peer: Peer, incoming: Pdu, token: ArrivalToken, answer: Callable[[int, int], Pdu], status: int
    ) -> None:
        received = peer.receive(incoming)
        assert [each for each, _ in received.arrivals] == [token]
        assert received.arrivals[0][1].short_message == b"Hi"
        assert peer.sent() == []
        peer.session.acknowledge([token], status)
        assert peer.sent() == [answer(9, status)]

    def test_a_malformed_message_is_refused_and_the_session_lives(self, peer: Peer) -> None:
        octets = bytearray(pdu_bytes("deliver_sm_length_one_short"))
        octets[-4] = 255
        received = peer.receive(bytes(octets), pdus.DeliverSm(9, DELIVERY))
        assert isinstance(received.events[0], events.ProtocolFault)
        assert len(received.arrivals) == 1
        assert peer.sent() == [pdus.DeliverSmResp(8, CommandStatus.ESME_RINVMSGLEN)]

    def test_a_malformed_data_sm_is_refused_in_its_own_response(self, peer: Peer) -> None:
        peer.receive(bytes.fromhex("00000018 00000103 00000000 00000005") + b"A" * 8)
        assert peer.sent() == [pdus.DataSmResp(5, CommandStatus.ESME_RINVSERTYP)]

    def test_nothing_is_acknowledged_after_the_end(self, peer: Peer) -> None:
        peer.receive(pdus.DeliverSm(9, DELIVERY))
        peer.session.connection_lost()
        peer.session.acknowledge([ArrivalToken(9, is_data_sm=False)], 0)
        assert peer.sent() == []


class TestEnquireLink:
    def test_the_peers_is_answered_at_once_with_its_own_number(self, peer: Peer) -> None:
        peer.submit(50)
        peer.sent()
        peer.receive(pdus.EnquireLink(0x7FFFFFFF))
        assert peer.sent() == [pdus.EnquireLinkResp(0x7FFFFFFF)]

    def test_silence_sends_one_and_its_answer_gives_the_round_trip(self, peer: Peer) -> None:
        assert peer.wait(19.9).events == []
        assert peer.sent() == []
        peer.wait(0.1)
        (probe,) = peer.sent()
        assert isinstance(probe, pdus.EnquireLink)
        peer.now_s += 0.25
        assert peer.receive(pdus.EnquireLinkResp(probe.sequence)).round_trip_ms == 250

    def test_it_takes_its_number_from_the_same_count_as_submits(self, peer: Peer) -> None:
        first = peer.session.lease(1)[0]
        peer.wait(20)
        (probe,) = peer.sent()
        assert [first, probe.sequence, *peer.session.lease(1)] == [2, 3, 4]

    def test_two_lost_ones_end_the_session(self, peer: Peer) -> None:
        for _ in range(2):
            assert peer.wait_for_deadline().events == []
            assert len(peer.sent()) == 1
        assert peer.wait_for_deadline().events == [events.LinkDead("The provider no longer answers.")]
        assert peer.now_s == 1000 + 20 + 15 + 15
        assert peer.session.next_deadline_s() is None

    def test_any_octet_from_the_peer_is_life(self, peer: Peer) -> None:
        for _ in range(20):
            peer.wait_for_deadline()
            peer.sent()
            peer.receive(pdus.EnquireLink(1))
        assert peer.session.state is SessionState.BOUND

    def test_a_nack_to_it_is_life_too(self, peer: Peer) -> None:
        peer.wait(20)
        (probe,) = peer.sent()
        received = peer.receive(pdus.GenericNack(probe.sequence, CommandStatus.ESME_RINVCMDID))
        assert received.answers == []
        assert peer.session.state is SessionState.BOUND

    def test_an_answer_nobody_asked_for_is_harmless(self, peer: Peer) -> None:
        received = peer.receive(pdus.EnquireLinkResp(99))
        assert received.round_trip_ms is None
        assert peer.sent() == []


class TestUnexpected:
    def test_an_unknown_command_is_nacked_with_its_own_number(self, peer: Peer) -> None:
        peer.receive(pdus.UnknownPdu(0x00012345, 66, b"body"))
        assert peer.sent() == [pdus.GenericNack(66, CommandStatus.ESME_RINVCMDID)]
        assert peer.session.state is SessionState.BOUND

    def test_an_unknown_answer_is_never_answered(self, peer: Peer) -> None:
        received = peer.receive(pdus.UnknownPdu(0x80012345, 66), pdus.DeliverSmResp(1), pdus.UnbindResp(5))
        assert [type(event) for event in received.events] == [events.ProtocolFault] * 3
        assert peer.sent() == []
        assert peer.session.state is SessionState.BOUND

    @pytest.mark.parametrize(
        ("incoming", "event"),
        [
            (pdus.Outbind(1, "smsc", Secret("pw")), events.OutbindReceived()),
            (
                pdus.AlertNotification(1, WireAddress(1, 1, "1"), WireAddress(1, 1, "2")),
                events.AlertReceived(),
            ),
        ],
    )
    def test_what_has_no_response_is_noted_and_not_answered(
        self, peer: Peer, incoming: Pdu, event: events.Event
    ) -> None:
        assert peer.receive(incoming).events == [event]
        assert peer.sent() == []

    def test_a_nack_without_a_number_is_noted(self, peer: Peer) -> None:
        received = peer.receive(pdus.GenericNack(0, CommandStatus.ESME_RINVCMDLEN))
        assert received.answers == []
        assert isinstance(received.events[0], events.ProtocolFault)

    def test_garbage_closes_it_after_the_good_pdus_before(self, peer: Peer) -> None:
        (sequence,) = peer.submit()
        peer.sent()
        received = peer.receive(pdus.SubmitSmResp(sequence, 0, "id"), b"HTTP/1.1 400 Bad Request")
        assert received.answers == [(sequence, 0, "id")]
        assert "web server" in str(received.events)
        assert peer.sent() == [pdus.GenericNack(0, CommandStatus.ESME_RINVCMDLEN)]
        assert peer.session.state is SessionState.CLOSED

    def test_a_stall_in_mid_pdu_closes_it(self, peer: Peer) -> None:
        peer.receive(encode(pdus.EnquireLink(1))[:10])
        assert peer.wait(9.9).events == []
        assert peer.session.next_deadline_s() == 1010
        assert "middle of a PDU" in str(peer.wait(0.1).events)

    def test_a_slow_pdu_that_ends_in_time_is_taken(self, peer: Peer) -> None:
        octets = encode(pdus.EnquireLink(1))
        peer.receive(octets[:10])
        peer.now_s += 9
        peer.receive(octets[10:])
        assert len(peer.sent()) == 1
        assert peer.wait(9).events == []

    def test_each_slow_pdu_has_its_own_time(self, peer: Peer) -> None:
        octets = encode(pdus.EnquireLink(1))
        peer.receive(octets[:10])
        peer.now_s += 9
        peer.receive(octets[10:] + octets[:10])
        assert peer.wait(9).events == []
        assert "middle of a PDU" in str(peer.wait(1).events)


class TestEnd:
    def test_the_peers_unbind_is_answered_and_closes(self, peer: Peer) -> None:
        first, second = peer.submit(2)
        peer.sent()
        received = peer.receive(
            pdus.SubmitSmResp(first, 0, "a"), pdus.Unbind(8), pdus.SubmitSmResp(second, 0, "b")
        )
        assert received.events == [events.PeerUnbound()]
        assert [sequence for sequence, _, _ in received.answers] == [first, second]
        assert peer.sent() == [pdus.UnbindResp(8)]
        assert peer.session.connection_lost() == []

    def test_what_comes_after_the_end_is_not_taken(self, peer: Peer) -> None:
        received = peer.receive(pdus.Unbind(8), pdus.DeliverSm(9, DELIVERY), pdus.EnquireLink(10))
        assert received.arrivals == []
        assert peer.sent() == [pdus.UnbindResp(8)]

    def test_our_unbind_waits_for_its_answer_and_acknowledges_meanwhile(self, peer: Peer) -> None:
        before = peer.receive(pdus.DeliverSm(9, DELIVERY))
        peer.session.unbind(peer.now_s)
        (unbind,) = peer.sent()
        assert isinstance(unbind, pdus.Unbind)
        during = peer.receive(pdus.DeliverSm(10, DELIVERY), pdus.EnquireLink(3))
        peer.session.acknowledge([token for token, _ in before.arrivals + during.arrivals], 0)
        assert peer.sent() == [pdus.EnquireLinkResp(3), pdus.DeliverSmResp(9), pdus.DeliverSmResp(10)]
        assert peer.receive(pdus.UnbindResp(unbind.sequence)).events == [events.Unbound()]

    @pytest.mark.parametrize("answer", [pdus.Unbind(5), pdus.GenericNack(2, CommandStatus.ESME_RINVCMDID)])
    def test_a_crossing_unbind_or_a_nack_ends_it_too(self, peer: Peer, answer: Pdu) -> None:
        peer.session.unbind(peer.now_s)
        assert peer.receive(answer).events == [events.Unbound()]

    def test_a_lost_answer_to_our_unbind_does_not_hang(self, peer: Peer) -> None:
        peer.session.unbind(peer.now_s)
        assert peer.session.next_deadline_s() == 1005
        assert isinstance(peer.wait_for_deadline().events[0], events.LinkDead)

    def test_unbinding_twice_is_harmless(self, peer: Peer) -> None:
        peer.session.unbind(peer.now_s)
        peer.session.unbind(peer.now_s)
        assert len(peer.sent()) == 1

    def test_submitting_while_unbinding_is_a_bug(self, peer: Peer) -> None:
        peer.session.unbind(peer.now_s)
        with pytest.raises(SessionMisuse):
            peer.submit()


@pytest.mark.parametrize("size", [1, 3, 16, 17])
def test_the_size_of_the_portions_changes_nothing(size: int) -> None:
    stream = b"".join(
        [
            encode(pdus.BindResponse(BindKind.TRX, 1, 0, "smsc")),
            encode(pdus.DeliverSm(9, DELIVERY)),
            encode(pdus.EnquireLink(10)),
            encode(pdus.SubmitSmResp(2, 0, "id")),
            encode(pdus.UnknownPdu(0x77, 11, b"xyz")),
            encode(pdus.Unbind(12)),
        ]
    )
    whole, portions = Peer(bind=False), Peer(bind=False)
    expected = whole.receive(stream)
    seen = Received()
    for start in range(0, len(stream), size):
        received = portions.receive(stream[start : start + size])
        seen.answers += received.answers
        seen.arrivals += received.arrivals
        seen.events += received.events
    assert seen == expected
    assert portions.sent() == whole.sent()
