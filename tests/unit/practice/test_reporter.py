from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider, acknowledgement, submit
from vox_console.practice.fields import OrderFault
from vox_console.smpp.pdus import DataSm, DeliverSm, Pdu, SubmitSmResp


def told(pdus: list[Pdu]) -> list[bytes]:
    """The ``stat`` words in the order they came."""
    return [
        pdu.delivery.short_message.partition(b"stat:")[2].partition(b" ")[0]
        for pdu in pdus
        if isinstance(pdu, DeliverSm)
    ]


@pytest.mark.parametrize(
    ("suffix", "words"),
    [
        ("0010", [b"DELIVRD"]),
        ("0011", [b"UNDELIV"]),
        ("0012", [b"REJECTD"]),
        ("0013", [b"EXPIRED"]),
        ("0014", [b"DELETED"]),
        ("0015", [b"UNKNOWN"]),
        ("0016", [b"ACCEPTD"]),
        ("0017", []),
        ("0018", [b"ENROUTE", b"DELIVRD"]),
        ("0042", [b"DELIVRD", b"ENROUTE"]),
        ("0043", [b"DELIVRD", b"UNDELIV"]),
    ],
)
def test_the_number_chooses_what_is_reported(suffix: str, words: list[bytes]) -> None:
    memory = MemoryProvider()
    assert told(memory.connect().send(submit(f"38164000{suffix}"))) == words
    assert memory.ledger.submits[0].state == (words[-1].decode() if words else "")


@pytest.mark.parametrize(
    ("asked", "suffix", "words"),
    [
        (0, "0010", []),
        (1, "0011", [b"UNDELIV"]),
        (2, "0010", []),
        (2, "0011", [b"UNDELIV"]),
        (3, "0010", [b"DELIVRD"]),
        (3, "0011", []),
        (0x10, "0010", [b"ENROUTE"]),
        (0x11, "0010", [b"ENROUTE", b"DELIVRD"]),
    ],
)
def test_registered_delivery_chooses_whether_it_is_reported(
    asked: int, suffix: str, words: list[bytes]
) -> None:
    pdus = MemoryProvider().connect().send(submit(f"38164000{suffix}", registered_delivery=asked))
    assert told(pdus) == words


def test_an_intermediate_notification_is_flagged_as_one() -> None:
    _, note, final = MemoryProvider().connect().send(submit(registered_delivery=0x11))
    assert isinstance(note, DeliverSm)
    assert isinstance(final, DeliverSm)
    assert (note.delivery.esm_class, final.delivery.esm_class) == (0x20, 0x04)


def test_at_the_speed_of_life_a_receipt_takes_one_to_three_seconds() -> None:
    memory = MemoryProvider(speed=1)
    client = memory.connect()
    answers = client.send(*(submit(sequence=number) for number in range(2, 52)))
    assert len(answers) == 50
    memory.pass_time(0.99)
    assert client.received() == []
    memory.pass_time(1.0)
    half = len(client.received())
    assert 15 < half < 35
    memory.pass_time(1.1)
    assert half + len(client.received()) == 50


def test_the_second_report_of_a_message_comes_after_the_first() -> None:
    memory = MemoryProvider(speed=1)
    client = memory.connect()
    client.send(submit("381640000018"))
    while not (first := told(client.received())):
        memory.pass_time(0.05)
    memory.pass_time(0.4)
    assert (first, told(client.received())) == ([b"ENROUTE"], [])
    memory.pass_time(0.1)
    assert told(client.received()) == [b"DELIVRD"]


def test_speed_makes_it_quicker() -> None:
    memory = MemoryProvider(speed=100)
    client = memory.connect()
    client.send(submit())
    memory.pass_time(0.031)
    assert told(client.received()) == [b"DELIVRD"]


def test_each_part_of_a_long_message_has_its_own_id_and_receipt() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    head = bytes.fromhex("050003110201"), bytes.fromhex("050003110202")
    pdus = client.send(
        submit(text=head[0] + b"First half", esm_class=0x40, sequence=2),
        submit(text=head[1] + b"Second half", esm_class=0x40, sequence=3),
    )
    ids = [pdu.message_id for pdu in pdus if isinstance(pdu, SubmitSmResp)]
    texts = [pdu.delivery.short_message for pdu in pdus if isinstance(pdu, DeliverSm)]
    assert len(set(ids)) == 2
    for ident, text, words in zip(ids, texts, (b"First half", b"Second half"), strict=True):
        assert text.startswith(f"id:{ident} ".encode())
        assert text.endswith(b"text:" + words)


def test_the_quoted_text_is_ascii_whatever_the_coding() -> None:
    client = MemoryProvider().connect()
    (_, ucs2) = client.send(submit(text="Žao".encode("utf-16-be"), data_coding=8))
    (_, gsm) = client.send(submit(text=b"caf\x05\xe9"))
    assert isinstance(ucs2, DeliverSm)
    assert ucs2.delivery.short_message.endswith(b"text:?ao")
    assert isinstance(gsm, DeliverSm)
    assert gsm.delivery.short_message.endswith(b"text:caf\x05?")


def test_a_receipt_in_data_sm_is_acknowledged_like_any_other() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    (_, receipt) = client.send(submit("381640000052"))
    assert isinstance(receipt, DataSm)
    assert receipt.delivery.esm_class == 0x04
    client.send(acknowledgement(receipt))
    assert memory.ledger.counts.receipts_acknowledged == 1


@pytest.mark.parametrize("suffix", ["0061", "0062", "0063", "0064"])
def test_the_receipt_writes_the_id_in_its_own_way(suffix: str) -> None:
    (answer, receipt) = MemoryProvider().connect().send(submit(f"38164000{suffix}"))
    assert isinstance(answer, SubmitSmResp)
    assert isinstance(receipt, DeliverSm)
    written = receipt.delivery.tlvs[0x001E].rstrip(b"\0").decode()
    assert written != answer.message_id
    assert receipt.delivery.short_message.startswith(f"id:{written} ".encode())


def test_a_receipt_out_of_nowhere() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/receipt", message_id="never-was", stat="EXPIRED", to="381641111111", from_="Shop")
    (receipt,) = client.received()
    assert isinstance(receipt, DeliverSm)
    assert receipt.delivery.source == "381641111111"
    assert b"id:never-was " in receipt.delivery.short_message


@pytest.mark.parametrize("fields", [{"message_id": "é"}, {"message_id": "1", "to": "1" * 300}])
def test_a_receipt_that_no_pdu_can_carry_is_refused_and_not_queued(fields: dict[str, object]) -> None:
    memory = MemoryProvider()
    with pytest.raises(OrderFault):
        memory.post("/receipt", **{"form": "text_only", **fields})
    assert not memory.provider.state.accounts.all()[0].waiting


@pytest.mark.parametrize("asked", [0, 1])
def test_what_became_of_a_message_is_there_for_queries_too(asked: int) -> None:
    memory = MemoryProvider()
    memory.connect().send(submit("381640000013", registered_delivery=asked))
    status = memory.provider.state.statuses.find(memory.ledger.submits[0].message_id, account="practice")
    assert status is not None
    assert (status.stat, status.told_at) == ("EXPIRED", 1_800_000_000)


def test_a_ledger_that_only_counts_keeps_no_status_of_messages_over_smpp() -> None:
    memory = MemoryProvider(rows=False)
    memory.connect().send(submit())
    assert len(memory.provider.state.statuses) == 0
