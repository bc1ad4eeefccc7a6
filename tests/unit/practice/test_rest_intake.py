from __future__ import annotations

import pytest

from tests.support.practice_peer import submit
from tests.support.practice_rest import RestMemory, json_request, submit_values
from vox_console.practice.ledger import Verdict
from vox_console.smpp.pdus import DeliverSm, SubmitSmResp

LONG = "Long message. " * 20  # 280 characters: two segments in GSM 7-bit


def verdicts(memory: RestMemory) -> list[tuple[str, str]]:
    return [(row.destination[-4:], row.verdict.value) for row in memory.ledger.submits]


def numbers(*suffixes: str) -> str:
    return ",".join(f"38164000{suffix}" for suffix in suffixes)


def test_several_numbers_are_an_array_in_their_order() -> None:
    memory = RestMemory()
    told = memory.submit("381640000010, 381640000011")
    assert told == [
        {"dnis": row.destination, "message_id": row.message_id, "segment_num": "1"}
        for row in memory.ledger.submits
    ]
    assert [row.state for row in memory.ledger.submits] == ["DELIVRD", "UNDELIV"]
    assert {row.session for row in memory.ledger.submits} == {"r1"}
    assert memory.ledger.counts.accepted == 2


def test_a_repeated_number_is_sent_once_and_its_copy_has_an_id_of_which_nothing_is_heard() -> None:
    memory = RestMemory()
    first, other, copy = memory.submit(numbers("0010", "0011", "0010"))
    assert (first["dnis"], copy["dnis"]) == ("381640000010", "381640000010")
    assert len({first["message_id"], other["message_id"], copy["message_id"]}) == 3
    assert len(memory.ledger.submits) == 2
    memory.pass_time(100)
    assert memory.query(first["message_id"])["status"] == "DELIVRD"
    assert memory.query(copy["message_id"])["status"] == "ENROUTE"


@pytest.mark.parametrize(("suffix", "status"), [("0020", 429), ("0021", 429), ("0022", 503), ("0079", 429)])
def test_a_temporary_refusal_ends_after_two_tries(suffix: str, status: int) -> None:
    memory = RestMemory()
    for _ in range(2):
        assert [memory.refused(numbers(suffix)).status for _ in range(2)] == [status, status]
        assert memory.submit(numbers(suffix))["message_id"]
    assert memory.ledger.counts.refused == 4
    assert [row.command_status for row in memory.ledger.submits[:3]] == [status, status, 0]


def test_the_tries_of_all_numbers_of_a_request_count_together() -> None:
    memory = RestMemory()
    both = numbers("0020", "0022", "0010")
    assert [memory.refused(both).status for _ in range(2)] == [429, 429]
    assert len(memory.submit(both)) == 3


def test_tries_over_smpp_are_others() -> None:
    memory = RestMemory()
    client = memory.connect()
    for _ in range(2):
        memory.refused(numbers("0020"))
    (answer,) = client.send(submit(numbers("0020")))
    assert isinstance(answer, SubmitSmResp)
    assert answer.status == 0x58


@pytest.mark.parametrize(
    ("suffix", "status", "body"),
    [
        ("0023", 400, b"NO ROUTES"),
        ("0024", 400, b"ANI is not allowed"),
        ("0025", 400, b"Message was rejected"),
        ("0026", 400, b"Rejected by supplier, code 1025"),
        ("0027", 429, b"Too Many Requests"),
        ("0029", 503, b"Service Unavailable"),
        ("0036", 400, b'{"error": "Message was rejected"}'),
        ("0076", 400, b'{"error": "NO ROUTES"}'),
        ("0077", 401, b"not authorized (check login and password)"),
        ("0078", 508, b"loop detected"),
        ("0080", 503, b"Service Unavailable"),
    ],
)
def test_a_refusal_without_end(suffix: str, status: int, body: bytes) -> None:
    memory = RestMemory()
    for _ in range(4):
        reply = memory.refused(numbers(suffix))
        assert (reply.status, reply.body) == (status, body)
    assert memory.ledger.counts.accepted == 0
    assert {row.command_status for row in memory.ledger.submits} == {status}


def test_a_plain_refusal_leaves_its_number_out_of_the_array() -> None:
    memory = RestMemory()
    told = memory.submit(f"{numbers('0010', '0023')},+381,{numbers('0011')}")
    assert [item["dnis"][-4:] for item in told] == ["0010", "0011"]
    assert [row.verdict for row in memory.ledger.submits] == ["accepted", "refused", "refused", "accepted"]


def test_when_every_number_is_refused_the_request_is() -> None:
    memory = RestMemory()
    assert memory.refused(f"nobody,{numbers('0023')}").body == b"DNIS is invalid"
    assert memory.ledger.counts.refused == 2


@pytest.mark.parametrize("suffix", ["0027", "0077", "0078", "0080"])
def test_a_refusal_of_the_request_concerns_every_number(suffix: str) -> None:
    memory = RestMemory()
    memory.refused(numbers("0010", suffix, "0023"))
    assert {row.verdict for row in memory.ledger.submits} == {Verdict.REFUSED}


@pytest.mark.parametrize("suffix", ["0032", "0034"])
def test_what_vanishes_takes_the_whole_request_with_it(suffix: str) -> None:
    memory = RestMemory()
    memory.take(json_request(submit_values(numbers("0010", suffix))))
    assert verdicts(memory) == [("0010", "ignored"), (suffix, "ignored")]
    assert memory.ledger.counts.ignored == 2


@pytest.mark.parametrize("suffix", ["0031", "0035", "0081", "0084", "0085"])
def test_a_broken_answer_is_for_the_whole_request_though_all_is_accepted(suffix: str) -> None:
    memory = RestMemory()
    exchange = memory.take(json_request(submit_values(numbers("0010", suffix))))
    assert exchange.reply is None or exchange.reply.body in {b"", b"Service Unavailable", b'{"message_id":"'}
    assert memory.ledger.counts.accepted == 2


def test_a_number_may_be_left_out_without_a_word() -> None:
    memory = RestMemory()
    assert [item["dnis"][-4:] for item in memory.submit(numbers("0074", "0010"))] == ["0010"]
    assert memory.submit(numbers("0074")) == []
    assert verdicts(memory) == [("0074", "ignored"), ("0010", "accepted"), ("0074", "ignored")]


def test_a_number_may_have_an_error_in_the_array() -> None:
    memory = RestMemory()
    accepted, refused = memory.submit(numbers("0010", "0075"))
    assert accepted["message_id"]
    assert refused == {"dnis": "381640000075", "error": "NO ROUTES"}
    assert memory.submit(numbers("0075")) == [refused]
    assert memory.ledger.counts.refused == 2


def test_a_shuffled_array_has_every_number() -> None:
    memory = RestMemory()
    told = [item["dnis"][-4:] for item in memory.submit(numbers("0010", "0068", "0011"))]
    assert told != ["0010", "0068", "0011"]
    assert sorted(told) == ["0010", "0011", "0068"]
    assert "message_id" in memory.submit(numbers("0068"))


def test_an_array_even_for_one_number_and_a_trailing_blank() -> None:
    memory = RestMemory()
    (told,) = memory.submit(numbers("0070"))
    assert told["segment_num"] == "1"
    (told,) = memory.submit(numbers("0073"))
    assert told["dnis"] == "381640000073 "


@pytest.mark.parametrize(("suffix", "wanted"), [("0071", ["1", "2"]), ("0072", [1, 2])])
def test_a_number_may_have_an_id_for_each_segment_although_one_was_asked_for(
    suffix: str, wanted: list[object]
) -> None:
    memory = RestMemory()
    told = memory.submit(numbers(suffix), message=LONG, longMessageMode="single_id_split")
    assert [item["segment_num"] for item in told] == wanted
    assert [item["message_id"] for item in told] == [row.message_id for row in memory.ledger.submits]
    assert len(memory.ledger.submits) == 2


@pytest.mark.parametrize("mode", ["split", "split_sar"])
def test_split_has_an_id_for_each_segment(mode: str) -> None:
    memory = RestMemory()
    told = memory.submit(message=LONG, longMessageMode=mode)
    assert [(item["dnis"], item["segment_num"]) for item in told] == [
        ("381640000010", "1"),
        ("381640000010", "2"),
    ]
    assert [(copy.part, copy.parts) for copy in memory.ledger.delivered_copies()] == [(1, 2), (2, 2)]
    assert memory.ledger.counts.accepted == 2


def test_a_single_id_has_the_whole_text_in_its_row() -> None:
    memory = RestMemory()
    told = memory.submit(message=LONG, longMessageMode="single_id_split")
    (row,) = memory.ledger.submits
    assert told == {"message_id": row.message_id}
    assert row.short_message == LONG.encode()


def test_an_own_id_becomes_the_messages_and_is_numbered_by_segments() -> None:
    memory = RestMemory()
    assert memory.submit(incMsgId="mine") == {"message_id": "mine"}
    told = memory.submit(message=LONG, longMessageMode="split", incMsgId="long")
    assert [item["message_id"] for item in told] == ["long-1", "long-2"]
    assert memory.query("mine")["status"] == "DELIVRD"
    assert memory.query("long-2")["status"] == "DELIVRD"


def test_an_own_id_names_the_message_even_without_a_route() -> None:
    memory = RestMemory()
    memory.refused(numbers("0023"), incMsgId="mine")
    assert memory.query("mine")["status"] == "REJECTD"


@pytest.mark.parametrize("suffix", ["0060", "0061", "0062", "0063", "0064"])
def test_an_id_may_be_reported_in_another_way_than_answered(suffix: str) -> None:
    memory = RestMemory()
    memory.listen()
    answered = memory.submit(numbers(suffix))["message_id"]
    (said,) = memory.callbacks()
    assert (said["message_id"] == answered) == (suffix == "0060")
    assert memory.query(answered) == memory.query(said["message_id"])


def test_a_callback_may_contradict_the_query() -> None:
    memory = RestMemory()
    memory.listen()
    message_id = memory.submit(numbers("0095"))["message_id"]
    (said,) = memory.callbacks()
    assert (said["message_id"], said["delivery_status"], said["result_code"]) == (
        message_id,
        "UNDELIV",
        "021",
    )
    assert memory.query(message_id)["status"] == "DELIVRD"


def test_a_callback_for_an_unknown_id_may_come_first() -> None:
    memory = RestMemory()
    memory.listen()
    message_id = memory.submit(numbers("0097"))["message_id"]
    stray, said = memory.callbacks()
    assert said["message_id"] == message_id
    assert memory.query(stray["message_id"])["status"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("ani", "source", "ton"),
    [("38164000", "38164000", 1), ("Practice", "Practice", 5), ("Č" * 32, "?" * 20, 5), ("", "", 5)],
)
def test_whatever_the_sender_is_its_report_can_go_over_smpp(ani: str, source: str, ton: int) -> None:
    memory = RestMemory()
    client = memory.connect()
    memory.post("/rest", reports="smpp")
    memory.submit(ani=ani)
    (receipt,) = client.received()
    assert isinstance(receipt, DeliverSm)
    assert (receipt.delivery.destination, receipt.delivery.destination_ton) == (source, ton)
    assert memory.ledger.submits[0].source == ani


def test_an_own_id_that_fits_no_receipt_has_none() -> None:
    memory = RestMemory()
    client = memory.connect()
    memory.post("/rest", reports="smpp")
    memory.submit(incMsgId="x" * 65)
    assert client.received() == []
    assert memory.ledger.submits[0].state == "DELIVRD"


def test_a_ledger_that_only_counts_answers_like_any_other() -> None:
    memory = RestMemory(rows=False)
    assert len(memory.submit(numbers("0010", "0011"))) == 2
    memory.refused(numbers("0023"))
    memory.take(json_request(submit_values(numbers("0032"))))
    counts = memory.ledger.counts
    assert (counts.submits, counts.accepted, counts.refused, counts.ignored) == (4, 2, 1, 1)
    assert memory.ledger.submits == []
