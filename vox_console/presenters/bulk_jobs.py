"""The list of all jobs: newest first, by pages, with what each waits for and how its rows stand. Qt-free.

Theory of operation. The list is read from the journal anew when something was announced that may have changed
it, at most twice a second and only while it is shown. What a job's file held never changes, so its books are
asked for once. What a job waits for stands in no journal, and is looked at each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vox_console.domain.bulk_books import Books
from vox_console.domain.message import MessageState
from vox_console.domain.plain_text import one_line
from vox_console.presenters.bulk_again_words import made_of_words
from vox_console.presenters.bulk_job_words import JOB_LOOKS, lines
from vox_console.presenters.bulk_jobs_words import summary, waiting_words
from vox_console.presenters.bulk_state import OutcomeLine
from vox_console.presenters.runner import Run
from vox_console.presenters.tone import Look
from vox_console.presenters.wall_time import clock_time, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import Event, JobChanged, MessagesChanged, MessagesQueued
from vox_console.storage.job_list import ListedJob
from vox_console.storage.job_progress import Progress

PAGE = 50
_END = 2**31


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job of the list. waits: what it waits for, "" for nothing. rows: the accepted ones.

    lines: how these stand; they add up to them. summary: the same in words. made_of: whose rows it sends
    again, "" when it has a list of its own.
    """

    job_id: int
    name: str
    account: str
    when: str
    look: Look
    waits: str
    summary: str
    rows: int
    lines: tuple[OutcomeLine, ...]
    made_of: str = ""

    @property
    def spoken(self) -> str:
        """Everything on the line, for a screen reader."""
        words = (f"Job {self.job_id}", self.name, self.made_of, self.look.word, self.waits, self.summary)
        return ", ".join(word for word in (*words, self.account, self.when) if word)


@dataclass(frozen=True, slots=True)
class JobsShown:
    """The list as far as it was read. more: older jobs are there. empty: why none is shown, else ""."""

    rows: tuple[JobLine, ...] = ()
    more: bool = False
    empty: str = ""


class BulkJobsPresenter:
    """`on_jobs` is set by the pane, `on_chosen` by who shows one job."""

    def __init__(self, controller: Controller, run: Run, *, now_us: Callable[[], int]) -> None:
        self.on_jobs: Callable[[JobsShown], None] = lambda _shown: None
        self.on_chosen: Callable[[int], None] = lambda _job_id: None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._books: dict[int, Books] = {}
        self._name = ""
        self._wanted = PAGE
        self._found: list[ListedJob] | None = None
        self._more = False
        self._stale = True
        self._looking = False
        self.shown = JobsShown()

    def searched(self, name: str) -> None:
        """Show only the jobs whose file is called like this."""
        self._name, self._wanted, self._stale = name.strip(), PAGE, True
        self.tick()

    def more_wanted(self) -> None:
        """Read older ones."""
        if self.shown.more and not self._looking:
            self._wanted, self._stale = len(self.shown.rows) + PAGE, True
            self.tick()

    def chosen(self, job_id: int) -> None:
        """Show one job."""
        self.on_chosen(job_id)

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, JobChanged | MessagesQueued | MessagesChanged):
            self._stale = True

    def tick(self) -> None:
        """Look again when something was announced. The pane calls it twice a second while it is shown."""
        if self._stale and not self._looking:
            self._looking, self._stale = True, False
            self._run(self._look, name="look at the jobs")
        self._tell()

    async def _look(self) -> None:
        desk, name, wanted = self._controller.bulk, self._name, self._wanted
        try:
            found = await desk.page(before=_END, limit=wanted + 1, name=name)
            for listed in found[:wanted]:
                if listed.job.id not in self._books:
                    self._books[listed.job.id] = await desk.books(listed.job.id)
        except BaseException:
            self._stale = True
            raise
        finally:
            self._looking = False
        if (name, wanted) == (self._name, self._wanted):
            self._found, self._more = found[:wanted], len(found) > wanted
            self._tell()
        else:
            self.tick()

    def _tell(self) -> None:
        if self._found is None:
            return
        rows = tuple(map(self._line, self._found))
        shown = JobsShown(rows, more=self._more, empty="" if rows else _nothing(self._name))
        if shown != self.shown:
            self.shown = shown
            self.on_jobs(shown)

    def _line(self, listed: ListedJob) -> JobLine:
        now_us = self._now_us()
        job, books = listed.job, self._books[listed.job.id]
        progress = progress_of(listed, accepted=books.accepted)
        standing = self._controller.bulk.standing(job.id)
        outcome = lines(progress, job.state)
        return JobLine(
            job_id=job.id,
            name=one_line(job.file_name),
            account=one_line(job.profile),
            when=clock_time(job.created_at_us, system_local, today_us=now_us),
            look=JOB_LOOKS[job.state],
            waits=waiting_words(standing, now_us=now_us) if standing else "",
            summary=summary(outcome, rows=books.accepted),
            rows=books.accepted,
            lines=outcome,
            made_of=made_of_words(listed.again) if listed.again else "",
        )


def progress_of(listed: ListedJob, *, accepted: int) -> Progress:
    """Give how far a job has come; what is neither a message nor stopped is still held."""
    counts = dict(listed.counts)
    queued, sending = (counts.pop(each.value, 0) for each in (MessageState.QUEUED, MessageState.SENDING))
    held = accepted - sum(listed.counts.values()) - listed.stopped
    return Progress(max(0, held), queued, sending, listed.stopped, counts)


def _nothing(name: str) -> str:
    return "No job has a file of that name." if name else "No job has been started yet."
