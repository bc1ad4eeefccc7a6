"""What an HTTP answer to a submit was, kept as evidence where it is not a PDU."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """status: 0 when none came. text: the body's beginning as received; never holds our credentials."""

    status: int
    text: str = ""
