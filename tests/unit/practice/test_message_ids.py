from __future__ import annotations

import re

import pytest

from vox_console.practice.message_ids import IdForm, IdMint


@pytest.mark.parametrize("form", IdForm)
def test_no_two_messages_share_an_id(form: IdForm) -> None:
    mint = IdMint()
    pairs = [mint.next(form) for _ in range(500)]
    assert len({answer for answer, _ in pairs}) == 500
    assert len({receipt for _, receipt in pairs}) == 500


def test_the_ordinary_id_has_the_shape_of_a_uuid_and_is_reported_unchanged() -> None:
    answer, receipt = IdMint().next()
    assert receipt == answer
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", answer)


def test_two_runs_do_not_repeat_each_others_ids() -> None:
    assert IdMint().next()[0] != IdMint().next()[0]


def test_decimal_ids_have_ten_digits() -> None:
    answer, receipt = IdMint().next(IdForm.DECIMAL)
    assert receipt == answer
    assert re.fullmatch(r"\d{10}", answer)


def test_hex_is_reported_as_ten_decimal_digits() -> None:
    answer, receipt = IdMint().next(IdForm.HEX_THEN_DECIMAL)
    assert re.fullmatch(r"[0-9a-f]{8}", answer)
    assert receipt == f"{int(answer, 16):010d}"


def test_decimal_is_reported_as_hex() -> None:
    answer, receipt = IdMint().next(IdForm.DECIMAL_THEN_HEX)
    assert int(receipt, 16) == int(answer)
    assert answer.isdigit()


def test_padding_is_lost_in_the_receipt() -> None:
    answer, receipt = IdMint().next(IdForm.PADDED_THEN_BARE)
    assert answer == f"00{receipt}"
    assert not receipt.startswith("0")


def test_case_changes_in_the_receipt() -> None:
    answer, receipt = IdMint().next(IdForm.LOWER_THEN_UPPER)
    assert answer.upper() == receipt != answer
