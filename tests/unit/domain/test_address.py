"""Recipients and senders as people type them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from vox_console.domain.address import (
    SenderKind,
    international,
    parse_recipient,
    parse_sender,
    split_recipients,
)
from vox_console.domain.errors import Severity


class TestSplitting:
    @pytest.mark.parametrize(
        ("pasted", "numbers"),
        [
            ("", []),
            (" \n,; ", []),
            ("+381641234567", ["+381641234567"]),
            ("+381 64 123 45 67", ["+381 64 123 45 67"]),
            ("0641234567, 0641234568;0641234569", ["0641234567", "0641234568", "0641234569"]),
            (
                "0641234567\n0641234568\r\n\n0641234569\t0641234570",
                [f"06412345{n}" for n in (67, 68, 69, 70)],
            ),
            ("+381 64 1234567 +381 64 1234568", ["+381 64 1234567", "+381 64 1234568"]),
            ("381641234567 381641234568", ["381641234567", "381641234568"]),
            ("381 641234567", ["381 641234567"]),
            ("a|b\uff1bc\u3001d", ["a", "b", "c", "d"]),
        ],
    )
    def test_a_pasted_list_comes_apart(self, pasted: str, numbers: list[str]) -> None:
        assert split_recipients(pasted) == numbers


class TestRecipients:
    @pytest.mark.parametrize(
        "typed",
        [
            "+381641234567",
            "+381 64 123 45 67",
            "+381 (0)64 1234567",
            "00381641234567",
            "381641234567",
            "+381-64/123.4567",
            "+381 64\u20131234567",
            "tel:+381641234567",
            "\u202a+381 64 1234567\u202c",
            "\u00a0+381\u00a064\u00a01234567 ",
            "+٣٨١٦٤١٢٣٤٥٦٧",
            "\uff0b\uff13\uff18\uff11 641234567",
        ],
    )
    def test_every_way_of_typing_gives_the_digits(self, typed: str) -> None:
        recipient = parse_recipient(typed)
        assert (recipient.digits, recipient.region) == ("381641234567", "RS")
        assert recipient.international == "+381 64 1234567"
        assert recipient.problems == ()
        assert recipient.ok
        assert recipient.raw == typed

    @pytest.mark.parametrize("typed", ["0641234567", "64 1234567", "381641234567", "+381641234567"])
    def test_a_national_number_takes_the_country_of_the_profile(self, typed: str) -> None:
        assert parse_recipient(typed, default_region="RS").digits == "381641234567"

    def test_the_profiles_country_wins_over_a_country_code_without_plus(self) -> None:
        assert parse_recipient("2025550100", default_region="US").digits == "12025550100"

    def test_digits_that_are_no_number_there_are_taken_as_international(self) -> None:
        assert parse_recipient("447700900123", default_region="RS").digits == "447700900123"

    @pytest.mark.parametrize(
        ("typed", "code", "fix"),
        [
            ("", "empty", ""),
            ("  ", "empty", ""),
            ("Ana", "letters", ""),
            ("+381 64 CALL 67", "letters", ""),
            ("Ana +381 64 1234567", "letters", "+381 64 1234567"),
            ("++381641234567", "characters", "+381641234567"),
            ("+381641234567!", "characters", "+381641234567"),
            ("12345", "too_short", ""),
            ("+38164123", "too_short", ""),
            ("+1 212 555 01234", "too_long", ""),
            ("+3816412345678901", "too_long", ""),
            ("+999123456789", "unknown_country", ""),
            ("0641234567", "no_country", ""),
            ("+381641234567 ext. 12", "extension", "+381641234567"),
            ("+381641234567x12", "extension", "+381641234567"),
            ("+381641234567;ext=12", "extension", "+381641234567"),
        ],
    )
    def test_what_cannot_be_sent_has_a_reason_and_maybe_a_fix(self, typed: str, code: str, fix: str) -> None:
        recipient = parse_recipient(typed)
        (problem,) = recipient.problems
        assert (problem.field, problem.code, problem.fix) == ("to", code, fix)
        assert problem.severity is Severity.ERROR
        assert not recipient.ok
        assert not recipient.digits

    @pytest.mark.parametrize("typed", ["Ana +381 64 1234567", "++381641234567", "+381641234567 ext. 12"])
    def test_a_fix_cures_it(self, typed: str) -> None:
        assert parse_recipient(parse_recipient(typed).problems[0].fix).digits == "381641234567"

    @pytest.mark.parametrize(
        ("typed", "code", "digits"),
        [
            ("+44 7700 900123", "not_assigned", "447700900123"),  # Ofcom's numbers for drama
            ("+381 11 2345678", "not_mobile", "381112345678"),
            ("+39 06 6981 2345", "not_mobile", "390669812345"),  # its leading zero is part of it
            ("+800 1234 5678", "not_mobile", "80012345678"),
        ],
    )
    def test_a_doubtful_number_is_a_warning_and_can_be_sent(self, typed: str, code: str, digits: str) -> None:
        recipient = parse_recipient(typed)
        assert [(p.code, p.severity) for p in recipient.problems] == [(code, Severity.WARNING)]
        assert recipient.ok
        assert recipient.digits == digits

    def test_a_number_of_no_country_says_so(self) -> None:
        assert parse_recipient("+800 1234 5678").region == "001"


class TestDisplay:
    @pytest.mark.parametrize(
        ("digits", "shown"),
        [
            ("381641234567", "+381 64 1234567"),
            ("999123456789", "+999123456789"),
            ("12345", "12345"),
            ("VOX", "VOX"),
            ("", ""),
        ],
    )
    def test_digits_are_grouped_as_their_country_does(self, digits: str, shown: str) -> None:
        assert international(digits) == shown


class TestSenders:
    @pytest.mark.parametrize(
        ("typed", "kind", "value", "ton", "npi"),
        [
            ("+381 64 1234567", SenderKind.NUMERIC, "381641234567", 1, 1),
            ("00381641234567", SenderKind.NUMERIC, "381641234567", 1, 1),
            ("381641234567", SenderKind.NUMERIC, "381641234567", 1, 1),
            ("1234", SenderKind.SHORT_CODE, "1234", 0, 0),
            ("123456", SenderKind.SHORT_CODE, "123456", 0, 0),
            ("VOX", SenderKind.ALPHANUMERIC, "VOX", 5, 0),
            (" Vox Bank ", SenderKind.ALPHANUMERIC, "Vox Bank", 5, 0),
            ("1st Bank", SenderKind.ALPHANUMERIC, "1st Bank", 5, 0),
        ],
    )
    def test_kind_decides_ton_and_npi(
        self, typed: str, kind: SenderKind, value: str, ton: int, npi: int
    ) -> None:
        sender = parse_sender(typed)
        assert (sender.kind, sender.value, sender.ton, sender.npi) == (kind, value, ton, npi)
        assert sender.ok
        assert sender.problems == ()

    @pytest.mark.parametrize(
        ("typed", "code", "severity"),
        [
            ("", "empty", Severity.ERROR),
            ("00", "empty", Severity.ERROR),
            ("+1234567890123456", "too_long", Severity.ERROR),
            ("0641234567", "national", Severity.WARNING),
            ("Vox Solutions", "long_for_handsets", Severity.WARNING),
            ("A" * 21, "too_long", Severity.ERROR),
            ("Žena", "not_gsm", Severity.ERROR),
            ("ΔΣ", "not_gsm", Severity.ERROR),
            ("A\nB", "not_gsm", Severity.ERROR),
            ("Café", "not_ascii", Severity.WARNING),
        ],
    )
    def test_problems(self, typed: str, code: str, severity: Severity) -> None:
        sender = parse_sender(typed)
        assert [(p.field, p.code, p.severity) for p in sender.problems] == [("from", code, severity)]
        assert sender.ok == (severity is Severity.WARNING)

    def test_the_limit_is_the_transports(self) -> None:
        name = "A" * 32
        assert parse_sender(name, max_octets=32).ok
        assert parse_sender(name).problems[0].fix == "A" * 20

    def test_a_character_outside_gsm_has_a_fix_when_all_of_them_have(self) -> None:
        assert parse_sender("Žena").problems[0].fix == "Zena"
        assert not parse_sender("Žена").problems[0].fix

    def test_words_for_a_person(self) -> None:
        assert [parse_sender(each).words for each in ("VOX", "1234", "+381641234567")] == [
            "Name",
            "Short code",
            "International number",
        ]


def test_importing_it_does_not_load_the_numbering_plans() -> None:
    check = "import sys, vox_console.domain.address; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_text_of_blanks_is_read_in_no_time_worth_naming() -> None:
    """From each blank of a run anew it took cubic time: 2,000 took nine seconds, these would take days."""
    assert not parse_recipient("a" + " " * 100_000 + "b").digits
