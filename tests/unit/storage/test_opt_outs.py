"""Who wants no messages: entered with evidence, asked before sending, and acting on what already waits."""

from __future__ import annotations

from functools import partial

from tests.support.journal_file import NOW_US, JournalFile
from tests.unit.storage.test_jobs import feed, job
from vox_console.domain.message import MessageState
from vox_console.storage import opt_outs
from vox_console.storage.opt_outs import OptOut

NUMBER = "381640000002"


def add(journal: JournalFile, *entries: OptOut) -> list[int]:
    return journal.run(partial(opt_outs.add, entries=entries, now_us=NOW_US))


def test_a_number_is_entered_with_its_evidence_and_the_first_stands(journal: JournalFile) -> None:
    add(journal, OptOut(NUMBER, 1, "customer", "STOP"), OptOut(NUMBER, 2, "operator", "by telephone"))
    assert opt_outs.entries(journal.db) == [OptOut(NUMBER, 1, "customer", "STOP")]
    assert opt_outs.is_opted_out(journal.db, NUMBER)
    assert opt_outs.numbers(journal.db) == {NUMBER}


def test_a_number_can_be_taken_off(journal: JournalFile) -> None:
    add(journal, OptOut(NUMBER, 1, "customer", "STOP"))
    assert journal.run(partial(opt_outs.remove, number=NUMBER))
    assert not journal.run(partial(opt_outs.remove, number=NUMBER))
    assert not opt_outs.is_opted_out(journal.db, NUMBER)


def test_what_waits_for_that_number_in_a_job_is_called_back(journal: JournalFile) -> None:
    ids = feed(journal, job(journal, 3), 3)
    wanted = journal.message(ids[0]).recipient
    assert add(journal, OptOut(wanted, 1, "customer", "STOP")) == [ids[0]]
    assert journal.message(ids[0]).state is MessageState.DRAFT
    assert len(journal.reserve()) == 2
