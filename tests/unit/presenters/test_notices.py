"""Notices stack newest first, replace each other by key, and go away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from vox_console.domain.errors import Severity, StoreFull
from vox_console.presenters.notice import Notice
from vox_console.presenters.notices import MOST_NOTICES, NoticePresenter
from vox_console.services.events import InboundStored, Noted

FULL = StoreFull("The disk is full", detail="The database cannot grow.", hint="Free some space.")


class Bar:
    """A presenter, what it showed, and the actions it started."""

    def __init__(self) -> None:
        self.started: list[tuple[str, Callable[[], Awaitable[object]]]] = []
        self.shown: list[tuple[Notice, ...]] = []
        self.presenter = NoticePresenter(self._run)
        self.presenter.on_notices = self.shown.append

    def _run(self, action: Callable[[], Awaitable[object]], *, name: str) -> None:
        self.started.append((name, action))

    def keys(self) -> list[str]:
        assert not self.shown or self.shown[-1] == self.presenter.notices
        return [notice.key for notice in self.presenter.notices]


def notice(key: str, *, action: str = "") -> Notice:
    return Notice(key, key.title(), "", Severity.WARNING, action=action)


def finish(action: Callable[[], Awaitable[object]]) -> None:
    """Run an action that never really waits."""
    with pytest.raises(StopIteration):
        action().__await__().send(None)


def test_a_fault_is_told_with_why_and_what_to_do() -> None:
    bar = Bar()
    bar.presenter.heard(Noted(FULL))
    assert bar.presenter.notices == (
        Notice(
            "The disk is full",
            "The disk is full",
            "The database cannot grow. Free some space.",
            Severity.ERROR,
        ),
    )


def test_other_events_are_no_notices() -> None:
    bar = Bar()
    bar.presenter.heard(InboundStored(3))
    assert bar.shown == []


def test_the_newest_comes_first_and_the_same_one_is_counted() -> None:
    bar = Bar()
    for key in ("a", "b", "a", "c", "a"):
        bar.presenter.add(notice(key))
    assert bar.keys() == ["a", "c", "b"]
    assert [each.count for each in bar.presenter.notices] == [3, 1, 1]


def test_only_so_many_are_kept() -> None:
    bar = Bar()
    for number in range(MOST_NOTICES + 5):
        bar.presenter.add(notice(f"n{number}"))
    assert len(bar.keys()) == MOST_NOTICES
    assert bar.keys()[0] == f"n{MOST_NOTICES + 4}"


def test_one_is_dismissed_and_begins_to_count_anew() -> None:
    bar = Bar()
    for key in ("a", "b", "a"):
        bar.presenter.add(notice(key))
    bar.presenter.dismissed("a")
    assert bar.keys() == ["b"]
    bar.presenter.add(notice("a"))
    assert bar.presenter.notices[0].count == 1


def test_its_action_is_started_once_and_takes_it_away() -> None:
    bar = Bar()
    done: list[str] = []

    async def act() -> None:
        done.append("acted")

    bar.presenter.add(notice("a", action="Do it"), act)
    bar.presenter.action_pressed("a")
    assert bar.keys() == []
    ((_, action),) = bar.started
    finish(action)
    assert done == ["acted"]
    bar.presenter.action_pressed("a")
    assert len(bar.started) == 1


def test_a_dismissed_notice_acts_no_more() -> None:
    bar = Bar()

    async def act() -> None:
        raise AssertionError("dismissed")

    bar.presenter.add(notice("a", action="Do it"), act)
    bar.presenter.dismissed("a")
    bar.presenter.action_pressed("a")
    assert bar.started == []


def test_a_bug_offers_its_report_and_says_nothing_of_it() -> None:
    bar = Bar()
    copied: list[str] = []
    bar.presenter.bug("open the message", "Traceback: everything", copied.append)
    (told,) = bar.presenter.notices
    assert (told.title, told.detail, told.action) == (
        "Internal error",
        "Could not open the message.",
        "Copy details",
    )
    assert "Traceback" not in repr(told)
    bar.presenter.action_pressed(told.key)
    finish(bar.started[0][1])
    assert copied == ["Traceback: everything"]


def test_different_bugs_stand_beside_each_other() -> None:
    bar = Bar()
    for name in ("send", "open the message", "send"):
        bar.presenter.bug(name, "", lambda _report: None)
    assert [(each.key, each.count) for each in bar.presenter.notices] == [
        ("bug:send", 2),
        ("bug:open the message", 1),
    ]
