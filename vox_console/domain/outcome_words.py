"""What went wrong with a message and when, as other programs and result files read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from vox_console.domain.command_status import describe
from vox_console.domain.delivery_error import delivery_error_words
from vox_console.domain.message import Message


def error_words(message: Message) -> str:
    """Give why the message is not well, "" when nothing is known to be wrong."""
    return trouble_words(message.reason, [(part.command_status, part.error_code) for part in message.parts])


def trouble_words(reason: str, parts: Sequence[tuple[int, str]]) -> str:
    """Give why a message is not well, "" when nothing is known to be wrong.

    parts: the command_status and the error code of each.
    """
    words = [reason]
    for command_status, error_code in parts:
        if command_status:
            words.append(str(describe(command_status)))
        words.append(delivery_error_words(error_code))
    return "; ".join(dict.fromkeys(each for each in words if each))


def iso_time(time_us: int) -> str:
    """Write microseconds since 1970 as 2026-11-22T12:03:11.250000Z; always with the microseconds."""
    seconds, micros = divmod(time_us, 1_000_000)
    moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
