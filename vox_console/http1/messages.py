"""A request as it arrived, a reply as it is to leave, and the refusal that ends a connection."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One whole request. path and query: as sent, not decoded. headers: by lower-case name.

    peer: the address the connection came from, without its port; "" where that is not known.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. headers: beyond Content-Type and Content-Length.

    octet_every_s: the body leaves an octet at a time, so far apart; 0: at once.
    """

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    octet_every_s: float = 0.0


class Refused(Exception):
    """A request that is answered with an error and ends its connection. reason: for the one who asked."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def host_name(host: str) -> str:
    """Give the name or address in a Host header, without port, in lower case; "" when it is none.

    Parsed, not compared by its beginning: "127.0.0.1.evil.com" is not this computer.
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises on what is no port
    except ValueError:
        return ""
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return ""
    return parts.hostname or ""


def is_loopback_name(name: str) -> bool:
    """Say whether a name means this computer: localhost, 127.0.0.0/8 or ::1."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
