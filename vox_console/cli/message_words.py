"""A message as one line for a person."""

from __future__ import annotations

from datetime import datetime

from vox_console.domain.message import Message
from vox_console.domain.outcome_words import error_words
from vox_console.domain.plain_text import one_line


def message_line(message: Message) -> str:
    """Give time (of this place), state, number, sender, text and error, on one line whatever they hold."""
    seconds = message.created_at_us / 1_000_000
    moment = datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    words = error_words(message)
    line = f"{moment}  {message.state.value:<13}  +{message.recipient}  {one_line(message.sender)}  "
    return line + one_line(message.text) + (f"  ({one_line(words)})" if words else "")
