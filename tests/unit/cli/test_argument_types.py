"""What the values of options may be, and what is said of others."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.cli.argument_types import (
    LONGEST_WAIT_S,
    field_value,
    job_number,
    number,
    optional_number,
    port,
    rate,
    seconds,
)


@pytest.mark.parametrize(
    ("read", "lowest", "highest"),
    [
        (rate, "0.1", "100000"),
        (seconds, "0", f"{LONGEST_WAIT_S}"),
        (port, "0", "65535"),
        (number, "0", "9999"),
    ],
)
def test_the_ends_of_what_is_allowed_are_allowed(
    read: Callable[[str], float], lowest: str, highest: str
) -> None:
    assert [read(lowest), read(highest)] == [float(lowest), float(highest)]


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (rate, "0"),
        (rate, "100001"),
        (rate, "nan"),
        (seconds, "-1"),
        (seconds, "inf"),
        (port, "-1"),
        (port, "65536"),
        (number, "-1"),
        (job_number, "0"),
        (job_number, ""),
        (job_number, "x"),
        (optional_number, "x"),
        (field_value, "no"),
        (field_value, " =7"),
    ],
)
def test_what_is_outside_is_said_in_words(read: Callable[[str], object], typed: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"^give "):
        read(typed)


def test_the_newest_job_has_no_number() -> None:
    assert (optional_number(""), optional_number("17"), job_number("17")) == ("", "17", "17")


@given(st.text(min_size=1).filter(lambda name: name.strip() and "=" not in name), st.text())
def test_what_fills_a_field_stays_what_it_is(name: str, value: str) -> None:
    assert field_value(f"{name}={value}") == (name.strip(), value)
