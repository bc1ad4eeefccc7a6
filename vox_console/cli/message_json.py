"""A message as the command line's JSON shows it: a promise to other programs, keys only ever added."""

from __future__ import annotations

from vox_console.domain.message import Message
from vox_console.domain.outcome_words import error_words, iso_time


def message_fields(message: Message) -> dict[str, object]:
    """Give the object of one message.

    to: E.164 digits without plus. parts: their number. provider_ids: in part order, without parts
    that have none. error: words, or null. Times are ISO 8601 in UTC.
    """
    return {
        "id": message.id,
        "to": message.recipient,
        "from": message.sender,
        "text": message.text,
        "data_coding": message.data_coding,
        "parts": max(message.segments, len(message.parts)),
        "state": message.state.value,
        "transport": message.transport,
        "provider_ids": [part.provider_id for part in message.parts if part.provider_id],
        "error": error_words(message) or None,
        "created_at": iso_time(message.created_at_us),
        "updated_at": iso_time(message.updated_at_us),
        "profile": message.profile,
        "encoding": message.encoding,
    }
