"""The live view's list: order, pages, holding, and bounds."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_state import DeliveryRow
from vox_console.presenters.tone import Look, Tone


def row(message_id: int, word: str = "Queued") -> DeliveryRow:
    return DeliveryRow(
        id=message_id,
        look=Look("clock", word, Tone.WAITING),
        time="12:00:00",
        recipient="+381 63 200 0000",
        sender="Vox",
        text=f"text {message_id}",
        parts=(Tone.WAITING,),
        trouble="",
        sentence=f"{word} {message_id}",
    )


def rows(ids: Iterable[int], word: str = "Queued") -> list[DeliveryRow]:
    return [row(message_id, word) for message_id in ids]


class Bench:
    """A log, what it asked for, and every callback in order."""

    def __init__(self, count: int = 0, page_rows: int = 10, page_limit: int = 4) -> None:
        self.wanted: list[list[int]] = []
        self.calls: list[tuple[str | int, ...]] = []
        self.log = DeliveryLog(self.wanted.append, page_rows=page_rows, page_limit=page_limit)
        self.log.reset(array("q", range(1, count + 1)))
        self.log.on_inserting = lambda n: self.calls.append(("inserting", n, len(self.log)))
        self.log.on_inserted = lambda n: self.calls.append(("inserted", n, len(self.log)))
        self.log.on_changed = lambda first, last: self.calls.append(("changed", first, last))
        self.log.on_resetting = lambda: self.calls.append(("resetting", len(self.log)))
        self.log.on_reset = lambda: self.calls.append(("reset", len(self.log)))
        self.log.on_waiting = lambda n: self.calls.append(("waiting", n))

    def answer(self, word: str = "Accepted") -> None:
        asked, self.wanted[:] = list(self.wanted), []
        for ids in asked:
            self.log.rows_loaded(rows(ids, word))

    def word(self, index: int) -> str:
        found = self.log.row_at(index)
        return "" if found is None else found.look.word

    def ids(self) -> list[int]:
        return [self.log.id_at(index) for index in range(len(self.log))]


def test_the_newest_message_is_row_zero() -> None:
    bench = Bench(3)
    assert bench.ids() == [3, 2, 1]
    assert [bench.log.index_of(message_id) for message_id in (3, 2, 1, 4, 0)] == [0, 1, 2, None, None]


def test_a_missing_row_asks_for_its_page_once_and_is_there_after_the_answer() -> None:
    bench = Bench(25)
    assert bench.log.row_at(0) is None
    assert bench.log.row_at(4) is None
    assert bench.wanted == [[21, 22, 23, 24, 25]]
    assert bench.log.row_at(5) is None
    assert bench.wanted[1:] == [list(range(11, 21))]
    bench.answer()
    assert bench.log.row_at(0) == row(25, "Accepted")
    assert bench.log.row_at(5) == row(20, "Accepted")
    assert bench.calls == [("changed", 0, 4), ("changed", 5, 14)]


def test_an_answer_given_at_once_is_returned_at_once() -> None:
    log = DeliveryLog(lambda ids: log.rows_loaded(rows(ids)))
    log.reset(array("q", [7]))
    assert log.row_at(0) == row(7)


def test_a_row_that_no_longer_exists_is_not_asked_for_again_and_again() -> None:
    bench = Bench(3)
    assert bench.log.row_at(0) is None
    bench.log.rows_loaded(rows([1, 2]))
    assert bench.log.row_at(0) is None
    assert bench.wanted == [[1, 2, 3]]


def test_a_burst_is_one_pair_of_callbacks_and_reads_one_screenful() -> None:
    bench = Bench(5, page_rows=1000)
    bench.log.queued(range(6, 2006))
    assert bench.wanted == [list(range(1974, 2006))]
    bench.answer()
    assert bench.calls == [("inserting", 2000, 5), ("inserted", 2000, 2005)]
    assert bench.log.row_at(0) == row(2005, "Accepted")
    assert bench.log.row_at(31) == row(1974, "Accepted")
    assert bench.wanted == []


def test_new_rows_enter_when_they_have_been_read() -> None:
    bench = Bench(2)
    bench.log.queued([3, 4])
    assert bench.ids() == [2, 1]
    bench.answer()
    assert bench.ids() == [4, 3, 2, 1]
    assert bench.word(0) == "Accepted"


def test_new_rows_whose_reading_is_late_enter_with_the_next_batch_at_the_latest() -> None:
    bench = Bench(2)
    bench.log.queued([3])
    bench.log.queued([4])
    assert bench.ids() == [3, 2, 1]
    bench.answer()
    assert bench.ids() == [4, 3, 2, 1]


def test_a_page_that_is_half_known_asks_for_the_other_half_only() -> None:
    bench = Bench(5)
    bench.log.queued([6, 7])
    bench.answer()
    assert bench.log.row_at(3) is None
    assert bench.wanted == [[1, 2, 3, 4, 5]]


def test_a_message_that_is_known_already_is_not_added_again() -> None:
    bench = Bench(2)
    bench.log.queued([1, 2, 3])
    bench.answer()
    bench.log.queued([2, 3])
    assert bench.ids() == [3, 2, 1]
    assert bench.wanted == []


def test_held_rows_wait_and_enter_on_release_as_one_batch_with_their_words() -> None:
    bench = Bench(2)
    bench.log.hold()
    bench.log.queued([3, 4])
    bench.log.queued([5])
    bench.answer()
    assert bench.ids() == [2, 1]
    assert bench.log.waiting == 3
    assert bench.log.index_of(4) is None
    bench.log.release()
    assert bench.ids() == [5, 4, 3, 2, 1]
    assert [bench.word(index) for index in range(3)] == ["Accepted"] * 3
    assert bench.log.waiting == 0
    assert bench.calls == [
        ("waiting", 2),
        ("waiting", 3),
        ("inserting", 3, 2),
        ("inserted", 3, 5),
        ("waiting", 0),
    ]


def test_rows_that_are_being_read_when_the_hold_begins_wait_too() -> None:
    bench = Bench(1)
    bench.log.queued([2, 3])
    bench.log.hold()
    bench.answer()
    assert bench.ids() == [1]
    assert bench.calls == [("waiting", 2)]


def test_after_a_release_new_rows_enter_again() -> None:
    bench = Bench(1)
    bench.log.hold()
    bench.log.release()
    bench.log.queued([2])
    bench.answer()
    assert bench.calls == [("inserting", 1, 1), ("inserted", 1, 2)]


def test_the_rows_a_change_matters_for_are_those_in_memory_or_under_way() -> None:
    bench = Bench(30)
    bench.log.row_at(0)
    bench.answer()
    bench.log.row_at(10)
    assert bench.log.shown(range(1, 100)) == list(range(11, 31))


def test_a_changed_row_that_was_merely_kept_is_forgotten_and_read_when_somebody_comes_back() -> None:
    bench = Bench(100, page_limit=9)
    for page in range(6):
        bench.log.row_at(page * 10)
        bench.answer()
    bench.calls.clear()
    assert bench.log.shown([95, 41]) == [41]
    assert bench.log.cached == 59
    assert bench.calls == [("changed", 5, 5)]  # drawn again, and therefore read again, if it is on the screen
    assert bench.log.row_at(5) is None
    assert bench.wanted == [[95]]


def test_a_row_under_way_is_read_again_when_it_changes_because_the_answer_may_be_older() -> None:
    bench = Bench(10)
    bench.log.row_at(0)
    bench.log.sleep()
    assert bench.log.shown([3]) == [3]


def test_a_list_nobody_can_see_reads_nothing_and_is_complete_when_it_is_seen_again() -> None:
    bench = Bench(3)
    bench.log.row_at(0)
    bench.answer()
    bench.log.sleep()
    bench.log.queued([4, 5])
    assert bench.log.shown([1, 4]) == []
    assert (bench.wanted, bench.ids()) == ([], [5, 4, 3, 2, 1])
    bench.log.wake()
    assert bench.log.row_at(0) is None
    bench.answer("Delivered")
    assert [bench.word(index) for index in range(5)] == [
        "Delivered",
        "Delivered",
        "Accepted",
        "Accepted",
        "Delivered",
    ]


def test_new_messages_wait_for_their_reader_also_while_nobody_can_see_the_list() -> None:
    bench = Bench(1)
    bench.log.hold()
    bench.log.sleep()
    bench.log.queued([2])
    assert (len(bench.log), bench.log.waiting, bench.wanted) == (1, 1, [])
    bench.log.wake()
    bench.log.release()
    assert len(bench.log) == 2


def test_a_change_of_rows_in_view_names_the_run_to_draw_again() -> None:
    bench = Bench(8)
    bench.log.row_at(0)
    bench.answer()
    bench.calls.clear()
    bench.log.changed(rows([3, 6], "Delivered"))
    assert bench.calls == [("changed", 2, 5)]
    assert [bench.word(index) for index in (2, 3, 5)] == ["Delivered", "Accepted", "Delivered"]


def test_a_change_of_a_waiting_row_is_kept_but_draws_nothing() -> None:
    bench = Bench(2)
    bench.log.hold()
    bench.log.queued([3])
    bench.answer()
    bench.calls.clear()
    bench.log.changed([row(3, "Delivered")])
    assert bench.calls == []
    bench.log.release()
    assert bench.word(0) == "Delivered"


def test_a_change_that_straddles_the_hold_draws_only_what_is_in_view() -> None:
    bench = Bench(2)
    bench.log.row_at(0)
    bench.log.hold()
    bench.log.queued([3])
    bench.answer()
    bench.calls.clear()
    bench.log.changed(rows([2, 3], "Delivered"))
    assert bench.calls == [("changed", 0, 0)]


def test_a_change_of_rows_nobody_looked_at_is_ignored() -> None:
    bench = Bench(100)
    bench.log.changed(rows([1, 50, 100, 5000], "Delivered"))
    assert bench.calls == []
    assert bench.log.cached == 0


def test_a_change_while_the_page_is_under_way_is_not_undone_by_the_older_answer() -> None:
    bench = Bench(3)
    assert bench.log.row_at(0) is None
    bench.log.changed([row(2, "Delivered")])
    bench.answer("Accepted")
    assert [bench.word(index) for index in range(3)] == ["Accepted", "Delivered", "Accepted"]


def test_the_page_looked_at_longest_ago_is_dropped_and_asked_for_again() -> None:
    bench = Bench(50, page_limit=2)
    for index in (0, 10, 0, 20):
        bench.log.row_at(index)
        bench.answer()
    assert bench.log.cached == 20
    assert bench.log.row_at(0) == row(50, "Accepted")
    assert bench.log.row_at(10) is None
    assert bench.wanted == [list(range(31, 41))]


def test_pages_under_way_are_never_dropped_so_no_change_is_lost() -> None:
    bench = Bench(50, page_limit=2)
    for index in (0, 10, 20):
        assert bench.log.row_at(index) is None
    bench.log.changed([row(30, "Delivered")])
    assert bench.log.row_at(20) == row(30, "Delivered")
    bench.answer()
    assert bench.log.cached == 20
    assert [bench.word(index) for index in (20, 21, 10)] == ["Delivered", "Accepted", "Accepted"]
    assert bench.log.row_at(0) is None


def test_rows_nobody_asked_for_are_ignored() -> None:
    bench = Bench(3)
    bench.log.rows_loaded(rows([1, 2, 3, 99]))
    assert bench.log.cached == 0
    assert bench.calls == []


def test_what_is_on_the_screen_outlives_any_amount_of_held_traffic() -> None:
    bench = Bench(30, page_limit=3)
    for index in (0, 10):
        bench.log.row_at(index)
    bench.answer()
    bench.log.hold()
    for first in range(31, 10_031, 10):
        bench.log.queued(range(first, first + 10))
        bench.answer()
    assert bench.log.row_at(0) == row(30, "Accepted")
    assert bench.log.row_at(10) == row(20, "Accepted")
    assert bench.log.cached <= 30


def test_a_reset_starts_over() -> None:
    bench = Bench(5)
    bench.log.hold()
    bench.log.queued([6])
    bench.log.row_at(0)
    bench.calls.clear()
    bench.log.reset(array("q", [8, 9]))
    assert bench.ids() == [9, 8]
    assert bench.log.cached == 0
    assert bench.calls == [("resetting", 5), ("reset", 2), ("waiting", 0)]


def test_nothing_new_makes_no_callback() -> None:
    bench = Bench(2)
    nothing: Sequence[DeliveryRow] = []
    bench.log.queued([])
    bench.log.changed(nothing)
    bench.log.rows_loaded(nothing)
    bench.log.release()
    assert bench.calls == []


def test_a_million_messages_cost_eight_octets_each_and_a_bounded_number_of_rows() -> None:
    log = DeliveryLog(lambda ids: log.rows_loaded(rows(ids)))
    log.reset(array("q", range(1, 1_000_001)))
    for index in range(0, 1_000_000, 1_250):
        assert log.row_at(index) == row(1_000_000 - index)
    assert log.cached == 16 * 512
    assert sys.getsizeof(log._ids) < 9 * 1_000_000
    assert log.index_of(1) == 999_999


class TestWays:
    def test_they_are_shown_once_a_row_took_the_less_usual_one(self) -> None:
        bench = Bench(2)
        told: list[bool] = []
        bench.log.on_columns = lambda: told.append(bench.log.ways_matter)
        bench.word(0)
        bench.log.rows_loaded([replace(row(1), way="SMPP")])
        assert (told, bench.log.ways_matter) == ([], False)
        bench.log.rows_loaded([replace(row(2), way="REST")])
        bench.log.show_ways()
        assert (told, bench.log.ways_matter) == ([True], True)


class TestNames:
    def test_rows_make_room_for_them_once_one_has_a_name(self) -> None:
        bench = Bench(2)
        told: list[bool] = []
        bench.log.on_columns = lambda: told.append(bench.log.names_matter)
        bench.word(0)
        bench.log.rows_loaded([row(1)])
        assert (told, bench.log.names_matter) == ([], False)
        bench.log.changed([replace(row(1), name="Ana")])
        bench.log.rows_loaded([replace(row(2), name="Ivo")])
        assert (told, bench.log.names_matter) == ([True], True)
        assert set(bench.log.kept) == {1, 2}
