from __future__ import annotations

from dataclasses import replace

import pytest

from vox_console.practice.behaviours import ReceiptForm, Stat
from vox_console.practice.receipts import ReceiptFacts, error_code, receipt

# 2026-11-22 20:59:30 and 21:00:05, UTC.
FACTS = ReceiptFacts(
    message_id="4b2d",
    stat=Stat.DELIVRD,
    source="Vox",
    destination="381640000010",
    submitted_at=1_795_381_170,
    done_at=1_795_381_205,
    excerpt=b"Your parcel is on its way to you",
    source_ton=5,
    destination_ton=1,
    destination_npi=1,
)
STANDARD_TEXT = (
    b"id:4b2d sub:001 dlvrd:001 submit date:2611222059 done date:2611222100 "
    b"stat:DELIVRD err:000 text:Your parcel is on it"
)


def test_the_standard_receipt_is_that_of_appendix_b_with_both_tlvs() -> None:
    told = receipt(FACTS)
    assert told.short_message == STANDARD_TEXT
    assert told.tlvs == {0x001E: b"4b2d\0", 0x0427: b"\x02"}
    assert told.esm_class == 0x04


def test_addresses_are_swapped_with_their_types() -> None:
    told = receipt(FACTS)
    assert (told.source, told.source_ton, told.source_npi) == ("381640000010", 1, 1)
    assert (told.destination, told.destination_ton, told.destination_npi) == ("Vox", 5, 0)


def test_some_providers_do_not_swap_them() -> None:
    told = receipt(FACTS, ReceiptForm.NOT_SWAPPED)
    assert (told.source, told.destination) == ("Vox", "381640000010")


def test_a_failure_carries_an_error_code_and_no_delivered_count() -> None:
    text = receipt(replace(FACTS, stat=Stat.UNDELIV)).short_message
    assert b" dlvrd:000 " in text
    assert b" stat:UNDELIV err:021 " in text


def test_an_intermediate_notification_has_its_own_flag() -> None:
    assert receipt(replace(FACTS, stat=Stat.ENROUTE), intermediate=True).esm_class == 0x20


def test_tlvs_alone() -> None:
    told = receipt(FACTS, ReceiptForm.TLV_ONLY)
    assert told.short_message == b""
    assert told.tlvs[0x001E] == b"4b2d\0"


def test_text_alone() -> None:
    told = receipt(FACTS, ReceiptForm.TEXT_ONLY)
    assert told.tlvs == {}
    assert told.short_message == STANDARD_TEXT


@pytest.mark.parametrize("form", [ReceiptForm.PAYLOAD, ReceiptForm.DATA_SM])
def test_text_in_message_payload(form: ReceiptForm) -> None:
    told = receipt(FACTS, form)
    assert told.short_message == b""
    assert told.tlvs[0x0424] == STANDARD_TEXT


def test_reordered_fields_are_all_there() -> None:
    text = receipt(FACTS, ReceiptForm.REORDERED).short_message
    assert text.startswith(b"stat:DELIVRD err:000 done date:2611222100 id:4b2d ")
    for label in (b"sub:", b"dlvrd:", b"submit date:", b"text:"):
        assert label in text


def test_the_minimal_receipt_has_two_fields() -> None:
    assert receipt(FACTS, ReceiptForm.MINIMAL).short_message == b"id:4b2d stat:DELIVRD"


def test_the_long_form_has_years_with_century_and_spelt_words() -> None:
    text = receipt(FACTS, ReceiptForm.LONG).short_message
    assert b" submit date:20261122205930 done date:20261122210005 stat:Delivered err:0 " in text


def test_the_disguised_receipt_has_neither_flag_nor_tlvs() -> None:
    told = receipt(FACTS, ReceiptForm.DISGUISED)
    assert told.esm_class == 0
    assert told.tlvs == {}
    assert told.short_message == STANDARD_TEXT


def test_the_text_can_name_another_id_than_the_tlv() -> None:
    told = receipt(FACTS, ReceiptForm.WRONG_TEXT_ID)
    assert told.tlvs[0x001E] == b"4b2d\0"
    assert not told.short_message.startswith(b"id:4b2d ")


@pytest.mark.parametrize(
    ("stat", "code"), [(Stat.DELIVRD, "000"), (Stat.ENROUTE, "000"), (Stat.EXPIRED, "027")]
)
def test_every_word_has_an_error_code(stat: Stat, code: str) -> None:
    assert error_code(stat) == code
