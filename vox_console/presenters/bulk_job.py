"""Runs a stored job from the bulk pane: start, pause, resume, stop, and how it stands meanwhile. Qt-free.

Theory of operation. The journal says how a job stands; this asks it at most twice a second, when something
was announced that may have changed it. Two looks may be under way at once and end in any order: of these the
one that began last counts. Which job is shown and which run (:mod:`.bulk_runs`) are two things: a job that is
put away goes on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vox_console.domain.bulk_books import Books
from vox_console.domain.errors import SettingsError
from vox_console.presenters.bulk_again_words import again_choices, family_facts
from vox_console.presenters.bulk_eta import Eta
from vox_console.presenters.bulk_job_words import (
    JOB_LOOKS,
    facts,
    lines,
    sentence,
    still_to_leave,
    stop_question,
    title,
)
from vox_console.presenters.bulk_overlaps import BulkOverlaps
from vox_console.presenters.bulk_runs import BulkRuns
from vox_console.presenters.bulk_standing_words import (
    STANDING_LOOKS,
    parked_words,
    standing_words,
    start_words,
)
from vox_console.presenters.bulk_state import Choices, JobShown
from vox_console.presenters.bulk_when import AT, WhenDraft, WhenShown, start_of, when_shown
from vox_console.presenters.compose_route import find_route
from vox_console.presenters.compose_words import plural
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.runner import Run
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_outcome import write_result
from vox_console.services.bulk_turns import Standing, Waits
from vox_console.services.clocks import here_offset_s
from vox_console.services.controller import Controller
from vox_console.services.events import Event, JobChanged, LinkChanged, MessagesChanged, MessagesQueued
from vox_console.settings.profiles import Profile
from vox_console.storage.job_family import Origin
from vox_console.storage.job_feed import Parked
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import Job, JobState

WAITS = "Waits for the connection: nothing leaves until the account is bound."
_OPEN = frozenset({JobState.READY, JobState.WAITING, JobState.RUNNING, JobState.PAUSED})
_ENDED = frozenset({JobState.STOPPED, JobState.DONE})


@dataclass(frozen=True, slots=True)
class _Seen:
    """A job as the journal had it."""

    job: Job
    order: BulkOrder
    books: Books
    progress: Progress
    parked: Parked
    again: Choices = ()
    family: tuple[Fact, ...] = ()


class BulkJobPresenter:
    """One job at a time. `on_job` is set by the pane; None: there is no job to show.

    on_offered: told once when a session begins and an earlier one left a job.
    """

    def __init__(self, controller: Controller, run: Run, *, monotonic_s: Callable[[], float]) -> None:
        self.on_job: Callable[[JobShown | None], None] = lambda _shown: None
        self.on_offered: Callable[[JobShown], None] = lambda _shown: None
        self.on_again: Callable[[int, Origin], Awaitable[None]] = _nobody
        self._controller = controller
        self._run = run
        self._monotonic_s = monotonic_s
        self._profile: Profile | None = None
        self._job_id = 0
        self._seen: _Seen | None = None
        self._start = WhenDraft()
        self._eta: Eta | None = None
        self._runs = BulkRuns(controller, run)
        self._overlaps = BulkOverlaps(controller, run, self._tell)
        self._asking_to_stop = False
        self._stale = False
        self._looks = self._looking = self._shown_look = 0  # begun; under way; whose answer is shown
        self._saved = ""
        self.shown: JobShown | None = None

    @property
    def _running(self) -> bool:
        """Whether this window has started the job, and its run has not ended."""
        return self._job_id in self._runs

    # ---- what the operator does

    def opened(self, job_id: int) -> None:
        """Show a stored job as it stands."""
        self._job_id, self._seen, self._saved, self._asking_to_stop = job_id, None, "", False
        self._eta = None
        self._run(self._look, name="look at the job")

    async def stored(self, job_id: int) -> None:
        """Show a job that was just stored, and run it. Raises StoreError."""
        self._job_id, self._seen, self._saved = job_id, None, ""
        await self._look()
        self.resume_pressed()

    def resume_pressed(self) -> None:
        """Let the job leave from where it stands."""
        if self._running or not self._job_id or (self.shown is not None and self.shown.blocked):
            return
        self._asking_to_stop, self._eta = False, None
        self._runs.start(self._job_id, self._look)

    def start_pressed(self) -> None:
        """Start what waits for its time."""
        job_id = self._job_id
        self._run(lambda: self._controller.bulk.set_start(job_id, None), name="start the job")

    def start_edited(self, text: str) -> None:
        """Take another time to start at, as typed; it holds when it is said to."""
        self._start = WhenDraft(AT, text)
        self._tell()

    def start_changed(self) -> None:
        """Let the job wait for the time that was typed, if it is one."""
        job_id, now_us = self._job_id, self._controller.clocks.now_us()
        start = start_of(self._start, now_us=now_us, here=here_offset_s)
        if start is None:
            self._tell()
            return
        self._start = WhenDraft()
        self._run(lambda: self._controller.bulk.set_start(job_id, start), name="change the time of the job")

    def pause_pressed(self) -> None:
        """Let nothing more leave."""
        job_id = self._job_id
        self._run(lambda: self._controller.bulk.pause(job_id), name="pause the job")

    def stop_pressed(self) -> None:
        """Ask whether it is to end for good."""
        self._asking_to_stop = True
        self._tell()

    def stop_kept(self) -> None:
        """Leave it as it is."""
        self._asking_to_stop = False
        self._tell()

    def stop_confirmed(self) -> None:
        """End it for good."""
        job_id = self._job_id
        self._asking_to_stop = False
        self._run(lambda: self._controller.bulk.stop(job_id), name="stop the job")

    def left(self) -> None:
        """Put the job away, which goes on meanwhile; the list of jobs has it."""
        self._job_id, self._seen, self._asking_to_stop = 0, None, False
        self._tell()

    def again_pressed(self, origin: str) -> None:
        """Make a list of rows that may be sent again. origin: of the choices."""
        job_id = self._job_id
        self._run(lambda: self.on_again(job_id, Origin(origin)), name="open the rows of the job")

    def result_saved(self, path: Path) -> None:
        """Write the result as it is now to a file."""
        job_id = self._job_id

        async def save() -> None:
            try:
                count = await write_result(self._controller, job_id, path)
                self._saved = f"{plural(count, 'row')} saved to {path.name}, as they stand now."
            except OSError as fault:
                self._saved = f"Not saved: {fault.strerror or fault}."
            self._tell()

        self._run(save, name="save the result")

    # ---- what the program does

    def profile_opened(self, profile: Profile) -> None:
        """Offer the job that an earlier session left, and wait for the times of those that have one."""
        self._profile = profile

        async def offer() -> None:
            with suppress(SettingsError):  # there is none
                self._job_id = (await self._controller.bulk.job()).id
                await self._look()
            if self.shown is not None:
                self.on_offered(self.shown)

        self._run(offer, name="look for a job that is not done")
        self._run(self._controller.bulk.run_waiting, name="wait for the time of jobs")

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        match event:
            case JobChanged(job_id) if job_id == self._job_id:
                self._run(self._look, name="look at the job")
            case MessagesQueued() | MessagesChanged():
                self._stale = True
            case LinkChanged():
                self._tell()
            case _:
                pass

    def tick(self) -> None:
        """Look again when something was announced. The pane calls it twice a second while it shows a job."""
        if self._job_id and (self._stale or self._running) and not self._looking:
            self._run(self._look, name="look at the job")

    async def leave(self) -> None:
        """End the run before the session does: the job stands paused."""
        await self._runs.leave()

    # ---- inside

    async def _look(self) -> None:
        """Read how the job stands and show it. Raises StoreError."""
        job_id, desk = self._job_id, self._controller.bulk
        if not job_id:
            return
        self._looks += 1
        look = self._looks
        self._looking += 1
        self._stale = False
        try:
            known = self._seen if self._seen is not None and self._seen.job.id == job_id else None
            job = await desk.job(job_id)
            progress = await desk.progress(job_id)
            parked = await desk.parked(job_id)
            books = known.books if known else await desk.books(job_id)
            parent, children = await desk.again.parent(job_id), await desk.again.children(job_id)
            again = await desk.again.offered(job_id) if job.state in _ENDED else {}
        finally:
            self._looking -= 1
        if job_id == self._job_id and look > self._shown_look:
            self._shown_look = look
            self._seen = _Seen(
                job,
                BulkOrder.from_json(job.settings),
                books,
                progress,
                parked,
                again_choices(again),
                family_facts(job_id, parent, children),
            )
            self._tell()
            if job.state in _OPEN:
                await self._overlaps.look(job)

    def _tell(self) -> None:
        self.shown = self._work_out()
        self.on_job(self.shown)

    def _work_out(self) -> JobShown | None:
        seen = self._seen
        if seen is None:
            return None
        state, progress = seen.job.state, seen.progress
        is_open = state in _OPEN
        running = state is JobState.RUNNING
        blocked = self._blocked(seen.job) if is_open else ""
        rate = seen.order.parts_per_s or (self._profile.parts_per_s if self._profile else 1.0)
        waits = self._waits(seen.order) if running else ""
        standing = self._controller.bulk.standing(seen.job.id)
        return JobShown(
            title=title(seen.job),
            look=STANDING_LOOKS[standing.waits] if standing else JOB_LOOKS[state],
            sentence=self._sentence(seen, standing, waits),
            eta=self._how_long(seen, rate) if running and not waits and not standing else "",
            rows=seen.books.accepted,
            lines=lines(progress, state),
            facts=(*facts(seen.order, seen.books, rate=rate), *seen.family, *self._overlapping(seen.job)),
            running=running,
            can_pause=running or standing is not None,
            can_resume=is_open and not running and not self._running and not standing and not blocked,
            can_start=standing is not None and standing.waits is Waits.TIME,
            another_start=self._another_start(),
            can_stop=is_open,
            can_leave=True,
            stop_question=stop_question(progress) if self._asking_to_stop and is_open else "",
            blocked=blocked,
            saved=self._saved,
            again=() if self._blocked(seen.job) else seen.again,
        )

    def _sentence(self, seen: _Seen, standing: Standing | None, waits: str) -> str:
        """Say how it stands, what it waits for, and how many of its rows wait for their hours."""
        now_us, state = self._controller.clocks.now_us(), seen.job.state
        if standing is not None:
            return standing_words(standing, now_us=now_us, here=here_offset_s)
        words = [sentence(state, seen.progress, waits=waits, recent_rows=seen.job.recent_rows)]
        if state in _OPEN:
            words.append(start_words(seen.job.start_at_us, now_us=now_us, here=here_offset_s))
            words.append(parked_words(seen.parked, now_us=now_us, here=here_offset_s))
        return " ".join(filter(None, words))

    def _overlapping(self, job: Job) -> tuple[Fact, ...]:
        return self._overlaps.facts(job.id) if job.state in _OPEN else ()

    def _another_start(self) -> WhenShown:
        if not self._start.at.strip():
            return WhenShown()
        return when_shown(self._start, now_us=self._controller.clocks.now_us(), here=here_offset_s)

    def _blocked(self, job: Job) -> str:
        if self._profile is not None and job.profile != self._profile.name:
            return f"It belongs to the account {job.profile}: open that account to go on."
        return ""

    def _waits(self, order: BulkOrder) -> str:
        route = find_route(self._controller, self._profile, order.transport)
        return "" if route is not None and route.bound else WAITS

    def _how_long(self, seen: _Seen, rate: float) -> str:
        if self._eta is None:
            parts_per_row = seen.books.parts / max(1, seen.books.accepted)
            self._eta = Eta(expected_per_s=rate / max(1.0, parts_per_row))
        words = self._eta.see(self._monotonic_s(), still_to_leave(seen.progress) - seen.parked.rows)
        return f"{words} for rows in open hours" if words and seen.parked.rows else words


async def _nobody(_job_id: int, _origin: Origin) -> None:
    """Open nothing: there is no window."""
