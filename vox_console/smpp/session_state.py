"""Where one session is in its life, and the table of legal moves."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class SessionState(StrEnum):
    """Where one session is in its life (after SMPP 3.4 §2.2)."""

    OPEN = "open"  # connected, nothing sent
    BINDING = "binding"
    BOUND = "bound"
    UNBINDING = "unbinding"  # our unbind is out; what arrives is still handed on and acknowledged
    CLOSED = "closed"


MOVES: Final[dict[SessionState, frozenset[SessionState]]] = {
    SessionState.OPEN: frozenset({SessionState.BINDING, SessionState.CLOSED}),
    SessionState.BINDING: frozenset({SessionState.BOUND, SessionState.CLOSED}),
    SessionState.BOUND: frozenset({SessionState.UNBINDING, SessionState.CLOSED}),
    SessionState.UNBINDING: frozenset({SessionState.CLOSED}),
    SessionState.CLOSED: frozenset(),
}

RECEIVING: Final = frozenset({SessionState.BOUND, SessionState.UNBINDING})
"""The states in which the peer's messages are taken and acknowledged."""


class SessionMisuse(Exception):
    """The session's owner asked for what its state does not allow: a bug of ours."""


def moved(old: SessionState, new: SessionState) -> SessionState:
    """Give the new state. Raises SessionMisuse when the table does not allow the move."""
    if new not in MOVES[old]:
        raise SessionMisuse(f"{old} -> {new}")
    return new
