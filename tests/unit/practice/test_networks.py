from __future__ import annotations

import pytest

from vox_console.practice.networks import NOWHERE, network_of


@pytest.mark.parametrize(
    ("number", "mccmnc", "country"),
    [
        ("381640000010", "220001", "Serbia"),
        ("447400123456", "234010", "United Kingdom"),
        ("12025550123", "310260", "United States"),
    ],
)
def test_the_longest_prefix_decides(number: str, mccmnc: str, country: str) -> None:
    network = network_of(number)
    assert (network.mccmnc, network.country) == (mccmnc, country)


@pytest.mark.parametrize("number", ["", "999123", "38"])
def test_another_number_has_no_network(number: str) -> None:
    assert network_of(number) is NOWHERE
    assert NOWHERE.mccmnc == ""
