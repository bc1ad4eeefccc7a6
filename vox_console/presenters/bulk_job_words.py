"""How a stored job stands, in words, lines and a sum: every accepted row is in exactly one line."""

from __future__ import annotations

from collections.abc import Mapping

from vox_console.domain.bulk_books import Books
from vox_console.domain.errors import Severity
from vox_console.domain.message import MessageState
from vox_console.domain.plain_text import one_line
from vox_console.presenters.bulk_state import JobShown, OutcomeLine
from vox_console.presenters.bulk_words import running_words, sum_words, wire_words
from vox_console.presenters.compose_words import plural
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.notice import Notice
from vox_console.presenters.tone import MESSAGE_LOOKS, Look, Tone
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_recheck import recents_words
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import Job, JobState

HELD = Look("clock", "Held", Tone.WAITING)
TO_LEAVE = Look("clock", "Waiting to leave", Tone.WAITING)
STOPPED = Look("withdrawn", "Not sent after all", Tone.WAITING)
JOB_LOOKS = {
    JobState.IMPORTING: Look("clock", "Being stored", Tone.WAITING),
    JobState.READY: Look("clock", "Ready", Tone.WAITING),
    JobState.WAITING: Look("clock", "Waiting for its time", Tone.WAITING),
    JobState.RUNNING: Look("sending", "Running", Tone.PROGRESS),
    JobState.PAUSED: Look("clock", "Paused", Tone.UNKNOWN),
    JobState.STOPPED: Look("withdrawn", "Stopped", Tone.WAITING),
    JobState.DONE: Look("check", "Done", Tone.PROGRESS),
}
_ORDER = (
    MessageState.DELIVERED,
    MessageState.ACCEPTED,
    MessageState.ENROUTE,
    MessageState.UNKNOWN,
    MessageState.FORGOTTEN,
    MessageState.REFUSED,
    MessageState.UNDELIVERABLE,
    MessageState.REJECTED,
    MessageState.EXPIRED,
    MessageState.DELETED,
    MessageState.DRAFT,
)


def lines(progress: Progress, state: JobState) -> tuple[OutcomeLine, ...]:
    """Give the lines that hold any row, in a fixed order.

    Rows of a running job wait to leave, those of any other are held. What a stopped job holds is
    never sent by it; that is told with what was stopped one by one.
    """
    ended = state is JobState.STOPPED
    counts = [
        *((MESSAGE_LOOKS[state], progress.outcomes.get(state.value, 0)) for state in _ORDER),
        (MESSAGE_LOOKS[MessageState.SENDING], progress.on_the_wire),
        (MESSAGE_LOOKS[MessageState.QUEUED], progress.queued),
        (TO_LEAVE if state is JobState.RUNNING else HELD, 0 if ended else progress.held),
        (STOPPED, progress.stopped + (progress.held if ended else 0)),
    ]
    return tuple(OutcomeLine(look, count) for look, count in counts if count)


def still_to_leave(progress: Progress) -> int:
    """Count the rows of which nothing has left."""
    return progress.held + progress.queued


def sentence(state: JobState, progress: Progress, *, waits: str, recent_rows: int = 0) -> str:
    """Say how a job stands. waits: what it waits for while nothing can leave, "" while it can.

    recent_rows: how many of its rows a person is asked about, because they got nearly the text meanwhile.
    """
    match state:
        case JobState.RUNNING:
            return waits or running_words(progress)
        case JobState.WAITING:
            return "Waits for its time; nothing has left."
        case JobState.PAUSED | JobState.READY | JobState.IMPORTING:
            asked = (
                f" {recents_words(recent_rows)} Going on sends to them all the same." if recent_rows else ""
            )
            return f"{wire_words(progress)}. Nothing more leaves until you go on.{asked}"
        case JobState.STOPPED:
            on_wire = plural(progress.on_the_wire, "row")
            wire = f" {on_wire} on the wire cannot be recalled." if progress.on_the_wire else ""
            return f"Ended for good.{wire} Reports on what has left still arrive."
        case JobState.DONE:
            return _done_words(progress.outcomes)


def _done_words(outcomes: Mapping[str, int]) -> str:
    """Say what is known of a job of which nothing waits. outcomes: rows by their state."""
    unknown = outcomes.get(MessageState.UNKNOWN, 0)
    reported = sum(outcomes.get(state, 0) for state in (MessageState.ACCEPTED, MessageState.ENROUTE))
    words = ["Nothing of it waits any more."]
    if unknown:
        words.append(f"What became of {plural(unknown, 'row')} is unknown; nothing is sent again by itself.")
    if reported:
        words.append(f"Reports on {plural(reported, 'row')} may still arrive.")
    return " ".join(words)


def facts(order: BulkOrder, books: Books, *, rate: float) -> tuple[Fact, ...]:
    """Give what a job is about."""
    found = [
        Fact("From", order.sender),
        Fact("Text", one_line(order.text[:200])),
        Fact("Rows", sum_words(books)),
        Fact("Parts", f"{books.parts:,} at {rate:g} per second"),
    ]
    if order.window is not None:
        found.append(Fact("Hours", f"{order.window} where each number lives"))
    return tuple(found)


def title(job: Job) -> str:
    """Name a job: "Job 3 · customers.csv"."""
    return f"Job {job.id} · {one_line(job.file_name)}"


def offer_notice(shown: JobShown) -> Notice:
    """Tell of a job that an earlier session left, when a session begins."""
    return Notice(
        "bulk job",
        f"{shown.title} stands {shown.look.word.lower()}",
        shown.blocked or shown.sentence,
        Severity.WARNING,
        action="Show the job",
    )


def stop_question(progress: Progress) -> str:
    """Ask before a job is ended for good."""
    left = plural(still_to_leave(progress), "row")
    return f"End this job for good? {left} will not be sent by it. What is on the wire cannot be recalled."
