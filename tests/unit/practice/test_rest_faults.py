from __future__ import annotations

from vox_console.practice.rest_behaviours import HttpRefusal, RestAnswer
from vox_console.practice.rest_faults import NOTHING_ORDERED, SPOILED, NextRequests, Ordered, RestFaults


def test_an_order_is_used_up_by_requests_of_its_command() -> None:
    order = NextRequests()
    assert not order.take("submit")
    order.order(2, "submit")
    assert [order.take(command) for command in ("query", "submit", "submit", "submit")] == [
        False,
        True,
        True,
        False,
    ]


def test_an_order_for_no_command_is_for_any() -> None:
    order = NextRequests(2)
    assert [order.take(command) for command in ("query", "submit", "mo")] == [True, True, False]


def test_one_order_is_taken_for_one_request() -> None:
    faults = RestFaults()
    faults.refusal = HttpRefusal(429, "slow down")
    faults.refusing.order(1, "")
    faults.closing.order(1, "")
    faults.closing_accepts = True
    for order in faults.spoiling.values():
        order.order(1, "")
    assert [faults.take("submit") for _ in range(8)] == [
        Ordered(refusal=HttpRefusal(429, "slow down")),
        Ordered(answer=RestAnswer.CUT, accepts=True),
        *(Ordered(answer=answer) for answer in SPOILED),
        NOTHING_ORDERED,
    ]


def test_a_cleared_port_has_nothing_ordered() -> None:
    faults = RestFaults()
    untouched = faults.status()
    faults.refusing.order(3, "submit")
    faults.slow_s = 2.0
    assert faults.status() != untouched
    faults.clear()
    assert faults.status() == untouched
    assert faults.take("submit") is NOTHING_ORDERED
