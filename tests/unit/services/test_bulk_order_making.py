"""What message an accepted row becomes, and when."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bulk_rows import ANA, BOB, NOTHING_RECENT, ORDER, SMPP, judge_of, made, verdict
from tests.support.desk import PROFILE
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import REST
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.send_window import SendWindow
from vox_console.services.bulk_hours import NumberHours
from vox_console.services.bulk_order import BulkOrder, RowJudge, RowMaker
from vox_console.services.orders import cut
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow
from vox_console.storage.outbox import NewMessage
from vox_console.transports.base import Capabilities


class TestMaker:
    def test_the_message_is_that_of_a_single_send(self) -> None:
        message = made(verdict([ANA, "Ana"]))
        assert isinstance(message, NewMessage)
        assert (message.recipient, message.sender, message.profile) == (ANA, "Vox", "work")
        assert message.segmentation == cut("Hello Ana")

    def test_who_opted_out_since_the_file_was_read_gets_nothing(self) -> None:
        row = verdict([ANA, "Ana"])
        assert made(row, opted_out=[ANA]) == "This number has opted out since the file was read."
        assert isinstance(made(row, opted_out=[BOB]), NewMessage)

    def test_the_register_is_asked_anew_for_each_row(self) -> None:
        gone: list[str] = []
        maker = RowMaker(
            ORDER,
            PROFILE,
            SMPP,
            is_opted_out=gone.__contains__,
            recent=NOTHING_RECENT,
            hours=NumberHours(None, here=lambda _utc_s: 0),
            now_us=START_US,
            rng=Random(7),  # noqa: S311 - the same numbers each time
        )
        row = verdict([ANA, "Ana"])
        assert isinstance(maker.make(row), NewMessage)
        gone.append(ANA)
        assert isinstance(maker.make(row), str)

    def test_what_cannot_be_filled_or_sent_any_more_is_told_in_words(self) -> None:
        row = JobRow(2, (ANA, ""), RowClass.ACCEPTED, ANA, 1)
        assert made(row) == "Nothing fills name."
        assert made(row, replace(ORDER, text="{")) == "The text cannot be filled."
        assert made(row._replace(cells=(ANA, "Ana")), replace(ORDER, sender="")) == "Enter a sender."

    @given(
        name=st.text(max_size=400),
        text=st.sampled_from(["{name}", "Hello {name|you}", "Ж {name|}", "plain", " {name|}"]),
        coding=st.sampled_from([None, 0, 3, 8]),
        capabilities=st.sampled_from([SMPP, REST]),
    )
    def test_what_was_accepted_becomes_a_message_of_the_parts_that_were_counted(
        self, name: str, text: str, coding: int | None, capabilities: Capabilities
    ) -> None:
        order = replace(ORDER, text=text, coding=coding)
        row = judge_of(order, capabilities=capabilities).judge(2, [ANA, name])
        message = made(row, order, capabilities=capabilities)
        if row.accepted:
            assert isinstance(message, NewMessage)
            assert len(message.segmentation.pieces) == row.parts
        elif row.verdict is not RowClass.EMPTY_TEXT:
            assert isinstance(message, str)


class TestHours:
    """It is 22 November 2026, 12:00 UTC; at +381 it is 13:00."""

    HOUR_US = 3_600_000_000
    DAY = replace(ORDER, window=SendWindow.daily(9 * 60, 20 * 60))
    RUSSIAN, SATELLITE = "79161234567", "881612345678"

    def test_a_row_is_made_only_while_its_hours_are_open(self) -> None:
        row = verdict([ANA, "Ana"], self.DAY)
        assert isinstance(made(row, self.DAY), NewMessage)
        late = START_US + 7 * self.HOUR_US
        assert made(row, self.DAY, now_us=late) == Later(START_US + 20 * self.HOUR_US)

    def test_a_number_of_no_zone_has_this_computers_hours(self) -> None:
        row = JobRow(2, (self.SATELLITE, "Ana"), RowClass.ACCEPTED, self.SATELLITE, 1)
        assert isinstance(made(row, self.DAY, now_us=START_US + 8 * self.HOUR_US - 1), NewMessage)
        late = START_US + 8 * self.HOUR_US
        assert made(row, self.DAY, now_us=late) == Later(START_US + 21 * self.HOUR_US)

    def test_a_number_whose_places_are_never_open_together_is_told_at_import(self) -> None:
        narrow = replace(ORDER, window=SendWindow.daily(9 * 60, 17 * 60))
        row = verdict(["+7 916 123-45-67", "Ana"], narrow)
        assert row.verdict is RowClass.NEVER_OPEN
        assert row.reason == (
            "Within two weeks it is never within 09:00-17:00 in all the places where this number may be."
        )
        assert verdict(["+7 916 123-45-67", "Ana"], self.DAY).accepted, "for an hour a day"
        assert verdict([ANA, "Ana"], narrow).accepted

    def test_what_was_accepted_and_is_never_open_any_more_is_told_in_words(self) -> None:
        row = JobRow(2, (self.RUSSIAN, "Ana"), RowClass.ACCEPTED, self.RUSSIAN, 1)
        told = made(row, replace(ORDER, window=SendWindow.daily(9 * 60, 17 * 60)))
        assert isinstance(told, str)
        assert "never within 09:00-17:00" in told

    def test_hours_are_not_asked_without_a_moment(self) -> None:
        with pytest.raises(ValueError, match="moment"):
            RowJudge(self.DAY, PROFILE, SMPP, opted_out=frozenset())

    def test_an_order_of_an_older_version_has_no_hours(self) -> None:
        kept = ORDER.to_json().replace(', "window": null', "")
        assert "window" not in kept
        assert BulkOrder.from_json(kept) == ORDER
