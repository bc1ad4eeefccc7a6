"""The fingerprint stored before a part leaves: stable, and different for whatever the phone would notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vox_console.domain.submission import SubmitRequest, WireAddress

REQUEST = SubmitRequest(
    attempt_id=1,
    sequence=7,
    source=WireAddress(5, 0, "VOX"),
    destination=WireAddress(1, 1, "381641234567"),
    data_coding=0,
    esm_class=0,
    short_message=b"hello",
)


def test_a_fingerprint_is_sixteen_octets_and_always_the_same() -> None:
    assert len(REQUEST.fingerprint()) == 16
    assert replace(REQUEST).fingerprint() == REQUEST.fingerprint()
    assert REQUEST.fingerprint().hex() == "11c374cd5331fd7e90ba872344e1919d"


def test_it_does_not_depend_on_the_attempt_so_that_attempts_can_be_compared() -> None:
    assert replace(REQUEST, attempt_id=2, sequence=8).fingerprint() == REQUEST.fingerprint()


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, source=WireAddress(5, 0, "VOX2")),
        replace(REQUEST, destination=WireAddress(1, 1, "381641234568")),
        replace(REQUEST, data_coding=8),
        replace(REQUEST, esm_class=0x40),
        replace(REQUEST, short_message=b"hello!"),
        replace(REQUEST, sar=(1, 2, 1)),
        replace(REQUEST, validity_period="000002000000000R"),
    ],
)
def test_anything_else_that_differs_makes_another_fingerprint(other: SubmitRequest) -> None:
    assert other.fingerprint() != REQUEST.fingerprint()
