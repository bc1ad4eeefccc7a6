"""What is still to be asked about: when a question is made, when it is due, and what ends it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, filed_receipt, new_message, refused, unanswered
from tests.support.rest_journal import (
    DAY_US,
    HOUR_US,
    LONG,
    SECOND_US,
    RestJournal,
    accepted_as,
    whole_message,
)
from vox_console.domain.evidence import QueryClock
from vox_console.domain.message import DeliveryState, MessageState, SubmitState
from vox_console.domain.query_schedule import ENDING_ANSWERS, GIVE_UP_US, LATE_STEP_S
from vox_console.storage import queries
from vox_console.storage.queries import DueQuery
from vox_console.storage.settlement import Settled


@pytest.fixture
def journal(tmp_path: Path) -> RestJournal:
    return RestJournal(tmp_path / "journal.db")


def ended(journal: RestJournal, *, known: bool | None = False, count: int = ENDING_ANSWERS) -> list[int]:
    """Let it be asked so often, each time when it is due; give what the last answer changed."""
    changed: list[int] = []
    for _ in range(count):
        assert changed == []
        changed = journal.asked(journal.go_to_next(), known=known)
    return changed


def asked_about(journal: RestJournal) -> list[str]:
    return [row[0] for row in journal.rows("SELECT query_id FROM queries ORDER BY part_id")]


def ids_are_the_same(journal: RestJournal) -> None:
    """Let the receipts of the account have taught that ids are spelled alike everywhere."""
    journal.db.execute("INSERT INTO id_relations VALUES ('vox', 'same', 5, '')")


class TestExpect:
    def test_what_was_accepted_over_rest_is_asked_about_soon(self, journal: RestJournal) -> None:
        journal.sent("id-1")
        assert journal.due_ids() == []
        due_us = journal.next_due()
        assert due_us is not None
        assert NOW_US + 5 * SECOND_US <= due_us <= NOW_US + 10 * SECOND_US
        assert journal.go_to_next() == DueQuery((1 << 8) + 1, "id-1", proves=False)

    def test_an_account_without_rest_asks_nobody(self, journal: RestJournal) -> None:
        journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(accepted_as(request, "id-1"))
        assert asked_about(journal) == []

    @pytest.mark.parametrize(
        "relation", [None, ("sent_hex", 5, "sent_hex"), ("same", 4, ""), ("case_folded", 5, "")]
    )
    def test_an_id_of_smpp_is_asked_for_only_where_ids_are_known_to_be_the_same(
        self, journal: RestJournal, relation: tuple[str, int, str] | None
    ) -> None:
        """1000 over SMPP may be 4096 over REST, and 1000 there somebody else's."""
        if relation is not None:
            journal.db.execute("INSERT INTO id_relations VALUES ('vox', ?, ?, ?)", relation)
        journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle_asking(accepted_as(request, "1000"))
        assert asked_about(journal) == []
        assert queries.by_id(journal.db, "1000", profile="vox") is None

    def test_what_is_learnt_later_ends_the_asking_for_ids_of_smpp(self, journal: RestJournal) -> None:
        ids_are_the_same(journal)
        journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle_asking(accepted_as(request, "1000"))
        journal.now_us += HOUR_US
        assert journal.due_ids() == ["1000"]
        journal.db.execute("UPDATE id_relations SET last = 'sent_hex', streak = 1")
        assert (journal.due_ids(), journal.next_due()) == ([], None)

    def test_smpp_pushes_its_receipts_so_asking_only_begins_when_one_is_late(
        self, journal: RestJournal
    ) -> None:
        ids_are_the_same(journal)
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle_asking(accepted_as(request, "id-1"))
        due_us = journal.next_due()
        assert due_us is not None
        assert NOW_US + 500 * SECOND_US <= due_us <= NOW_US + 700 * SECOND_US
        journal.arrive(filed_receipt("id-1"))
        assert asked_about(journal) == []
        assert journal.message(message_id).state is MessageState.DELIVERED

    def test_what_was_sent_over_smpp_is_never_called_forgotten(self, journal: RestJournal) -> None:
        ids_are_the_same(journal)
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle_asking(accepted_as(request, "id-1"))
        journal.now_us += 2 * DAY_US
        assert ended(journal) == []
        assert journal.message(message_id).state is MessageState.ACCEPTED
        assert asked_about(journal) == []

    def test_nobody_asks_about_what_no_receipt_was_wanted_for(self, journal: RestJournal) -> None:
        journal.sent("id-1", receipt=False)
        assert asked_about(journal) == []

    def test_each_segment_is_asked_about_by_its_own_id(self, journal: RestJournal) -> None:
        journal.sent("a", "b", "c", text=LONG)
        assert asked_about(journal) == ["a", "b", "c"]

    @pytest.mark.parametrize("state", [SubmitState.REFUSED, SubmitState.UNKNOWN, SubmitState.QUEUED])
    def test_what_has_no_id_cannot_be_asked_about(self, journal: RestJournal, state: SubmitState) -> None:
        journal.enqueue(whole_message())
        (request,) = journal.reserve_whole().requests
        journal.settle_asking(Settled(request.attempt_id, state))
        assert asked_about(journal) == []

    def test_what_is_unknown_is_asked_about_by_an_id_of_ours(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message())
        (request,) = journal.reserve_whole(own_ids=True).requests
        journal.settle_asking(unanswered(request))
        assert asked_about(journal) == [request.own_id] != [""]
        assert journal.go_to_next().proves

    def test_the_provider_numbers_the_segments_under_an_id_of_ours(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message(LONG, own_id=True))
        (request,) = journal.reserve_whole(own_ids=True).requests
        assert request.long_mode == "split"
        journal.settle_asking(unanswered(request))
        assert asked_about(journal) == [f"{request.own_id}-1"]

    def test_a_text_of_one_segment_keeps_its_id_even_where_it_goes_as_split(
        self, journal: RestJournal
    ) -> None:
        """Beyond 140 octets it is no `cut`, and up to 160 septets it is one SMS all the same."""
        journal.enqueue(whole_message("a" * 160, own_id=True))
        (request,) = journal.reserve_whole(own_ids=True).requests
        assert request.long_mode == "split"
        journal.settle_asking(unanswered(request))
        assert asked_about(journal) == [request.own_id]

    def test_what_a_crash_left_unknown_is_asked_about_by_an_id_of_ours(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message(), whole_message("without"))
        (request,) = journal.reserve_whole(own_ids=True).requests
        journal.reserve_whole()
        journal.recover()
        assert asked_about(journal) == [request.own_id]

    def test_an_answer_that_comes_late_is_what_is_asked_by_from_then_on(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message())
        (request,) = journal.reserve_whole(own_ids=True).requests
        journal.settle_asking(unanswered(request))
        journal.settle_asking(accepted_as(request, "id-1"))
        assert asked_about(journal) == ["id-1"]
        assert not journal.go_to_next().proves

    def test_to_expect_twice_changes_nothing(self, journal: RestJournal) -> None:
        message_id = journal.sent("id-1")
        journal.asked(journal.go_to_next())
        before = journal.rows("SELECT * FROM queries")
        journal.run(partial(queries.expect, message_ids=[message_id], now_us=journal.now_us))
        assert journal.rows("SELECT * FROM queries") == before


class TestDue:
    def test_the_longest_overdue_comes_first_and_no_more_than_wanted(self, journal: RestJournal) -> None:
        for number in range(5):
            journal.sent(f"id-{number}")
            journal.now_us += 20 * SECOND_US
        assert journal.due_ids() == [f"id-{number}" for number in range(5)]
        assert [each.query_id for each in journal.due(limit=2)] == ["id-0", "id-1"]

    def test_what_is_soon_forgotten_comes_before_what_is_longer_overdue(self, journal: RestJournal) -> None:
        journal.sent("old")
        journal.now_us += 40 * SECOND_US
        journal.asked(journal.go_to_next())
        journal.now_us = NOW_US + DAY_US - HOUR_US // 4
        journal.run(partial(queries.postpone, part_id=(1 << 8) + 1, until_us=journal.now_us))
        journal.now_us -= HOUR_US
        journal.sent("new")
        journal.now_us += HOUR_US
        assert journal.due_ids() == ["old", "new"]

    def test_another_account_is_not_asked(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message(profile="other"))
        (request,) = journal.reserve_whole(profile="other").requests
        journal.settle_asking(accepted_as(request, "id-1"), profile="other")
        journal.now_us += HOUR_US
        assert journal.due_ids() == []
        assert [each.query_id for each in journal.due(profile="other")] == ["id-1"]

    @pytest.mark.parametrize("stat", ["DELIVRD", "UNDELIV", "REJECTD", "EXPIRED", "DELETED"])
    def test_a_final_state_from_anyone_ends_the_asking(self, journal: RestJournal, stat: str) -> None:
        journal.sent("id-1")
        journal.arrive(filed_receipt("id-1", stat))
        journal.now_us += HOUR_US
        assert (journal.due_ids(), journal.next_due()) == ([], None)

    @pytest.mark.parametrize("stat", ["ENROUTE", "ACCEPTD", "UNKNOWN"])
    def test_any_other_state_does_not(self, journal: RestJournal, stat: str) -> None:
        journal.sent("id-1")
        journal.arrive(filed_receipt("id-1", stat))
        journal.now_us += HOUR_US
        assert journal.due_ids() == ["id-1"]

    def test_a_day_with_the_program_closed_loses_no_question(self, journal: RestJournal) -> None:
        journal.sent("id-1")
        journal.close()
        later = RestJournal(journal.path)
        later.now_us = NOW_US + DAY_US
        assert later.due_ids() == ["id-1"]


class TestAsked:
    def test_the_next_question_comes_ever_later(self, journal: RestJournal) -> None:
        journal.sent("id-1")
        gaps = []
        for _ in range(6):
            before_us = journal.now_us
            query = journal.go_to_next()
            gaps.append(journal.now_us - before_us)
            assert journal.asked(query) == []
            assert journal.due_ids() == []
        assert gaps == sorted(gaps)
        assert journal.rows("SELECT asked FROM queries") == [(6,)]

    @pytest.mark.parametrize("known", [True, False, None])
    def test_within_the_providers_memory_nothing_is_forgotten(
        self, journal: RestJournal, known: bool | None
    ) -> None:
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + DAY_US - 1
        assert journal.asked(journal.go_to_next(), known=known) == []
        assert journal.message(message_id).parts[0].delivery is DeliveryState.PENDING
        assert asked_about(journal) == ["id-1"]

    def test_what_the_provider_does_not_know_after_a_day_by_several_answers_is_forgotten(
        self, journal: RestJournal
    ) -> None:
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + DAY_US
        assert ended(journal, count=ENDING_ANSWERS - 1) == []
        assert journal.message(message_id).state is MessageState.ACCEPTED
        assert ended(journal, count=1) == [message_id]
        message = journal.message(message_id)
        assert (message.parts[0].delivery, message.state) == (DeliveryState.FORGOTTEN, MessageState.FORGOTTEN)
        assert message.updated_at_us == journal.now_us >= NOW_US + DAY_US + 1.7 * LATE_STEP_S * SECOND_US
        assert asked_about(journal) == []

    def test_an_answer_in_between_that_knows_it_begins_the_counting_anew(self, journal: RestJournal) -> None:
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + DAY_US
        ended(journal, count=ENDING_ANSWERS - 1)
        ended(journal, known=True, count=1)
        assert ended(journal, count=ENDING_ANSWERS - 1) == []
        assert ended(journal, count=1) == [message_id]

    @pytest.mark.parametrize("known", [True, None])
    def test_only_an_answer_that_it_is_unknown_makes_it_forgotten(
        self, journal: RestJournal, known: bool | None
    ) -> None:
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + DAY_US
        assert ended(journal, known=known) == []
        assert journal.message(message_id).parts[0].delivery is DeliveryState.PENDING
        assert asked_about(journal) == ["id-1"]

    def test_forgotten_never_takes_the_place_of_a_final_state(self, journal: RestJournal) -> None:
        """The question was on its way when the receipt came."""
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + DAY_US
        ended(journal, count=ENDING_ANSWERS - 1)
        query = journal.go_to_next()
        journal.arrive(filed_receipt("id-1"))
        assert journal.asked(query, known=False) == []
        assert journal.message(message_id).state is MessageState.DELIVERED
        assert asked_about(journal) == []

    def test_a_late_receipt_takes_the_place_of_forgotten(self, journal: RestJournal) -> None:
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + DAY_US
        ended(journal)
        assert journal.message(message_id).state is MessageState.FORGOTTEN
        journal.arrive(filed_receipt("id-1"))
        assert journal.message(message_id).state is MessageState.DELIVERED

    def test_what_is_unknown_stays_unknown_when_the_memory_is_over(self, journal: RestJournal) -> None:
        (message_id,) = journal.enqueue(whole_message())
        (request,) = journal.reserve_whole(own_ids=True).requests
        journal.settle_asking(unanswered(request))
        journal.now_us = NOW_US + DAY_US
        assert ended(journal) == []
        assert journal.submits(message_id) == ["unknown"]
        assert asked_about(journal) == []

    @pytest.mark.parametrize("known", [True, None])
    def test_after_three_days_and_several_answers_nobody_asks_any_more(
        self, journal: RestJournal, known: bool | None
    ) -> None:
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + GIVE_UP_US
        ended(journal, known=known, count=ENDING_ANSWERS - 1)
        assert asked_about(journal) == ["id-1"]
        ended(journal, known=known, count=1)
        assert asked_about(journal) == []
        assert journal.message(message_id).state is MessageState.ACCEPTED

    def test_a_question_that_is_gone_is_no_fault(self, journal: RestJournal) -> None:
        assert journal.asked(DueQuery(4_711, "id-1", proves=False)) == []


class TestPostpone:
    def test_a_provider_that_cannot_be_asked_is_asked_later_and_it_counts_as_no_question(
        self, journal: RestJournal
    ) -> None:
        journal.sent("id-1")
        query = journal.go_to_next()
        until_us = journal.now_us + 60 * SECOND_US
        assert journal.run(partial(queries.postpone, part_id=query.part_id, until_us=until_us)) == []
        assert (journal.due_ids(), journal.next_due()) == ([], until_us)
        assert journal.rows("SELECT asked FROM queries") == [(0,)]

    def test_without_an_answer_nothing_is_given_up_however_old_it_seems(self, journal: RestJournal) -> None:
        journal.sent("id-1")
        query = journal.go_to_next()
        until_us = NOW_US + 3 * GIVE_UP_US
        journal.run(partial(queries.postpone, part_id=query.part_id, until_us=until_us))
        assert asked_about(journal) == ["id-1"]


YEAR_US = 365 * DAY_US


class TestWrongClocks:
    """The clock on the wall was wrong when the message was accepted, and was put right a moment later."""

    def sent_when_the_clock_said(self, journal: RestJournal, now_us: int) -> int:
        journal.now_us = now_us
        message_id = journal.sent("id-1")
        journal.now_us = NOW_US + 10 * SECOND_US
        return message_id

    def test_a_question_that_lies_too_far_ahead_is_due(self, journal: RestJournal) -> None:
        self.sent_when_the_clock_said(journal, NOW_US + YEAR_US)
        assert journal.due_ids() == ["id-1"]
        assert journal.next_due() == journal.now_us

    def test_what_was_accepted_in_the_future_ages_from_the_first_answer(self, journal: RestJournal) -> None:
        message_id = self.sent_when_the_clock_said(journal, NOW_US + YEAR_US)
        ended(journal, count=1)
        clock = queries.query_clock(journal.db, message_id)
        assert clock is not None
        assert clock.accepted_at_us == NOW_US + 10 * SECOND_US < clock.next_us < NOW_US + HOUR_US
        journal.now_us += DAY_US
        assert ended(journal) == [message_id]

    @pytest.mark.parametrize("known", [True, False, None])
    def test_an_answer_a_moment_later_ends_nothing_however_old_it_seems(
        self, journal: RestJournal, known: bool | None
    ) -> None:
        message_id = self.sent_when_the_clock_said(journal, NOW_US - 3 * YEAR_US)
        assert ended(journal, known=known, count=1) == []
        assert journal.message(message_id).state is MessageState.ACCEPTED
        assert asked_about(journal) == ["id-1"]

    def test_a_jump_to_three_days_ends_nothing_by_the_answers_before_it(self, journal: RestJournal) -> None:
        self.sent_when_the_clock_said(journal, NOW_US)
        journal.now_us = NOW_US + DAY_US
        ended(journal, known=True, count=10)
        journal.now_us = NOW_US + GIVE_UP_US
        ended(journal, known=True, count=ENDING_ANSWERS - 1)
        assert asked_about(journal) == ["id-1"]


class TestOrder:
    def test_what_is_probably_forgotten_waits_for_everything_else(self, journal: RestJournal) -> None:
        for age_us, query_id in (
            (30 * HOUR_US, "over-1"),
            (29 * HOUR_US, "over-2"),
            (DAY_US - HOUR_US // 3, "soon"),
            (HOUR_US, "older"),
            (HOUR_US // 60, "fresh"),
        ):
            journal.now_us = NOW_US - age_us
            journal.sent(query_id)
        journal.now_us = NOW_US
        assert journal.due_ids() == ["soon", "older", "fresh", "over-1", "over-2"]

    def test_what_a_person_asks_for_comes_before_all_once(self, journal: RestJournal) -> None:
        for age_us, query_id in ((DAY_US - HOUR_US // 3, "soon"), (HOUR_US, "older"), (30 * HOUR_US, "over")):
            journal.now_us = NOW_US - age_us
            journal.sent(query_id)
        journal.now_us = NOW_US
        journal.run(partial(queries.ask_now, message_id=3, now_us=NOW_US))
        assert journal.due_ids() == ["over", "soon", "older"]
        journal.asked(journal.due()[0])
        journal.now_us += HOUR_US
        assert journal.due_ids()[-1] == "over"


class TestByHand:
    def test_ask_now_makes_the_questions_of_one_message_due(self, journal: RestJournal) -> None:
        message_id = journal.sent("a", "b", "c", text=LONG)
        journal.sent("other")
        asked = journal.run(partial(queries.ask_now, message_id=message_id, now_us=journal.now_us))
        assert asked == 3
        assert sorted(journal.due_ids()) == ["a", "b", "c"]

    def test_there_is_nothing_to_ask_about_a_message_that_is_decided(self, journal: RestJournal) -> None:
        message_id = journal.sent("id-1")
        journal.arrive(filed_receipt("id-1"))
        assert journal.run(partial(queries.ask_now, message_id=message_id, now_us=journal.now_us)) == 0
        assert queries.query_clock(journal.db, message_id) is None

    def test_the_clock_of_a_message_tells_when_it_is_asked_about_next(self, journal: RestJournal) -> None:
        message_id = journal.sent("id-1")
        journal.asked(journal.go_to_next())
        due_us = journal.next_due()
        assert due_us is not None
        assert queries.query_clock(journal.db, message_id) == QueryClock(NOW_US, due_us, 1)
        (other,) = journal.enqueue(whole_message("not sent yet"))
        assert queries.query_clock(journal.db, other) is None

    def test_a_part_is_found_by_exactly_its_id_in_its_own_account(self, journal: RestJournal) -> None:
        journal.sent("Ab-1")
        find = partial(queries.by_id, journal.db)
        assert find("Ab-1", profile="vox") == DueQuery((1 << 8) + 1, "Ab-1", proves=False)
        assert [find(each, profile="vox") for each in ("ab-1", "Ab-2", "")] == [None, None, None]
        assert find("Ab-1", profile="other") is None

    def test_a_refused_message_is_found_by_no_id(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message())
        (request,) = journal.reserve_whole().requests
        journal.settle_asking(refused(request))
        assert queries.by_id(journal.db, "", profile="vox") is None
