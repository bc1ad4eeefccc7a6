"""One thing goes on at a time, and who is late finds that nobody wants its outcome."""

from __future__ import annotations

from vox_console.presenters.bulk_meanwhile import Meanwhile


def meanwhile() -> tuple[Meanwhile, list[str]]:
    told: list[str] = []
    made = Meanwhile(lambda: told.append(made.words))
    return made, told


def test_what_goes_on_is_told_from_its_beginning_to_its_end() -> None:
    it, told = meanwhile()
    turn = it.begin("Checking…", can_cancel=True)
    it.go_on("Checking… 1,000 rows", turn)
    assert it.can_cancel
    it.end(turn)
    assert told == ["Checking…", "Checking… 1,000 rows", ""]
    assert not it.can_cancel


def test_who_is_late_is_not_heard() -> None:
    it, told = meanwhile()
    first = it.begin("Opening a…", can_cancel=True)
    second = it.begin("Opening b…", can_cancel=True)
    it.go_on("Opening a… still", first)
    it.end(first)
    assert (it.holds(first), it.holds(second)) == (False, True)
    assert told == ["Opening a…", "Opening b…"]


def test_only_what_may_be_broken_off_is() -> None:
    it, _ = meanwhile()
    storing = it.begin("Storing…", can_cancel=False)
    it.cancel()
    assert it.holds(storing)
    checking = it.begin("Checking…", can_cancel=True)
    it.cancel()
    assert (it.holds(checking), it.words) == (False, "")


def test_a_changed_message_breaks_off_what_is_of_the_message() -> None:
    it, _ = meanwhile()
    opening = it.begin("Opening…", can_cancel=True)
    it.message_changed()
    assert it.holds(opening)
    checking = it.begin("Checking…", can_cancel=True, depends=True)
    it.message_changed()
    assert not it.holds(checking)


def test_what_is_broken_off_is_stopped_and_what_has_ended_is_not() -> None:
    stopped: list[str] = []
    it = Meanwhile(lambda: None)
    first = it.begin("Opening a…", can_cancel=True, stop=lambda: stopped.append("a"))
    it.end(first)
    it.cancel()
    assert stopped == []
    it.begin("Opening b…", can_cancel=True, stop=lambda: stopped.append("b"))
    it.begin("Opening c…", can_cancel=True, stop=lambda: stopped.append("c"))
    assert stopped == ["b"]
    it.cancel()
    it.drop()
    assert stopped == ["b", "c"]
