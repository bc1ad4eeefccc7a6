"""Reads the fields of a control command: typed, bounded, with words for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

_Word = TypeVar("_Word", bound=StrEnum)


class OrderFault(Exception):
    """A command that cannot be carried out; the text says why, for the one who gave it."""


class Fields:
    """One command's JSON object. Each getter raises OrderFault; :meth:`finish` finds misspelt names."""

    def __init__(self, content: object) -> None:
        if not isinstance(content, dict):
            raise OrderFault("the body is a JSON object")
        self._content: Mapping[str, object] = content
        self._read: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        """Give a string; without a default it must be there."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise OrderFault(f"{name}: a string is wanted")
        return value

    def number(
        self, name: str, default: float | None = None, *, low: float = 0, high: float = 86_400
    ) -> float:
        """Give a number from low to high."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise OrderFault(f"{name}: a number from {low:g} to {high:g} is wanted")
        return value

    def integer(self, name: str, default: int | None = None, *, low: int = 0, high: int = 0xFFFFFFFF) -> int:
        """Give a whole number from low to high; "0x58" is understood too."""
        value = self._take(name, default)
        if isinstance(value, str):
            try:
                value = int(value, 0)
            except ValueError:
                value = None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise OrderFault(f"{name}: a whole number from {low} to {high} is wanted")
        return value

    def optional_integer(self, name: str, *, low: int = 0, high: int = 0xFFFFFFFF) -> int | None:
        """Give a whole number, or None when the field is absent."""
        return self.integer(name, low=low, high=high) if name in self._content else None

    def switch(self, name: str, *, default: bool) -> bool:
        """Give true or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise OrderFault(f"{name}: true or false is wanted")
        return value

    def octets(self, name: str) -> bytes | None:
        """Give the octets of a hex string, or None when the field is absent."""
        if name not in self._content:
            return None
        try:
            return bytes.fromhex(self.text(name))
        except ValueError:
            raise OrderFault(f"{name}: hexadecimal octets are wanted") from None

    def integers(self, name: str) -> list[int]:
        """Give a list of whole numbers, empty when the field is absent."""
        value = self._take(name, [])
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            raise OrderFault(f"{name}: a list of whole numbers is wanted")
        return value

    def word(self, name: str, words: type[_Word], default: _Word) -> _Word:
        """Give one of an enumeration's words."""
        value = self.text(name, default.value)
        try:
            return words(value)
        except ValueError:
            raise OrderFault(f"{name}: one of {', '.join(words)}") from None

    def finish(self) -> None:
        """Complain about fields that nothing asked for."""
        unread = sorted(set(self._content) - self._read)
        if unread:
            raise OrderFault(f"unknown field {unread[0]!r}")

    def _take(self, name: str, default: object) -> object:
        self._read.add(name)
        value = self._content.get(name, default)
        if value is None:
            raise OrderFault(f"{name} is missing")
        return value
