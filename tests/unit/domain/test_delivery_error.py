"""Error codes of receipts in words."""

from __future__ import annotations

import pytest

from vox_console.domain.delivery_error import delivery_error_words, has_error


@pytest.mark.parametrize("code", ["", "0", "000", "0000", " 000 ", "none", "NULL", "-"])
def test_nothing_is_no_error(code: str) -> None:
    assert not has_error(code)
    assert not delivery_error_words(code)


@pytest.mark.parametrize("code", ["21b", "001", "0x0B", "1536", "abc"])
def test_an_error_is_quoted_verbatim(code: str) -> None:
    assert has_error(code)
    assert delivery_error_words(code) == f"network error {code}"


def test_the_networks_own_error_stands_beside_it() -> None:
    assert delivery_error_words("21b", network_error="GSM 27") == "network error 21b (GSM 27)"
    assert delivery_error_words("000", network_error="GSM 27") == "network error GSM 27"
