from __future__ import annotations

from vox_console.practice.behaviours import FOR_EVER
from vox_console.practice.tries import Tries


def test_after_its_refusals_one_try_is_let_through_and_it_starts_anew() -> None:
    tries = Tries()
    assert [tries.refuses("a", "1", b"x", times=2) for _ in range(6)] == [True, True, False] * 2


def test_nothing_is_refused_no_times_and_everything_for_ever() -> None:
    tries = Tries()
    assert not tries.refuses("a", "1", b"x", times=0)
    assert all(tries.refuses("a", "1", b"x", times=FOR_EVER) for _ in range(5))


def test_account_destination_and_content_are_counted_apart() -> None:
    tries = Tries()
    assert tries.refuses("a", "1", b"x", times=1)
    for account, destination, content in (("b", "1", b"x"), ("a", "2", b"x"), ("a", "1", b"y")):
        assert tries.refuses(account, destination, content, times=1)


def test_what_was_forgotten_is_refused_again() -> None:
    tries = Tries()
    assert tries.refuses("a", "1", b"x", times=1)
    tries.clear()
    assert tries.refuses("a", "1", b"x", times=1)
