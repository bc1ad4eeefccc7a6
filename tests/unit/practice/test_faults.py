from __future__ import annotations

from vox_console.practice.faults import Faults, Refusals
from vox_console.practice.rest_behaviours import AnswerForm, QueryForm
from vox_console.practice.rest_faults import Reports


def test_refusals_are_used_up() -> None:
    refusals = Refusals()
    assert refusals.take() == 0
    refusals.order(0x58, 2)
    assert [refusals.take() for _ in range(3)] == [0x58, 0x58, 0]


def test_a_new_order_replaces_the_old() -> None:
    refusals = Refusals(status=0x58, count=5)
    refusals.order(0x14, 1)
    assert [refusals.take(), refusals.take()] == [0x14, 0]


def test_clearing_takes_every_fault_back() -> None:
    faults = Faults()
    untouched = faults.status()
    faults.binds.order(5, 1)
    faults.submits.order(5, 1)
    faults.answers_enquire_link = faults.answers_unbind = False
    faults.refuses_connections = faults.holds_answers = faults.holds_pushes = True
    for order in (faults.rest.refusing, faults.rest.closing, *faults.rest.spoiling.values()):
        order.order(1, "query")
    faults.rest.slow_s, faults.rest.refuses_connections = 1.0, True
    faults.rest.form, faults.rest.query = AnswerForm.ARRAY, QueryForm.WORD
    faults.rest.reports = Reports.BOTH
    assert all(faults.status()[name] != untouched[name] for name in untouched)
    faults.clear()
    assert faults.status() == untouched
