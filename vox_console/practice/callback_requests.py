"""What a callback says and how it is written: Vox's parameter names, in a query, a form or JSON.

Delivery reports carry the names of interface reference §5.1, where `ani` is the *receiver*, the opposite of
what it means in a submit. For customers' messages Vox publishes no names; those of its API are used, with
`ani` the customer (§5.2). Every value is text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from vox_console.http1.messages import is_loopback_name
from vox_console.practice.networks import network_of
from vox_console.practice.receipts import ReceiptFacts, error_code
from vox_console.practice.repeated import Repeated
from vox_console.practice.rest_behaviours import CallbackMethod

RATE = "0.0250"  # of every message; no currency, as with Vox

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class CallbackAddress:
    """Where an account's callbacks go. target: path and query."""

    url: str
    host: str
    port: int
    target: str
    method: CallbackMethod

    @property
    def authority(self) -> str:
        """The Host header's value."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def callback_address(url: str, method: CallbackMethod) -> CallbackAddress:
    """Read a URL. Raises ValueError for anything but http on this computer: reports are nobody else's."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise ValueError("url: it cannot be read") from None
    if parts.scheme != "http" or not is_loopback_name(host) or parts.username is not None:
        raise ValueError("url: only http on this computer")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("url: printable ASCII without blanks")
    target = parts.path or "/"
    if parts.query:
        target = f"{target}?{parts.query}"
    return CallbackAddress(url, host, port, target, method)


@dataclass(slots=True, eq=False, kw_only=True)
class Callback(Repeated):
    """Something to tell an account over HTTP; any 2xx acknowledges it.

    method None: that of the account's address.
    """

    values: Values
    method: CallbackMethod | None = None


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A callback as it goes out. content_type: "" when there is no body."""

    method: str
    target: str
    content_type: str = ""
    body: bytes = b""


def receipt_values(facts: ReceiptFacts) -> Values:
    """Give the parameters of a delivery report."""
    network = network_of(facts.destination)
    done = datetime.fromtimestamp(facts.done_at, tz=UTC)
    return {
        "message_id": facts.message_id,
        "delivery_time": f"{done:%Y%m%d%H%M%S}",
        "delivery_status": facts.stat.value,
        "ani": facts.destination,
        "mcc": network.mcc,
        "mnc": network.mnc,
        "rate": RATE,
        "result_code": error_code(facts.stat),
        "country_name": network.country,
    }


def message_values(*, source: str, destination: str, text: str, message_id: str, data_coding: int) -> Values:
    """Give the parameters of a customer's message."""
    return {
        "ani": source,
        "dnis": destination,
        "message": text,
        "message_id": message_id,
        "dataCoding": str(data_coding),
    }


def wire_request(values: Values, target: str, method: CallbackMethod) -> WireRequest:
    """Write a callback."""
    match method:
        case CallbackMethod.GET:
            joint = "&" if "?" in target else "?"
            return WireRequest("GET", f"{target}{joint}{urlencode(values)}")
        case CallbackMethod.FORM:
            return WireRequest(
                "POST", target, "application/x-www-form-urlencoded", urlencode(values).encode()
            )
        case CallbackMethod.JSON:
            return WireRequest("POST", target, "application/json", json.dumps(values).encode())
        case CallbackMethod.ARRAY:
            return WireRequest("POST", target, "application/json", json.dumps([values]).encode())
