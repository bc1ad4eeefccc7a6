"""A message as the command line's JSON shows it: a promise to other programs, keys only ever added."""

from __future__ import annotations

from datetime import UTC, datetime

from vox_console.domain.command_status import describe
from vox_console.domain.delivery_error import delivery_error_words
from vox_console.domain.message import Message


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


def error_words(message: Message) -> str:
    """Give why the message is not well, "" when nothing is known to be wrong."""
    words = [message.reason]
    for part in message.parts:
        if part.command_status:
            words.append(str(describe(part.command_status)))
        words.append(delivery_error_words(part.error_code))
    return "; ".join(dict.fromkeys(each for each in words if each))


def iso_time(time_us: int) -> str:
    """Write microseconds since 1970 as 2026-11-22T12:03:11.250000Z; always with the microseconds."""
    seconds, micros = divmod(time_us, 1_000_000)
    moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
