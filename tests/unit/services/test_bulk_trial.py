"""One row to a number of one's own: the text of the row, the number as typed, kept for each account."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.errors import SendRefused
from vox_console.domain.transport_name import TransportRule
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_trial import trial_order

ORDER = BulkOrder("Vox", "Hello {name}", (0,), {"name": 1}, coding=0, transport=TransportRule.REST)


def test_the_row_s_text_goes_to_one_s_own_number() -> None:
    one = trial_order(ORDER, ("381641", "Ana"), "064 123 45 67", region="RS", hold_s=5.0)
    assert (one.recipients, one.text, one.sender) == (("381641234567",), "Hello Ana", "Vox")
    assert (one.coding, one.transport, one.hold_s) == (0, TransportRule.REST, 5.0)


@pytest.mark.parametrize(
    ("typed", "cells", "words"),
    [
        ("", ("1", "Ana"), "."),
        ("12", ("1", "Ana"), "Too short"),
        ("3,81641E+11", ("1", "Ana"), "."),
        ("+381641234567", ("1", ""), "Nothing fills name."),
    ],
)
def test_what_cannot_be_sent_is_told_in_words(typed: str, cells: tuple[str, ...], words: str) -> None:
    with pytest.raises(SendRefused) as caught:
        trial_order(ORDER, cells, typed, region="RS")
    assert words in caught.value.detail


def test_each_account_has_a_number_of_its_own(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            numbers = desk.controller.bulk.own_numbers
            assert await numbers.get("work") == ""
            await numbers.keep("work", "064 1")
            await numbers.keep("other", "065 2")
            assert (await numbers.get("work"), await numbers.get("other")) == ("064 1", "065 2")
            await numbers.keep("work", "")
            assert await numbers.get("work") == ""

    run_story(story())
