"""The run of lines on the screen never has a gap, and shows nothing that nobody scrolled to."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from vox_console.presenters.inbox_run import LineRun
from vox_console.services.inbox import Line, NoteLine
from vox_console.storage.thread_notes import ThreadNote

PAGE = 3


def said(number: int) -> Line:
    return NoteLine(ThreadNote(number, 1, number * 10, f"Line {number}"))


def numbers(run: LineRun) -> list[int]:
    return [line.place[2] for line in run.lines]


def newest_first(numbers: Sequence[int]) -> list[Line]:
    return [said(number) for number in sorted(numbers, reverse=True)]


@given(count=st.integers(1, 30), goal=st.integers(0, 29), steps=st.text("on+-", max_size=20))
def test_whatever_is_scrolled_and_happens_the_run_has_no_gap(count: int, goal: int, steps: str) -> None:
    everything = list(range(count))
    run = LineRun()
    goal = min(goal, count - 1)
    older, newer = everything[: goal + 1][-PAGE:], everything[goal + 1 :][:PAGE]
    run.start(newest_first(older + newer), has_older=len(older) == PAGE, has_newer=len(newer) == PAGE)
    assert run.has(said(goal).place)
    for step in steps:
        low, high = numbers(run)[-1], numbers(run)[0]
        if step == "o" and run.oldest is not None:
            more = [number for number in everything if number < low][-PAGE:]
            assert run.older(newest_first(more), below=run.oldest, full=len(more) == PAGE)
        elif step == "n" and run.newest is not None:
            more = [number for number in everything if number > high][:PAGE]
            assert run.newer([said(number) for number in more], above=run.newest, full=len(more) == PAGE)
        elif step == "+":
            everything.append(everything[-1] + 1)
        elif step == "-" and len(run.lines) > 1:
            everything.remove(numbers(run)[0] if run.has_newer else numbers(run)[-1])
        limit = len(run.lines) + PAGE
        top = numbers(run)[0] if run.has_newer else everything[-1]
        read = [number for number in reversed(everything) if number <= top][:limit]
        run.again([said(number) for number in read], full=len(read) == limit)
        shown = numbers(run)
        assert shown == [number for number in reversed(everything) if shown[-1] <= number <= shown[0]]
        assert run.has_older or shown[-1] == everything[0]
        assert run.has_newer or shown[0] == everything[-1]
        if step != "o" and run.has_older:
            assert shown[-1] >= low


def test_a_page_that_comes_too_late_is_not_taken() -> None:
    run = LineRun()
    run.start(newest_first([4, 5]), has_older=True, has_newer=True)
    assert not run.older(newest_first([1, 2]), below=said(3).place, full=True)
    assert not run.newer([said(7)], above=said(6).place, full=True)
    assert numbers(run) == [5, 4]
    run.clear()
    assert (run.oldest, run.newest, run.has_older, run.has_newer) == (None, None, False, False)
