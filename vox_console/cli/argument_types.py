"""What the value of an option may be: choices by name, and readers that say what is wrong.

The choices repeat what the named modules have, so that asking for help imports none of these.
"""

from __future__ import annotations

import argparse

CODINGS = ("auto", "0", "1", "3", "6", "7", "8", "10", "14")  # domain.text_encoding.DATA_CODINGS
METHODS = ("udh8", "udh16", "sar", "payload")  # domain.segmentation.LongMethod
ALPHABETS = ("gsm7", "latin1", "ascii", "utf8")  # domain.text_encoding.DefaultAlphabet
TRANSPORTS = ("auto", "smpp", "rest")  # domain.transport_name.TransportRule
LONGEST_WAIT_S = 7 * 86_400.0  # no provider tries longer than that


def rate(typed: str) -> float:
    """Read parts per second; named as :func:`seconds` is."""
    value = float(typed)
    if not 0 < value <= 100_000:
        raise argparse.ArgumentTypeError("give more than 0 and at most 100000")
    return value


def optional_number(typed: str) -> str:
    """Read the number of a job, "" for the newest; named as :func:`seconds` is."""
    if typed and not typed.isdecimal():
        raise argparse.ArgumentTypeError("give the number of a job")
    return typed


def job_number(typed: str) -> str:
    """Read the number of a job; named as :func:`seconds` is."""
    if not typed.isdecimal() or not int(typed):
        raise argparse.ArgumentTypeError("give the number of a job")
    return typed


def port(typed: str) -> int:
    """Read a port number; named as :func:`seconds` is."""
    value = int(typed)
    if not 0 <= value <= 65_535:
        raise argparse.ArgumentTypeError("give 0 to 65535")
    return value


def seconds(typed: str) -> float:
    """Read a waiting time; its name is what argparse calls a wrong one."""
    value = float(typed)
    if not 0 <= value <= LONGEST_WAIT_S:
        raise argparse.ArgumentTypeError("give 0 seconds to 7 days")
    return value


def number(typed: str) -> int:
    """Read a number of things; named as :func:`seconds` is."""
    value = int(typed)
    if value < 0:
        raise argparse.ArgumentTypeError("give 0 or more")
    return value


def field_value(typed: str) -> tuple[str, str]:
    """Read what fills a field; named as :func:`seconds` is."""
    name, equals, value = typed.partition("=")
    if not (name.strip() and equals):
        raise argparse.ArgumentTypeError("give FIELD=VALUE")
    return name.strip(), value
