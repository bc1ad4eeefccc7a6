"""How the name of a contact stands beside its number: on one line, nothing hidden, its direction its own.

A name is what somebody typed or a file brought, so it is a stranger's text, and it never stands alone where
something depends on the number: two numbers of one name, or of two like names, differ on the screen, where
there is little room by how they end.
"""

from __future__ import annotations

import re
from typing import Final

from vox_console.domain.plain_text import contained, one_line

_END: Final = 8
_BROKEN_GROUP: Final = re.compile(r"^\d{0,2}[ -]")  # a digit or two of a group that was cut through


def number_end(number: str) -> str:
    """Give how a number ends, for where a name leaves too little room for all of it: "…123 4567"."""
    return number if len(number) <= _END else f"…{_BROKEN_GROUP.sub('', number[-_END:])}"


def name_shown(name: str) -> str:
    """Give a name to draw on a line of its own; "" for none."""
    return one_line(name)


def in_sentence(name: str) -> str:
    """Give a name to stand among our words; its direction ends with it."""
    return contained(name_shown(name))


def with_name(name: str, number: str, *, between: str = " · ") -> str:
    """Give both in one text, the name first; the number alone where there is no name.

    Each is contained: a name that is read from the right turns neither the number nor what follows.
    """
    return f"{in_sentence(name)}{between}{contained(number)}" if name else number
