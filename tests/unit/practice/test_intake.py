from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider, acknowledgement, bind, submit
from vox_console.practice.ledger import Verdict
from vox_console.practice.smsc_session import Ending
from vox_console.smpp import codec
from vox_console.smpp.pdus import BindKind, DeliverSm, SubmitSm, SubmitSmResp


def statuses(answers: list[object]) -> list[int]:
    return [pdu.status for pdu in answers if isinstance(pdu, SubmitSmResp)]


def quiet(destination: str, *, sequence: int = 2) -> SubmitSm:
    """A submit_sm that asks for no receipt."""
    return submit(destination, registered_delivery=0, sequence=sequence)


def test_an_accepted_message_gets_an_id_and_a_row() -> None:
    memory = MemoryProvider()
    (answer,) = memory.connect().send(quiet("381640000010", sequence=77))
    (row,) = memory.ledger.submits
    assert answer == SubmitSmResp(77, 0, row.message_id)
    assert (row.verdict, row.answer, row.sequence) == (Verdict.ACCEPTED, "sent", 77)
    assert (row.source, row.destination, row.short_message) == ("Practice", "381640000010", b"Hello")
    assert codec.decode(row.octets) == quiet("381640000010", sequence=77)
    assert row.at == 1_800_000_000


def test_parts_by_sar_are_in_the_row() -> None:
    memory = MemoryProvider()
    memory.connect().send(submit(tlvs={0x020C: b"\x01\x02", 0x020E: b"\x03", 0x020F: b"\x02"}))
    assert memory.ledger.submits[0].sar == (0x0102, 3, 2)


@pytest.mark.parametrize(("suffix", "status"), [("0020", 0x58), ("0021", 0x14), ("0022", 0x08)])
def test_a_temporary_refusal_ends_after_two_tries(suffix: str, status: int) -> None:
    memory = MemoryProvider()
    client = memory.connect()
    pdu = quiet(f"38164000{suffix}")
    assert [statuses([*client.send(pdu)]) for _ in range(6)] == [[status], [status], [0]] * 2
    assert memory.ledger.counts.refused == 4
    assert [row.command_status for row in memory.ledger.submits[:3]] == [status, status, 0]


def test_tries_are_counted_for_each_message() -> None:
    client = MemoryProvider().connect()
    first, second = quiet("381640000020"), submit("381640000020", b"Other", registered_delivery=0)
    answers = [client.send(pdu)[0] for pdu in (first, second, first, second, first, second)]
    assert statuses([*answers]) == [0x58, 0x58, 0x58, 0x58, 0, 0]


@pytest.mark.parametrize(
    ("suffix", "status"),
    [
        ("0023", 0x0B),
        ("0024", 0x0A),
        ("0025", 0x45),
        ("0026", 0x401),
        ("0027", 0x58),
        ("0028", 0x14),
        ("0029", 0x08),
    ],
)
def test_a_refusal_without_end_has_no_body(suffix: str, status: int) -> None:
    memory = MemoryProvider()
    client = memory.connect()
    for _ in range(4):
        memory.provider.received(client.session, codec.encode(quiet(f"38164000{suffix}")), memory.now)
        octets = client.session.take_output()
        assert octets == bytes.fromhex("0000001080000004") + status.to_bytes(4, "big") + b"\0\0\0\2"
    assert memory.ledger.counts.accepted == 0


def test_a_refusal_may_have_a_body() -> None:
    assert MemoryProvider().connect().send(quiet("381640000036")) == [SubmitSmResp(2, 0x45, "refused")]


def test_an_answer_without_a_body_still_means_accepted() -> None:
    memory = MemoryProvider()
    assert memory.connect().send(quiet("381640000030")) == [SubmitSmResp(2, 0, "")]
    assert memory.ledger.submits[0].message_id


def test_accepted_and_delivered_but_never_answered() -> None:
    memory = MemoryProvider()
    (receipt,) = memory.connect().send(submit("381640000031"))
    assert isinstance(receipt, DeliverSm)
    (row,) = memory.ledger.submits
    assert (row.verdict, row.answer, row.state) == (Verdict.ACCEPTED, "never", "DELIVRD")


def test_not_accepted_and_never_answered() -> None:
    memory = MemoryProvider()
    assert memory.connect().send(submit("381640000032")) == []
    memory.pass_time(100)
    (row,) = memory.ledger.submits
    assert (row.verdict, row.answer, row.message_id) == (Verdict.IGNORED, "never", "")
    assert not memory.ledger.delivered_copies()


def test_a_late_answer_comes_when_the_client_gave_up() -> None:
    memory = MemoryProvider()
    memory.post("/speed", late_answer_s=40, enquire_link_s=0)
    client = memory.connect()
    assert client.send(quiet("381640000033")) == []
    memory.pass_time(39.9)
    assert client.received() == []
    memory.pass_time(0.2)
    (answer,) = client.received()
    (row,) = memory.ledger.submits
    assert answer == SubmitSmResp(2, 0, row.message_id)
    assert row.answer == "sent"


def test_a_late_answer_to_a_connection_that_is_gone_is_not_sent() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    client.send(quiet("381640000033"))
    client.disconnect()
    memory.pass_time(50)
    assert memory.ledger.submits[0].answer == "late"
    assert memory.ledger.counts.answers_sent == 0


def test_a_message_without_a_receipt_has_its_state_all_the_same() -> None:
    memory = MemoryProvider()
    memory.connect().send(quiet("381640000013"))
    assert memory.ledger.submits[0].state == "EXPIRED"


@pytest.mark.parametrize(
    ("suffix", "verdict", "accepted"),
    [("0034", Verdict.IGNORED, 0), ("0035", Verdict.ACCEPTED, 1)],
)
def test_a_cut_connection_loses_what_stood_behind_it(suffix: str, verdict: Verdict, accepted: int) -> None:
    memory = MemoryProvider()
    client = memory.connect()
    answers = client.send(quiet("381640000010"), quiet(f"38164000{suffix}"), quiet("381640000010"))
    assert statuses([*answers]) == [0]
    assert client.session.ending is Ending.FLUSH
    assert [row.verdict for row in memory.ledger.submits] == [Verdict.ACCEPTED, verdict]
    assert memory.ledger.submits[1].answer == "cut"
    assert memory.ledger.counts.accepted == 1 + accepted


def test_the_receipt_comes_first_and_the_answer_when_it_was_acknowledged() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    (receipt,) = client.send(submit("381640000040"))
    assert isinstance(receipt, DeliverSm)
    assert memory.ledger.submits[0].answer == "held"
    (answer,) = client.send(acknowledgement(receipt))
    assert answer == SubmitSmResp(2, 0, memory.ledger.submits[0].message_id)


def test_the_answer_does_not_wait_for_ever_for_that() -> None:
    memory = MemoryProvider()
    client = memory.connect(BindKind.TX)
    assert client.send(submit("381640000040")) == []
    memory.pass_time(1.1)
    assert statuses([*client.received()]) == [0]
    memory.pass_time(10)
    assert client.received() == []


def test_an_ordered_burst_refuses_the_next_messages_to_anybody() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="refuse_submits", count=2, status="0x14")
    answers = client.send(*(quiet("381640000010", sequence=number) for number in (2, 3, 4)))
    assert statuses([*answers]) == [0x14, 0x14, 0]


def test_held_answers_are_released_in_order() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="hold_answers")
    assert client.send(quiet("381640000010"), quiet("381640000023", sequence=3)) == []
    assert [row.answer for row in memory.ledger.submits] == ["held", "held"]
    assert memory.post("/faults", fault="release_answers") == {"released": 2}
    assert [pdu.sequence for pdu in client.received()] == [2, 3]
    assert [row.answer for row in memory.ledger.submits] == ["sent", "sent"]
    assert statuses([*client.send(quiet("381640000010"))]) == [0]


def test_held_answers_are_released_last_first() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="hold_answers")
    client.send(*(quiet("381640000010", sequence=number) for number in (2, 3, 4)))
    memory.post("/faults", fault="release_answers", backwards=True)
    assert [pdu.sequence for pdu in client.received()] == [4, 3, 2]


def test_held_answers_can_be_lost() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="hold_answers")
    client.send(quiet("381640000010"))
    assert memory.post("/faults", fault="drop_answers", session=client.session.name) == {"dropped": 1}
    assert client.received() == []
    assert memory.ledger.submits[0].answer == "never"


def test_a_reset_forgets_how_often_a_message_was_tried() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    pdu = quiet("381640000020")
    assert statuses([*client.send(pdu, pdu)]) == [0x58, 0x58]
    memory.post("/reset")
    assert statuses([*client.send(pdu, pdu, pdu)]) == [0x58, 0x58, 0]


def test_a_ledger_that_only_counts_keeps_no_rows() -> None:
    memory = MemoryProvider(rows=False)
    client = MemoryProvider.connect(memory, None)
    client.send(bind())
    client.send(submit(), submit("381640000023"), submit("381640000032"))
    assert memory.ledger.submits == []
    counts = memory.ledger.counts
    assert (counts.submits, counts.accepted, counts.refused, counts.ignored) == (3, 1, 1, 1)
    assert counts.receipts_sent == 1


def test_an_answer_does_not_wait_for_a_receipt_that_goes_another_way() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/rest", reports="callback")
    assert statuses([*client.send(submit("381640000040"))]) == [0]
