from __future__ import annotations

import pytest

from tests.support.practice_rest import json_request, submit_values
from vox_console.practice.rest_request import RequestRefused, read_request
from vox_console.practice.rest_submit import LongMode, RestSubmit, is_number, read_submit

LONG = "Long message. " * 20  # 280 characters: two segments in GSM 7-bit


def read(dnis: str = "381640000010", *, without: str = "", **values: object) -> RestSubmit:
    content = submit_values(dnis, **values)
    content.pop(without, None)
    return read_submit(read_request(json_request(content)), reference=7)


def test_numbers_are_cut_at_commas_and_stripped() -> None:
    assert read(" 1, 22 ,333,1,").numbers == ("1", "22", "333", "1")


def test_without_a_mode_140_octets_are_kept() -> None:
    asked = read(message="x" * 150, without="longMessageMode")
    assert asked.mode is LongMode.CUT
    assert [part.short_message for part in asked.parts] == [b"x" * 140]
    assert read(message="ж" * 80, dataCoding=8).whole.short_message == "ж".encode("utf-16-be") * 70


def test_without_a_data_coding_it_is_gsm() -> None:
    asked = read(message="a@", without="dataCoding")
    assert (asked.data_coding, asked.whole.short_message) == (0, b"a\x00")


def test_a_single_id_has_the_whole_text_and_its_segments_at_hand() -> None:
    asked = read(message=LONG, longMessageMode="single_id_split")
    assert [part.short_message for part in asked.parts] == [LONG.encode()]
    assert len(asked.segments) == 2


def test_split_has_a_header_in_each_part() -> None:
    asked = read(message=LONG, longMessageMode="split")
    assert [part.short_message[:6] for part in asked.parts] == [
        bytes.fromhex("050003070201"),
        bytes.fromhex("050003070202"),
    ]
    assert {part.esm_class for part in asked.parts} == {0x40}


def test_split_sar_has_references_beside_the_text() -> None:
    asked = read(message=LONG, longMessageMode="split_sar")
    assert [part.sar for part in asked.parts] == [(7, 2, 1), (7, 2, 2)]
    assert b"".join(part.short_message for part in asked.parts) == LONG.encode()


def test_a_short_text_is_one_part_whatever_the_mode() -> None:
    for mode in LongMode:
        (part,) = read(longMessageMode=mode.value).parts
        assert part.short_message == b"Hello"


def test_a_payload_is_one_part_however_long() -> None:
    (part,) = read(message=LONG * 50, longMessageMode="payload").parts
    assert len(part.short_message) == 14_000


@pytest.mark.parametrize("name", ["incMsgId", "inc_msg_id"])
def test_an_own_id_is_taken_where_it_is_allowed(name: str) -> None:
    for mode in ("", "cut", "split", "split_sar"):
        assert read(longMessageMode=mode, **{name: "mine"}).own_id == "mine"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dnis": ",".join(["381640000010"] * 101)}, "Destination number is too long"),
        ({"dnis": "1" * 2_049}, "Destination number is too long"),
        ({"dnis": " , "}, "Destination number is empty"),
        ({"ani": "x" * 33}, "ANI is too long"),
        ({"serviceType": "123456"}, "Service type is invalid"),
        ({"longMessageMode": "chop"}, "Long message mode contains incorrect value"),
        ({"dataCoding": 2}, "dataCoding contains incorrect value"),
        ({"dataCoding": "²"}, "dataCoding contains incorrect value"),
        ({"dataCoding": "9" * 5_000}, "dataCoding contains incorrect value"),
        ({"dataCoding": ""}, "dataCoding contains incorrect value"),
        ({"message": "ж"}, "cannot be encoded with dataCoding 0"),
        ({"message": "\ud800", "dataCoding": 8}, "cannot be encoded with dataCoding 8"),
        ({"message": "x" * 40_000, "longMessageMode": "split"}, "Message is too long"),
        ({"incMsgId": "x" * 129}, "incMsgId is too long"),
        ({"incMsgId": "мој"}, "incMsgId contains incorrect value"),
        ({"incMsgId": "x", "longMessageMode": "single_id_split"}, "incMsgId is not allowed"),
        ({"incMsgId": "x", "longMessageMode": "payload"}, "incMsgId is not allowed"),
        ({"dnis": None}, "dnis is missing"),
        ({"message": None}, "message is missing"),
    ],
)
def test_what_the_platform_refuses_is_refused_in_its_words(values: dict[str, str], words: str) -> None:
    with pytest.raises(RequestRefused, match=words) as refused:
        read(**values)
    assert refused.value.refusal.status == 400


@pytest.mark.parametrize("data_coding", [0, 1, 3, 6, 7, 8, 10, 14])
def test_every_data_coding_of_the_platform_is_taken_as_number_and_as_text(data_coding: int) -> None:
    for written in (data_coding, str(data_coding)):
        assert read(dataCoding=written).data_coding == data_coding


@pytest.mark.parametrize("number", ["", "+381", "38 1", "abc", "٣", "1" * 16])
def test_what_is_no_number(number: str) -> None:
    assert not is_number(number)
