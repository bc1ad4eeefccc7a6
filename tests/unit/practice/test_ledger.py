from __future__ import annotations

import io
import json

import pytest

from vox_console.practice.ledger import Copy, Ledger, PushKind, PushRow, PushWay, SubmitRow, Verdict, copy_of


def row(
    number: int = 1,
    *,
    verdict: Verdict = Verdict.ACCEPTED,
    short_message: bytes = b"Hello",
    esm_class: int = 0,
    sar: tuple[int, int, int] | None = None,
    destination: str = "381640000010",
) -> SubmitRow:
    return SubmitRow(
        number=number,
        at=1.0,
        session="s1",
        account="practice",
        sequence=number,
        source="Vox",
        destination=destination,
        data_coding=0,
        esm_class=esm_class,
        registered_delivery=1,
        short_message=short_message,
        sar=sar,
        octets=b"\0\1",
        verdict=verdict,
        answer="sent",
    )


def test_only_what_was_accepted_counts_as_a_copy() -> None:
    ledger = Ledger()
    for number, verdict in enumerate([Verdict.ACCEPTED, Verdict.REFUSED, Verdict.IGNORED, Verdict.ACCEPTED]):
        ledger.add_submit(row(number, verdict=verdict))
    assert ledger.delivered_copies() == {Copy("381640000010", 0, b"Hello", 1, 1): 2}


def test_the_same_part_under_a_new_reference_is_the_same_copy() -> None:
    first = row(short_message=bytes.fromhex("050003 11 02 01") + b"part", esm_class=0x40)
    again = row(short_message=bytes.fromhex("060804 1234 02 01") + b"part", esm_class=0x40)
    tagged = row(short_message=b"part", sar=(9, 2, 1))
    assert copy_of(first) == copy_of(again) == copy_of(tagged) == Copy("381640000010", 0, b"part", 1, 2)


def test_different_parts_are_different_copies() -> None:
    first = row(short_message=bytes.fromhex("050003 11 02 01") + b"same", esm_class=0x40)
    second = row(short_message=bytes.fromhex("050003 11 02 02") + b"same", esm_class=0x40)
    assert copy_of(first) != copy_of(second)


@pytest.mark.parametrize("text", [b"", b"\x05", b"\x05\x00\x09\x01", b"\xff\x00\x03\x01\x02\x01"])
def test_a_header_that_makes_no_sense_stays_in_the_text(text: bytes) -> None:
    assert copy_of(row(short_message=text, esm_class=0x40)) == Copy("381640000010", 0, text, 1, 1)


def test_another_element_before_the_concatenation_is_passed_over() -> None:
    text = bytes.fromhex("0b 70 03 aabbcc 08 04 1234 02 02") + b"text"
    assert copy_of(row(short_message=text, esm_class=0x40)) == Copy("381640000010", 0, b"text", 2, 2)


def test_rows_are_found_by_number_and_by_field() -> None:
    ledger = Ledger()
    for number, destination in enumerate(["1", "2", "1"], start=1):
        ledger.add_submit(row(number, destination=destination))
    assert [found["number"] for found in ledger.submit_rows(since=1)] == [2, 3]
    assert [found["number"] for found in ledger.submit_rows(destination="1")] == [1, 3]
    assert [found["number"] for found in ledger.submit_rows(short_message=b"Hello".hex(), since=2)] == [3]
    assert not list(ledger.submit_rows(verdict="refused"))


def test_rows_are_json() -> None:
    ledger = Ledger()
    ledger.add_submit(row(sar=(1, 2, 1)))
    ledger.add_push(PushRow(1, 1.0, PushKind.MO, "practice", "1", "2", b"\xff"))
    assert json.loads(json.dumps(next(ledger.submit_rows())))["octets"] == "0001"
    assert json.loads(json.dumps(next(ledger.push_rows(acknowledged="false"))))["short_message"] == "ff"


def test_every_fact_is_a_line_of_the_file() -> None:
    stream = io.StringIO()
    ledger = Ledger(stream=stream)
    ledger.add_submit(row())
    ledger.add_push(PushRow(1, 1.0, PushKind.MO, "practice", "1", "2", b"x"))
    ledger.note("closed", session="s1")
    ledger.reset()
    facts = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [fact["fact"] for fact in facts] == ["submit", "push", "closed", "reset"]
    assert facts[0]["verdict"] == "accepted"


def test_reset_forgets_rows_and_counts() -> None:
    ledger = Ledger()
    ledger.add_submit(row())
    ledger.counts.submits = 3
    ledger.reset()
    assert ledger.submits == []
    assert ledger.counts.submits == 0


def test_rows_are_numbered_on_after_a_reset() -> None:
    ledger = Ledger()
    assert [ledger.next_submit(), ledger.next_submit(), ledger.next_push()] == [1, 2, 1]
    ledger.reset()
    assert [ledger.next_submit(), ledger.next_push()] == [3, 2]


def test_rows_tell_which_way_a_message_came_and_a_push_went() -> None:
    ledger = Ledger()
    ledger.add_submit(row())
    ledger.add_push(PushRow(1, 1.0, PushKind.MO, "practice", "1", "2", b"x", via=PushWay.CALLBACK))
    assert not list(ledger.submit_rows(transport="rest"))
    assert [found["transport"] for found in ledger.submit_rows(transport="smpp")] == ["smpp"]
    assert [found["via"] for found in ledger.push_rows(via="callback")] == ["callback"]
