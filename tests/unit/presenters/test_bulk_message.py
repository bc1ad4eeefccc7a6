"""The text of any row is the one that would leave; what is wrong stands beside its field."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.support.bulk_scene import customers
from tests.support.desk import PROFILE
from tests.support.fake_clocks import START_US
from vox_console.imports.opening import open_table, table_of_text
from vox_console.presenters.bulk_list import BulkList
from vox_console.presenters.bulk_message import BulkDraft, fault_of, message_shown, order_of
from vox_console.presenters.compose_route import Route

DRAFT = BulkDraft(text="Hello {name}, {Town|dear}!", sender="Vox", numbers=(1,))

shown_of = partial(message_shown, now_us=START_US, here=lambda _utc_s: 3_600)


@pytest.fixture
def opened(tmp_path: Path) -> BulkList:
    return BulkList("customers.csv", open_table(customers(tmp_path)))


def test_a_row_is_shown_as_it_would_leave(opened: BulkList) -> None:
    shown = shown_of(DRAFT, opened, PROFILE, Route())
    assert shown.sample is not None
    assert shown.sample.title == "Row 2 of the file · to +381 64 0000200"
    assert shown.sample.text == "Hello Ana 2, Novi Sad!"
    assert shown.sample.counter is not None
    assert shown.sample.counter.line == "GSM-7 · 22 / 160 · 1 part"
    assert fault_of(shown, PROFILE) == ""


def test_a_row_that_cannot_be_sent_says_why(opened: BulkList) -> None:
    short = shown_of(replace(DRAFT, at=3), opened, PROFILE, Route()).sample
    nameless = shown_of(replace(DRAFT, at=7), opened, PROFILE, Route()).sample
    assert short is not None
    assert short.title == "Row 5 of the file"
    assert short.fault.startswith("Too short")
    assert nameless is not None
    assert (nameless.text, nameless.fault) == ("", "Nothing fills name.")
    assert nameless.counter is None


def test_the_order_knows_which_column_fills_which_field(opened: BulkList) -> None:
    order = order_of(replace(DRAFT, region=" rs ", rate="2,5"), opened, PROFILE)
    assert order.columns == {"name": 0, "Town": 2}
    assert order.number_columns == (1,)
    assert (order.default_region, order.parts_per_s) == ("RS", 2.5)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": " "}, "Write the text"),
        ({"text": "Hi {surname}"}, "No column is called “surname”."),
        ({"text": "Hi {name"}, "The brace at character 4 is never closed."),
        ({"sender": ""}, "Say who it is from"),
        ({"sender": "A name of more than twenty letters"}, "20"),
        ({"numbers": ()}, "Choose the column of the numbers"),
        ({"region": "XX"}, "Give the country as two letters"),
        ({"rate": "fast"}, "Give a number of parts per second"),
        ({"rate": "0"}, "Give a number of parts per second"),
    ],
)
def test_what_is_wrong_forbids_the_check(opened: BulkList, change: dict[str, object], fault: str) -> None:
    shown = shown_of(replace(DRAFT, **change), opened, PROFILE, Route())  # type: ignore[arg-type] # fields of it
    assert fault in fault_of(shown, PROFILE)


def test_without_an_account_nothing_can_be_checked(opened: BulkList) -> None:
    assert fault_of(shown_of(DRAFT, opened, None, Route()), None) == "No account is open"


def test_the_column_of_the_numbers_has_a_reason(opened: BulkList) -> None:
    guessed = shown_of(DRAFT, opened, PROFILE, Route()).numbers[0].reason
    chosen = shown_of(replace(DRAFT, numbers=(0,)), opened, PROFILE, Route()).numbers[0].reason
    assert "called “Mobile”" in guessed
    assert chosen == "Chosen; 49 of the first 50 rows hold something there."


def test_the_sample_takes_the_number_that_the_check_would_take() -> None:
    table = table_of_text("Name\tMobile\tHome\nAna\t12\t+381641234567\n")
    opened = BulkList("x", table)
    both = shown_of(replace(DRAFT, numbers=(1, 2)), opened, PROFILE, Route()).sample
    one = shown_of(replace(DRAFT, numbers=(1,)), opened, PROFILE, Route()).sample
    assert both is not None
    assert (both.title, both.fault) == ("Row 2 of the file · to +381 64 1234567", "")
    assert one is not None
    assert one.fault.startswith("Too short")
