"""What is decided about a row of a list, and what message it becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bulk_rows import (
    ANA,
    BOB,
    ORDER,
    SMPP,
    judge_of,
    verdict,
)
from tests.support.desk import PROFILE
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SendRefused
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.send_window import SendWindow
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import TransportRule
from vox_console.imports.table import TableRow
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.orders import cut
from vox_console.storage.jobs import JobRow


class TestVerdicts:
    def test_a_row_that_can_be_sent_to_is_accepted_with_its_number_and_parts(self) -> None:
        assert verdict(["064 123 45 67", "Ana"]) == JobRow(
            7, ("064 123 45 67", "Ana"), RowClass.ACCEPTED, ANA, 1
        )

    @pytest.mark.parametrize(
        ("cells", "row_class", "reason"),
        [
            ([], RowClass.BLANK, "The row is empty."),
            (["", " \t"], RowClass.BLANK, "The row is empty."),
            (["", "Ana"], RowClass.NO_NUMBER, "There is no number."),
            (["\u200b", "Ana"], RowClass.NO_NUMBER, "There is no number."),
            (["12345", "Ana"], RowClass.BAD_NUMBER, "Too short: 5 digits; a number has at least 7."),
            (["n/a", "Ana"], RowClass.BAD_NUMBER, "This is not a phone number."),
            ([ANA, " "], RowClass.UNFILLED, "Nothing fills name."),
            ([ANA], RowClass.UNFILLED, "Nothing fills name."),
            (
                [ANA, "x" * 1_600],
                RowClass.TOO_LONG,
                "The text needs 11 parts; this account sends at most 10.",
            ),
        ],
    )
    def test_every_other_row_has_a_class_and_a_reason(
        self, cells: list[str], row_class: RowClass, reason: str
    ) -> None:
        row = verdict(cells)
        assert (row.verdict, row.cells) == (row_class, tuple(cells))
        assert row.reason == reason
        assert not row.accepted

    def test_a_row_that_cannot_be_read_is_damaged_whatever_it_holds(self) -> None:
        row = judge_of().judge(7, [ANA, "Ana"], damage="The quote is never closed.")
        assert (row.verdict, row.recipient) == (RowClass.DAMAGED, "")
        assert row.reason == "The quote is never closed."

    def test_a_text_of_nothing_is_not_sent(self) -> None:
        order = replace(ORDER, text="{name|} \n")
        assert verdict([ANA, ""], order).verdict is RowClass.EMPTY_TEXT
        assert verdict([ANA, "Ana"], order).accepted

    def test_a_coding_that_lacks_a_character_is_named(self) -> None:
        row = verdict([ANA, "Žika"], replace(ORDER, coding=0))
        assert row.verdict is RowClass.CANNOT_ENCODE
        assert "LATIN CAPITAL LETTER Z WITH CARON" in row.reason

    def test_half_a_character_cannot_be_sent_in_any_coding(self) -> None:
        assert verdict([ANA, "\ud83d"]).verdict is RowClass.CANNOT_ENCODE

    def test_a_text_of_more_parts_than_there_can_be_is_too_long_and_no_number_is_made_up(self) -> None:
        row = verdict([ANA, "x" * 50_000])
        assert row.verdict is RowClass.TOO_LONG
        assert row.reason == "The text needs about 327 parts; a message can have 255."

    def test_a_text_beyond_the_longest_payload_is_too_long(self) -> None:
        profile = PROFILE.model_copy(update={"long_method": LongMethod.PAYLOAD})
        assert verdict([ANA, "x" * 60_000], profile=profile).accepted
        assert verdict([ANA, "x" * 70_000], profile=profile).verdict is RowClass.TOO_LONG

    def test_the_part_limit_is_the_accounts(self) -> None:
        profile = PROFILE.model_copy(update={"part_limit": 11})
        row = verdict([ANA, "x" * 1_600], profile=profile)
        assert (row.accepted, row.parts) == (True, 11)

    def test_the_first_reason_in_the_order_of_the_classes_is_told(self) -> None:
        worst = ["12345", ""]
        judge = judge_of(replace(ORDER, coding=0), opted_out=[BOB])
        found = [judge.judge(2, worst).verdict]
        found.append(judge.judge(3, [BOB, ""]).verdict)
        found.append(judge.judge(4, [ANA, "Ana"]).verdict)
        found.append(judge.judge(5, [ANA, ""]).verdict)
        found.append(judge.judge(6, ["381641234569", ""]).verdict)
        found.append(judge.judge(7, ["381641234569", "Ž" * 5_000]).verdict)
        assert found == [
            RowClass.BAD_NUMBER,
            RowClass.OPTED_OUT,
            RowClass.ACCEPTED,
            RowClass.DUPLICATE,
            RowClass.UNFILLED,
            RowClass.CANNOT_ENCODE,
        ]


class TestNumbers:
    TWO = replace(ORDER, text="Hello", number_columns=(2, 0), columns={})

    @pytest.mark.parametrize(
        ("cells", "recipient"),
        [
            ([ANA, "", BOB], BOB),
            ([ANA, "", ""], ANA),
            ([ANA, ""], ANA),
            ([ANA, "", "n/a"], ANA),
            ([ANA, "", "\u200b"], ANA),
        ],
    )
    def test_columns_are_tried_in_their_order_until_one_can_be_sent_to(
        self, cells: list[str], recipient: str
    ) -> None:
        assert verdict(cells, self.TWO).recipient == recipient

    def test_when_none_can_be_the_first_that_stands_there_is_told(self) -> None:
        assert verdict(["+381 64 CALL", "", "12345"], self.TWO).reason.startswith("Too short")
        assert verdict(["12345", "", ""], self.TWO).reason.startswith("Too short")

    def test_a_number_that_a_spreadsheet_damaged_is_repaired_and_told(self) -> None:
        judge = judge_of()
        assert judge.judge(9, ["381641234567.0", "Ana"]).recipient == ANA
        (repaired,) = judge.preflight.repaired_rows
        assert (repaired.number, repaired.typed, repaired.repair.text) == (9, "381641234567.0", ANA)
        assert repaired.repair.reason


class TestOptedOut:
    def test_who_wants_no_messages_gets_none_however_the_number_is_written(self) -> None:
        judge = judge_of(opted_out=[ANA])
        for typed in (ANA, "+381 64/123-45-67", "0641234567"):
            row = judge.judge(2, [typed, "Ana"])
            assert (row.verdict, row.recipient) == (RowClass.OPTED_OUT, ANA)


class TestDuplicates:
    def test_the_first_row_of_a_number_wins(self) -> None:
        judge = judge_of()
        assert judge.judge(2, [ANA, "Ana"]).accepted
        assert judge.judge(3, [BOB, "Bob"]).accepted
        again = judge.judge(4, ["064/123 4567", "Ana again"])
        assert (again.verdict, again.recipient) == (RowClass.DUPLICATE, ANA)

    def test_a_row_that_is_not_sent_does_not_shut_out_a_later_one(self) -> None:
        judge = judge_of()
        assert judge.judge(2, [ANA, ""]).verdict is RowClass.UNFILLED
        assert judge.judge(3, [ANA, "Ana"]).accepted
        assert judge.judge(4, [ANA, "Ana"]).verdict is RowClass.DUPLICATE

    def test_every_row_is_sent_where_that_is_wanted(self) -> None:
        judge = judge_of(replace(ORDER, first_wins=False))
        assert [judge.judge(row, [ANA, "Ana"]).accepted for row in (2, 3)] == [True, True]


class TestHopelessOrders:
    @pytest.mark.parametrize(
        ("order", "words"),
        [
            (replace(ORDER, sender=""), "Enter a sender."),
            (replace(ORDER, sender="A sender too long for SMPP"), "at most 20 characters"),
            (replace(ORDER, coding=14), "Data coding 14 cannot be used this way."),
        ],
    )
    def test_an_order_that_no_row_could_be_sent_with_is_refused_before_any_is_judged(
        self, order: BulkOrder, words: str
    ) -> None:
        able = replace(SMPP, data_codings=frozenset({0, 8}))
        with pytest.raises(SendRefused, match="Nothing was sent") as caught:
            judge_of(order, capabilities=able)
        assert words in caught.value.detail

    def test_a_sender_that_is_only_doubtful_is_not_refused(self) -> None:
        assert judge_of(replace(ORDER, sender="TwelveLetter")).judge(2, [ANA, "Ana"]).accepted


class TestJournalForm:
    @given(
        st.builds(
            BulkOrder,
            sender=st.text(max_size=20),
            text=st.text(),
            number_columns=st.lists(st.integers(0, 300), max_size=4).map(tuple),
            columns=st.dictionaries(st.text(), st.integers(0, 300), max_size=4),
            default_region=st.sampled_from(["", "RS", "US"]),
            coding=st.sampled_from([None, 0, 8]),
            transport=st.sampled_from(TransportRule),
            parts_per_s=st.floats(0, 100_000),
            window=st.none() | st.builds(SendWindow.daily, st.integers(0, 700), st.integers(701, 1_439)),
        )
    )
    def test_an_order_is_read_as_it_was_written(self, order: BulkOrder) -> None:
        kept = BulkOrder.from_json(order.to_json())
        assert kept == order
        assert isinstance(kept.transport, TransportRule)
        assert isinstance(kept.number_columns, tuple)


PLAIN_LETTERS = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in "[\\]^`{|}~")


@given(
    texts=st.lists(
        st.one_of(st.text(PLAIN_LETTERS, max_size=700), st.integers(0, 1400).map(PLAIN_LETTERS[1].__mul__)),
        min_size=1,
        max_size=4,
    ),
    coding=st.sampled_from([None, 0, 1, 3, 6, 7, 8, 10, 14]),
    alphabet=st.sampled_from(DefaultAlphabet),
    method=st.sampled_from(LongMethod),
)
def test_texts_of_plain_letters_are_cut_as_any_other_of_their_length(
    texts: list[str], coding: int | None, alphabet: DefaultAlphabet, method: LongMethod
) -> None:
    """They are cut once for each length, so the length alone must decide."""
    for text in texts:
        ours = cut(text, coding=coding, method=method, default_alphabet=alphabet)
        alike = cut("x" * len(text), coding=coding, method=method, default_alphabet=alphabet)
        assert len(ours.pieces) == len(alike.pieces)
        assert (ours.encoding, ours.wanted) == (alike.encoding, alike.wanted)
        assert [each.code for each in ours.problems] == [each.code for each in alike.problems]


@given(words=st.lists(st.text(PLAIN_LETTERS, min_size=1, max_size=400), min_size=1, max_size=6))
def test_rows_of_one_list_are_judged_as_if_each_stood_alone(words: list[str]) -> None:
    order = BulkOrder("Vox", "For {Name}: {Word}", (0,), {"Name": 1, "Word": 2}, first_wins=False)
    rows = [TableRow(number, (ANA, "Ana", word), "") for number, word in enumerate(words, 2)]
    together = RowJudge(order, PROFILE, SMPP, opted_out=frozenset()).judge_all(rows)
    alone = [
        RowJudge(order, PROFILE, SMPP, opted_out=frozenset()).judge(row.number, row.cells) for row in rows
    ]
    assert together == alone
