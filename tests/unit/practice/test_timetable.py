from __future__ import annotations

from functools import partial

from vox_console.practice.timetable import Timetable, Tuning


def _note(ran: list[str], name: str, _now: float) -> None:
    ran.append(name)


def test_actions_run_in_the_order_of_their_times_and_then_of_their_entry() -> None:
    timetable = Timetable()
    ran: list[str] = []
    for name, due in (("late", 3.0), ("first", 1.0), ("second", 1.0), ("middle", 2.0)):
        timetable.at(due, partial(_note, ran, name))
    timetable.run(2.5)
    assert ran == ["first", "second", "middle"]
    assert timetable.next_due() == 3.0


def test_nothing_runs_before_its_time() -> None:
    timetable = Timetable()
    ran: list[float] = []
    timetable.at(1.0, ran.append)
    timetable.run(0.999)
    assert ran == []
    timetable.run(1.5)
    assert ran == [1.5]
    assert timetable.next_due() is None


def test_what_an_action_enters_for_the_same_moment_runs_too() -> None:
    timetable = Timetable()
    ran: list[float] = []
    timetable.at(1.0, lambda now: timetable.at(now, ran.append))
    timetable.run(1.0)
    assert ran == [1.0]


def test_a_cleared_timetable_is_empty() -> None:
    timetable = Timetable()
    timetable.at(1.0, lambda _: None)
    timetable.clear()
    assert len(timetable) == 0


def test_speed_divides_the_delays_of_life_and_zero_removes_them() -> None:
    assert Tuning(speed=1).scaled(3.0) == 3.0
    assert Tuning(speed=10).scaled(3.0) == 0.3
    assert Tuning(speed=0).scaled(3.0) == 0.0
