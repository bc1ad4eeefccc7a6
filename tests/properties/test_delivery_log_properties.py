"""Whatever happens to the log, it shows what a plain list would show, and tells the view of it."""

from __future__ import annotations

from array import array

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.states import DeliveryRow
from vox_console.presenters.tone import Look, Tone

PAGE_ROWS = 4
PAGE_LIMIT = 3


def row(message_id: int, version: int) -> DeliveryRow:
    look = Look("clock", str(version), Tone.WAITING)
    return DeliveryRow(message_id, look, "", "", "", "", (), "", "")


class LogAgainstList(RuleBasedStateMachine):
    """`shown` and `held` are the model; `store` is the database the log loads from; `drawn` is the view."""

    def __init__(self) -> None:
        super().__init__()
        self.log = DeliveryLog(self._want, page_rows=PAGE_ROWS, page_limit=PAGE_LIMIT)
        self.store: dict[int, int] = {}
        self.shown: list[int] = []
        self.held: list[int] = []
        self.holding = False
        self.next_id = 1
        self.under_way: list[list[DeliveryRow]] = []
        self.drawn: list[int] = []
        self.waiting = 0
        self.announced = 0
        self.log.on_inserting = self._inserting
        self.log.on_inserted = self._inserted
        self.log.on_reset = self._reset
        self.log.on_changed = self._changed
        self.log.on_waiting = self._waiting

    def _want(self, ids: list[int]) -> None:
        assert ids == sorted(ids)
        assert 0 < len(ids) <= PAGE_ROWS
        self.under_way.append([row(message_id, self.store[message_id]) for message_id in ids])

    def _inserting(self, count: int) -> None:
        assert len(self.log) == len(self.drawn)
        self.announced = count

    def _inserted(self, count: int) -> None:
        assert count == self.announced
        self.drawn[:0] = [self.log.id_at(index) for index in range(count)]

    def _reset(self) -> None:
        self.drawn = [self.log.id_at(index) for index in range(len(self.log))]

    def _changed(self, first: int, last: int) -> None:
        assert 0 <= first <= last < len(self.log)

    def _waiting(self, count: int) -> None:
        self.waiting = count

    @rule(count=st.integers(0, 14))
    def queue(self, count: int) -> None:
        ids = range(self.next_id, self.next_id + count)
        self.next_id += count
        self.store.update(dict.fromkeys(ids, 0))
        if self.holding:
            self.held += ids
        else:
            self.shown += ids
        self.log.queued([row(message_id, 0) for message_id in ids])

    @rule(picks=st.lists(st.integers(0, 200), max_size=6))
    def change(self, picks: list[int]) -> None:
        ids = sorted({1 + pick % (self.next_id - 1) for pick in picks} if self.next_id > 1 else ())
        for message_id in ids:
            self.store[message_id] += 1
        self.log.changed([row(message_id, self.store[message_id]) for message_id in ids])

    @rule()
    def hold(self) -> None:
        self.holding = True
        self.log.hold()

    @rule()
    def release(self) -> None:
        self.holding = False
        self.shown += self.held
        self.held = []
        self.log.release()

    @rule()
    def start_over(self) -> None:
        self.shown += self.held
        self.held = []
        self.under_way.clear()
        self.log.reset(array("q", self.shown))

    @rule(pick=st.integers(0, 200))
    def look(self, pick: int) -> None:
        if self.shown:
            index = pick % len(self.shown)
            found = self.log.row_at(index)
            assert found is None or found.id == self.shown[-1 - index]

    @rule()
    def answer(self) -> None:
        if self.under_way:
            self.log.rows_loaded(self.under_way.pop(0))

    @rule()
    def settle(self) -> None:
        """When every answer is in, a row that is shown is as new as the store."""
        while self.under_way:
            self.log.rows_loaded(self.under_way.pop(0))
        for index, message_id in enumerate(reversed(self.shown)):
            if self.log.row_at(index) is None:
                while self.under_way:
                    self.log.rows_loaded(self.under_way.pop(0))
            assert self.log.row_at(index) == row(message_id, self.store[message_id])

    @invariant()
    def the_view_and_the_list_agree(self) -> None:
        assert len(self.log) == len(self.shown) == len(self.drawn)
        assert self.drawn == self.shown[::-1]
        assert self.log.waiting == self.waiting == len(self.held)
        assert self.log.cached <= PAGE_ROWS * PAGE_LIMIT
        for index, message_id in enumerate(self.drawn):
            assert self.log.index_of(message_id) == index
        assert all(self.log.index_of(message_id) is None for message_id in self.held)


TestLogAgainstList = LogAgainstList.TestCase
