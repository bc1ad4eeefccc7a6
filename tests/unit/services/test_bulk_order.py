"""What is decided about a row of a list, and what message it becomes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.desk import PROFILE
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import FakeTransport
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SendRefused
from vox_console.domain.preflight import ForcingRows, WorstRow
from vox_console.domain.recent_rows import RecentRow
from vox_console.domain.rest_message import DATA_CODINGS, SENDER_OCTETS
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.send_window import SendWindow
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import TransportRule
from vox_console.imports.table import TableRow
from vox_console.services.bulk_hours import NumberHours
from vox_console.services.bulk_order import BulkOrder, RowJudge, RowMaker
from vox_console.services.bulk_recent import RecentSends
from vox_console.services.orders import cut
from vox_console.settings.profiles import Profile
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow
from vox_console.storage.outbox import NewMessage
from vox_console.storage.recent_sends import Sent
from vox_console.transports.base import Capabilities

SMPP = FakeTransport.capabilities
REST = Capabilities(
    name="rest",
    receipts=True,
    data_codings=DATA_CODINGS,
    sender_octets=SENDER_OCTETS,
    caller_splits=False,
    validity=False,
)
ANA, BOB = "381641234567", "381641234568"
ORDER = BulkOrder(
    sender="Vox", text="Hello {name}", number_columns=(0,), columns={"name": 1}, default_region="RS"
)
NOTHING_RECENT = RecentSends(lambda _recipients: {}, now_us=START_US)


def recent(text: str, *, minutes: int = 40, number: str = ANA) -> RecentSends:
    """Tell of one message to a number, so long ago."""
    sent = Sent(START_US - minutes * 60_000_000, text)
    return RecentSends(lambda asked: {number: [sent]} if number in asked else {}, now_us=START_US)


def judge_of(
    order: BulkOrder = ORDER,
    *,
    profile: Profile = PROFILE,
    capabilities: Capabilities = SMPP,
    opted_out: Sequence[str] = (),
    recent: RecentSends | None = None,
) -> RowJudge:
    return RowJudge(
        order,
        profile,
        capabilities,
        opted_out=frozenset(opted_out),
        recent=recent,
        now_us=START_US,
        here=lambda _utc_s: 0,
    )


def verdict(cells: Sequence[str], order: BulkOrder = ORDER, *, profile: Profile = PROFILE) -> JobRow:
    return judge_of(order, profile=profile).judge(7, cells)


def made(
    row: JobRow,
    order: BulkOrder = ORDER,
    *,
    capabilities: Capabilities = SMPP,
    opted_out: Sequence[str] = (),
    recent: RecentSends = NOTHING_RECENT,
    now_us: int = START_US,
) -> NewMessage | Later | str:
    maker = RowMaker(
        order,
        PROFILE,
        capabilities,
        is_opted_out=opted_out.__contains__,
        recent=recent,
        hours=NumberHours(order.window, here=lambda _utc_s: 0),
        now_us=now_us,
        rng=Random(7),  # noqa: S311 - the same numbers each time
    )
    return maker.make(row)


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
