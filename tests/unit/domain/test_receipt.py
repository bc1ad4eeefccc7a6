"""Receipts: told apart from messages, and read in the dialects that are known to exist."""

from __future__ import annotations

import pytest

from vox_console.domain.delivery import Delivery
from vox_console.domain.message import DeliveryState
from vox_console.domain.receipt import Receipt, parse_receipt, state_of

TYPICAL = (
    b"id:9be2f00d sub:001 dlvrd:001 submit date:2501021203 done date:250102120355 "
    b"stat:DELIVRD err:000 text:Your code is 1234"
)
ID, STATE, NETWORK = 0x001E, 0x0427, 0x0423


def delivery(
    text: bytes = b"", *, esm_class: int = 0x04, data_coding: int = 0, tlvs: dict[int, bytes] | None = None
) -> Delivery:
    return Delivery("+381641234567", "VOX", esm_class, data_coding, text, tlvs or {})


def read(
    text: bytes = b"", *, esm_class: int = 0x04, data_coding: int = 0, tlvs: dict[int, bytes] | None = None
) -> Receipt:
    receipt = parse_receipt(delivery(text, esm_class=esm_class, data_coding=data_coding, tlvs=tlvs))
    assert receipt is not None
    return receipt


class TestRecognition:
    @pytest.mark.parametrize("esm_class", [0x04, 0x07, 0x44, 0x84, 0x20])
    def test_by_the_flag_whatever_the_text(self, esm_class: int) -> None:
        assert parse_receipt(delivery(b"gibberish", esm_class=esm_class)) is not None

    def test_an_intermediate_notification_is_marked(self) -> None:
        assert read(TYPICAL, esm_class=0x20).intermediate
        assert not read(TYPICAL).intermediate

    @pytest.mark.parametrize("word", [b"DELIVRD", b"UNDELIV", b"EXPIRED", b"REJECTD", b"DELETED"])
    def test_an_intermediate_notification_ends_nothing(self, word: bytes) -> None:
        on_the_way = read(b"id:1 stat:" + word + b" err:027", esm_class=0x20)
        assert (on_the_way.state, on_the_way.word) == (DeliveryState.ENROUTE, word.decode())
        by_tlv = read(esm_class=0x20, tlvs={ID: b"abc\0", STATE: b"\x05"})
        assert by_tlv.state is DeliveryState.ENROUTE
        assert read(b"id:1 stat:ACCEPTD", esm_class=0x20).state is DeliveryState.ACCEPTD
        assert read(b"id:1 stat:whatever", esm_class=0x20).state is None

    def test_by_both_tlvs_without_the_flag(self) -> None:
        tlvs = {ID: b"abc\0", STATE: b"\x02"}
        assert parse_receipt(delivery(b"hello", esm_class=0, tlvs=tlvs)) is not None

    @pytest.mark.parametrize("tag", [ID, STATE])
    def test_one_of_the_tlvs_is_not_enough(self, tag: int) -> None:
        assert parse_receipt(delivery(b"hello", esm_class=0, tlvs={tag: b"\x02"})) is None

    def test_by_text_unless_the_profile_says_not_to(self) -> None:
        assert parse_receipt(delivery(TYPICAL, esm_class=0)) is not None
        assert parse_receipt(delivery(TYPICAL, esm_class=0), by_text=False) is None

    @pytest.mark.parametrize(
        "text",
        [
            b"",
            b"Hello",
            b"My order id: 77, where is it?",
            b"stat:DELIVRD",
            b"id: stat:DELIVRD",
            b"id:5 stat:",
            b"What does id:1 stat:DELIVRD mean in your mails? " * 3,
            b"paid:1 thermostat:DELIVRD",
            b"A long story of a customer that comes to id:5 stat:DELIVRD late",
        ],
    )
    def test_a_customers_message_stays_a_message(self, text: bytes) -> None:
        assert parse_receipt(delivery(text[:300], esm_class=0)) is None

    @pytest.mark.parametrize("esm_class", [0x00, 0x08, 0x10, 0x18, 0x40, 0x80])
    def test_other_kinds_of_message_are_not_receipts(self, esm_class: int) -> None:
        assert parse_receipt(delivery(b"thanks", esm_class=esm_class)) is None


class TestText:
    def test_typical(self) -> None:
        assert read(TYPICAL) == Receipt(
            provider_id="9be2f00d",
            state=DeliveryState.DELIVERED,
            word="DELIVRD",
            intermediate=False,
            error_code="000",
            submitted_at_us=1_735_819_380_000_000,
            done_at_us=1_735_819_435_000_000,
            submit_date="2501021203",
            done_date="250102120355",
            sub="001",
            dlvrd="001",
            text="Your code is 1234",
            network_error="",
            source="381641234567",
            destination="VOX",
            disagreement="",
        )

    @pytest.mark.parametrize(
        ("text", "provider_id", "word", "error_code"),
        [
            (b"id:1 stat:DELIVRD", "1", "DELIVRD", ""),
            (b"id:1 submit date:2501021203 done date:2501021204 stat:UNDELIV err:21b", "1", "UNDELIV", "21b"),
            (b"ID:1 STAT:delivrd ERR:0", "1", "delivrd", "0"),
            (b"stat:EXPIRED err:000001 id:00012", "00012", "EXPIRED", "000001"),
            (b"id: 1  sub: 1 dlvrd: 1 stat: DELIVRD. err: 0", "1", "DELIVRD", "0"),
            (b"id:1 stat:DELIVERED TO CARRIER err:000", "1", "DELIVERED TO CARRIER", "000"),
            (b"id:1 uid:77 stat:FAILED mccmnc:22001 err:5", "1", "FAILED", "5"),
            (b"id:alss-01ab-02cd stat:ACCEPTD", "alss-01ab-02cd", "ACCEPTD", ""),
            (b"id:a:b stat:ACCEPTD", "a:b", "ACCEPTD", ""),
            (b"id:1,stat:DELIVRD,err:000", "1", "DELIVRD", "000"),
            (b"id:1 id:2 stat:DELIVRD stat:UNDELIV", "1", "DELIVRD", ""),
            (b"id:1 stat:DELIVRD\0", "1", "DELIVRD", ""),
            (b"err:7", "", "", "7"),
            (b"id:\x85 stat:\xa0 err:\x85", "", "", ""),  # blanks of Latin-1, found by search
        ],
    )
    def test_dialects(self, text: bytes, provider_id: str, word: str, error_code: str) -> None:
        receipt = read(text)
        assert (receipt.provider_id, receipt.word, receipt.error_code) == (provider_id, word, error_code)

    def test_words_of_the_message_are_no_fields(self) -> None:
        receipt = read(b"id:1 stat:DELIVRD Text:id:2 stat:UNDELIV err:9")
        assert (receipt.provider_id, receipt.word, receipt.error_code) == ("1", "DELIVRD", "")
        assert receipt.text == "id:2 stat:UNDELIV err:9"

    @pytest.mark.parametrize(
        "text", [b"text:Hello id:1 stat:DELIVRD err:000", b"id:1 text:Hello stat:DELIVRD err:000"]
    )
    def test_fields_are_found_behind_a_text_that_does_not_stand_last(self, text: bytes) -> None:
        receipt = read(text)
        assert (receipt.provider_id, receipt.word, receipt.text) == ("1", "DELIVRD", "Hello")
        assert receipt.error_code == "000"

    def test_unintelligible_text_is_kept(self) -> None:
        receipt = read(b"12345 2")
        assert (receipt.provider_id, receipt.state, receipt.text) == ("", None, "12345 2")

    def test_utf16_text_is_read_under_data_coding_8(self) -> None:
        assert read(TYPICAL.decode().encode("utf-16-be"), data_coding=8) == read(TYPICAL)

    def test_plain_text_is_read_under_data_coding_8_too(self) -> None:
        assert read(TYPICAL, data_coding=8) == read(TYPICAL)

    def test_underscore_and_at_in_an_id_are_ascii_not_gsm(self) -> None:
        assert read(b"id:a_b@c stat:DELIVRD").provider_id == "a_b@c"

    def test_binary_in_the_text_field_does_not_harm(self) -> None:
        assert read(b"id:1 stat:DELIVRD err:000 text:\xff\xfe\x00\x1b").text == "ÿþ\x00\x1b"

    def test_a_user_data_header_is_stepped_over(self) -> None:
        assert read(b"\x05\x00\x03\x01\x01\x01" + TYPICAL, esm_class=0x44) == read(TYPICAL)
        assert read(b"\x05\x00\x03\x01\x01\x0112345 2", esm_class=0x44).text == "12345 2"

    def test_the_payload_tlv_is_read_when_short_message_is_empty(self) -> None:
        assert read(tlvs={0x0424: TYPICAL}) == read(TYPICAL)

    def test_an_odd_date_is_kept_verbatim(self) -> None:
        receipt = read(b"id:1 submit date:0000000000 done date:2025-01-02 12:03:55 stat:DELIVRD")
        assert (receipt.submitted_at_us, receipt.submit_date) == (None, "0000000000")
        assert (receipt.done_at_us, receipt.done_date) == (None, "2025-01-02 12:03:55")

    def test_a_date_of_the_far_future_is_kept_verbatim_only(self) -> None:
        receipt = parse_receipt(delivery(TYPICAL), now_us=1_700_000_000_000_000)
        assert receipt is not None
        assert (receipt.done_at_us, receipt.done_date) == (None, "250102120355")


class TestTlvs:
    @pytest.mark.parametrize("octets", [b"ABC1\0", b"ABC1", b"ABC1 \0\0"])
    def test_the_id_of_the_tlv_wins_with_or_without_terminator(self, octets: bytes) -> None:
        assert read(b"id:999 stat:DELIVRD", tlvs={ID: octets}).provider_id == "ABC1"

    def test_an_empty_tlv_leaves_the_id_of_the_text(self) -> None:
        assert read(b"id:999 stat:DELIVRD", tlvs={ID: b"\0"}).provider_id == "999"

    def test_tlvs_alone_are_a_whole_receipt(self) -> None:
        receipt = read(b"12345 2", tlvs={ID: b"12345\0", STATE: b"\x02"})
        assert (receipt.provider_id, receipt.state, receipt.word) == (
            "12345",
            DeliveryState.DELIVERED,
            "DELIVRD",
        )

    def test_the_state_of_the_tlv_wins_and_both_are_shown(self) -> None:
        receipt = read(b"id:1 stat:UNDELIV", tlvs={STATE: b"\x02"})
        assert (receipt.state, receipt.word) == (DeliveryState.DELIVERED, "DELIVRD")
        assert receipt.disagreement == "message_state says DELIVRD, the text says UNDELIV"

    def test_two_spellings_of_one_state_are_no_disagreement(self) -> None:
        receipt = read(b"id:1 stat:UNDELIVERABLE", tlvs={STATE: b"\x05"})
        assert (receipt.word, receipt.disagreement) == ("UNDELIVERABLE", "")

    @pytest.mark.parametrize("octets", [b"", b"\x02\x02", b"\x0a", b"\xff"])
    def test_a_broken_state_tlv_leaves_the_word_of_the_text(self, octets: bytes) -> None:
        assert read(b"id:1 stat:EXPIRED", tlvs={STATE: octets}).state is DeliveryState.EXPIRED

    @pytest.mark.parametrize(
        ("octets", "words"),
        [
            (b"\x03\x00\x1b", "GSM 27"),
            (b"\x01\x00\x01", "ANSI-136 1"),
            (b"\x02\x01\x00", "IS-95 256"),
            (b"\x09\x00\x01", "network type 9 1"),
            (b"\x03", "03"),
            (b"", ""),
        ],
    )
    def test_the_network_error_is_told_in_words(self, octets: bytes, words: str) -> None:
        assert read(TYPICAL, tlvs={NETWORK: octets}).network_error == words


class TestStates:
    @pytest.mark.parametrize(
        ("word", "state"),
        [
            ("ENROUTE", DeliveryState.ENROUTE),
            ("DELIVRD", DeliveryState.DELIVERED),
            ("delivered", DeliveryState.DELIVERED),
            ("EXPIRED", DeliveryState.EXPIRED),
            ("IM_EXPD", DeliveryState.EXPIRED),
            ("DELETED", DeliveryState.DELETED),
            ("UNDELIV", DeliveryState.UNDELIVERABLE),
            ("Undelivrd", DeliveryState.UNDELIVERABLE),
            ("FAILED", DeliveryState.UNDELIVERABLE),
            ("SKIPPED", DeliveryState.UNDELIVERABLE),
            ("ACCEPTD", DeliveryState.ACCEPTD),
            ("ACCEPTED", DeliveryState.ACCEPTD),
            ("REJECTD", DeliveryState.REJECTED),
            ("REJECTED", DeliveryState.REJECTED),
            ("ACKED", DeliveryState.ENROUTE),
            ("SENT", DeliveryState.ENROUTE),
            ("SUBMITTED", DeliveryState.ENROUTE),
            ("BUFFERED", DeliveryState.ENROUTE),
            ("PENDING", DeliveryState.ENROUTE),
            ("QUEUED", DeliveryState.ENROUTE),
            ("SCHEDULED", DeliveryState.ENROUTE),
            ("UNKNOWN", None),
            ("ACTIVATED", None),
            ("WEIRD", None),
            ("", None),
        ],
    )
    def test_words_by_prefix(self, word: str, state: DeliveryState | None) -> None:
        assert state_of(word) is state

    @pytest.mark.parametrize(
        "word",
        [
            "DELIVERY FAILED",
            "DELIVERY PENDING",
            "DELIVERED_TO_CARRIER",
            "Delivered to carrier",
            "DELIVERING",
            "DELIV",
        ],
    )
    def test_a_word_that_only_begins_like_delivered_claims_no_delivery_and_is_kept(self, word: str) -> None:
        assert state_of(word) is None
        receipt = read(f"id:1 stat:{word} err:000".encode())
        assert (receipt.state, receipt.word) == (None, word)

    @pytest.mark.parametrize(
        ("octet", "state"),
        list(
            enumerate(
                [
                    DeliveryState.ENROUTE,
                    DeliveryState.ENROUTE,
                    DeliveryState.DELIVERED,
                    DeliveryState.EXPIRED,
                    DeliveryState.DELETED,
                    DeliveryState.UNDELIVERABLE,
                    DeliveryState.ACCEPTD,
                    None,
                    DeliveryState.REJECTED,
                    DeliveryState.UNDELIVERABLE,
                ]
            )
        ),
    )
    def test_message_state_by_number(self, octet: int, state: DeliveryState | None) -> None:
        assert read(tlvs={ID: b"1\0", STATE: bytes([octet])}).state is state


class TestIdentity:
    def test_the_same_receipt_twice_is_one(self) -> None:
        assert read(TYPICAL).identity() == read(TYPICAL + b" ").identity()

    @pytest.mark.parametrize(
        ("old", "new"), [(b"9be2", b"8be2"), (b"DELIVRD", b"UNDELIV"), (b"0355", b"0356"), (b"000", b"001")]
    )
    def test_another_id_state_date_or_error_is_another_receipt(self, old: bytes, new: bytes) -> None:
        assert read(TYPICAL).identity() != read(TYPICAL.replace(old, new)).identity()
