"""The list of conversations: every id in eight octets, the last moved first, and the rows somebody looked at.

Theory of operation. Unlike a message, a conversation moves: to the top when somebody writes, out of the list
when it is done. So the ids lie in the order of the list, and what happened is told to the view as the one
move, insertion or removal that it was, so that what is selected and what is read stay where they are. A
change that could put a conversation between two others cannot be worked out from ids alone; then the list
starts over (:meth:`InboxList.changed` says so). The first page stands before the others are known
(:meth:`InboxList.extend`), so that a hundred thousand conversations open as fast as ten.

Rows are asked for by page when they are looked at, each page once, and a bounded number of rows is kept.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from vox_console.presenters.inbox_state import ThreadRow

_PAGE_ROWS: Final = 16
_MOST_ROWS: Final = 4_096


def _ignore(*_numbers: int) -> None:
    """Stand in for a callback that nobody has set."""


class InboxList:
    """The conversations of one tray. want: called with the ids of rows that are missing."""

    def __init__(self, want: Callable[[list[int]], None]) -> None:
        self.on_resetting: Callable[[], None] = _ignore
        self.on_reset: Callable[[], None] = _ignore
        self.on_inserting: Callable[[int], None] = _ignore
        self.on_inserted: Callable[[int], None] = _ignore
        self.on_extending: Callable[[int, int], None] = _ignore
        self.on_extended: Callable[[int, int], None] = _ignore
        self.on_removing: Callable[[int], None] = _ignore
        self.on_removed: Callable[[int], None] = _ignore
        self.on_rising: Callable[[int], None] = _ignore
        self.on_risen: Callable[[int], None] = _ignore
        self.on_changed: Callable[[int, int], None] = _ignore
        self._want = want
        self._ids: array[int] = array("q")
        self._rows: OrderedDict[int, ThreadRow] = OrderedDict()
        self._under_way: set[int] = set()
        self._top = (0, 0)

    def __len__(self) -> int:
        """Count the conversations."""
        return len(self._ids)

    def id_at(self, index: int) -> int:
        """Give the conversation in a row."""
        return self._ids[index]

    def index_of(self, thread_id: int) -> int | None:
        """Give the row of a conversation, None when it is not in the list."""
        try:
            return self._ids.index(thread_id)
        except ValueError:
            return None

    def row_at(self, index: int) -> ThreadRow | None:
        """Give a row; None while it is being read, which this call starts."""
        thread_id = self._ids[index]
        row = self._rows.get(thread_id)
        if row is None and thread_id not in self._under_way:
            first = index - index % _PAGE_ROWS
            missing = [
                each
                for each in self._ids[first : first + _PAGE_ROWS]
                if each not in self._rows and each not in self._under_way
            ]
            self._under_way.update(missing)
            self._want(missing)
            row = self._rows.get(thread_id)
        return row

    def reset(self, ids: Iterable[int], *, top: tuple[int, int] = (0, 0)) -> None:
        """Start over. top: time and id of the first, (0, 0) for an empty list."""
        self.on_resetting()
        self._ids = array("q", ids)
        self._rows.clear()
        self._under_way.clear()
        self._top = top
        self.on_reset()

    def extend(self, ids: Sequence[int]) -> None:
        """Take the whole list, of which the first rows are known; where they are others, it starts over."""
        known, whole = len(self._ids), array("q", ids)
        if whole[:known] != self._ids:
            self.reset(ids)
        elif len(whole) > known:
            self.on_extending(known, len(whole) - 1)
            self._ids = whole
            self.on_extended(known, len(whole) - 1)

    def rows_loaded(self, rows: Sequence[ThreadRow]) -> None:
        """Take the answer to a want."""
        answered = [row for row in rows if row.id in self._under_way]
        self._under_way.difference_update(row.id for row in answered)
        for row in answered:
            self._keep(row)
        self._draw([row.id for row in answered])

    def changed(self, rows: Sequence[ThreadRow], gone: Iterable[int]) -> bool:
        """Take conversations as they are now, and those that are not in this list any more.

        False: one of them may stand anywhere now, and the list has to start over.
        """
        for thread_id in gone:
            self._remove(thread_id)
        return all(self._place(row) for row in sorted(rows, key=lambda row: (row.last_at_us, row.id)))

    def renamed(self, name_of: Callable[[str], str]) -> None:
        """Take other names of contacts. name_of: gives one by its key, ready to show, "" for none."""
        others = {
            row.id: replace(row, contact=name)
            for row in self._rows.values()
            if (name := name_of(row.party)) != row.contact
        }
        self._rows.update(others)
        if others:
            self.on_changed(0, len(self._ids) - 1)

    def _place(self, row: ThreadRow) -> bool:
        at = (row.last_at_us, row.id)
        index = self.index_of(row.id)
        self._under_way.discard(row.id)
        if at > self._top:
            self._top = at
            self._keep(row)
            self._raise(row.id, index)
            return True
        known = self._rows.get(row.id)
        if index is None or (index > 0 and (known is None or known.last_at_us != row.last_at_us)):
            return False
        self._keep(row)
        self._draw([row.id])
        return True

    def _raise(self, thread_id: int, index: int | None) -> None:
        if index is None:
            self.on_inserting(0)
            self._ids.insert(0, thread_id)
            self.on_inserted(0)
            return
        if index:
            self.on_rising(index)
            self._ids.insert(0, self._ids.pop(index))
            self.on_risen(index)
        self._draw([thread_id])

    def _remove(self, thread_id: int) -> None:
        index = self.index_of(thread_id)
        if index is None:
            return
        self.on_removing(index)
        del self._ids[index]
        self._rows.pop(thread_id, None)
        self._under_way.discard(thread_id)
        self.on_removed(index)

    def _keep(self, row: ThreadRow) -> None:
        self._rows[row.id] = row
        self._rows.move_to_end(row.id)
        if len(self._rows) > _MOST_ROWS:
            self._rows.popitem(last=False)
        if self._ids and row.id == self._ids[0]:
            self._top = max(self._top, (row.last_at_us, row.id))

    def _draw(self, ids: Sequence[int]) -> None:
        places: list[int] = []
        for each in ids:  # a page mostly stands together, and looking for one among all takes its time
            after = places[-1] + 1 if places else 0
            together = after < len(self._ids) and self._ids[after] == each
            place = after if together else self.index_of(each)
            if place is not None:
                places.append(place)
        if places:
            self.on_changed(min(places), max(places))
