"""Hiding the password in what the provider says back: some servers repeat the request in their errors.

Decisions are made on what was received; what is kept, shown or logged of it passes through here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, quote_plus

from vox_console.domain.secret import Secret

MASK: Final = "********"
SHORTEST_HIDDEN: Final = 4  # a shorter one is in half of all words, and hiding it would tell where it stands


def spellings(secret: Secret) -> tuple[str, ...]:
    """Give every way in which a request of ours writes the password, the longest first."""
    plain = secret.reveal()
    if len(plain) < SHORTEST_HIDDEN:
        return ()
    octets = plain.encode("utf-8", "replace")
    found = {plain, json.dumps(plain)[1:-1], json.dumps(plain, ensure_ascii=False)[1:-1]}
    found |= {quote(octets, safe=""), quote(octets), quote_plus(octets)}
    return tuple(sorted(found, key=len, reverse=True))


def without(text: str, secrets: Sequence[str]) -> str:
    """Give a text with every spelling masked."""
    for each in secrets:
        text = text.replace(each, MASK)
    return text
