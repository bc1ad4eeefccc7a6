"""A message as one row of the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.message_samples import message, part
from vox_console.domain.command_status import describe
from vox_console.domain.message import DeliveryState, Message, SubmitState
from vox_console.presenters.delivery_state import DeliveryRow
from vox_console.presenters.delivery_words import TEXT_IN_ROW, delivery_row, sentence, trouble
from vox_console.presenters.tone import MESSAGE_LOOKS, Tone

THROTTLED = 0x58
NO_ROUTE = 0x0B
NOON_US = 1_795_348_800_000_000


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def row(shown: Message) -> DeliveryRow:
    return delivery_row(shown, utc, now_us=NOON_US)


def test_a_row_has_the_words_of_its_message() -> None:
    shown = row(message([part(delivery=DeliveryState.DELIVERED)]))
    assert (shown.id, shown.time, shown.recipient, shown.sender, shown.text) == (
        7,
        "12:03:11",
        "+381 64 1234567",
        "Vox",
        "Hello",
    )
    assert shown.trouble == ""
    assert shown.sentence == "Delivered: to +381 64 1234567, at 12:03:11, from Vox, over SMPP, Hello"


@pytest.mark.parametrize("submit", SubmitState)
@pytest.mark.parametrize("delivery", DeliveryState)
def test_every_state_is_drawn_and_spoken_alike(submit: SubmitState, delivery: DeliveryState) -> None:
    given = message([part(submit=submit, delivery=delivery)])
    shown = row(given)
    assert shown.look == MESSAGE_LOOKS[given.state]
    assert shown.sentence.startswith(shown.look.word + ": to ")


def test_the_strip_has_a_block_for_each_part() -> None:
    shown = row(
        message(
            [
                part(1, delivery=DeliveryState.DELIVERED),
                part(2),
                part(3, delivery=DeliveryState.UNDELIVERABLE),
            ]
        )
    )
    assert shown.parts == (Tone.DELIVERED, Tone.PROGRESS, Tone.FAILED)
    assert ", 3 parts, " in shown.sentence


def test_the_way_is_part_of_the_row_and_of_what_is_spoken() -> None:
    shown = row(replace(message([part()]), transport="rest"))
    assert shown.way == "REST"
    assert ", over REST, " in shown.sentence


@pytest.mark.parametrize(("ids", "words"), [(1, "3 parts under one id"), (2, "3 parts under 2 ids")])
def test_parts_that_share_an_id_share_a_block_and_that_is_said(ids: int, words: str) -> None:
    shared = replace(message([part(number) for number in range(1, ids + 1)]), transport="rest", segments=3)
    shown = row(shared)
    assert (len(shown.parts), shown.segments) == (ids, 3)
    assert f", {words}, " in shown.sentence


def test_text_of_strangers_is_one_line_with_hidden_characters_visible() -> None:
    given = message([part()], text="one\ntwo\u202ethree", sender="V\nox")
    shown = row(given)
    for words in (shown.text, shown.sender, shown.sentence):
        assert "\n" not in words
        assert "\u202e" not in words


def test_a_long_text_is_not_carried_into_the_list() -> None:
    assert len(row(message([part()], text="x" * 5_000)).text) == TEXT_IN_ROW


class TestTrouble:
    def test_an_unknown_message_says_why(self) -> None:
        parts = [part(submit=SubmitState.UNKNOWN)]
        assert trouble(message(parts)) == "No answer from the provider."
        assert trouble(message(parts, reason="the link was closed")) == "The link was closed."

    def test_a_refusal_is_told_by_its_meaning(self) -> None:
        assert (
            trouble(message([part(submit=SubmitState.REFUSED, command_status=NO_ROUTE)]))
            == describe(NO_ROUTE).meaning
        )

    def test_over_rest_a_refusal_is_told_by_what_was_answered(self) -> None:
        refused = message([part(submit=SubmitState.REFUSED)], reason="no route (HTTP 400: NO ROUTES)")
        assert trouble(refused) == "No route (HTTP 400: NO ROUTES)."

    def test_one_id_for_all_parts_may_be_partly_delivered(self) -> None:
        failed = message([part(delivery=DeliveryState.UNDELIVERABLE)], reason="Partly delivered.")
        assert trouble(failed) == "Partly delivered."

    def test_the_part_is_named_when_there_are_more(self) -> None:
        parts = [
            part(1),
            part(2, submit=SubmitState.REFUSED, command_status=NO_ROUTE),
            part(3, submit=SubmitState.WITHHELD),
        ]
        assert trouble(message(parts)) == f"Part 2 of 3: {describe(NO_ROUTE).meaning}"

    def test_a_failed_delivery_quotes_the_networks_code(self) -> None:
        parts = [part(delivery=DeliveryState.UNDELIVERABLE, error_code="21b")]
        assert trouble(message(parts)) == "Network error 21b."

    def test_a_code_of_a_delivered_message_is_no_trouble(self) -> None:
        assert trouble(message([part(delivery=DeliveryState.DELIVERED, error_code="21b")])) == ""
        assert trouble(message([part(delivery=DeliveryState.UNDELIVERABLE, error_code="000")])) == ""

    def test_a_part_that_was_sent_back_says_what_it_waits_for(self) -> None:
        parts = [part(submit=SubmitState.QUEUED, command_status=THROTTLED)]
        assert trouble(message(parts)) == f"Waiting: {describe(THROTTLED).meaning}"

    def test_a_message_on_its_way_has_none(self) -> None:
        assert trouble(message([part(submit=SubmitState.QUEUED)])) == ""
        assert trouble(message([part(delivery=DeliveryState.ENROUTE)])) == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("no answer", "No answer."),
        ("It is busy.", "It is busy."),
        ("it is busy. (HTTP 503: busy)", "It is busy. (HTTP 503: busy)"),
        ("no route (HTTP 400)", "No route (HTTP 400)."),
        ("", ""),
    ],
)
def test_a_reason_becomes_a_sentence_with_one_end(words: str, expected: str) -> None:
    assert sentence(words) == expected


def test_a_name_is_spoken_before_the_number_and_hides_nothing() -> None:
    shown = delivery_row(message([part()]), utc, now_us=NOON_US, name="Ana\u202e\nP.")
    assert (shown.name, shown.recipient) == ("Ana⟨202E⟩⏎P.", "+381 64 1234567")
    assert shown.sentence.startswith(f"{shown.look.word}: to Ana⟨202E⟩⏎P., +381 64 1234567, at 12:03:11")
