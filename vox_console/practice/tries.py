"""Counts how often the same message was tried, for behaviours that refuse the first few times."""

from __future__ import annotations

from vox_console.practice.behaviours import FOR_EVER


class Tries:
    """One provider's memory of refused messages; those of SMPP and REST are counted apart."""

    __slots__ = ("_tries",)

    def __init__(self) -> None:
        self._tries: dict[tuple[str, str, bytes], int] = {}

    def refuses(self, account: str, destination: str, content: bytes, *, times: int) -> bool:
        """Say whether this try is one of those that are refused, and count it.

        After `times` refusals one try is let through and the count starts anew.
        """
        if times == FOR_EVER:
            return True
        key = (account, destination, content)
        tries = self._tries.pop(key, 0)
        if tries >= times:
            return False
        self._tries[key] = tries + 1
        return True

    def clear(self) -> None:
        """Forget everything."""
        self._tries.clear()
