"""What the provider tells an account again and again until it is acknowledged, whichever way it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vox_console.practice.ledger import PushKind, PushRow


@dataclass(slots=True, eq=False)
class Repeated:
    """kind, row: what it is; its ledger row, None when the ledger only counts.

    copies: how many more times it is sent although acknowledged. attempts: how often it was sent.
    then: what waits for its first acknowledgement; see :meth:`release`.
    """

    kind: PushKind
    row: PushRow | None
    copies: int = 0
    attempts: int = 0
    acknowledged: bool = False
    then: Callable[[], None] | None = None

    def release(self) -> None:
        """Do what waits for it; once, whether it was acknowledged or patience ended."""
        then, self.then = self.then, None
        if then is not None:
            then()
