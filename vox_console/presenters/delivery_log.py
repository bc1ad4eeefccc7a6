"""The list behind the live view: every message id in eight octets, and the rows somebody looked at.

Theory of operation. Ids lie oldest to newest in one array; that is the order they are made in, so a
new message is an append and an old one keeps its position for ever. The view counts the other way
round: row 0 is the newest message that is *in view*. Messages that arrive while the list is held lie
at the end of the array and are not in view, so holding and releasing is one subtraction:
row r is ``ids[-1 - r - waiting]``.

Rows are kept by page (a run of positions) for as long as the page is among the last few that were
looked at. A row that is missing is asked for with the rest of its page, once; the page comes back
whole, in one call of :meth:`DeliveryLog.rows_loaded`. What :meth:`DeliveryLog.changed` said while a
page was under way is newer than the page, and stays; that is why such a page is never dropped.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import islice

from vox_console.presenters.states import DeliveryRow


def _ignore(*_numbers: int) -> None:
    """Stand in for a callback that nobody has set."""


class DeliveryLog:
    """All messages, newest first, with lazily loaded rows. Every batch costs one pair of callbacks.

    want: called with the ids (ascending) of rows that are missing; it may answer at once.
    page_rows and page_limit bound the rows in memory to page_rows x page_limit.
    """

    def __init__(
        self, want: Callable[[list[int]], None], *, page_rows: int = 128, page_limit: int = 64
    ) -> None:
        self.on_inserting: Callable[[int], None] = _ignore
        self.on_inserted: Callable[[int], None] = _ignore
        self.on_changed: Callable[[int, int], None] = _ignore
        self.on_resetting: Callable[[], None] = _ignore
        self.on_reset: Callable[[], None] = _ignore
        self.on_waiting: Callable[[int], None] = _ignore
        self._want = want
        self._page_rows = page_rows
        self._page_limit = page_limit
        self._ids: array[int] = array("q")
        self._waiting = 0
        self._holding = False
        self._rows: dict[int, DeliveryRow] = {}
        # Page number to "its missing rows were asked for"; least recently used first.
        self._pages: OrderedDict[int, bool] = OrderedDict()
        self._under_way: set[int] = set()

    def __len__(self) -> int:
        """Count the rows in view."""
        return len(self._ids) - self._waiting

    @property
    def waiting(self) -> int:
        """New messages that are held out of view."""
        return self._waiting

    @property
    def cached(self) -> int:
        """Rows in memory."""
        return len(self._rows)

    def id_at(self, index: int) -> int:
        """Give the message id of a row in view, loaded or not."""
        return self._ids[len(self) - 1 - index]

    def index_of(self, message_id: int) -> int | None:
        """Give the row of a message; None when it is unknown or held out of view."""
        position = bisect_left(self._ids, message_id)
        if position >= len(self) or self._ids[position] != message_id:
            return None
        return len(self) - 1 - position

    def row_at(self, index: int) -> DeliveryRow | None:
        """Give a row in view; None while it is being loaded, which this call starts."""
        position = len(self) - 1 - index
        message_id = self._ids[position]
        page = position // self._page_rows
        row = self._rows.get(message_id)
        if row is None and not self._pages.get(page, False):
            self._under_way.add(page)
            self._touch(page, asked=True)
            self._want([wanted for wanted in self._ids_of(page) if wanted not in self._rows])
            row = self._rows.get(message_id)
        elif page in self._pages:
            self._pages.move_to_end(page)
        return row

    def reset(self, ids: array[int]) -> None:
        """Start over with these ids (ascending); nothing is held out of view any more.

        Answers to what was asked before must not be handed in afterwards.
        """
        self.on_resetting()
        self._ids = array("q", ids)
        self._rows.clear()
        self._pages.clear()
        self._under_way.clear()
        had_waiting, self._waiting = self._waiting, 0
        self.on_reset()
        if had_waiting:
            self.on_waiting(0)

    def queued(self, rows: Sequence[DeliveryRow]) -> None:
        """Put new messages (ids ascending) on top. One that is known already counts as changed."""
        newest = self._ids[-1] if self._ids else -1
        start = 0
        while start < len(rows) and rows[start].id <= newest:
            start += 1
        if start:
            self.changed(rows[:start])
        fresh = rows[start:] if start else rows
        if not fresh:
            return
        if not self._holding:
            self.on_inserting(len(fresh))
        self._append(fresh)
        if self._holding:
            self._waiting += len(fresh)
            self.on_waiting(self._waiting)
        else:
            self.on_inserted(len(fresh))

    def changed(self, rows: Sequence[DeliveryRow]) -> None:
        """Take new states of messages. Those that nobody looked at lately are not kept."""
        kept = [row for row in rows if row.id in self._rows or self._is_under_way(row.id)]
        self._rows.update((row.id, row) for row in kept)
        self._announce(kept)

    def rows_loaded(self, rows: Sequence[DeliveryRow]) -> None:
        """Take the answer to a want; rows that nobody asked for are ignored."""
        kept = [row for row in rows if row.id not in self._rows and self._is_under_way(row.id)]
        self._rows.update((row.id, row) for row in kept)
        self._under_way.difference_update({self._page_of(row.id) for row in rows})
        self._drop_surplus()
        self._announce(kept)

    def hold(self) -> None:
        """Keep new messages out of view from now on, so that nothing moves under the reader's eye."""
        self._holding = True

    def release(self) -> None:
        """Put what waited on top, and new messages with it from now on."""
        self._holding = False
        count = self._waiting
        if count:
            self.on_inserting(count)
            self._waiting = 0
            self.on_inserted(count)
            self.on_waiting(0)

    def _append(self, rows: Sequence[DeliveryRow]) -> None:
        first = len(self._ids)
        self._ids.extend([row.id for row in rows])
        self._rows.update((row.id, row) for row in rows)
        last_page = (len(self._ids) - 1) // self._page_rows
        for page in range(max(first - 1, 0) // self._page_rows, last_page + 1):
            self._touch(page, asked=self._pages.get(page, False))
            if self._holding and page != last_page:
                # Nobody has seen it, and what is on the screen must outlive a night of traffic.
                self._pages.move_to_end(page, last=False)

    def _touch(self, page: int, *, asked: bool) -> None:
        self._pages[page] = asked
        self._pages.move_to_end(page)
        self._drop_surplus()

    def _drop_surplus(self) -> None:
        surplus = len(self._pages) - self._page_limit
        if surplus <= 0:
            return
        idle = (page for page in self._pages if page not in self._under_way)
        for page in list(islice(idle, surplus)):
            del self._pages[page]
            for message_id in self._ids_of(page):
                self._rows.pop(message_id, None)

    def _ids_of(self, page: int) -> array[int]:
        return self._ids[page * self._page_rows : (page + 1) * self._page_rows]

    def _page_of(self, message_id: int) -> int | None:
        position = bisect_left(self._ids, message_id)
        if position == len(self._ids) or self._ids[position] != message_id:
            return None
        return position // self._page_rows

    def _is_under_way(self, message_id: int) -> bool:
        return bool(self._under_way) and self._page_of(message_id) in self._under_way

    def _announce(self, rows: Sequence[DeliveryRow]) -> None:
        """Tell the view which run of rows to draw again, when any of them is in view."""
        if not rows:
            return
        ids = [row.id for row in rows]
        in_view = len(self) - 1
        oldest = in_view - bisect_left(self._ids, min(ids))
        newest = in_view - bisect_left(self._ids, max(ids))
        if oldest >= 0:
            self.on_changed(max(newest, 0), oldest)
