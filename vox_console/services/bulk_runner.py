"""Runs bulk jobs, one at a time: feeds rows to the outbox at the job's rate, a little ahead of what leaves.

Theory of operation. The runner keeps nothing that the journal does not: it looks how many of the job's
messages wait in the outbox and feeds as many rows as are missing. What is ahead is what can be called back at
once when somebody pauses, so it is two seconds' worth. The outbox, its window and the account's rate stay in
charge of when a message really leaves; single sends go before a job's.

When a job has hours, each row is asked for them when it is fed, by the clock on the wall. What was fed and
has not left, because the job was paused or the link is down, is asked again when the job goes on and with
every minute, and called back when its hours have closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final

import apsw

from vox_console.domain.errors import SendRefused, StoreError
from vox_console.domain.zone_offset import OffsetAt
from vox_console.services.account_links import AccountLinks
from vox_console.services.bulk_hours import NumberHours, minute_of
from vox_console.services.bulk_order import BulkOrder, RowMaker
from vox_console.services.bulk_recent import from_within
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, JobChanged, MessagesChanged, MessagesQueued
from vox_console.services.opt_outs import scope_of
from vox_console.storage import job_family, job_feed, job_progress, jobs, opt_outs
from vox_console.storage.database import Database
from vox_console.storage.job_feed import MOST_LOOKED, Fed, Later
from vox_console.storage.jobs import Job, JobRow, JobState
from vox_console.storage.outbox import NewMessage
from vox_console.transports.base import Capabilities

AHEAD_S: Final = 2.0
LEAST_AHEAD: Final = 20
MOST_AHEAD: Final = 1_000
LOOK_EVERY_S: Final = 0.1
RETRY_STORE_S: Final = 2.0


_NOTHING: Final = Fed([], 0, 0)


@dataclass(frozen=True, slots=True)
class Closed:
    """Every row that still waits does so for its hours. until_us: when the first are open, UTC."""

    until_us: int


class BulkRunner:
    """Runs one job until it is done, paused or stopped; made for an account that is connected."""

    def __init__(
        self,
        database: Database,
        links: AccountLinks,
        *,
        clocks: Clocks,
        here: OffsetAt,
        rng: Random,
        announce: Callable[[Event], None],
    ) -> None:
        self._database = database
        self._links = links
        self._clocks = clocks
        self._here = here
        self._rng = rng
        self._announce = announce
        self._looks = asyncio.Event()

    def look(self) -> None:
        """Look at once how the job stands: somebody has changed it."""
        self._looks.set()

    async def run(self, job: Job) -> JobState | Closed:
        """Feed until no row waits and nothing of the job is on its way; give the state it then is in.

        Ends as well, without changing anything, when somebody has paused or stopped the job, and when every
        row that still waits does so for its hours. Raises SendRefused when the account cannot send this way.
        """
        order = self.order_of(job)
        hours = NumberHours(order.window, here=self._here)
        await self._go_on(job.id, hours)
        tokens, fed_at_s = 1.0, self._clocks.monotonic_s()
        minute = minute_of(self._clocks.now_us())
        while True:
            now_s = self._clocks.monotonic_s()
            rate = order.parts_per_s or self._links.profile.parts_per_s
            tokens = min(max(1.0, rate * AHEAD_S), tokens + (now_s - fed_at_s) * rate)
            fed_at_s = now_s
            try:
                if minute != minute_of(self._clocks.now_us()):
                    await self._call_back(job.id, hours)
                    minute = minute_of(self._clocks.now_us())
                step = await self._step(job.id, order, hours, most=int(tokens), rate=rate)
            except StoreError:
                await self._wait(RETRY_STORE_S)  # the dispatcher tells of it; nothing is fed half
                continue
            if isinstance(step, JobState | Closed):
                return step
            tokens -= step.parts
            if step.looked < MOST_LOOKED:
                await self._wait(LOOK_EVERY_S)

    def order_of(self, job: Job) -> BulkOrder:
        """Give what a job sends. Raises SendRefused when the account cannot send it."""
        if job.profile != self._links.profile.name:
            raise SendRefused("The job was not started", detail=f"It belongs to the account {job.profile}.")
        order = BulkOrder.from_json(job.settings)
        self._links.choose(order.transport)
        return order

    async def _go_on(self, job_id: int, hours: NumberHours) -> None:
        await self._call_back(job_id, hours)
        freed = await self._database.run(partial(jobs.go_on, job_id=job_id))
        if freed:
            self._announce(MessagesChanged(tuple(freed)))
        self._announce(JobChanged(job_id))
        self._links.wake()

    async def _call_back(self, job_id: int, hours: NumberHours) -> None:
        """Call back what was fed while its hours were open, if they are no more."""
        if not hours.limited:
            return
        now_us = self._clocks.now_us()
        called = await self._database.run(
            partial(
                job_feed.call_back,
                job_id=job_id,
                due=lambda digits: hours.next_us(digits, now_us),
                now_us=now_us,
            )
        )
        if called:
            self._announce(MessagesChanged(tuple(called)))

    async def _wait(self, most_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(most_s):
                await self._looks.wait()
        self._looks.clear()

    async def _step(
        self, job_id: int, order: BulkOrder, hours: NumberHours, *, most: int, rate: float
    ) -> JobState | Closed | Fed:
        """Feed what may be fed now; give what was fed, or how the run ends."""
        link = self._links.choose(order.transport)
        ahead = int(min(MOST_AHEAD, max(LEAST_AHEAD, rate * AHEAD_S)))
        state, waits, moving = await self._database.read(partial(_look, job_id=job_id))
        if state is not JobState.RUNNING:
            return state
        if most < 1 or waits >= ahead:
            return _NOTHING
        able = link.transport.capabilities
        fed, due_us = await self._database.run(
            partial(
                self._feed,
                job_id=job_id,
                limit=ahead - waits,
                most_parts=most,
                order=order,
                hours=hours,
                capabilities=able,
            )
        )
        if fed.message_ids:
            self._announce(MessagesQueued(tuple(fed.message_ids)))
            link.dispatcher.wake()
        elif due_us is None and not waits and not moving:
            await self._database.run(partial(jobs.set_state, job_id=job_id, state=JobState.DONE))
            self._announce(JobChanged(job_id))
            return JobState.DONE
        elif due_us and not waits and not moving:
            return Closed(due_us)
        return fed

    def _feed(
        self,
        db: apsw.Connection,
        *,
        job_id: int,
        limit: int,
        most_parts: int,
        order: BulkOrder,
        hours: NumberHours,
        capabilities: Capabilities,
    ) -> tuple[Fed, int | None]:
        """Feed rows; give what was fed and when there are rows to look at. Runs on the writer thread."""
        job = jobs.get(db, job_id)
        if job is None or job.state is not JobState.RUNNING:
            return _NOTHING, 0  # paused in the meantime: look again
        now_us = self._clocks.now_us()
        maker = RowMaker(
            order,
            self._links.profile,
            capabilities,
            is_opted_out=partial(opt_outs.is_opted_out, db, sender=scope_of(order.sender)),
            recent=from_within(db, now_us=now_us, except_job=job_id),
            hours=hours,
            now_us=now_us,
            rng=self._rng,
        )
        make = partial(_unless_taken, db, job_id, maker)
        fed = job_feed.feed(db, job_id, limit=limit, most_parts=most_parts, make=make, now_us=now_us)
        return fed, job_feed.next_due(db, job_id)


def _unless_taken(db: apsw.Connection, job_id: int, maker: RowMaker, row: JobRow) -> NewMessage | Later | str:
    """Make the message of a row that no other job of the family has brought to its number since."""
    if job_family.taken(db, job_id, [row.number]):
        return "It did not fail after all in the job that it was taken from."
    return maker.make(row)


def _look(db: apsw.Connection, *, job_id: int) -> tuple[JobState, int, int]:
    """Give a job's state, how many of its messages wait in the outbox, and how many are on the wire."""
    job = jobs.get(db, job_id)
    if job is None:
        return JobState.STOPPED, 0, 0
    return job.state, len(jobs.queued(db, job_id)), job_progress.on_the_wire(db, job_id)
