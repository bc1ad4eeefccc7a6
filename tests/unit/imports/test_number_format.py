from __future__ import annotations

import pytest

from vox_console.imports.number_format import digit_format


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0000000000", 641234567, "0641234567"),
        ("0000000000", 381641234567, "381641234567"),
        ("+0", 381641234567, "+381641234567"),
        ('"+"0', 381641234567, "+381641234567"),
        (r"\+#", 381641234567, "+381641234567"),
        ("000-000-0000", 641234567, "064-123-4567"),
        (r"\(000\)\ 000\-0000", 2125550123, "(212) 555-0123"),
        ("00 00", 12345, "123 45"),
        ("0000", 0, "0000"),
        ("+#", 0, "+"),
        ("00;-00", 7, "07"),
    ],
)
def test_digits_are_shown_in_their_places(code: str, number: int, shown: str) -> None:
    shape = digit_format(code)
    assert shape is not None
    assert shape.show(number) == shown


@pytest.mark.parametrize(
    "code",
    [
        "",
        "0",
        "#",
        "##0",
        "General",
        "0.00",
        "#,##0",
        "0%",
        "0.0E+00",
        "yyyy-mm-dd",
        "[Red]00",
        "@",
        "hh:mm",
        "_-00",
    ],
)
def test_a_format_that_adds_no_digits_or_does_more_is_left_alone(code: str) -> None:
    assert digit_format(code) is None


@pytest.mark.parametrize("code", ["\\", '"', '"open', "00\\"])
def test_a_broken_format_is_left_alone(code: str) -> None:
    assert digit_format(code) is None
