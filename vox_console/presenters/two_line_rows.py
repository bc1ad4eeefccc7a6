"""A long list of rows of two lines: each entry's id in eight octets, and the rows looked at so far."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

_PAGE: Final = 64
_MOST_KEPT: Final = 4_096


@dataclass(frozen=True, slots=True)
class TwoLineRow:
    """One entry. title: whose it is. since: a day, "" for none. below: what else there is, on one line."""

    id: int
    title: str
    since: str
    below: str

    @property
    def sentence(self) -> str:
        """The whole row as one spoken sentence."""
        since = f", since {self.since}" if self.since else ""
        return f"{self.title}{since}. {self.below}"


class TwoLineRows:
    """Rows are asked for by pages when they are looked at. want: hears the ids that are missing."""

    def __init__(self, want: Callable[[list[int]], None]) -> None:
        self.on_resetting: Callable[[], None] = _nothing
        self.on_reset: Callable[[], None] = _nothing
        self.on_changed: Callable[[int, int], None] = lambda _first, _last: None
        self._want = want
        self._ids: array[int] = array("q")  # the last is listed first
        self._rows: dict[int, TwoLineRow] = {}
        self._under_way: set[int] = set()

    def leave(self) -> None:
        """Tell nobody any more: the list is gone."""
        self.on_resetting = self.on_reset = _nothing
        self.on_changed = lambda _first, _last: None

    def __len__(self) -> int:
        return len(self._ids)

    def id_at(self, index: int) -> int:
        """Give the id of a row, loaded or not."""
        return self._ids[-1 - index]

    def row_at(self, index: int) -> TwoLineRow | None:
        """Give a row; None while it is being loaded, which this call starts."""
        row = self._rows.get(self.id_at(index))
        if row is None and self.id_at(index) not in self._under_way:
            first = index // _PAGE * _PAGE
            page = [self.id_at(at) for at in range(first, min(first + _PAGE, len(self)))]
            missing = [each for each in page if each not in self._rows and each not in self._under_way]
            self._under_way.update(missing)
            self._want(missing)
            row = self._rows.get(self.id_at(index))
        return row

    def reset(self, ids: array[int], *, changed: bool = False) -> None:
        """Show these entries; what is known of them stays, unless they may have changed."""
        self.on_resetting()
        self._ids = ids
        if changed or len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        self._under_way.clear()
        self.on_reset()

    def loaded(self, rows: Iterable[TwoLineRow]) -> None:
        """Take rows that were asked for."""
        for row in rows:
            self._rows[row.id] = row
            self._under_way.discard(row.id)
        if len(self):
            self.on_changed(0, len(self) - 1)


def _nothing() -> None:
    """Stand in for a callback that nobody has set."""
