from __future__ import annotations

import re
from pathlib import Path

import apsw
import pytest

from tests.support.journal_file import THREE_PARTS, JournalFile, filed_receipt, new_message
from vox_console.domain.message import SubmitState
from vox_console.storage.migrations import applied_names
from vox_console.storage.schema import STEPS
from vox_console.storage.settlement import Settled


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


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
    ours = {"messages", "parts", "attempts", "receipts", "orphan_keys", "inbound", "drafts"}
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
    # Whether there are orphans at all is asked first: that reads one row of a table that is mostly empty.
    assert scans == {"SCAN orphan_keys"}
