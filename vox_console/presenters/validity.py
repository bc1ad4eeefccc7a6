"""The validity of a message as typed: hours, and what is wrong with them."""

from __future__ import annotations

from vox_console.domain.errors import FieldProblem
from vox_console.services.orders import LONGEST_VALIDITY_H


def hours_of(text: str) -> int | None:
    """Read a validity as typed: 0 for the provider's own, None for what is no such number of hours."""
    if not text:
        return 0
    hours = int(text) if text.isdecimal() and len(text) <= len(str(LONGEST_VALIDITY_H)) else 0
    return hours if 1 <= hours <= LONGEST_VALIDITY_H else None


def validity_problem_of(text: str) -> FieldProblem | None:
    """Say what is wrong with a validity as typed, None when nothing is."""
    if hours_of(text) is not None:
        return None
    return FieldProblem(
        "validity", "out_of_range", f"Give 1 to {LONGEST_VALIDITY_H} hours, or leave it empty."
    )
