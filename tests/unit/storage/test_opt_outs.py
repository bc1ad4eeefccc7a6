"""Who wants no messages: entered with evidence for ever, asked before sending, acting on what waits."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from dataclasses import replace
from functools import partial
from pathlib import Path

import apsw
import pytest

from tests.support.journal_file import (
    NOW_US,
    THREE_PARTS,
    JournalFile,
    accepted,
    new_message,
    not_sent,
    refused,
)
from tests.unit.storage.test_jobs import feed, job
from vox_console.domain.message import MessageState
from vox_console.domain.opt_out import TAKEN_BACK_WORDS, OptOut, OptOutSource
from vox_console.storage import job_progress, jobs, opt_outs
from vox_console.storage.migrations import migrate
from vox_console.storage.opt_outs import Added
from vox_console.storage.outbox import NewMessage
from vox_console.storage.schema import STEPS

NUMBER = "381640000002"
STOP = OptOut(NUMBER, 1, "Ana", "STOP", "", OptOutSource.REPLY, "17")
RTHROTTLED = 0x58


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def add(journal: JournalFile, *entries: OptOut) -> Added:
    return journal.run(partial(opt_outs.add, entries=entries, now_us=NOW_US))


def end(journal: JournalFile, number: str = NUMBER, sender: str = "") -> bool:
    ended = OptOut(number, NOW_US, "Ivo", "He called.", sender)
    return journal.run(partial(opt_outs.end, ended=ended, now_us=NOW_US))


class TestEntries:
    def test_a_number_is_entered_with_its_evidence_and_the_first_stands(self, journal: JournalFile) -> None:
        assert add(journal, STOP, OptOut(NUMBER, 2, "Ivo", "by telephone")).new == [True, False]
        (entry,) = opt_outs.entries(journal.db, opt_outs.ids(journal.db))
        assert (entry.what, entry.ends, entry.entered_at_us) == (STOP, False, NOW_US)
        assert opt_outs.is_opted_out(journal.db, NUMBER, sender="Vox")
        assert NUMBER in opt_outs.numbers(journal.db, sender="Vox")

    def test_taking_a_number_off_is_an_entry_of_its_own(self, journal: JournalFile) -> None:
        add(journal, STOP)
        assert end(journal)
        assert not end(journal)
        assert not opt_outs.is_opted_out(journal.db, NUMBER, sender="Vox")
        assert NUMBER not in opt_outs.numbers(journal.db, sender="Vox")
        assert list(opt_outs.ids(journal.db)) == []
        newest, oldest = opt_outs.history(journal.db, NUMBER)
        assert (newest.ends, newest.what.evidence, newest.what.said_by) == (True, "He called.", "Ivo")
        assert (oldest.ends, oldest.what) == (False, STOP)

    def test_who_opts_out_again_after_that_is_entered_again(self, journal: JournalFile) -> None:
        add(journal, STOP)
        end(journal)
        again = replace(STOP, at_us=9, evidence="STOP!!!")
        assert add(journal, again).new == [True]
        assert [entry.what.evidence for entry in opt_outs.history(journal.db, NUMBER)] == [
            "STOP!!!",
            "He called.",
            "STOP",
        ]
        assert opt_outs.found(journal.db, [NUMBER], sender="Vox")[NUMBER].what == again

    def test_one_sender_can_be_meant(self, journal: JournalFile) -> None:
        add(journal, replace(STOP, sender="Vox"))
        assert opt_outs.is_opted_out(journal.db, NUMBER, sender="Vox")
        assert not opt_outs.is_opted_out(journal.db, NUMBER, sender="Post")
        assert NUMBER not in opt_outs.numbers(journal.db, sender="Post")
        assert opt_outs.found(journal.db, [NUMBER], sender="Post") == {}
        assert not end(journal)
        assert end(journal, sender="Vox")

    def test_what_is_said_to_everybody_is_told_before_what_is_said_to_one(self, journal: JournalFile) -> None:
        add(journal, replace(STOP, sender="Vox", evidence="not you"), STOP)
        assert opt_outs.found(journal.db, [NUMBER, "1"], sender="Vox")[NUMBER].what == STOP
        assert opt_outs.held(journal.db, [STOP]) == {(NUMBER, ""), (NUMBER, "Vox")}

    def test_numbers_are_found_by_some_of_their_digits(self, journal: JournalFile) -> None:
        add(journal, STOP, replace(STOP, number="447400123456"))
        (uk,) = opt_outs.entries(journal.db, opt_outs.ids(journal.db, digits="7400"))
        assert uk.what.number == "447400123456"
        assert list(opt_outs.ids(journal.db, digits="99")) == []
        assert list(opt_outs.ids(journal.db)) == sorted(opt_outs.ids(journal.db))


class TestWhatWaits:
    def test_what_waits_for_that_number_in_a_job_is_called_back(self, journal: JournalFile) -> None:
        job_id = job(journal, 3)
        ids = feed(journal, job_id, 3)
        wanted = journal.message(ids[0]).recipient
        assert add(journal, replace(STOP, number=wanted)).taken_back == [ids[0]]
        assert journal.message(ids[0]).state is MessageState.DRAFT
        assert journal.message(ids[0]).reason == TAKEN_BACK_WORDS
        assert len(journal.reserve()) == 2
        progress = job_progress.progress(journal.db, job_id)
        assert (progress.stopped, progress.on_the_wire, progress.outcomes) == (1, 2, {})
        rows = jobs.rows_with_messages(journal.db, job_id, after=0, limit=10)
        assert [(row.reason, message_id) for row, message_id in rows] == [
            (TAKEN_BACK_WORDS, -1),
            ("", ids[1]),
            ("", ids[2]),
        ]

    def test_what_waits_in_a_paused_job_does_not_leave_when_it_goes_on(self, journal: JournalFile) -> None:
        job_id = job(journal, 2)
        ids = feed(journal, job_id, 2)
        journal.run(partial(jobs.pause, job_id=job_id))
        add(journal, replace(STOP, number=journal.message(ids[1]).recipient))
        journal.run(partial(jobs.go_on, job_id=job_id))
        assert [request.destination.digits for request in journal.reserve()] == ["381640000002"]

    def test_a_single_message_that_waits_is_taken_back_too(self, journal: JournalFile) -> None:
        (waits,) = journal.enqueue(new_message(recipient=NUMBER))
        assert add(journal, STOP).taken_back == [waits]
        assert journal.reserve() == []

    def test_what_a_person_sends_all_the_same_leaves(self, journal: JournalFile) -> None:
        (waits,) = journal.enqueue(replace(new_message(recipient=NUMBER), despite_opt_out=True))
        assert add(journal, STOP).taken_back == []
        assert len(journal.reserve()) == 1
        assert journal.message(waits).state is MessageState.SENDING

    def test_what_is_on_the_wire_is_not_said_to_be_taken_back(self, journal: JournalFile) -> None:
        (sent,) = journal.enqueue(new_message(recipient=NUMBER))
        (request,) = journal.reserve()
        assert add(journal, STOP).taken_back == []
        journal.settle(accepted(request))
        assert journal.message(sent).state is MessageState.ACCEPTED

    @pytest.mark.parametrize("for_now", [True, False])
    def test_what_comes_back_from_the_wire_does_not_leave_again(
        self, journal: JournalFile, *, for_now: bool
    ) -> None:
        (sent,) = journal.enqueue(new_message(recipient=NUMBER))
        (request,) = journal.reserve()
        add(journal, STOP)
        journal.settle(refused(request, RTHROTTLED) if for_now else not_sent(request))
        assert journal.submits(sent) == ["queued"]
        assert journal.reserve() == []
        assert journal.message(sent).state is MessageState.DRAFT

    def test_a_text_of_which_a_part_has_left_is_finished(self, journal: JournalFile) -> None:
        (sent,) = journal.enqueue(new_message(THREE_PARTS, recipient=NUMBER))
        (first,) = journal.reserve(1)
        journal.settle(accepted(first))
        assert add(journal, STOP).taken_back == []
        assert len(journal.reserve()) == 2
        assert journal.message(sent).state is MessageState.SENDING

    def test_another_senders_message_leaves(self, journal: JournalFile) -> None:
        journal.enqueue(new_message(recipient=NUMBER))  # from Practice
        assert add(journal, replace(STOP, sender="Vox")).taken_back == []
        assert len(journal.reserve()) == 1

    def test_those_behind_what_is_taken_back_leave_at_once(self, journal: JournalFile) -> None:
        messages = [new_message(recipient=f"3816400000{number:02}") for number in range(20)]
        journal.enqueue(*messages)
        requests = journal.reserve(10)
        add(journal, *(replace(STOP, number=f"3816400000{number:02}") for number in range(10)))
        journal.settle(*map(not_sent, requests))
        assert [each.destination.digits for each in journal.reserve(4)] == [
            f"3816400000{number}" for number in range(10, 14)
        ]


class TestCost:
    def test_the_queue_is_searched_by_number_and_nothing_is_scanned(self, journal: JournalFile) -> None:
        asked: dict[str, int] = {}

        def listen(_cursor: object, sql: str, bindings: object) -> bool:
            asked[sql] = len(bindings) if isinstance(bindings, Sized) else 0
            return True

        feed(journal, job(journal, 3), 3)
        journal.enqueue(new_message(recipient=NUMBER))
        journal.db.exec_trace = listen
        assert len(add(journal, STOP).taken_back) == 2
        journal.db.exec_trace = None
        plans = {
            step[3]: sql
            for sql, count in asked.items()
            if sql.startswith(("SELECT", "UPDATE", "DELETE"))
            for step in journal.rows(f"EXPLAIN QUERY PLAN {sql}", *["[]"] * count)
        }
        scans = {step for step in plans if step.startswith("SCAN") and "VIRTUAL TABLE" not in step}
        assert scans == set(), {step: plans[step] for step in scans}
        assert any("messages_by_recipient (recipient=?)" in step for step in plans)
        assert any("SEARCH p USING INTEGER PRIMARY KEY" in step for step in plans)

    def test_an_entry_takes_as_many_steps_behind_a_long_queue_as_behind_a_short_one(
        self, journal: JournalFile
    ) -> None:
        journal.enqueue(*[new_message(recipient=f"38164100{number:04}") for number in range(4)])
        few = steps_of(journal, replace(STOP, number="381641000000"))
        journal.enqueue(*[new_message(recipient=f"38164200{number:04}") for number in range(2_000)])
        many = steps_of(journal, replace(STOP, number="381641000001"))
        assert many < few + 50, "an index may be a level deeper; 2,000 messages would show"


def steps_of(journal: JournalFile, entry: OptOut) -> int:
    """Enter a number with a message that waits; give the steps of SQLite's machine that it took."""
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    journal.db.set_progress_handler(count, 1)
    assert len(add(journal, entry).taken_back) == 1
    journal.db.set_progress_handler(None)
    return steps


def test_a_row_that_opted_out_does_not_become_a_message(journal: JournalFile) -> None:
    job_id = job(journal, 1)
    add(journal, STOP)

    def make(row: jobs.JobRow) -> NewMessage | str:
        return "no" if opt_outs.is_opted_out(journal.db, row.recipient, sender="Vox") else new_message()

    assert feed(journal, job_id, 1, make) == []


def test_the_register_of_an_older_version_is_kept() -> None:
    db = apsw.Connection(":memory:")
    before = next(at for at, step in enumerate(STEPS) if step.name == "opt-out entries")
    migrate(db, STEPS[:before])
    db.execute("INSERT INTO opt_outs (number, at_us, said_by, evidence) VALUES ('1', 5, 'Ana', 'STOP')")
    migrate(db, STEPS)
    (entry,) = opt_outs.entries(db, opt_outs.ids(db))
    assert entry.what == OptOut("1", 5, "Ana", "STOP")
    assert (entry.ends, entry.entered_at_us) == (False, 5)
    assert opt_outs.is_opted_out(db, "1", sender="Vox")
