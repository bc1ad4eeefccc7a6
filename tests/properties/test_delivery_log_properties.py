"""Whatever happens to the log, it shows what a plain list would show, and tells the view of it."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_state import DeliveryRow
from vox_console.presenters.tone import Look, Tone

PAGE_ROWS = 4
PAGE_LIMIT = 3


def row(message_id: int, version: int) -> DeliveryRow:
    look = Look("clock", str(version), Tone.WAITING)
    return DeliveryRow(message_id, look, "", "", "", "", (), "", "")


class LogAgainstList(RuleBasedStateMachine):
    """`known` is the plain list, `store` the database the log reads from, `drawn` what a view would show."""

    def __init__(self) -> None:
        super().__init__()
        self.log = DeliveryLog(self._want, page_rows=PAGE_ROWS, page_limit=PAGE_LIMIT)
        self.store: dict[int, int] = {}
        self.known: list[int] = []
        self.drawn: list[int] = []
        self.holding = False
        self.answers: list[Callable[[], None]] = []
        self.asked: set[int] = set()
        self.told_waiting = 0
        self.announced = 0
        self.log.on_inserting = self._inserting
        self.log.on_inserted = self._inserted
        self.log.on_reset = self._reset
        self.log.on_changed = self._changed
        self.log.on_waiting = self._waiting

    def _want(self, ids: list[int]) -> None:
        assert ids
        assert ids == sorted(ids)
        assert self.asked.isdisjoint(ids), "asked for twice"
        self.asked.update(ids)
        self._read(ids, self._loaded)

    def _read(self, ids: list[int], then: Callable[[list[DeliveryRow]], None]) -> None:
        """Read now, as the database's reader would, and answer later, in the order of asking."""
        snapshot = [row(message_id, self.store[message_id]) for message_id in ids]
        self.answers.append(lambda: then(snapshot))

    def _loaded(self, rows: list[DeliveryRow]) -> None:
        self.asked.difference_update([each.id for each in rows])
        self.log.rows_loaded(rows)

    def _inserting(self, count: int) -> None:
        assert not self.holding
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
        self.told_waiting = count

    @rule(count=st.integers(0, 14))
    def queue(self, count: int) -> None:
        ids = list(range(len(self.store) + 1, len(self.store) + count + 1))
        self.store.update(dict.fromkeys(ids, 0))
        self.known += ids
        self.log.queued(ids)

    @rule(picks=st.sets(st.integers(0, 200), max_size=6))
    def change(self, picks: set[int]) -> None:
        ids = sorted({1 + pick % len(self.store) for pick in picks} if self.store else ())
        for message_id in ids:
            self.store[message_id] += 1
        stale = self.log.shown(ids)
        if stale:
            self._read(stale, self.log.changed)

    @rule()
    def hold(self) -> None:
        self.holding = True
        self.log.hold()

    @rule()
    def release(self) -> None:
        was_holding, self.holding = self.holding, False
        self.log.release()
        if was_holding:
            assert self.drawn == self.known[::-1]

    @rule()
    def start_over(self) -> None:
        self.answers.clear()
        self.asked.clear()
        self.log.reset(array("q", self.known))

    @rule(pick=st.integers(0, 200))
    def look(self, pick: int) -> None:
        if self.drawn:
            index = pick % len(self.drawn)
            found = self.log.row_at(index)
            assert found is None or found.id == self.drawn[index]

    @rule()
    def answer(self) -> None:
        if self.answers:
            self.answers.pop(0)()

    @rule()
    def settle(self) -> None:
        """When every answer is in, everything is in view and as new as the store."""
        self._answer_all()
        if not self.holding:
            assert self.drawn == self.known[::-1]
        for index, message_id in enumerate(list(self.drawn)):
            if self.log.row_at(index) is None:
                self._answer_all()
            assert self.log.row_at(index) == row(message_id, self.store[message_id])
        assert self.log.cached <= PAGE_ROWS * PAGE_LIMIT

    def _answer_all(self) -> None:
        while self.answers:
            self.answers.pop(0)()

    @invariant()
    def the_view_and_the_list_agree(self) -> None:
        waiting = len(self.known) - len(self.drawn)
        assert len(self.log) == len(self.drawn)
        assert self.log.waiting == waiting
        assert self.told_waiting == (waiting if self.holding else 0)
        assert self.drawn == self.known[: len(self.drawn)][::-1]
        for index, message_id in enumerate(self.drawn):
            assert self.log.index_of(message_id) == index
        assert all(self.log.index_of(message_id) is None for message_id in self.known[len(self.drawn) :])


TestLogAgainstList = LogAgainstList.TestCase
