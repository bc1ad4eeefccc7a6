"""Keys of conversations: one for all spellings of a number, and none for two people."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.address import parse_recipient
from vox_console.domain.conversation import ConversationKey, conversation_key, party_key


@pytest.mark.parametrize(
    "spelling",
    [
        "+381641234567",
        "381641234567",
        "00381641234567",
        "0641234567",
        "064/123-45-67",
        "+381 64 123 45 67",
        "+381 (0)64 1234567",
        "\u202a+381641234567\u202c",
        "tel:+381641234567",
    ],
)
def test_every_spelling_has_one_key(spelling: str) -> None:
    assert party_key(spelling, default_region="RS") == "+381641234567"


def test_a_type_of_number_decides_where_digits_do_not() -> None:
    digits = "6463551234"  # New York at home, New Zealand with its country code
    assert party_key(digits, default_region="US") == "+16463551234"
    assert party_key(digits, default_region="US", ton=1) == "+6463551234"
    assert party_key("0641234567", default_region="RS", ton=1) == "+381641234567"  # not as it travelled


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("12345", "12345"),
        ("112", "112"),
        ("Vox Bank", "vox bank"),
        ("VOX  BANK ", "vox bank"),
        ("Vo\u200bx Bank", "vox bank"),
        ("ＶＯＸ Bank", "vox bank"),  # noqa: RUF001 - letters of double width are what is tested
        ("36Hours", "36hours"),
        ("1-800-FLOWERS", "1-800-flowers"),
        ("+999123456789", "999123456789"),
        ("00999123456789", "999123456789"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_what_is_no_number_stands_as_it_is(address: str, key: str) -> None:
    assert party_key(address, default_region="RS") == key
    assert party_key(address, default_region="RS", ton=5) == key


def test_digits_of_no_country_are_the_same_with_and_without_a_plus() -> None:
    spellings = ["999123456789", "+999123456789", "00999123456789"]
    assert {party_key(each) for each in spellings} == {"999123456789"}


def test_a_conversation_is_ours_and_theirs() -> None:
    key = conversation_key("0641234567", "VOX", default_region="RS")
    assert key == ConversationKey("+381641234567", "vox")
    assert key == conversation_key("381641234567", "Vox", default_region="RS", their_ton=1, our_ton=5)


REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str, str]:
    """A region, one of its numbers in E.164, and a spelling of it."""
    region = draw(st.sampled_from(REGIONS))
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if number is None:
        number = phonenumbers.example_number(region)
    assert number is not None
    formats = phonenumbers.PhoneNumberFormat
    shape = draw(st.sampled_from([formats.E164, formats.INTERNATIONAL, formats.NATIONAL, formats.RFC3966]))
    spelling = phonenumbers.format_number(number, shape)
    if draw(st.booleans()):
        spelling = spelling.replace("+", "00")
    if draw(st.booleans()):
        spelling = "".join(f"{c}{draw(st.sampled_from(['', ' ', '-', '.']))}" for c in spelling)
    return region, phonenumbers.format_number(number, formats.E164), spelling


@given(numbers())
def test_every_spelling_that_is_read_gives_the_same_key(drawn: tuple[str, str, str]) -> None:
    region, e164, spelling = drawn
    read = parse_recipient(spelling, default_region=region)
    if read.ok:
        assert party_key(spelling, default_region=region) == f"+{read.digits}"
        if f"+{read.digits}" == e164:
            assert party_key(e164, default_region=region) == e164
            assert party_key(read.digits, default_region=region, ton=1) == e164


@given(st.text(max_size=30), st.sampled_from(["", *REGIONS]), st.integers(0, 6))
def test_any_address_has_a_key_that_stands_on_one_line(address: str, region: str, ton: int) -> None:
    key = party_key(address, default_region=region, ton=ton)
    assert len(key.splitlines()) <= 1
    assert party_key(f" {address}\u200b", default_region=region, ton=ton) == key
