"""The books of automatic answers: one a message, a budget a number, and a breaker that a person resets."""

from __future__ import annotations

from functools import partial

import apsw
import pytest

from tests.support.journal_file import PROFILE, JournalFile
from tests.unit.storage.test_heeding import ANA, arrive, say
from vox_console.domain.concatenation import DAY_US
from vox_console.storage import auto_replies
from vox_console.storage.auto_replies import Trip


def ask(journal: JournalFile, inbound_id: int, *, number: str = ANA, budget: int = 2) -> bool | None:
    """Ask whether a message may be answered, and answer it when it may."""

    def answer(db: apsw.Connection) -> bool | None:
        may = auto_replies.may_answer(
            db, inbound_id, number=number, profile=PROFILE, budget=budget, now_us=journal.now_us
        )
        if may:
            auto_replies.note_answer(
                db, inbound_id, number=number, message_id=1_000 + inbound_id, now_us=journal.now_us
            )
        return may

    return journal.run(answer)


def test_a_message_is_answered_once(journal: JournalFile) -> None:
    assert ask(journal, 1) is True
    assert ask(journal, 1) is False
    twice = partial(auto_replies.note_answer, inbound_id=1, number=ANA, message_id=9, now_us=journal.now_us)
    with pytest.raises(apsw.ConstraintError):
        journal.run(twice)


def test_the_breaker_trips_over_the_budget_and_stays_open(journal: JournalFile) -> None:
    assert [ask(journal, each) for each in (1, 2, 3, 4)] == [True, True, None, False]
    assert ask(journal, 5, number="381640000001") is True
    assert auto_replies.trips(journal.db) == [Trip(ANA, PROFILE, journal.now_us, 3)]
    journal.now_us += 10 * DAY_US
    assert ask(journal, 6) is False


def test_a_person_resets_it_and_answers_are_counted_anew(journal: JournalFile) -> None:
    assert [ask(journal, each) for each in (1, 2, 3)] == [True, True, None]
    journal.now_us += 1
    reset = partial(auto_replies.reset, number=ANA, now_us=journal.now_us)
    assert [journal.run(reset), journal.run(reset)] == [True, False]
    assert auto_replies.trips(journal.db) == []
    journal.now_us += 1
    assert [ask(journal, each) for each in (4, 5, 6)] == [True, True, None]
    assert [trip.inbound_id for trip in auto_replies.trips(journal.db)] == [6]


def test_the_budget_is_of_a_day(journal: JournalFile) -> None:
    assert [ask(journal, each) for each in (1, 2)] == [True, True]
    journal.now_us += DAY_US
    assert ask(journal, 3) is True


def test_the_first_message_of_a_conversation(journal: JournalFile) -> None:
    for text in ("Hello", "Hello again"):
        arrive(journal, say(text))
    arrive(journal, say("Hello", source="381640000001"))
    assert [auto_replies.is_first(journal.db, each) for each in (1, 2, 3)] == [True, False, True]
