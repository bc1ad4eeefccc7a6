"""A profile's fields for REST: where, as whom, and which of the platform's optional features may be used."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from vox_console.domain.transport_name import TransportRule

TLS_PORT: Final = 8002  # provider_interface §1
PLAIN_PORT: Final = 8001
PATH: Final = "/api"
_NO_ADDRESS: Final = "That is no address; write it as in https://sms.example.com:8002/api."
_PATH: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/%-]*")  # RFC 3986 §3.3
_NAME: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")


class RestQuery(StrEnum):
    """How the status of a message is asked for (provider_interface §1 rule 3)."""

    GET = "get"  # everything in the query string
    POST = "post"  # JSON, for hosts that refuse the other


class RestAccess(BaseModel):
    """The part of a profile that is about REST; rest_url "" means that the account has none.

    rest_own_ids: give each message an id of our own (incMsgId), by which a lost answer can be asked about;
    an account has to allow it. rest_memory_h: how long the provider knows a message. rest_inject: show the
    expert's action that injects an inbound message. transport: the usual way of a message. rest_own_password:
    beside SMPP it has a password of its own, so SMPP's is never tried there.
    """

    rest_url: str = ""
    rest_username: Annotated[str, Field(max_length=64, validate_default=True)] = ""
    rest_plain_text_accepted: bool = False
    rest_query: RestQuery = RestQuery.GET
    rest_own_ids: bool = False
    rest_memory_h: Annotated[int, Field(ge=1, le=72)] = 24
    rest_inject: bool = False
    rest_own_password: bool = False
    transport: TransportRule = TransportRule.AUTO

    @field_validator("rest_url")
    @classmethod
    def _whole_url(cls, typed: str) -> str:
        try:
            return rest_url_of(typed)
        except ValueError as fault:
            raise PydanticCustomError("rest_url", "{problem}", {"problem": str(fault)}) from fault

    @field_validator("rest_username")
    @classmethod
    def _named(cls, username: str, info: ValidationInfo) -> str:
        if info.data.get("rest_url") and not username:
            problem = "Give the user name the provider assigned to you for REST."
            raise PydanticCustomError("rest_username", "{problem}", {"problem": problem})
        return username

    @property
    def has_rest(self) -> bool:
        """Whether the account can be used over REST."""
        return bool(self.rest_url)

    @property
    def rest_host(self) -> str:
        """The name or address in the URL, "" without one."""
        return urlsplit(self.rest_url).hostname or ""

    @property
    def needs_rest_consent(self) -> bool:
        """Whether REST would send the password in the clear over a network, not yet agreed to."""
        plain = self.rest_url.startswith("http:") and not is_this_machine(self.rest_host)
        return plain and not self.rest_plain_text_accepted


def rest_url_of(typed: str) -> str:
    """Complete an address typed with or without scheme, port and path; "" for "".

    Raises ValueError, in words.
    """
    typed = typed.strip()
    if not typed:
        return ""
    parts = _split(typed if "://" in typed else f"https://{typed}")
    if parts.scheme not in {"http", "https"}:
        raise ValueError("The address begins with https:// (or http:// on this machine).")
    if parts.username is not None or parts.password is not None:
        raise ValueError("The user name and the password belong in their own fields.")
    name = parts.hostname or ""
    if not (_is_host(name) and _PATH.fullmatch(parts.path)):
        raise ValueError("Give the provider's address, as in https://sms.example.com:8002/api.")
    if parts.query or parts.fragment:
        raise ValueError("Leave out what follows the ? in the address.")
    host = f"[{name}]" if ":" in name else name
    port = parts.port or (TLS_PORT if parts.scheme == "https" else PLAIN_PORT)
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/') or PATH}"


def _split(url: str) -> SplitResult:
    """Split a URL. Raises ValueError in words, also for a port that is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(_NO_ADDRESS) from None
    if port == 0:
        raise ValueError(_NO_ADDRESS)
    return parts


def _is_host(name: str) -> bool:
    """Say whether this can be connected to: an IP address, or a name as it stands in the DNS."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        pass
    else:
        return "%" not in name  # an address with a zone means something on this machine alone
    try:
        name.encode("ascii").decode("idna")  # "xn--" must be followed by something that can be read
    except UnicodeError:
        return False
    return len(name) <= 253 and _NAME.fullmatch(name) is not None


def is_this_machine(host: str) -> bool:
    """Say whether what is sent to `host` does not leave this computer."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
