"""The books of a list: a sum for people, one object for programs."""

from __future__ import annotations

import json

import pytest

from vox_console.cli.bulk_books import tell_books
from vox_console.domain.bulk_books import Books, RowClass
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import JobState

BOOKS = Books.of([(RowClass.ACCEPTED, 3, 4), (RowClass.BAD_NUMBER, 2, 0)])
PROGRESS = Progress(held=1, queued=0, on_the_wire=0, stopped=0, outcomes={"accepted": 2})


def test_people_read_a_sum_and_what_became_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    tell_books(BOOKS, as_json=False, job_id=7, state=JobState.PAUSED, progress=PROGRESS)
    assert capsys.readouterr().out.splitlines() == [
        "5 rows = 3 accepted (4 parts)",
        "  + 2 bad number",
        "2 accepted",
    ]


def test_programs_get_the_job_with_it_only_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    books = {"rows": 5, "accepted_rows": 3, "excluded": {"bad_number": 2}, "parts": 4}
    tell_books(BOOKS, as_json=True)
    assert json.loads(capsys.readouterr().out) == books
    tell_books(BOOKS, as_json=True, job_id=7, state=JobState.PAUSED, progress=PROGRESS)
    job = {"job": 7, "state": "paused", "outcomes": {"accepted": 2}, "held": 1, "stopped": 0}
    assert json.loads(capsys.readouterr().out) == books | job
