"""What a submit is on the wire over REST. The truth panel shows it and the transport sends it, by one code.

JSON in UTF-8, keys in the order of the provider's table, credentials first because they belong in the body
(provider_interface §1 and §2.1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret

MOST_NUMBERS: Final = 100  # of one request (provider_interface §2.2)
MOST_DNIS_CHARACTERS: Final = 2_048
MASK: Final = "********"


@dataclass(frozen=True, slots=True)
class SharedText:
    """What all numbers of one request have in common."""

    ani: str
    message: str
    data_coding: int
    mode: LongMessageMode


def submit_fields(shared: SharedText, numbers: Sequence[str], *, own_id: str = "") -> dict[str, object]:
    """Give the fields of one submit without its credentials. own_id: for a single number only."""
    fields: dict[str, object] = {
        "command": "submit",
        "ani": shared.ani,
        "dnis": ",".join(numbers),
        "message": shared.message,
        "dataCoding": shared.data_coding,
        "longMessageMode": shared.mode.value,
    }
    if own_id:
        fields["incMsgId"] = own_id
    return fields


def with_credentials(fields: Mapping[str, object], username: str, password: Secret) -> bytes:
    """Give the body as it is posted. Never logged, never shown."""
    return _json({"username": username, "password": password.reveal(), **fields})


def masked(fields: Mapping[str, object], username: str) -> str:
    """Give the same body with the password masked, for people."""
    return _json({"username": username, "password": MASK, **fields}).decode()


def as_curl(fields: Mapping[str, object], url: str) -> str:
    """Give a command line that posts the same, with placeholders for the credentials, for a POSIX shell."""
    body = _json({"username": "USERNAME", "password": "PASSWORD", **fields}).decode()
    return f"curl -X POST {_quoted(url)} -H 'Content-Type: application/json' --data-raw {_quoted(body)}"


def fits(numbers: Sequence[str]) -> bool:
    """Say whether one request may carry these numbers."""
    return len(numbers) <= MOST_NUMBERS and len(",".join(numbers)) <= MOST_DNIS_CHARACTERS


def _json(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
