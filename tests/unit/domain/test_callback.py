from __future__ import annotations

import pytest

from vox_console.domain.callback import (
    LONGEST_ID,
    LONGEST_TEXT,
    LONGEST_WORD,
    CallbackMessage,
    Unreadable,
    as_delivery,
    first_filled,
    read_callback,
)
from vox_console.domain.decoding import decode
from vox_console.domain.message import DeliveryState
from vox_console.domain.receipt import Receipt, parse_receipt
from vox_console.domain.transport_name import Witness
from vox_console.settings.callback_access import VOX_FIELDS

REPORT = {
    "message_id": "Ab-0017",
    "delivery_time": "2026-03-01 12:00:05",
    "delivery_status": "DELIVRD",
    "ani": "+381 64 1234567",
    "mcc": "220",
    "mnc": "01",
    "rate": "0,0120",
    "result_code": "000",
    "country_name": "Serbia",
}
MESSAGE = {
    "ani": "+381641234567",
    "dnis": "38164000",
    "message": "Zdravo \N{GRINNING FACE}",
    "message_id": "7",
}


def report(**changes: str) -> Receipt:
    read = read_callback({**REPORT, **changes}, VOX_FIELDS)
    assert isinstance(read, Receipt)
    return read


def message(**changes: str) -> CallbackMessage:
    read = read_callback({**MESSAGE, **changes}, VOX_FIELDS)
    assert isinstance(read, CallbackMessage)
    return read


def reason(fields: dict[str, str]) -> str:
    read = read_callback(fields, VOX_FIELDS)
    assert isinstance(read, Unreadable)
    return read.reason


class TestReport:
    def test_every_parameter_of_vox_is_read(self) -> None:
        assert report() == Receipt(
            provider_id="Ab-0017",
            state=DeliveryState.DELIVERED,
            word="DELIVRD",
            intermediate=False,
            error_code="000",
            submitted_at_us=None,
            done_at_us=1_772_366_405_000_000,
            submit_date="",
            done_date="2026-03-01 12:00:05",
            sub="",
            dlvrd="",
            text="",
            network_error="",
            source="381641234567",
            destination="",
            disagreement="",
            witness=Witness.CALLBACK,
            network="220-01",
            rate="0,0120",
            country="Serbia",
        )

    @pytest.mark.parametrize(
        ("word", "state"),
        [
            *(("UNDELIV", DeliveryState.UNDELIVERABLE), ("enroute", DeliveryState.ENROUTE)),
            *(("IM_EXPD", DeliveryState.EXPIRED), ("ACTIVATED", None), ("UNKNOWN", None), ("7", None)),
        ],
    )
    def test_the_word_is_kept_whether_it_is_known_or_not(
        self, word: str, state: DeliveryState | None
    ) -> None:
        read = report(delivery_status=word)
        assert (read.word, read.state) == (word, state)

    @pytest.mark.parametrize("id_name", ["messageId", "dlvrMsgId", "id", "MESSAGE_ID"])
    @pytest.mark.parametrize("status_name", ["status", "dlvrMsgStat", "Delivery_Status"])
    def test_other_names_are_known_in_any_case(self, id_name: str, status_name: str) -> None:
        fields = {id_name: "x1", status_name: "REJECTD", "ERR": "21b", "dnis": "38164", "mccmnc": "22001"}
        read = read_callback(fields, {})
        assert isinstance(read, Receipt)
        assert (read.provider_id, read.state, read.error_code) == ("x1", DeliveryState.REJECTED, "21b")
        assert (read.source, read.network) == ("38164", "220-01")

    def test_the_profiles_own_names_go_before_all_others(self) -> None:
        names = {**VOX_FIELDS, "message_id": "Reference"}
        read = read_callback({**REPORT, "reference": "mine"}, names)
        assert isinstance(read, Receipt)
        assert read.provider_id == "mine"
        empty = read_callback({**REPORT, "reference": ""}, names)
        assert isinstance(empty, Receipt)
        assert empty.provider_id == "Ab-0017", "the first that is not empty counts"

    def test_an_id_keeps_its_case_and_loses_the_blanks_around_it(self) -> None:
        assert report(message_id=" aBc ").provider_id == "aBc"

    def test_an_id_of_reasonable_length_is_kept_whole_and_a_huge_one_refused(self) -> None:
        assert report(message_id="7" * LONGEST_ID).provider_id == "7" * LONGEST_ID
        assert reason({**REPORT, "message_id": "7" * (LONGEST_ID + 1)}) == (
            "its message id is longer than 256 characters"
        )

    def test_other_facts_are_cut_at_a_bound(self) -> None:
        read = report(delivery_status="x" * 999, country_name="y" * 999, rate="1" * 999)
        assert {len(read.word), len(read.country), len(read.rate)} == {LONGEST_WORD}

    @pytest.mark.parametrize(
        ("fields", "network"),
        [
            *(({"mcc": "220", "mnc": "1"}, "220-1"), ({"mcc": "220", "mnc": "001"}, "220-001")),
            *(({"mcc": "22003"}, "220-03"), ({"mcc": "220"}, "220"), ({"mnc": "01"}, "")),
            *(({"mccmnc": "220-01"}, "220-01"), ({"mccmnc": "310/260"}, "310-260"), ({"mccmnc": "x"}, "x")),
        ],
    )
    def test_the_network_is_mcc_and_mnc_as_given(self, fields: dict[str, str], network: str) -> None:
        read = read_callback({"id": "1", "status": "DELIVRD", **fields}, VOX_FIELDS)
        assert isinstance(read, Receipt)
        assert read.network == network

    def test_of_two_numbers_both_can_be_compared(self) -> None:
        read = report(ani="VoxBank", dnis="381641234567")
        assert (read.source, read.destination) == ("381641234567", "")
        both = report(ani="38164000", dnis="381641234567")
        assert (both.source, both.destination) == ("38164000", "381641234567")

    def test_what_has_a_status_is_a_report_though_it_repeats_the_text(self) -> None:
        assert report(message="Hello").provider_id == "Ab-0017"

    def test_a_report_may_say_next_to_nothing(self) -> None:
        read = read_callback({"id": "1", "status": "?"}, VOX_FIELDS)
        assert isinstance(read, Receipt)
        assert read.identity() == ("1", "?", "", "")
        assert (read.source, read.network, read.rate, read.done_at_us) == ("", "", "", None)


class TestMessage:
    def test_every_parameter_is_read(self) -> None:
        assert message(dataCoding="8") == CallbackMessage(
            source="+381641234567",
            destination="38164000",
            text="Zdravo \N{GRINNING FACE}",
            provider_id="7",
            data_coding="8",
        )

    def test_other_names_are_known(self) -> None:
        read = read_callback({"From": "1", "To": "2", "Text": " three "}, VOX_FIELDS)
        assert read == CallbackMessage("1", "2", " three ", "", "")

    def test_an_empty_text_is_a_message_when_no_status_is_spoken_of(self) -> None:
        assert message(message="").text == ""
        assert reason({**MESSAGE, "message": "", "status": ""}) == (
            "it has neither a message id with a status nor a text with a sender"
        )

    def test_a_huge_text_is_cut_and_a_huge_id_dropped(self) -> None:
        read = message(message="x" * (LONGEST_TEXT + 1), message_id="7" * 999)
        assert (len(read.text), read.provider_id) == (LONGEST_TEXT, "")

    def test_a_lone_surrogate_can_be_stored(self) -> None:
        assert message(message="a\ud83d").text == "a\ufffd"

    def test_the_text_is_not_in_its_repr(self) -> None:
        assert "Zdravo" not in repr(message())


class TestNeither:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "it has neither a message id with a status nor a text with a sender"),
            ({"": "x"}, "it has neither a message id with a status nor a text with a sender"),
            ({"message_id": "1"}, "it has neither a message id with a status nor a text with a sender"),
            ({"delivery_status": "DELIVRD"}, "it has a status and no message id"),
            ({"message_id": " ", "delivery_status": "DELIVRD"}, "it has a status and no message id"),
            ({"message": "Hello"}, "it has a text and no sender"),
        ],
    )
    def test_it_says_what_is_missing(self, fields: dict[str, str], words: str) -> None:
        assert reason(fields) == words


class TestDelivery:
    def test_a_message_is_stored_as_ucs2(self) -> None:
        delivery = as_delivery(message(), b"raw")
        assert (delivery.source, delivery.destination) == ("+381641234567", "38164000")
        assert (delivery.esm_class, delivery.data_coding, delivery.raw) == (0, 8, b"raw")
        assert decode(delivery.short_message, 8).text == "Zdravo \N{GRINNING FACE}"
        assert parse_receipt(delivery) is None

    def test_a_report_is_no_customers_message_to_anyone(self) -> None:
        delivery = as_delivery(report(), b"raw")
        assert (delivery.source, delivery.short_message, delivery.raw) == ("381641234567", b"", b"raw")
        assert parse_receipt(delivery) is not None


def test_of_repeated_parameters_the_first_that_is_not_empty_counts() -> None:
    assert first_filled([("a", ""), ("a", "1"), ("a", "2"), ("b", "")]) == {"a": "1", "b": ""}
