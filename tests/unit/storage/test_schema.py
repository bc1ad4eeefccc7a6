from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import apsw
import pytest

from tests.support.journal_file import (
    NOW_US,
    RECIPIENT,
    THREE_PARTS,
    JournalFile,
    filed_receipt,
    new_message,
)
from tests.support.log_journal import found
from vox_console.domain.message import MessageState, SubmitState
from vox_console.domain.transport_name import Witness
from vox_console.storage import history, job_states
from vox_console.storage.connection import connect, create_private
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.log_labels import label_some
from vox_console.storage.migrations import applied_names, migrate
from vox_console.storage.schema import STEPS
from vox_console.storage.settlement import Settled


class TestFromBeforeRest:
    """A journal as the first released version wrote it: only its first step, and rows of every kind."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "old.db"
        create_private(path)
        db = connect(path, write=True)
        migrate(db, STEPS[:1])
        db.execute(OLD_ROWS)
        db.close()
        return path

    def test_nothing_that_was_stored_is_lost_or_changed(self, path: Path) -> None:
        before = contents(path)
        JournalFile(path).close()
        after = contents(path)
        assert set(before) < set(after)
        for table in set(before) - {"schema_step"}:
            assert before[table], table
            assert [row[: len(old)] for row, old in zip(after[table], before[table], strict=True)] == before[
                table
            ]

    def test_what_is_new_says_what_was_true_then(self, path: Path) -> None:
        journal = JournalFile(path)
        evidence = history.evidence(journal.db, 1)
        assert [(each.http_status, each.answer, each.own_id) for each in evidence.attempts] == [(0, "", "")]
        assert [(each.witness, each.network) for each in evidence.receipts] == [(Witness.SMPP, "")]
        assert evidence.clock is None
        assert journal.rows("SELECT witness FROM inbound") == [("smpp",)]
        assert journal.rows("SELECT * FROM queries") == []

    def test_an_old_message_goes_on_where_it_was(self, path: Path) -> None:
        journal = JournalFile(path)
        assert journal.message(1).state is MessageState.ENROUTE
        journal.arrive(filed_receipt("id-1"))
        assert journal.message(1).state is MessageState.DELIVERED
        (request,) = journal.reserve()
        assert (request.short_message, request.destination.digits) == (b"Bye", RECIPIENT)
        journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="id-2"))
        assert [message.state for message in journal.messages([1, 2])] == [
            MessageState.DELIVERED,
            MessageState.ACCEPTED,
        ]

    def test_the_log_finds_what_was_stored_before_it_has_labels_and_after(self, path: Path) -> None:
        journal = JournalFile(path)
        asked = ("", "country:RS", "sent:today", "state:enroute", "since:9999w")
        before = {typed: found(journal, typed) for typed in asked}
        assert before["country:RS"]
        journal.run(partial(label_some, limit=99))
        assert {typed: found(journal, typed) for typed in asked} == before

    def test_a_step_that_is_applied_is_not_applied_again(self, path: Path) -> None:
        JournalFile(path).close()
        before = contents(path)
        JournalFile(path).close()
        assert contents(path) == before


class TestFromBeforeHeldStoodApart:
    """A journal in which holds stood in messages alone, and nobody counted a job's messages."""

    @pytest.fixture
    def journal(self, tmp_path: Path) -> JournalFile:
        path = tmp_path / "old.db"
        create_private(path)
        db = connect(path, write=True)
        names = [step.name for step in STEPS]
        migrate(db, STEPS[: names.index("held apart")])
        db.execute(OLD_ROWS)
        for message_id, hold_until_us, job_row in (
            (2, 0, 0),
            (3, NOW_US, 0),
            (4, UNTIL_CONSENT, 0),
            (5, 0, JOB),
        ):
            if message_id > 2:
                db.execute(OLD_COPY, (message_id, message_id))
            values = (hold_until_us, job_row, message_id)
            db.execute("UPDATE messages SET hold_until_us = ?, job_row = ? WHERE id = ?", values)
        db.execute(OLD_JOB_ROWS, (JOB, JOB + 1))
        db.close()
        return JournalFile(path)

    def test_what_may_leave_and_what_is_held_is_as_it_was(self, journal: JournalFile) -> None:
        def reserved() -> list[int]:
            journal.reserve()
            return [
                part >> 8 for (part,) in journal.rows("SELECT part_id FROM attempts WHERE id > 1 ORDER BY id")
            ]

        journal.now_us = NOW_US - 1
        assert reserved() == [2, 5]
        journal.now_us = NOW_US
        assert reserved() == [2, 5, 3]
        journal.release(4)
        assert reserved() == [2, 5, 3, 4]

    def test_the_messages_of_a_job_are_counted(self, journal: JournalFile) -> None:
        assert job_states.counts(journal.db, JOB >> 32) == {"queued": 1}


JOB = 7 << 32 | 2
OLD_JOB_ROWS = """
INSERT INTO job_rows (id, cells, verdict, recipient, parts, reason, message_id)
    VALUES (?, '[]', 'accepted', '', 1, '', 5), (?, '[]', 'accepted', '', 1, 'Stopped.', -1)
"""
OLD_COPY = """
INSERT INTO messages (id, profile, transport, sender, source_ton, source_npi, recipient, text, data_coding,
    encoding, method, part_count, registered_delivery, validity_period, state, created_at_us, updated_at_us)
    SELECT ?, profile, transport, sender, source_ton, source_npi, recipient, text, data_coding, encoding,
    method, part_count, registered_delivery, validity_period, state, created_at_us, updated_at_us
    FROM messages WHERE id = 2;
INSERT INTO parts (id, units, esm_class, short_message, payload, submit, delivery)
    VALUES (? << 8 | 1, 3, 0, x'427965', 0, 'queued', 'pending');
"""

OLD_ROWS = """
INSERT INTO messages (id, profile, transport, sender, source_ton, source_npi, recipient, text, data_coding,
    encoding, method, part_count, registered_delivery, validity_period, state, created_at_us, updated_at_us)
    VALUES (1, 'vox', 'smpp', 'Practice', 5, 0, '381640000010', 'Hello', 0, 'gsm7', 'udh8', 1, 1, '',
        'enroute', 1799999999000000, 1799999999000001),
        (2, 'vox', 'smpp', 'Practice', 5, 0, '381640000010', 'Bye', 0, 'gsm7', 'udh8', 1, 1, '',
        'queued', 1799999999000002, 1799999999000002);
INSERT INTO parts (id, units, esm_class, short_message, payload, submit, delivery, attempts, accepted_at_us,
    provider_id, id_fold)
    VALUES (257, 5, 0, x'48656C6C6F', 0, 'accepted', 'enroute', 1, 1799999999000001, 'id-1', 'id-1'),
        (513, 3, 0, x'427965', 0, 'queued', 'pending', 0, 0, '', '');
INSERT INTO attempts (id, part_id, session, sequence, fingerprint, state, reserved_at_us, answered_at_us,
    provider_id)
    VALUES (1, 257, 'old', 2, x'00', 'accepted', 1799999999000000, 1799999999000001, 'id-1');
INSERT INTO receipts (profile, part_id, received_at_us, provider_id, relation, state, word, done_date,
    error_code, source, destination, raw)
    VALUES ('vox', 257, 1799999999000002, 'id-1', 'same', 'enroute', 'ENROUTE', '', '', '', '', x'01'),
        ('vox', NULL, 1799999999000003, 'orphan', '', 'delivered', 'DELIVRD', '', '', '', '', x'02');
INSERT INTO orphan_keys VALUES ('orphan', 2);
INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding, short_message, raw)
    VALUES ('vox', 1799999999000004, '381641234567', '38164000', 0, 0, x'594553', x'03');
INSERT INTO id_relations VALUES ('vox', 'same', 3, 'same');
INSERT INTO concat_references VALUES ('381640000010', 7);
INSERT INTO drafts VALUES ('compose', 'to be continued', 1799999999000005);
"""


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table of ours."""
    db = connect(path, write=False)
    try:
        names = [row[0] for row in db.execute("SELECT name FROM pragma_table_list WHERE schema = 'main'")]
        return {
            name: db.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - names from the file itself
            for name in names
            if not name.startswith("sqlite_")
        }
    finally:
        db.close()


def plan(journal: JournalFile, sql: str) -> list[str]:
    return [row[3] for row in journal.rows(f"EXPLAIN QUERY PLAN {sql}", *["1"] * placeholders(sql))]


def placeholders(sql: str) -> int:
    return max(map(int, re.findall(r"\?(\d+)", sql)), default=sql.count("?"))


def test_every_step_is_applied_once_and_recorded_by_its_name(journal: JournalFile) -> None:
    assert applied_names(journal.db) == [step.name for step in STEPS]
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_columns_hold_what_they_say(journal: JournalFile) -> None:
    """Every table is STRICT, so that a row read back has the types it was declared with."""
    tables = dict(
        journal.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    )
    ours = {"messages", "parts", "attempts", "receipts", "orphan_keys", "inbound", "drafts", "queries"}
    assert {name for name in ours if tables[name]} == ours
    with pytest.raises(apsw.ConstraintError):
        journal.db.execute("INSERT INTO drafts (slot, body, saved_at_us) VALUES ('compose', 'x', 'now')")


def test_the_indexes_of_what_still_moves_do_not_grow_with_history(journal: JournalFile) -> None:
    journal.enqueue(*[new_message(f"Hello {number}") for number in range(500)])
    journal.settle(
        *[
            Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id=f"id{request.attempt_id}")
            for request in journal.reserve(500)
        ]
    )
    journal.enqueue(new_message("the first that moves"), new_message("the second"))
    journal.reserve(1)
    journal.db.execute("ANALYZE")
    entries = {
        index: statistics.split()[0]
        for index, statistics in journal.rows("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'parts'")
    }
    assert (entries["parts_queued"], entries["parts_reserved"]) == ("1", "1")


def test_no_step_of_a_message_reads_a_whole_table(journal: JournalFile) -> None:
    """What is asked for at every step costs the same after a million messages."""
    asked: set[str] = set()

    def listen(_cursor: object, sql: str, _bindings: object) -> bool:
        asked.add(sql)
        return True

    journal.db.exec_trace = listen
    (message_id, other) = journal.enqueue(new_message(THREE_PARTS), new_message("taken back"))
    journal.withdraw(other)
    first, second, third = journal.reserve()
    journal.settle(
        Settled(first.attempt_id, SubmitState.UNKNOWN), Settled(second.attempt_id, SubmitState.QUEUED)
    )
    journal.arrive(filed_receipt("early"), filed_receipt("never"))
    journal.settle(
        Settled(first.attempt_id, SubmitState.ACCEPTED, provider_id="early"),
        Settled(third.attempt_id, SubmitState.REFUSED, command_status=0x0B),
    )
    journal.arrive(filed_receipt("early"), filed_receipt("never"))
    journal.recover()
    journal.release(message_id)
    journal.db.exec_trace = None
    looks = [sql for sql in asked if sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))]
    assert len(looks) > 20
    steps = {step for sql in looks for step in plan(journal, sql) if step.startswith("SCAN")}
    scans = {step for step in steps if " INDEX " not in step and "VIRTUAL TABLE" not in step}
    assert scans == set()
