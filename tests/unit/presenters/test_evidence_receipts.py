"""Whose word is whose: receipts, answers and callbacks, and where they contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vox_console.domain.evidence import ReceiptRecord
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import Witness
from vox_console.presenters.evidence_receipts import disagreement, last_seen, network_facts, receipt_line

MINUTE_US = 60_000_000
NOON_US = 1_795_348_800_000_000


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


GSM7 = DefaultAlphabet.GSM7


def said(
    witness: Witness, state: str, *, minute: int = 0, part: int = 1, word: str = "WORD"
) -> ReceiptRecord:
    at_us = NOON_US + minute * MINUTE_US
    return ReceiptRecord(part, at_us, "ID-1", "same", state, word, None, "", "", "", b"{}", 0, witness)


@pytest.mark.parametrize(
    ("witness", "said_by", "raw_label", "words"),
    [
        (Witness.SMPP, "Provider, delivery receipt", "", "stat WORD"),
        (Witness.QUERY, "Provider, answer to our question", "Raw answer", "status WORD"),
        (Witness.CALLBACK, "Callback (not signed)", "Raw callback", "status WORD"),
    ],
)
def test_every_statement_names_its_witness(
    witness: Witness, said_by: str, raw_label: str, words: str
) -> None:
    told = receipt_line(said(witness, "delivered"), utc, many=False, alphabet=GSM7)
    assert (told.title, told.said_by, told.detail) == ("Delivered", said_by, words)
    if witness is Witness.SMPP:
        assert told.pdu is not None
        assert (told.raw, told.pdu.octets) == ("", b"{}")
    else:
        assert (told.raw, told.raw_label, told.pdu) == ("{}", raw_label, None)


def test_what_else_was_told_stands_as_it_was_given() -> None:
    record = replace(
        said(Witness.CALLBACK, "undeliverable", word="UNDELIV"),
        error_code="21b", network="220-01", country="Serbia", rate="0,012", repeats=2,
    )  # fmt: skip
    assert receipt_line(record, utc, many=False, alphabet=GSM7).detail == (
        "status UNDELIV · err 21b · network error 21b · network 220-01 · Serbia · rate 0,012 ·"
        " called back 3 times"
    )


def test_a_strangers_words_hide_nothing() -> None:
    record = replace(said(Witness.CALLBACK, "", word="\u202eX"), country="\u202eY", error_code="\u202eZ")
    told = receipt_line(record, utc, many=False, alphabet=GSM7)
    assert "\u202e" not in told.title + told.detail


def test_a_word_without_a_state_is_quoted_with_its_witness() -> None:
    assert (
        receipt_line(said(Witness.QUERY, "", word="UNKNOWN"), utc, many=False, alphabet=GSM7).title
        == "Answer: UNKNOWN"
    )
    assert receipt_line(said(Witness.CALLBACK, "", word=""), utc, many=True, alphabet=GSM7).title == (
        "Part 1: callback: no state"
    )


class TestDisagreement:
    def test_each_witness_is_listed_with_what_it_said_last(self) -> None:
        told = (
            said(Witness.CALLBACK, "enroute", minute=1),
            said(Witness.SMPP, "delivered", minute=3),
            said(Witness.CALLBACK, "undeliverable", minute=4),
            said(Witness.QUERY, "delivered", minute=5),
        )
        assert disagreement(told, utc, now_us=NOON_US) == (
            "Receipt: Delivered 12:03 · Callback: Undeliverable 12:04 · Answer: Delivered 12:05"
        )

    def test_having_said_less_is_no_contradiction(self) -> None:
        told = (said(Witness.QUERY, "enroute"), said(Witness.SMPP, "delivered"), said(Witness.CALLBACK, ""))
        assert disagreement(told, utc, now_us=NOON_US) == ""

    def test_parts_do_not_contradict_each_other(self) -> None:
        told = (said(Witness.SMPP, "delivered"), said(Witness.CALLBACK, "undeliverable", part=2))
        assert disagreement(told, utc, now_us=NOON_US) == ""
        third = said(Witness.QUERY, "delivered", part=2)
        assert disagreement((*told, third), utc, now_us=NOON_US).startswith("Part 2: Callback: Undeliverable")


class TestLastSeen:
    def test_the_last_word_that_told_of_a_state_counts(self) -> None:
        told = (
            said(Witness.QUERY, "enroute", minute=62, word="ENROUTE"),
            said(Witness.QUERY, "", minute=70, word="UNKNOWN"),
        )
        assert last_seen(told, utc, now_us=NOON_US) == "ENROUTE 13:02"

    def test_a_word_that_was_said_again_was_said_since_its_first_time(self) -> None:
        told = (replace(said(Witness.QUERY, "enroute", word="ENROUTE"), repeats=4),)
        assert last_seen(told, utc, now_us=NOON_US) == "ENROUTE, said since 12:00"

    def test_nothing_was_seen(self) -> None:
        assert last_seen((), utc, now_us=NOON_US) == ""


def test_two_networks_are_both_facts() -> None:
    told = tuple(replace(said(Witness.QUERY, ""), network=network) for network in ("220-01", "", "220-03"))
    assert [(fact.label, fact.value) for fact in network_facts(told)] == [("Network", "220-01 · 220-03")]


def test_a_receipt_that_was_given_by_hand_says_so() -> None:
    given = replace(said(Witness.SMPP, "delivered"), relation="by_hand")
    assert "given to this message by hand" in receipt_line(given, utc, many=False, alphabet=GSM7).detail
