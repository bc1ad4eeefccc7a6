"""How the name of a contact stands beside its number: on one line, nothing hidden, its direction its own.

A name is what somebody typed or a file brought, so it is a stranger's text, and it never stands alone where
something depends on the number: two numbers of one name, or of two like names, differ on the screen.
"""

from __future__ import annotations

from vox_console.domain.plain_text import contained, one_line


def name_shown(name: str) -> str:
    """Give a name to draw on a line of its own; "" for none."""
    return one_line(name)


def with_name(name: str, number: str, *, between: str = " · ") -> str:
    """Give both in one text, the name first; the number alone where there is no name.

    Each is contained: a name that is read from the right turns neither the number nor what follows.
    """
    return f"{contained(name_shown(name))}{between}{contained(number)}" if name else number
