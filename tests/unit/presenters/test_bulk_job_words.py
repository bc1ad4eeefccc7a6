"""How a job stands: the lines add up to the accepted rows, whatever state it is in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.bulk_scene import JOB
from vox_console.domain.bulk_books import Books, RowClass
from vox_console.domain.message import MessageState
from vox_console.presenters.bulk_job_words import (
    JOB_LOOKS,
    facts,
    lines,
    offer_notice,
    sentence,
    still_to_leave,
    stop_question,
    title,
)
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import Job, JobState

PROGRESS = Progress(
    held=4_100,
    queued=12,
    on_the_wire=23,
    stopped=2,
    outcomes={"delivered": 60, "unknown": 1, "undeliverable": 3},
)
ALL_ROWS = 4_100 + 12 + 23 + 2 + 64


@pytest.mark.parametrize("state", JobState)
def test_every_row_is_in_one_line(state: JobState) -> None:
    assert sum(line.count for line in lines(PROGRESS, state)) == ALL_ROWS


def test_every_state_of_a_message_has_a_line() -> None:
    for state in MessageState:
        if state not in {MessageState.QUEUED, MessageState.SENDING}:  # counted apart
            progress = Progress(0, 0, 0, 0, {state.value: 1})
            assert [line.count for line in lines(progress, JobState.RUNNING)] == [1], state


def test_rows_wait_to_leave_while_the_job_goes_on_and_are_held_while_it_does_not() -> None:
    def told(state: JobState) -> dict[str, int]:
        return {line.look.word: line.count for line in lines(PROGRESS, state)}

    assert (told(JobState.RUNNING)["Waiting to leave"], told(JobState.PAUSED)["Held"]) == (4_100, 4_100)
    assert "Held" not in told(JobState.RUNNING)


def test_what_a_stopped_job_holds_is_not_sent_after_all() -> None:
    words = {line.look.word: line.count for line in lines(PROGRESS, JobState.STOPPED)}
    assert "Held" not in words
    assert words["Not sent after all"] == 4_102


def test_each_state_of_a_job_has_a_look_and_a_sentence() -> None:
    assert set(JOB_LOOKS) == set(JobState)
    told = {state: sentence(state, PROGRESS, waits="") for state in JobState}
    assert told[JobState.RUNNING] == "23 on the wire, 4,112 not left yet."
    assert told[JobState.PAUSED].startswith("23 on the wire cannot be recalled, 4,112 held.")
    assert "23 rows on the wire cannot be recalled" in told[JobState.STOPPED]


def test_a_job_that_asks_about_recent_rows_says_what_going_on_means() -> None:
    progress = Progress(held=30, queued=0, on_the_wire=0, stopped=0, outcomes={})
    words = sentence(JobState.PAUSED, progress, waits="", recent_rows=30)
    assert "30 of its rows got nearly this text since it was checked." in words
    assert words.endswith("Going on sends to them all the same.")
    assert "nearly this text" not in sentence(JobState.PAUSED, progress, waits="")


def test_a_job_that_is_done_claims_no_more_than_is_known() -> None:
    def told(**outcomes: int) -> str:
        return sentence(JobState.DONE, Progress(0, 0, 0, 0, outcomes), waits="")

    assert told(delivered=5, undeliverable=1) == "Nothing of it waits any more."
    assert told(delivered=5, accepted=2, enroute=1).endswith("Reports on 3 rows may still arrive.")
    assert "What became of 1 row is unknown; nothing is sent again by itself." in told(accepted=2, unknown=1)


def test_a_running_job_that_waits_says_for_what() -> None:
    assert sentence(JobState.RUNNING, PROGRESS, waits="Waits.") == "Waits."


def test_a_job_of_an_earlier_session_is_offered_with_what_is_known_of_it() -> None:
    notice = offer_notice(replace(JOB, look=JOB_LOOKS[JobState.PAUSED], sentence="4,112 held."))
    assert notice.title == "Job 3 · customers.csv stands paused"
    assert (notice.detail, notice.action) == ("4,112 held.", "Show the job")
    assert offer_notice(replace(JOB, blocked="Another account.")).detail == "Another account."


def test_the_question_before_the_end_says_what_is_lost() -> None:
    assert still_to_leave(PROGRESS) == 4_112
    assert stop_question(PROGRESS).startswith("End this job for good? 4,112 rows will not be sent by it.")


def test_a_job_is_named_by_its_number_and_its_file() -> None:
    job = Job(3, "work", "two\nlines.csv", (), "{}", JobState.PAUSED, 0)
    assert title(job) == "Job 3 · two⏎lines.csv"


def test_the_facts_are_the_order_and_the_sum() -> None:
    order = BulkOrder(sender="Vox", text="Hello {name}", number_columns=(0,), columns={})
    books = Books.of([(RowClass.ACCEPTED, 47, 60), (RowClass.DUPLICATE, 3, 0)])
    assert {fact.label: fact.value for fact in facts(order, books, rate=2.5)} == {
        "From": "Vox",
        "Text": "Hello {name}",
        "Rows": "50 rows = 47 accepted + 3 excluded",
        "Parts": "60 at 2.5 per second",
    }
