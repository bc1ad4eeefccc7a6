"""The exit code of a run says the worst that is true of any accepted row."""

from __future__ import annotations

import pytest

from vox_console.cli.bulk_run import exit_code
from vox_console.cli.exit_codes import NOT_SENT, UNKNOWN_FATE
from vox_console.domain.bulk_books import Books, RowClass
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import JobState

BOOKS = Books.of([(RowClass.ACCEPTED, 3, 3)])


def progress(*, on_the_wire: int = 0, stopped: int = 0, **outcomes: int) -> Progress:
    return Progress(held=0, queued=0, on_the_wire=on_the_wire, stopped=stopped, outcomes=outcomes)


@pytest.mark.parametrize(
    ("told", "state", "delivery_wanted", "code"),
    [
        (progress(accepted=3), JobState.DONE, False, 0),
        (progress(accepted=3), JobState.DONE, True, UNKNOWN_FATE),
        (progress(delivered=3), JobState.DONE, True, 0),
        (progress(delivered=2, refused=1), JobState.DONE, True, NOT_SENT),
        (progress(delivered=2, stopped=1), JobState.DONE, False, NOT_SENT),
        (progress(refused=2, unknown=1), JobState.DONE, False, UNKNOWN_FATE),
        (progress(refused=2, unknown=0), JobState.DONE, False, NOT_SENT),
        (progress(accepted=2, on_the_wire=1), JobState.DONE, False, UNKNOWN_FATE),
        (progress(accepted=3), JobState.PAUSED, False, UNKNOWN_FATE),
    ],
)
def test_the_worst_fate_decides(told: Progress, state: JobState, *, delivery_wanted: bool, code: int) -> None:
    assert exit_code(BOOKS, state, told, delivery_wanted=delivery_wanted) == code


def test_a_list_of_which_no_row_was_accepted_was_not_sent() -> None:
    empty = Books.of([(RowClass.BLANK, 2, 0)])
    assert exit_code(empty, JobState.DONE, progress(), delivery_wanted=False) == NOT_SENT
