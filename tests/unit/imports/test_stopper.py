from __future__ import annotations

from vox_console.imports.stopper import Stopper


def test_what_waits_is_ended_and_what_has_ended_is_left_alone() -> None:
    stopper = Stopper()
    ended: list[str] = []
    with stopper.ending(lambda: ended.append("first")):
        pass
    with stopper.ending(lambda: ended.append("second")):
        stopper.stop()
    assert ended == ["second"]
    assert stopper.stopped


def test_what_begins_afterwards_is_ended_at_once() -> None:
    stopper = Stopper()
    stopper.stop()
    ended: list[str] = []
    with stopper.ending(lambda: ended.append("late")):
        assert ended == ["late"]
