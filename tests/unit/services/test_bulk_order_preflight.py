"""What is noted of the rows as they are judged: figures, and who got nearly the text lately."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support.bulk_rows import (
    ANA,
    BOB,
    ORDER,
    judge_of,
    made,
    recent,
    verdict,
)
from tests.support.desk import PROFILE
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.preflight import ForcingRows, WorstRow
from vox_console.domain.recent_rows import RecentRow
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.imports.table import TableRow
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.orders import cut
from vox_console.storage.outbox import NewMessage


class TestPreflight:
    def test_every_row_is_entered_as_it_is_judged(self) -> None:
        judge = judge_of(opted_out=[BOB])
        rows = [
            judge.judge(number, cells)
            for number, cells in enumerate(
                [
                    [ANA, "Ana"],
                    [ANA, "Ana"],
                    [BOB, "Bob"],
                    ["+12025550100", "Žika"],
                    ["+491511234567", "x" * 200],
                    [],
                    ["n/a", "x"],
                    ["+491511234568", "x" * 3_000],
                ],
                2,
            )
        ]
        sheet = judge.preflight
        assert sheet.books.classes == {
            RowClass.ACCEPTED: 3,
            RowClass.DUPLICATE: 1,
            RowClass.OPTED_OUT: 1,
            RowClass.BLANK: 1,
            RowClass.BAD_NUMBER: 1,
            RowClass.TOO_LONG: 1,
        }
        assert sheet.books.parts == sum(row.parts for row in rows if row.accepted) == 4
        assert sheet.parts_spread == {1: 2, 2: 1}
        assert sheet.codings == {"gsm7": 2, "ucs2": 1}
        assert sheet.forcing == (ForcingRows("Ž", 1, (5,)),)
        assert [each.region for each in sheet.countries] == ["DE", "RS", "US"]
        assert sheet.worst[0] == WorstRow(6, 2)

    @pytest.mark.parametrize("alphabet", list(DefaultAlphabet))
    def test_the_forcing_characters_are_those_of_the_cut_the_first_time_and_again(
        self, alphabet: DefaultAlphabet
    ) -> None:
        profile = PROFILE.model_copy(update={"default_alphabet": alphabet})
        judge = judge_of(profile=profile)
        texts = ["Ana", "Žika \u2019", "é€", "Žika \u2019é", "Ana é", "Ж"]
        expected: dict[str, list[int]] = {}
        for number, name in enumerate(texts, 2):
            judge.judge(number, [f"38164123450{number}", name])
            for each in cut(f"Hello {name}", default_alphabet=alphabet).forcing:
                expected.setdefault(each.character, []).append(number)
        found = {each.character: list(each.examples) for each in judge.preflight.forcing}
        assert found == expected

    def test_a_coding_that_was_chosen_forces_nothing(self) -> None:
        judge = judge_of(replace(ORDER, coding=8))
        judge.judge(2, [ANA, "Žika"])
        assert (judge.preflight.codings, judge.preflight.forcing) == ({"ucs2": 1}, ())


class TestRecent:
    SKIP = replace(ORDER, skip_recent=True)

    def test_a_number_that_got_nearly_the_text_is_told_of_and_sent_to_all_the_same(self) -> None:
        judge = judge_of(recent=recent("HELLO  ana"))
        assert judge.judge(2, [ANA, "Ana"]).accepted
        assert judge.judge(3, [BOB, "Bob"]).accepted
        (age,) = judge.preflight.recent.by_age
        assert (age.rows, age.newest_s, age.examples) == (1, 2_400, (RecentRow(2, 2_400),))

    def test_it_is_left_out_where_the_order_says_so_and_the_books_balance(self) -> None:
        judge = judge_of(self.SKIP, recent=recent("Hello Ana"))
        rows = judge.judge_all([TableRow(2, (ANA, "Ana")), TableRow(3, (BOB, "Bob")), TableRow(4, ("", "x"))])
        assert [row.verdict for row in rows] == [RowClass.RECENT, RowClass.ACCEPTED, RowClass.NO_NUMBER]
        assert rows[0].reason == "This number got nearly this text 40 minutes ago."
        assert judge.preflight.recent.rows == 1
        books = judge.preflight.books
        assert (books.rows, books.accepted, books.parts) == (3, 1, 1)
        assert books.excluded == {RowClass.NO_NUMBER: 1, RowClass.RECENT: 1}

    def test_another_text_is_no_reason(self) -> None:
        assert judge_of(self.SKIP, recent=recent("Your parcel is here")).judge(2, [ANA, "Ana"]).accepted

    def test_a_later_row_of_a_number_that_was_left_out_is_a_duplicate_all_the_same(self) -> None:
        judge = judge_of(self.SKIP, recent=recent("Hello Ana"))
        assert judge.judge(2, [ANA, "Ana"]).verdict is RowClass.RECENT
        assert judge.judge(3, [ANA, "Maximilian"]).verdict is RowClass.DUPLICATE

    def test_it_is_asked_again_when_the_message_is_made(self) -> None:
        row = verdict([ANA, "Ana"], self.SKIP)
        words = "This number got nearly this text 40 minutes ago."
        assert made(row, self.SKIP, recent=recent("Hello Ana")) == words
        assert isinstance(made(row, self.SKIP, recent=recent("Hello Ana", number=BOB)), NewMessage)
        assert isinstance(made(row, ORDER, recent=recent("Hello Ana")), NewMessage)

    def test_an_order_that_was_stored_before_there_was_the_choice_leaves_nothing_out(self) -> None:
        old = json.loads(self.SKIP.to_json())
        assert BulkOrder.from_json(json.dumps(old)).skip_recent
        del old["skip_recent"]
        assert not BulkOrder.from_json(json.dumps(old)).skip_recent
