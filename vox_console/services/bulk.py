"""Bulk jobs as the window and the command line run them, pause them and stop them; see :mod:`.bulk_records`.

Jobs run one after the other, in the order in which they were started. Leaving the account pauses the one that
runs and those that wait for their turn.

A job may be given a time to start at. Until then it holds nobody's turn, and nothing of it has left; so it
goes on waiting when the account is left or the program ends, and is waited for again when its account is
connected (:meth:`BulkDesk.run_waiting`). If its time passed meanwhile, or the computer slept over it, it
stands paused: the time was chosen for those who get the message, and only a person can say whether another
one will do. A job all of whose rows wait for their hours holds nobody's turn either; it asks for one again
when the first are open. Both go by the clock on the wall, which is looked at twice a minute, because it can
be set and a computer can sleep.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Final

from vox_console.domain.errors import SendRefused, StoreError, VoxError
from vox_console.domain.start_time import StartTime
from vox_console.domain.zone_offset import OffsetAt
from vox_console.services.account_links import AccountLinks
from vox_console.services.bulk_recheck import must_ask, recents_fault
from vox_console.services.bulk_records import JobRecords
from vox_console.services.bulk_runner import BulkRunner, Closed
from vox_console.services.bulk_turns import Standing, Turns, Waits
from vox_console.services.clocks import Clocks, here_offset_s
from vox_console.services.events import Event, JobChanged, MessagesChanged, Noted
from vox_console.storage import job_recents, job_times, jobs
from vox_console.storage.database import Database
from vox_console.storage.full_stop import Held, hold_everything
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import Job, JobState

LOOK_AGAIN_S: Final = 30.0
TOO_LATE_S: Final = 300.0
"""A job whose time was missed by more than this, because the computer slept, is not started by itself."""


@dataclass(eq=False, slots=True)
class _Ticket:
    """What the starter of a job holds. until_us: the moment it waits for, and for what."""

    look: asyncio.Event = field(default_factory=asyncio.Event)
    waits: Waits = Waits.TURN
    until_us: int = 0


class BulkDesk(JobRecords):
    """The jobs of one journal, and which of them run. links: the account that is connected, None for none."""

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        rng: Random,
        announce: Callable[[Event], None],
        links: Callable[[], AccountLinks | None],
        here: OffsetAt = here_offset_s,
    ) -> None:
        super().__init__(database, clocks=clocks, announce=announce)
        self._rng = rng
        self._links = links
        self._here = here
        self._turns = Turns()
        self._door = asyncio.Lock()  # so that who starts first stands first in the line
        # The job that runs and those that wait, each with what its starter holds: who pauses a job takes it
        # away, and may start it anew before the first starter has noticed.
        self._wanted: dict[int, _Ticket] = {}
        self._runner: BulkRunner | None = None

    async def run(self, job_id: int) -> JobState:
        """Run a job until it is done, paused or stopped; give which. Waits for its time and its turn first.

        Ends as well when the account is left before the job's time; it then stands waiting.

        Raises SendRefused when it runs already or has ended, and when its account is not connected.
        """
        if job_id in self._wanted:
            raise SendRefused("The job was not started", detail="It is running already.")
        ticket = self._wanted[job_id] = _Ticket()
        try:
            return await self._run(job_id, ticket)
        finally:
            if self._wanted.get(job_id) is ticket:
                del self._wanted[job_id]

    async def run_waiting(self) -> None:
        """Wait for the times of the account's jobs that nobody waits for, and run them; ends when they end.

        Those whose time has passed are paused. What hinders one is announced.
        """
        links = self._links()
        if links is None:
            return
        missed = await self._database.run(partial(job_times.miss_start, now_us=self._clocks.now_us()))
        for job_id in missed:
            self._announce(JobChanged(job_id))
        look = partial(job_times.waiting_for_time, profile=links.profile.name)
        async with asyncio.TaskGroup() as tasks:
            for job_id in await self._database.read(look):
                if job_id not in self._wanted:
                    tasks.create_task(self._run_told(job_id))

    async def _run_told(self, job_id: int) -> None:
        try:
            await self.run(job_id)
        except VoxError as fault:
            self._announce(Noted(fault))

    def standing(self, job_id: int) -> Standing | None:
        """Give what a job that was started waits for; None when it runs or was not started."""
        ticket = self._wanted.get(job_id)
        if ticket is None:
            return None
        if ticket.until_us:
            return Standing(ticket.waits, until_us=ticket.until_us)
        place = self._turns.place(ticket)
        return Standing(Waits.TURN, place=place) if place > 1 else None

    async def _run(self, job_id: int, ticket: _Ticket) -> JobState:
        async with self._door:
            await self._startable(job_id)
            job = await self.job(job_id)
        if job.start_at_us > self._clocks.now_us():
            missed = await self._await_time(job_id, ticket)
            if missed is not None:
                return missed
        while True:
            async with self._turns.turn(ticket):
                self._announce(JobChanged(job_id))  # and with it the places of those behind it
                job = await self.job(job_id)
                if self._wanted.get(job_id) is not ticket:
                    return job.state  # paused or stopped before its turn came
                if await self._asked_about_recents(job, ticket):
                    return JobState.PAUSED
                self._runner = await self._startable(job_id)
                try:
                    ended = await self._runner.run(job)
                finally:
                    self._runner = None
            if isinstance(ended, JobState):
                return ended
            self._announce(JobChanged(job_id))
            if not await self._await_hours(job_id, ticket, ended):
                return (await self.job(job_id)).state

    async def _asked_about_recents(self, job: Job, ticket: _Ticket) -> bool:
        """Pause a job where a person has to be asked before it starts; see :mod:`.bulk_recheck`."""
        now_us = self._clocks.now_us()
        rows = await must_ask(self._database, job, now_us=now_us)
        if not rows or self._wanted.get(job.id) is not ticket:
            return False
        await self._database.run(partial(job_recents.ask, job_id=job.id, rows=rows, now_us=now_us))
        await self.pause(job.id)
        self._announce(Noted(recents_fault(job.id, rows)))
        return True

    async def _startable(self, job_id: int) -> BulkRunner:
        """Give what can run a job. Raises SendRefused when nothing can."""
        job = await self.job(job_id)
        links = self._links()
        if links is None:
            raise SendRefused("The job was not started", detail="No account is connected.")
        if job.state in {JobState.DONE, JobState.STOPPED}:
            raise SendRefused("The job was not started", detail=f"It is {job.state.value} already.")
        runner = BulkRunner(
            self._database,
            links,
            clocks=self._clocks,
            here=self._here,
            rng=self._rng,
            announce=self._announce,
        )
        runner.order_of(job)
        return runner

    async def _await_time(self, job_id: int, ticket: _Ticket) -> JobState | None:
        """Wait until it is time for a job. Give the state of one that is not to run after all."""
        armed = False
        while True:
            job = await self.job(job_id)
            if self._wanted.get(job_id) is not ticket:
                return job.state
            left_s = (job.start_at_us - self._clocks.now_us()) / 1_000_000
            if not job.start_at_us or left_s <= 0:
                ticket.until_us = 0
                if job.start_at_us and armed and left_s < -TOO_LATE_S:
                    await self.pause(job_id)
                    return JobState.PAUSED
                return None
            if not armed:
                await self._database.run(partial(job_times.await_start, job_id=job_id))
                armed = True
            if ticket.until_us != job.start_at_us:
                ticket.waits, ticket.until_us = Waits.TIME, job.start_at_us
                self._announce(JobChanged(job_id))
            await self._sleep(ticket, left_s)

    async def _await_hours(self, job_id: int, ticket: _Ticket, closed: Closed) -> bool:
        """Wait until rows of a job may leave; give whether it is still to run."""
        ticket.waits, ticket.until_us = Waits.HOURS, closed.until_us
        while (left_s := (closed.until_us - self._clocks.now_us()) / 1_000_000) > 0:
            if self._wanted.get(job_id) is not ticket:
                return False
            await self._sleep(ticket, left_s)
        ticket.until_us = 0
        return self._wanted.get(job_id) is ticket

    @staticmethod
    async def _sleep(ticket: _Ticket, left_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(left_s, LOOK_AGAIN_S)):
                await ticket.look.wait()
        ticket.look.clear()

    async def set_start(self, job_id: int, start: StartTime | None) -> None:
        """Let a job start at another time; None: at once if it is waiting for its time, else when it is run.

        Of one that has begun nothing changes.
        """
        at_us, zone = (start.at_us, start.zone) if start else (0, "")
        await self._database.run(partial(job_times.set_start, job_id=job_id, start_at_us=at_us, zone=zone))
        if job_id in self._wanted:
            self._wanted[job_id].look.set()
        self._announce(JobChanged(job_id))

    async def pause(self, job_id: int) -> Progress:
        """Let nothing more of a job leave; give how it then stands. A job that has ended stays so."""
        ticket = self._wanted.pop(job_id, None)  # first: its holder has asked the journal before we do
        held = await self._database.run(partial(jobs.pause, job_id=job_id))
        return await self._changed(job_id, held, ticket)

    async def stop(self, job_id: int) -> Progress:
        """End a job for good, calling back what has not left; give how it then stands."""
        ticket = self._wanted.pop(job_id, None)
        taken = await self._database.run(partial(jobs.stop, job_id=job_id, now_us=self._clocks.now_us()))
        return await self._changed(job_id, taken, ticket)

    async def _changed(self, job_id: int, message_ids: list[int], ticket: _Ticket | None) -> Progress:
        if ticket is not None:
            self._let_go(ticket)
        if self._runner is not None:
            self._runner.look()
        if message_ids:
            self._announce(MessagesChanged(tuple(message_ids)))
        self._announce(JobChanged(job_id))
        return await self.progress(job_id)

    async def hold_everything(self) -> Held:
        """Let nothing more leave, of any job or alone, until a person says so; give how it then stands.

        Every job that runs or waits is paused, whatever it waits for. Raises StoreError.
        """
        started = dict(self._wanted)
        self._wanted.clear()
        held = await self._database.run(partial(hold_everything, started=started))
        for ticket in started.values():
            self._let_go(ticket)
        if self._runner is not None:
            self._runner.look()
        if held.changed:
            self._announce(MessagesChanged(held.changed))
        for job_id in {*started, *held.job_ids}:
            self._announce(JobChanged(job_id))
        return held

    async def leave(self) -> None:
        """Pause what runs or waits for its turn, because the account is about to be left.

        What waits for its time goes on waiting, though nobody starts it while its account is not connected.
        """
        wanted = dict(self._wanted)
        self._wanted.clear()
        with suppress(StoreError):  # then the next start finds it running, and pauses it
            for job_id in {*wanted, *await self._database.run(jobs.running)}:
                job = await self.job(job_id)
                if job.state is JobState.WAITING and job.start_at_us > self._clocks.now_us():
                    self._announce(JobChanged(job_id))
                else:
                    await self.pause(job_id)
        for ticket in wanted.values():
            self._let_go(ticket)

    def _let_go(self, ticket: _Ticket) -> None:
        """Let who waits with a ticket that counts no more notice it."""
        ticket.look.set()
        self._turns.give_up(ticket)
