"""The provider's answer to "what became of this message?", in every shape it is known to come in.

JSON under any Content-Type: an object, the same in an array, a bare word, or a status alone; fields may be
empty or missing (provider_interface §3). It becomes a Receipt, so that one set of rules decides about
what a receipt, a callback and an answer say. "UNKNOWN" has no state, so it overwrites nothing. An answer that
names another message is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vox_console.domain.plain_text import one_line
from vox_console.domain.receipt import Receipt, state_of
from vox_console.domain.receipt_date import parse_receipt_date
from vox_console.domain.rest_error import json_of
from vox_console.domain.transport_name import Witness

_WORD = re.compile(r"[A-Za-z_][A-Za-z_ ]{1,31}")
_UNKNOWN = frozenset({"UNKNOWN", ""})
_EXPLANATIONS = ("message", "description", "reason")
_ID_KEYS = ("message_id", "messageid", "id")
_FIELD_LIMIT = 200


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What was answered. known: the provider still knows the message. raw: the body, for the evidence."""

    receipt: Receipt
    raw: bytes

    @property
    def known(self) -> bool:
        """Whether the answer tells of the message at all."""
        return self.receipt.word.strip().upper() not in _UNKNOWN

    @property
    def proves(self) -> bool:
        """Whether it can only be said of a message that was accepted; "not found" is a word too."""
        return self.receipt.proves


def read_status(
    body: bytes, query_id: str, *, utc_offset_min: int = 0, now_us: int | None = None
) -> StatusAnswer | None:
    """Read an answer to a question about `query_id`; None when it makes no sense. Never raises.

    One that names a message names exactly the one that was asked about. query_id: "" asks about none.
    utc_offset_min: how far the provider's clock is ahead of UTC. now_us: later dates are not believed.
    """
    fields = _fields(body, query_id)
    if fields is None:
        return None
    done_date = fields.get("delivery_time", "") or fields.get("system_delivery_time", "")
    mccmnc = fields.get("mccmnc", "")
    receipt = Receipt(
        provider_id=query_id,
        state=None if _is_about_the_question(fields) else state_of(fields["status"]),
        word=fields["status"],
        error_code=fields.get("error_code", ""),
        done_at_us=parse_receipt_date(done_date, utc_offset_min=utc_offset_min, now_us=now_us),
        done_date=done_date,
        witness=Witness.QUERY,
        network=f"{mccmnc[:3]}-{mccmnc[3:]}" if len(mccmnc) > 3 and mccmnc.isdigit() else mccmnc,
        rate=fields.get("rate", ""),
        country=fields.get("country_name", ""),
    )
    return StatusAnswer(receipt, body)


def _fields(body: bytes, query_id: str) -> dict[str, str] | None:
    """Give the fields by lower-case name, "status" among them; None when they are no answer to this."""
    content = json_of(body)
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if isinstance(content, Mapping):
        by_name = {str(name).lower(): value for name, value in content.items()}
        fields = {name: _text(value) for name, value in by_name.items()}
        if "status" not in fields or fields.get("error") or _names_another(by_name, query_id):
            return None
        return fields
    if content is None and body.strip() != b"null":
        content = body.decode("utf-8", "replace").strip()
    if isinstance(content, str) and _WORD.fullmatch(content.strip()):
        return {"status": content.strip()}
    return None


def _is_about_the_question(fields: Mapping[str, str]) -> bool:
    """Say whether it is the question that failed: FAILED, and in words what is wrong with it."""
    return fields["status"].upper().startswith("FAIL") and any(fields.get(key) for key in _EXPLANATIONS)


def _names_another(by_name: Mapping[str, object], query_id: str) -> bool:
    named = (by_name.get(key) for key in _ID_KEYS)
    ids = {str(each).strip() for each in named if isinstance(each, str | int) and not isinstance(each, bool)}
    return bool(query_id) and not ids <= {"", query_id}


def _text(value: object) -> str:
    if isinstance(value, str):
        return one_line(value.strip()[:_FIELD_LIMIT])  # half characters, among others, cannot be stored
    return str(value)[:_FIELD_LIMIT] if isinstance(value, int | float) and not isinstance(value, bool) else ""
