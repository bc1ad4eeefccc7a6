"""What is held can be taken back until it begins to leave, and knows what it was made of."""

from __future__ import annotations

from dataclasses import replace

from tests.support.message_samples import message, part
from vox_console.domain.link import Bound, Offline
from vox_console.domain.message import Message
from vox_console.presenters.composing_state import Held
from vox_console.presenters.held_sends import HeldSends

NOON_US = 1_795_348_800_000_000
BOUND = Bound("provider.example", "work", NOON_US, encrypted=True)


def sent(message_id: int, *, until_us: int = NOON_US, way: str = "smpp") -> Message:
    return replace(message([part()]), id=message_id, transport=way, hold_until_us=until_us)


def test_a_send_is_held_with_what_it_was_made_of() -> None:
    sends: HeldSends[str] = HeldSends()
    sends.add([sent(1), sent(2)], "Two messages", "two")
    sends.add([sent(3)], "One message", "one")
    first, second = sends.shown
    assert (first, second) == (Held((1, 2), "Two messages", NOON_US), Held((3,), "One message", NOON_US))
    assert (sends.origin_of(first), sends.origin_of(second)) == ("two", "one")
    sends.let_go(first)
    sends.let_go(first)
    assert (sends.shown, sends.origin_of(first)) == ((second,), None)


def test_what_begins_to_leave_or_whose_time_is_over_is_held_no_more() -> None:
    sends: HeldSends[str] = HeldSends()
    sends.add([sent(1), sent(2)], "", "two")
    sends.add([sent(3, until_us=NOON_US + 1)], "", "one")
    sends.add([sent(4, until_us=NOON_US + 2)], "", "last")
    assert not sends.moved([9])
    assert sends.moved([2, 9])
    assert [held.message_ids for held in sends.shown] == [(3,), (4,)]
    sends.time_passed(NOON_US + 1)
    assert [held.message_ids for held in sends.shown] == [(4,)]


def test_one_way_without_a_link_is_enough_to_wait_for() -> None:
    sends: HeldSends[str] = HeldSends()
    assert not sends.wait_for({})
    sends.add([sent(1)], "", "one")
    sends.add([sent(2, way="rest")], "", "two")
    assert sends.wait_for({"smpp": BOUND})
    assert sends.wait_for({"smpp": BOUND, "rest": Offline()})
    assert not sends.wait_for({"smpp": BOUND, "rest": BOUND})
