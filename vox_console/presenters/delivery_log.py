"""The list behind the live view: every message id in eight octets, and the rows somebody looked at.

Theory of operation. Ids lie oldest to newest in one array; that is the order they are made in, so a
new message is an append and an old one keeps its position for ever. The view counts the other way
round: row 0 is the newest message that is *in view*. Messages that are not in view lie at the end of
the array, so that letting them in is one subtraction: row r is ``ids[-1 - r - waiting]``. They are out
of view while the list is held, and otherwise for the moment it takes to read the newest of them, so
that rows enter with their words and not as grey bars.

Rows are kept by page (a run of positions) as long as the page is among the last few that were looked
at. A row that is missing is asked for with the rest of its page, once, and comes back through
:meth:`DeliveryLog.rows_loaded`. What :meth:`DeliveryLog.changed` said while a row was under way is newer
than the answer, and stays; that is why a page with rows under way is not dropped.

Reading a row again costs more than anything else here, and under load every row changes several times a
second. So a changed row is read again only on the pages looked at last; one that was merely kept is
forgotten and read when somebody comes back to it. A list that nobody can see reads nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from vox_console.presenters.delivery_state import DeliveryRow

_SCREENFUL: Final = 32
"""New rows that are read ahead: as many as a usual window shows; painting asks for the rest."""

_FRESH_PAGES: Final = 4
"""Pages whose changed rows are read again: two on the screen, two that were read ahead."""


_UNUSUAL: Final = "REST"
"""A way that is shown as soon as one row took it."""


def _ignore(*_numbers: int) -> None:
    """Stand in for a callback that nobody has set."""


class DeliveryLog:
    """All messages, newest first, with lazily loaded rows. A batch costs one pair of callbacks.

    want: called with the ids (ascending) of rows that are missing; it may answer at once.
    page_rows and page_limit bound the rows in memory to page_rows x page_limit.
    """

    def __init__(
        self, want: Callable[[list[int]], None], *, page_rows: int = 16, page_limit: int = 512
    ) -> None:
        self.on_inserting: Callable[[int], None] = _ignore
        self.on_inserted: Callable[[int], None] = _ignore
        self.on_changed: Callable[[int, int], None] = _ignore
        self.on_resetting: Callable[[], None] = _ignore
        self.on_reset: Callable[[], None] = _ignore
        self.on_waiting: Callable[[int], None] = _ignore
        self.on_columns: Callable[[], None] = _ignore
        self._want = want
        self._page_rows = page_rows
        self._page_limit = page_limit
        self._ids: array[int] = array("q")
        self._waiting = 0
        self._ways_matter = self._names_matter = False
        self._holding = False
        self._asleep = False
        self._rows: dict[int, DeliveryRow] = {}
        self._under_way: set[int] = set()
        # The pages whose rows are kept, least recently used first; an ordered set.
        self._pages: OrderedDict[int, None] = OrderedDict()
        # The pages that were read ahead last while the list was held.
        self._unseen = range(0)

    def __len__(self) -> int:
        """Count the rows in view."""
        return len(self._ids) - self._waiting

    @property
    def waiting(self) -> int:
        """New messages that are out of view."""
        return self._waiting

    @property
    def ways_matter(self) -> bool:
        """Whether rows show which way they took: there is more than one, or it is not the usual one."""
        return self._ways_matter

    def show_ways(self) -> None:
        """Show from now on which way each row took."""
        if not self._ways_matter:
            self._ways_matter = True
            self.on_columns()

    @property
    def names_matter(self) -> bool:
        """Whether rows have room for a name beside the number: there was one with a name."""
        return self._names_matter

    @property
    def cached(self) -> int:
        """Rows in memory."""
        return len(self._rows)

    def id_at(self, index: int) -> int:
        """Give the message id of a row in view, loaded or not."""
        return self._ids[len(self) - 1 - index]

    def index_of(self, message_id: int) -> int | None:
        """Give the row of a message; None when it is unknown or out of view."""
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
        if row is None and message_id not in self._under_way:
            self._use(range(page, page + 1))
            self._ask(self._ids_of(page))
            row = self._rows.get(message_id)
        elif page in self._pages:
            self._pages.move_to_end(page)
        return row

    def shown(self, ids: Iterable[int]) -> list[int]:
        """Take note that messages changed; give those whose rows must be read again now."""
        fresh = set() if self._asleep else set(islice(reversed(self._pages), _FRESH_PAGES))
        again: list[int] = []
        forgotten: list[int] = []
        for number in ids:
            if number in self._under_way:  # the answer may be older than the change
                again.append(number)
            elif number in self._rows:
                page = bisect_left(self._ids, number) // self._page_rows
                (again if page in fresh else forgotten).append(number)
        for number in forgotten:
            del self._rows[number]
        self._announce(forgotten)
        return again

    def sleep(self) -> None:
        """Read nothing from now on: nobody can see the list. New messages enter without their rows."""
        self._asleep = True

    def wake(self) -> None:
        """Read again what is looked at."""
        self._asleep = False

    def reset(self, ids: array[int]) -> None:
        """Start over with these ids (ascending); nothing is out of view any more.

        Answers to what was asked before must not be handed in afterwards.
        """
        self.on_resetting()
        self._ids = array("q", ids)
        self._rows.clear()
        self._pages.clear()
        self._under_way.clear()
        self._unseen = range(0)
        had_waiting, self._waiting = self._waiting, 0
        self.on_reset()
        if had_waiting:
            self.on_waiting(0)

    def queued(self, ids: Sequence[int]) -> None:
        """Take new messages (ids ascending). Those that are known already are passed over."""
        newest = self._ids[-1] if self._ids else -1
        fresh = [number for number in ids if number > newest]
        if not fresh:
            return
        if not self._holding:
            self._let_in()  # what came before and is still being read must not wait for ever
        self._ids.extend(fresh)
        self._waiting += len(fresh)
        if self._holding:
            self.on_waiting(self._waiting)
        elif self._asleep:
            self._let_in()
        if not self._asleep:
            self._read_ahead(min(len(fresh), _SCREENFUL))

    def changed(self, rows: Sequence[DeliveryRow]) -> None:
        """Take new states of messages. Those that nobody looked at lately are not kept."""
        self._make_room(rows)
        kept = [row for row in rows if row.id in self._rows or row.id in self._under_way]
        self._rows.update((row.id, row) for row in kept)
        self._announce([row.id for row in kept])

    def rows_loaded(self, rows: Sequence[DeliveryRow]) -> None:
        """Take the answer to a want; rows that nobody asked for are ignored."""
        answered = [row for row in rows if row.id in self._under_way]
        self._under_way.difference_update([row.id for row in answered])
        self._make_room(answered)
        kept = [row for row in answered if row.id not in self._rows]
        self._rows.update((row.id, row) for row in kept)
        self._drop_surplus()
        self._announce([row.id for row in kept])
        if not self._holding and self._waiting and self._ids[-1] not in self._under_way:
            self._let_in()

    @property
    def kept(self) -> list[int]:
        """The messages whose rows are in memory."""
        return list(self._rows)

    def hold(self) -> None:
        """Keep new messages out of view from now on, so that nothing moves under the reader's eye."""
        if not self._holding:
            self._holding = True
            self._unseen = range(0)
            if self._waiting:
                self.on_waiting(self._waiting)

    def release(self) -> None:
        """Put what waited on top, and new messages with it from now on."""
        if self._holding:
            self._holding = False
            if self._waiting:
                self._let_in()
                self.on_waiting(0)

    def _make_room(self, rows: Sequence[DeliveryRow]) -> None:
        """Let rows show what one of these has and none had before."""
        if any(row.way == _UNUSUAL for row in rows):
            self.show_ways()
        if not self._names_matter and any(row.name for row in rows):
            self._names_matter = True
            self.on_columns()

    def _let_in(self) -> None:
        count = self._waiting
        if count:
            self.on_inserting(count)
            self._waiting = 0
            self.on_inserted(count)

    def _read_ahead(self, count: int) -> None:
        """Ask for the rows of the newest messages, so that they can enter with their words."""
        last = len(self._ids) - 1
        pages = range((last - count + 1) // self._page_rows, last // self._page_rows + 1)
        if self._holding:
            # Nobody has seen them, and what is on the screen must outlive a night of traffic.
            for page in self._unseen:
                if page in self._pages:
                    self._pages.move_to_end(page, last=False)
            self._unseen = pages
        self._use(pages)
        self._ask(self._ids[-count:])

    def _ask(self, ids: array[int]) -> None:
        """Ask for those of these rows that are missing; their pages are in use already."""
        missing = [number for number in ids if number not in self._rows and number not in self._under_way]
        self._under_way.update(missing)
        self._want(missing)
        self._drop_surplus()

    def _use(self, pages: range) -> None:
        for page in pages:
            self._pages[page] = None
            self._pages.move_to_end(page)

    def _drop_surplus(self) -> None:
        surplus = len(self._pages) - self._page_limit
        if surplus <= 0:
            return
        idle = (page for page in self._pages if self._under_way.isdisjoint(self._ids_of(page)))
        for page in list(islice(idle, surplus)):
            del self._pages[page]
            for message_id in self._ids_of(page):
                self._rows.pop(message_id, None)

    def _ids_of(self, page: int) -> array[int]:
        return self._ids[page * self._page_rows : (page + 1) * self._page_rows]

    def _announce(self, ids: Sequence[int]) -> None:
        """Tell the view which run of rows to draw again, when any of them is in view."""
        if not ids:
            return
        top = len(self) - 1
        oldest = top - bisect_left(self._ids, min(ids))
        newest = top - bisect_left(self._ids, max(ids))
        if oldest >= 0:
            self.on_changed(max(newest, 0), oldest)
