"""Quick texts: what is known fills them, what is missing is asked for, nothing goes out unfilled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.merge_fields import Unfilled, escape, parse
from vox_console.domain.quick_text import (
    QuickText,
    StoredQuickText,
    filled_text,
    fitting,
    missing_fields,
    problems_of,
)

TEMPLATE = parse("Dear {Name|customer}, your order {order no} is at {place}.")


def test_only_what_is_neither_known_nor_has_a_fallback_is_asked_for() -> None:
    assert missing_fields(TEMPLATE, {}) == ("order no", "place")
    assert missing_fields(TEMPLATE, {"ORDER_NO": "7", "place": " "}) == ("place",)
    assert missing_fields(TEMPLATE, {"order no": "7", "place": "Niš"}) == ()


def test_a_text_is_filled_or_not_used() -> None:
    assert filled_text(TEMPLATE, {"name": "Ana", "order no": "7"}) == Unfilled(("place",))
    assert filled_text(TEMPLATE, {"order no": "{place}", "place": "Niš"}) == (
        "Dear customer, your order {place} is at Niš."
    )


@given(st.text(), st.text(min_size=1).filter(str.strip))
def test_what_is_filled_in_is_never_read_again(around: str, value: str) -> None:
    assert filled_text(parse(f"{escape(around)}{{x}}"), {"X": value}) == around + value


def test_what_is_wrong_is_told_beside_its_field() -> None:
    assert [each.field for each in problems_of(QuickText(" ", ""))] == ["title", "text"]
    assert [each.code for each in problems_of(QuickText("a", "Hello {name"))] == ["brace_never_closed"]
    assert problems_of(QuickText("a", "Hello {name}")) == ()


def test_titles_come_before_texts() -> None:
    hours = StoredQuickText(1, QuickText("Hours", "We are open. Thanks"))
    thanks = StoredQuickText(2, QuickText("Thanks", "Thank you"))
    assert fitting([hours, thanks], "THANK") == [thanks, hours]
    assert fitting([hours, thanks], "open hours") == [hours]
    assert fitting([hours, thanks], "") == [hours, thanks]
