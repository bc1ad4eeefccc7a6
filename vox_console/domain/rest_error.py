"""What Vox's REST side says when it does not take a message: plain words for its texts and HTTP statuses.

The texts are the platform's (provider_interface §2.5). They are looked for anywhere in the body and in any
letter case, because hosts wrap them in JSON. Whatever else the body says is shown as it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from vox_console.domain.plain_text import one_line

_TEXT_LIMIT = 300
_KEYS = ("error", "message", "description", "reason")

# text in the body -> what it means, what to do. The first that fits counts.
_KNOWN = (
    (
        "no routes",
        "The provider has no route or price for this sender and destination.",
        "Ask the provider to open it.",
    ),
    (
        "destination number is too long",
        "The provider takes fewer numbers in one request.",
        "This points to a fault in this program; report it.",
    ),
    ("service type is invalid", "The service type is not accepted.", "Ask the provider."),
    (
        "long message mode",
        "The long-message mode is not accepted.",
        "Ask the provider which modes are enabled.",
    ),
    (
        "longmessagemode",
        "The long-message mode is not accepted.",
        "Ask the provider which modes are enabled.",
    ),
    (
        "not authorized",
        "The user name or the password is not accepted, or this computer's address is not allowed.",
        "Enter the password again, or ask the provider to allow this address.",
    ),
    ("loop detected", "The provider sees the message coming back to itself.", "Ask the provider."),
)

_STATUS_WORDS = {
    400: "The provider refused the request.",
    401: _KNOWN[5][1],
    403: "The provider forbids it.",
    404: "There is no such address at the provider.",
    405: "The provider does not take requests of this kind at this address.",
    413: "The request is too large for the provider.",
    429: "Sending is faster than the account allows.",
    508: _KNOWN[6][1],
}


@dataclass(frozen=True, slots=True)
class RestError:
    """One answer in words. known: the provider's own text was recognised, so it certainly was not taken."""

    words: str
    action: str
    known: bool


def describe_answer(status: int, body: bytes) -> RestError:
    """Give words for an answer that takes no message; none of them is blank, none holds more than it said."""
    told = body_text(body)
    for text, words, action in _KNOWN:
        if text in told.casefold():
            return RestError(f"{words} (HTTP {status}: {told})", action, known=True)
    words = _STATUS_WORDS.get(status) or (
        "The provider has an internal fault." if status >= 500 else "The provider answered with an error."
    )
    quoted = f"HTTP {status}: {told}" if told else f"HTTP {status}"
    return RestError(f"{words} ({quoted})", "Ask the provider, and quote the answer.", known=False)


def body_text(body: bytes) -> str:
    """Give what a body says as one line for people: the text itself, or the one that a JSON object wraps."""
    text = body.decode("utf-8", "replace")
    content = json_of(body)
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if isinstance(content, dict):
        by_name = {str(name).lower(): value for name, value in content.items()}
        told = [by_name[key] for key in _KEYS if isinstance(by_name.get(key), str) and by_name[key]]
        text = told[0] if told else text
    elif isinstance(content, str):
        text = content
    text = one_line(text.strip())
    return text if len(text) <= _TEXT_LIMIT else text[:_TEXT_LIMIT] + "…"


def json_of(body: bytes) -> object:
    """Parse a body whatever its Content-Type said; None when it is no JSON. Never raises."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
