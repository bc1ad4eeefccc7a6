"""What is reserved for a way to the provider: whole texts where it splits, our parts where we do."""

from __future__ import annotations

from collections.abc import Sized
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import (
    NOW_US,
    PROFILE,
    RECIPIENT,
    THREE_PARTS,
    new_message,
    not_sent,
)
from tests.support.rest_journal import LONG, RestJournal, whole_message
from vox_console.domain.submission import WireAddress
from vox_console.storage import reservation
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.outbox import NewMessage
from vox_console.storage.reservation import Reserved


@pytest.fixture
def journal(tmp_path: Path) -> RestJournal:
    return RestJournal(tmp_path / "journal.db")


def texts(reserved: Reserved) -> list[str]:
    return [request.text for request in reserved.requests]


class TestWays:
    def test_each_way_takes_only_what_was_stored_for_it(self, journal: RestJournal) -> None:
        journal.enqueue(new_message("over SMPP"), whole_message("over REST"))
        assert [each.short_message for each in journal.reserve()] == [b"over SMPP"]
        assert texts(journal.reserve_whole()) == ["over REST"]
        assert (journal.reserve(), journal.reserve_whole().requests) == ([], [])

    def test_over_smpp_a_request_is_a_part_and_carries_no_text(self, journal: RestJournal) -> None:
        journal.enqueue(new_message(THREE_PARTS))
        for number, request in enumerate(journal.reserve(), 1):
            assert (request.text, request.long_mode, request.own_id) == ("", "", "")
            assert (request.segments, request.esm_class) == (1, 0x40)
            assert request.short_message[:6] == bytes((5, 0, 3, 7, 3, number))

    def test_over_smpp_an_id_of_ours_is_never_made(self, journal: RestJournal) -> None:
        journal.enqueue(new_message())
        job = partial(
            reservation.reserve,
            profile=PROFILE,
            transport="smpp",
            session="s1",
            sequences=[1],
            now_us=NOW_US,
            due_us=NOW_US,
            own_ids=True,
        )
        (request,) = journal.run(job).requests
        assert request.own_id == ""
        assert journal.rows("SELECT own_id FROM attempts") == [("",)]


class TestWholeTexts:
    @pytest.mark.parametrize(
        ("text", "want_cut", "mode", "segments", "octets"),
        [
            ("Hello", False, "cut", 1, b"Hello"),
            (LONG, False, "single_id_split", 3, LONG.encode("utf-16-be")),
            (LONG, True, "cut", 1, LONG.encode("utf-16-be")),
            ("a" * 160, False, "single_id_split", 1, b"a" * 160),
            ("a" * 161, False, "single_id_split", 2, b"a" * 161),
        ],
    )
    def test_a_request_carries_the_whole_text_and_how_it_is_split(
        self, journal: RestJournal, *, text: str, want_cut: bool, mode: str, segments: int, octets: bytes
    ) -> None:
        journal.enqueue(whole_message(text, want_cut=want_cut))
        reserved = journal.reserve_whole()
        (request,) = reserved.requests
        assert (request.text, request.long_mode, request.segments) == (text, mode, segments)
        assert (request.short_message, request.esm_class) == (octets, 0)
        assert reserved.segments == segments
        assert request.source == WireAddress(5, 0, "Practice")
        assert request.destination == WireAddress(1, 1, RECIPIENT)
        assert journal.rows("SELECT count(*) FROM parts") == [(1,)]

    def test_the_intent_is_stored_with_what_is_about_to_be_written(self, journal: RestJournal) -> None:
        (message_id,) = journal.enqueue(whole_message())
        reserved = journal.reserve_whole()
        (request,) = reserved.requests
        assert reserved.message_ids == [message_id]
        assert journal.rows("SELECT id, session, sequence, fingerprint, state, own_id FROM attempts") == [
            (request.attempt_id, "s1", request.sequence, request.fingerprint(), "reserved", "")
        ]

    def test_how_it_is_split_is_part_of_the_fingerprint(self, journal: RestJournal) -> None:
        journal.enqueue(whole_message(LONG), whole_message(LONG, want_cut=True))
        (first,), (second,) = (journal.reserve_whole().requests for _ in range(2))
        assert first.short_message == second.short_message
        assert first.fingerprint() != second.fingerprint()

    def test_an_id_of_ours_is_never_used_twice(self, journal: RestJournal) -> None:
        """Neither by another attempt of the same message nor after a restart, which is another session."""
        journal.enqueue(whole_message())
        ids = []
        for session in ("s1", "s1", "s2"):
            (request,) = journal.reserve_whole(own_ids=True, session=session).requests
            ids.append(request.own_id)
            journal.settle_asking(not_sent(request))
        assert len(set(ids)) == 3
        assert all(0 < len(each) <= 128 for each in ids)  # provider_interface §2.1
        assert [row[0] for row in journal.rows("SELECT own_id FROM attempts ORDER BY id")] == ids

    def test_what_was_stored_for_a_single_id_gets_none_of_ours_once_the_account_uses_them(
        self, journal: RestJournal
    ) -> None:
        """The provider refuses both in one request (provider_interface §2.1)."""
        journal.enqueue(whole_message(LONG), whole_message(LONG, own_id=True), whole_message())
        requests = [request for _ in range(3) for request in journal.reserve_whole(own_ids=True).requests]
        assert [(each.long_mode, bool(each.own_id)) for each in requests] == [
            ("single_id_split", False),
            ("split", True),
            ("cut", True),
        ]


class TestTravellingTogether:
    def test_one_text_to_many_is_one_request(self, journal: RestJournal) -> None:
        recipients = [f"38164{number:07}" for number in range(5)]
        journal.enqueue(*[whole_message(recipient=each) for each in recipients])
        reserved = journal.reserve_whole()
        assert [each.destination.digits for each in reserved.requests] == recipients
        assert not reserved.more

    @pytest.mark.parametrize(
        "other",
        [
            whole_message("Bye", recipient="381640000011"),
            whole_message("Hello ž", recipient="381640000011"),
            whole_message(sender="Other", recipient="381640000011"),
            whole_message(),  # the same number once more
        ],
        ids=["text", "coding", "sender", "number"],
    )
    def test_what_differs_waits_and_that_is_told(self, journal: RestJournal, other: NewMessage) -> None:
        journal.enqueue(whole_message(), other)
        first, second = journal.reserve_whole(), journal.reserve_whole()
        assert [len(each.requests) for each in (first, second)] == [1, 1]
        assert (first.more, second.more) == (True, False)

    def test_the_oldest_leaves_first_and_takes_its_like_along(self, journal: RestJournal) -> None:
        numbers = [f"38164{number:07}" for number in range(4)]
        journal.enqueue(
            *[whole_message(text, recipient=each) for text, each in zip("abab", numbers, strict=True)]
        )
        assert texts(journal.reserve_whole()) == ["a", "a"]
        assert texts(journal.reserve_whole()) == ["b", "b"]

    def test_no_more_leave_than_there_are_numbers(self, journal: RestJournal) -> None:
        journal.enqueue(*[whole_message(recipient=f"38164{number:07}") for number in range(5)])
        assert [len(journal.reserve_whole(2).requests) for _ in range(4)] == [2, 2, 1, 0]

    def test_with_an_id_of_ours_each_travels_alone(self, journal: RestJournal) -> None:
        journal.enqueue(*[whole_message(recipient=f"38164{number:07}") for number in range(2)])
        first, second = journal.reserve_whole(own_ids=True), journal.reserve_whole(own_ids=True)
        assert [len(each.requests) for each in (first, second)] == [1, 1]
        assert (first.more, second.more) == (True, False)

    def test_what_stays_behind_is_not_reserved(self, journal: RestJournal) -> None:
        _, other = journal.enqueue(whole_message("a"), whole_message("b"))
        journal.reserve_whole()
        assert journal.submits(other) == ["queued"]
        assert journal.rows("SELECT count(*) FROM attempts") == [(1,)]


class TestBehindWhatIsHeld:
    """What waits for a person, or for its undo time, stands apart: it costs nothing to those that leave."""

    def test_the_queue_is_read_by_its_index_from_the_first_that_may_leave(self, journal: RestJournal) -> None:
        asked: dict[str, int] = {}

        def listen(_cursor: object, sql: str, bindings: object) -> bool:
            asked[sql] = len(bindings) if isinstance(bindings, Sized) else 0
            return True

        journal.enqueue(new_message())
        journal.db.exec_trace = listen
        journal.reserve()
        journal.db.exec_trace = None
        looks = {sql: count for sql, count in asked.items() if "parts_queued" in sql}
        assert len(looks) == 2
        plans = [
            [step[3] for step in journal.rows(f"EXPLAIN QUERY PLAN {sql}", *[1] * count)]
            for sql, count in looks.items()
        ]
        assert sorted(plans) == [
            ["SEARCH p USING INDEX parts_queued (bulk=? AND hold_until_us=?)", _MESSAGE],
            ["SEARCH parts USING INDEX parts_queued (bulk=? AND hold_until_us>? AND hold_until_us<?)"],
        ]

    def test_no_held_message_is_looked_at(self, journal: RestJournal) -> None:
        """SQLite counts the steps it takes: as many behind a thousand held messages as behind none."""
        journal.enqueue(*[new_message() for _ in range(10)])
        alone = _steps(journal)
        held = [new_message(hold_until_us=hold) for hold in (UNTIL_CONSENT, NOW_US + 9) for _ in range(500)]
        journal.enqueue(*held)
        journal.enqueue(*held, job_rows=range(1 << 32, (1 << 32) + len(held)))
        journal.enqueue(*[new_message() for _ in range(20)])
        assert _steps(journal) == alone
        assert len(journal.reserve(100)) == 10, "what is behind the held ones leaves"

    def test_a_hold_that_ends_lets_leave_in_the_order_of_sending(self, journal: RestJournal) -> None:
        held = new_message("held", hold_until_us=NOW_US + 9)
        journal.enqueue(new_message("first"), held, new_message("third"))
        (waits,) = journal.enqueue(new_message("asked", hold_until_us=UNTIL_CONSENT))
        journal.now_us = NOW_US + 9
        assert [each.short_message for each in journal.reserve()] == [b"first", b"held", b"third"]
        journal.release(waits)
        assert [each.short_message for each in journal.reserve()] == [b"asked"]


_MESSAGE = "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)"


def _steps(journal: RestJournal) -> int:
    """Reserve ten; give the steps of SQLite's machine that reading the queue took."""
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    def look() -> None:
        reservation._due_rows(journal.db, (PROFILE, "smpp"), limit=10, with_text=False)

    look()  # a statement that is prepared takes a few steps more
    journal.db.set_progress_handler(count, 1)
    look()
    journal.db.set_progress_handler(None)
    journal.reserve(10)
    return steps
