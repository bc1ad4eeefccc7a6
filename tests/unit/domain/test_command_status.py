"""command_status: words for every code, and what each decides."""

from __future__ import annotations

import pytest

from vox_console.domain.command_status import (
    RETRY_LATER,
    Verdict,
    bind_refusal,
    describe,
    submit_verdict,
)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (0x00, "ESME_ROK"),
        (0x01, "ESME_RINVMSGLEN"),
        (0x05, "ESME_RALYBND"),
        (0x0A, "ESME_RINVSRCADR"),
        (0x0E, "ESME_RINVPASWD"),
        (0x14, "ESME_RMSGQFUL"),
        (0x44, "ESME_RCNTSUBDL"),
        (0x58, "ESME_RTHROTTLED"),
        (0x67, "ESME_RQUERYFAIL"),
        (0xC4, "ESME_RINVOPTPARAMVAL"),
        (0xFE, "ESME_RDELIVERYFAILURE"),
        (0xFF, "ESME_RUNKNOWNERR"),
    ],
)
def test_names_are_those_of_the_specification(code: int, name: str) -> None:
    assert describe(code).name == name


def test_no_code_is_ever_blank() -> None:
    for code in (*range(0x600), 0xFFFF_FFFF):
        status = describe(code)
        assert status.name
        assert status.meaning.endswith(".")
        assert status.action.endswith(".")


@pytest.mark.parametrize("code", [0x09, 0x0102, 0x0401, 0x1234_5678])
def test_codes_without_a_name_are_told_in_hexadecimal_and_decimal(code: int) -> None:
    assert f"0x{code:X} ({code})" in describe(code).meaning


def test_vendor_codes_are_told_apart() -> None:
    assert describe(0x0401).name == "Vendor error"
    assert describe(0x0102).name == "SMPP 5 error"


def test_as_text_it_has_name_number_and_meaning() -> None:
    assert str(describe(0x58)) == "ESME_RTHROTTLED (0x00000058): Sending is faster than the account allows."


def test_three_codes_mean_later_zero_means_accepted_all_others_refused() -> None:
    assert frozenset({0x58, 0x14, 0x08}) == RETRY_LATER
    for code in range(0x600):
        expected = (
            Verdict.ACCEPTED if code == 0 else Verdict.RETRY_LATER if code in RETRY_LATER else Verdict.REFUSED
        )
        assert submit_verdict(code) is expected, hex(code)


@pytest.mark.parametrize("code", [0x04, 0x0E, 0x0F, 0x53, 0x0A, 0x45, 0x0401])
def test_a_bind_refused_for_what_a_person_must_change_is_fatal(code: int) -> None:
    assert bind_refusal(code).fatal


@pytest.mark.parametrize("code", [0x05, 0x0D, 0x08, 0x14, 0x58, 0x64, 0xFF])
def test_a_bind_refused_for_what_passes_is_tried_again(code: int) -> None:
    assert not bind_refusal(code).fatal


def test_a_refused_bind_tells_what_why_and_what_to_do() -> None:
    refusal = bind_refusal(0x0E)
    assert refusal.title == "The provider refused the bind"
    assert "password is wrong" in refusal.detail
    assert "lock" in refusal.hint
    assert refusal.command_status == 0x0E
