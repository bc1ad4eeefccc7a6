"""The two ways out: results on standard output, words for a person on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping

from vox_console.domain.errors import VoxError
from vox_console.domain.plain_text import for_terminal


def json_line(fields: Mapping[str, object]) -> str:
    """Give one object as one line, ASCII only, so that no text from a stranger can end or colour it."""
    return json.dumps(fields, separators=(",", ":"))


def print_json(objects: Iterable[Mapping[str, object]]) -> None:
    """Print one object a line and hand them on at once."""
    for fields in objects:
        print(json_line(fields))
    sys.stdout.flush()


def print_text(line: str) -> None:
    """Print a line that may hold strangers' text, with nothing in it that a terminal would obey."""
    print(for_terminal(line))


def complain(words: str) -> None:
    """Tell the person on standard error."""
    print(f"vox-console: {for_terminal(words)}", file=sys.stderr, flush=True)


def complain_of(fault: VoxError) -> None:
    """Tell a fault with its reason and what to do about it."""
    complain(". ".join(words.rstrip(".") for words in (str(fault), fault.hint) if words) + ".")
