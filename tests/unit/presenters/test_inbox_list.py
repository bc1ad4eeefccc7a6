"""The list of conversations against a plain model of it, and what it tells the view."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.presenters.inbox_list import InboxList
from vox_console.presenters.inbox_state import ThreadRow


def row(thread_id: int, at_us: int) -> ThreadRow:
    return ThreadRow(thread_id, f"{thread_id}", "", "", "", "", "", at_us)


class View:
    """Keeps its rows by what it is told alone, as a Qt view does."""

    def __init__(self, rows: InboxList) -> None:
        self.rows = rows
        self.shown: list[int] = []
        rows.on_reset = self._reset
        rows.on_inserted = lambda index: self.shown.insert(index, rows.id_at(index))
        rows.on_extended = lambda first, last: self.shown.extend(
            rows.id_at(index) for index in range(first, last + 1)
        )
        rows.on_removed = self._removed
        rows.on_risen = lambda index: self.shown.insert(0, self.shown.pop(index))

    def _reset(self) -> None:
        self.shown = [self.rows.id_at(index) for index in range(len(self.rows))]

    def _removed(self, index: int) -> None:
        del self.shown[index]


@given(
    st.integers(0, 12),
    st.lists(st.tuples(st.integers(1, 16), st.sampled_from(["moves", "goes", "is read"])), max_size=30),
)
def test_the_view_and_the_list_agree_with_a_plain_model(
    count: int, happenings: list[tuple[int, str]]
) -> None:
    times = {thread_id: thread_id for thread_id in range(1, count + 1)}
    rows = InboxList(lambda ids: rows.rows_loaded([row(each, times[each]) for each in ids]))
    view = View(rows)
    rows.reset(range(count, 0, -1), top=(count, count))
    for now_us, (thread_id, what) in enumerate(happenings, 100):
        if what == "goes":
            times.pop(thread_id, None)
            assert rows.changed([], [thread_id])
        elif what == "moves":
            times[thread_id] = now_us
            assert rows.changed([row(thread_id, now_us)], [])
        elif thread_id in times:
            rows.row_at(view.shown.index(thread_id))
            assert rows.changed([row(thread_id, times[thread_id])], [])
        expected = sorted(times, key=lambda each: (times[each], each), reverse=True)
        assert view.shown == expected
        assert [rows.id_at(index) for index in range(len(rows))] == expected


def test_a_hundred_thousand_open_at_once_and_only_what_is_seen_is_read() -> None:
    wanted: list[list[int]] = []
    rows = InboxList(wanted.append)
    rows.reset(range(100_000, 0, -1), top=(1, 100_000))
    assert len(rows) == 100_000
    assert rows.row_at(40) is None
    assert rows.row_at(41) is None
    assert wanted == [list(range(99_968, 99_952, -1))]
    rows.rows_loaded([row(each, 1) for each in wanted[0]])
    found = rows.row_at(41)
    assert found is not None
    assert found.id == 99_959


def test_what_may_stand_anywhere_starts_the_list_over() -> None:
    rows = InboxList(lambda _ids: None)
    rows.reset([3, 2, 1], top=(30, 3))
    assert not rows.changed([row(2, 15)], [])  # nobody knows when it moved before
    assert not rows.changed([row(9, 15)], [])  # it was not here


def test_rows_that_nobody_asked_for_are_not_kept() -> None:
    wanted: list[list[int]] = []
    rows = InboxList(wanted.append)
    rows.reset([1], top=(1, 1))
    rows.rows_loaded([row(1, 1)])
    assert rows.row_at(0) is None
    assert wanted == [[1]]


def test_of_many_rows_only_the_last_looked_at_are_kept() -> None:
    rows = InboxList(lambda ids: rows.rows_loaded([row(each, 1) for each in ids]))
    rows.reset(range(10_000, 0, -1), top=(1, 10_000))
    for index in range(0, 10_000, 32):
        rows.row_at(index)
    assert len(rows._rows) <= 4_096 + 32
    assert rows.row_at(0) is not None


def test_the_first_page_stands_before_the_others_are_known() -> None:
    rows = InboxList(lambda _ids: None)
    view = View(rows)
    resets: list[bool] = []
    rows.on_resetting = lambda: resets.append(True)
    rows.reset([5, 4], top=(5, 5))
    rows.extend([5, 4, 3, 2, 1])
    assert view.shown == [5, 4, 3, 2, 1]
    assert len(resets) == 1
    rows.extend([5, 4, 3, 2, 1])
    assert len(resets) == 1
    rows.extend([6, 5, 4, 3, 2, 1])  # somebody wrote meanwhile
    assert view.shown == [6, 5, 4, 3, 2, 1]
    assert len(resets) == 2


def test_a_page_that_does_not_stand_together_is_drawn_where_it_stands() -> None:
    rows = InboxList(lambda _ids: None)
    rows.reset([9, 8, 7, 6])
    drawn: list[tuple[int, int]] = []
    rows.on_changed = lambda first, last: drawn.append((first, last))
    rows.row_at(0)
    rows.changed([], [8])
    rows.rows_loaded([row(9, 9), row(7, 7), row(6, 6), row(8, 8)])
    assert drawn == [(0, 2)]
