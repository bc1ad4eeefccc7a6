"""The order that Send would give, and its check."""

from __future__ import annotations

from tests.support.compose_scene import BOTH
from tests.support.desk import PROFILE
from tests.support.fake_transport import REST
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.compose_order import OrderCheck, order_of
from vox_console.presenters.compose_route import NOWHERE
from vox_console.presenters.draft import Draft
from vox_console.services.orders import SendOrder, check

DRAFT = Draft("Vox", ("ignored",), "Hello", 8, "sar", receipt=False, validity="2")


def test_an_order_says_all_that_was_composed() -> None:
    assert order_of(DRAFT, ("381641234567",), rule=TransportRule.REST, hold_s=5, cut=True) == SendOrder(
        sender="Vox",
        recipients=("381641234567",),
        text="Hello",
        coding=8,
        method=LongMethod.SAR,
        receipt=False,
        validity_h=2,
        hold_s=5,
        transport=TransportRule.REST,
        cut=True,
    )


def test_the_accounts_method_and_no_validity_are_meant_by_nothing() -> None:
    order = order_of(Draft(validity="soon"), (), rule=TransportRule.AUTO)
    assert (order.method, order.validity_h) == (None, 0)


def test_the_same_question_is_answered_once() -> None:
    checks, order = OrderCheck(), order_of(DRAFT, (), rule=TransportRule.AUTO)
    first = checks(order, PROFILE, NOWHERE)
    assert first == check(order, PROFILE, NOWHERE)
    assert checks(order_of(DRAFT, (), rule=TransportRule.AUTO), PROFILE, NOWHERE) is first


def test_another_way_or_account_is_another_question() -> None:
    checks, order = OrderCheck(), order_of(Draft("x" * 21, (), "a" * 200), (), rule=TransportRule.AUTO)
    over_smpp = checks(order, BOTH, NOWHERE)
    assert {p.code for p in over_smpp.problems} >= {"too_long"}
    assert over_smpp.whole is None
    over_rest = checks(order, BOTH, REST)
    assert "too_long" not in {p.code for p in over_rest.problems}
    assert over_rest.whole is not None
    tight = BOTH.model_copy(update={"part_limit": 1})
    assert "too_many_parts" in {p.code for p in checks(order, tight, REST).problems}


def test_without_an_account_a_text_is_counted_by_the_usual_limits() -> None:
    checked = OrderCheck()(order_of(Draft(text="a" * 161), (), rule=TransportRule.AUTO), None, NOWHERE)
    assert len(checked.segmentation.pieces) == 2
