"""Which cells were mended: of each job apart, inherited by those made of it, and gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile
from vox_console.storage import job_mends, jobs
from vox_console.storage.job_family import Again, Origin
from vox_console.storage.job_mends import MendedCells
from vox_console.storage.jobs import NewJob


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def create(journal: JournalFile, mended: MendedCells, *, parent: int = 0) -> int:
    again = Again(parent, Origin.FAILED) if parent else None
    new = NewJob("vox", "x.csv", ("phone", "name"), "{}", again=again, mended=mended)
    return journal.run(partial(jobs.create, new=new, now_us=NOW_US))


def test_each_job_has_its_own(journal: JournalFile) -> None:
    one, two = create(journal, {2: (1, 0), 4_294_967_295: (1,)}), create(journal, {3: (0,)})
    assert job_mends.of_job(journal.db, one) == {2: (0, 1), 4_294_967_295: (1,)}
    assert job_mends.of_job(journal.db, two) == {3: (0,)}
    assert job_mends.of_job(journal.db, create(journal, {})) == {}


def test_what_was_mended_in_the_list_it_comes_from_counts_as_well(journal: JournalFile) -> None:
    first = create(journal, {2: (0,), 5: (1,)})
    child = create(journal, {2: (1,)}, parent=first)
    grandchild = create(journal, {}, parent=child)
    assert job_mends.of_job(journal.db, child) == {2: (0, 1), 5: (1,)}
    assert job_mends.of_job(journal.db, grandchild) == {2: (0, 1), 5: (1,)}
    assert job_mends.of_job(journal.db, first) == {2: (0,), 5: (1,)}


def test_it_goes_with_the_job(journal: JournalFile) -> None:
    one, two = create(journal, {2: (0,)}), create(journal, {2: (1,)})
    journal.run(partial(jobs.drop, job_id=one))
    assert job_mends.of_job(journal.db, one) == {}
    assert job_mends.of_job(journal.db, two) == {2: (1,)}
