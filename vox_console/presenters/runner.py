"""How a presenter starts something that takes time: the one thing it needs from the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol


class Run(Protocol):
    """Starts an action. Its failure becomes a notice; nobody waits for it."""

    def __call__(self, action: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Start `action`; `name` says in words what was tried ("send", "open the message")."""
