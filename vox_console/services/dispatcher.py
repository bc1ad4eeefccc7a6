"""Moves parts between the journal and one transport: the queue out, outcomes and arrivals back in.

Theory of operation. The dispatcher is the transport's sink and the journal's client. It holds no
queue: what is to be sent is in the journal, and :meth:`pump` takes the next parts from there when the
pacer allows it. Every step is a batch and ends in a callback on the event loop::

    pump -> lease -> reserve (commit) -> transport.submit -> outcomes -> settle (commit) -> pump
    arrivals -> read_and_store (commit) -> transport.confirm      (intake.py)

A reserve that follows outcomes is queued behind their settle, and both share one commit: the answer
is durable before the freed place in the window is used (trust in that order is what lets a restart
tell "unknown" from "accepted").

When the journal cannot write (disk full), nothing more is reserved, nothing is acknowledged, and
outcomes already heard are kept here and tried again every RETRY_STORE_S seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from vox_console.domain.errors import StoreError, VoxError
from vox_console.domain.link import Bound, LinkGauge, LinkState, Offline
from vox_console.services.auto_replies import Answering
from vox_console.services.clocks import Clocks
from vox_console.services.events import (
    Event,
    GaugeChanged,
    LinkChanged,
    MessagesChanged,
    Noted,
)
from vox_console.services.holds import Holds
from vox_console.services.intake import Intake
from vox_console.services.outcome_tally import settled_as, tally
from vox_console.services.pacing import Pacer
from vox_console.settings.profiles import Profile
from vox_console.storage.database import Database
from vox_console.storage.receipts import record_outcomes
from vox_console.storage.reservation import Reserved, reserve
from vox_console.storage.settlement import Settled
from vox_console.transports.base import (
    Arrival,
    SubmitOutcome,
    Transport,
)

RETRY_STORE_S = 2.0
GAUGE_EVERY_S = 0.25
LARGEST_BATCH = 500


class Dispatcher:
    """One account's traffic over one transport.

    can_be_asked: some transport of the account can ask what became of a message. answering, wake_all: see
    :class:`.Intake`. Implements
    :class:`~vox_console.transports.base.Sink`. Lives on the event loop; every method is called there and
    returns at once.
    """

    def __init__(
        self,
        *,
        database: Database,
        transport: Transport,
        profile: Profile,
        clocks: Clocks,
        announce: Callable[[Event], None],
        can_be_asked: bool = False,
        answering: Callable[[], Answering | None] = lambda: None,
        wake_all: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._transport = transport
        self._profile = profile
        self._clocks = clocks
        self._announce = announce
        self._can_be_asked = can_be_asked
        self._loop = asyncio.get_running_loop()
        able = self._able = transport.capabilities
        self._pacer = Pacer(
            window=able.window or profile.window,
            parts_per_s=profile.parts_per_s,
            burst=able.burst,
            now_s=clocks.monotonic_s(),
        )
        self._intake = Intake(
            database=database,
            transport=transport,
            profile=profile,
            clocks=clocks,
            announce=announce,
            store_failed=self._store_failed,
            answering=answering,
            wake=wake_all,
        )
        self._round_trip_ms: float | None = None
        self._wakes = 1  # the journal may hold work from before
        self._idle_since_wake = 0
        self._holds = Holds()
        self._on_the_wire: dict[int, int] = {}  # attempts whose first outcome is to come, and their parts
        self._unsaved: list[Settled] = []
        self._store_trouble = False
        self._timer: asyncio.TimerHandle | None = None
        self._gauge_timer: asyncio.TimerHandle | None = None
        self._stopped = False
        self._moved = asyncio.Event()
        self.link: LinkState = Offline()

    # ---- what the controller calls

    def wake(self, *, hold_until_us: int = 0) -> None:
        """Look into the journal's queue again, now or when a hold ends."""
        self._holds.add(hold_until_us, now_us=self._clocks.now_us(), now_s=self._clocks.monotonic_s())
        self._wakes += 1
        self.pump()

    async def drain(self) -> None:
        """Wait until the queue is empty and everything on the wire is answered, or the link is gone.

        A journal that cannot be written lets nothing leave: then only answers are waited for.
        """
        while isinstance(self.link, Bound) and (
            (self._queue_may_hold and not self._store_trouble) or self._pacer.in_flight
        ):
            self._moved.clear()
            await self._moved.wait()

    def start_sending(self) -> None:
        """Take from the queue again, as soon as the link is bound."""
        self._stopped = False

    def stop_sending(self) -> None:
        """Take nothing more from the queue; what is on the wire may still be answered."""
        self._stopped = True

    @property
    def _queue_may_hold(self) -> bool:
        return self._able.sends and not self._stopped and self._idle_since_wake != self._wakes

    @property
    def gauge(self) -> LinkGauge:
        """The numbers of the session badge."""
        return LinkGauge(
            round_trip_ms=self._round_trip_ms,
            in_flight=self._pacer.in_flight,
            window=self._pacer.window,
            parts_per_s=self._pacer.parts_per_s,
            slowed=self._pacer.slowed(self._clocks.monotonic_s()),
        )

    def pump(self) -> None:
        """Reserve as many queued parts as window, rate and link allow."""
        if self._stopped or self._store_trouble or not isinstance(self.link, Bound):
            return
        now_s = self._clocks.monotonic_s()
        self._wakes += self._holds.expire(now_s)
        if not self._queue_may_hold:
            self._arm(None)
            return
        count = min(self._pacer.allowance(now_s), LARGEST_BATCH)
        if count <= 0:
            self._arm(self._pacer.next_at_s(now_s))
            return
        lease = self._transport.lease(count)
        if lease is None:
            return  # not bound, or its buffer is full: an outcome or a new link state comes first
        count = len(lease.sequences)
        self._pacer.took(count)
        self._database.write(
            partial(
                reserve,
                profile=self._profile.name,
                transport=self._able.name,
                session=lease.session,
                sequences=lease.sequences,
                now_us=self._clocks.now_us(),
                due_us=max(self._holds.ended_us, self._clocks.now_us()),
                caller_splits=self._able.caller_splits,
                own_ids=self._able.own_ids,
            ),
            partial(self._reserved, lease.session, count, self._wakes),
        )
        self._gauge_moved()

    # ---- Sink

    def link_changed(self, state: LinkState) -> None:
        """Tell the listeners, and send what waits once bound."""
        self.link = state
        if not isinstance(state, Bound):
            self._round_trip_ms = None
        self._announce(LinkChanged(state, self._able.name))
        self._moved.set()
        self._wakes += 1
        self.pump()

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Record what became of submitted parts, and use the places that became free."""
        count = tally(outcomes, self._on_the_wire)
        self._pacer.gave_back(count.unsent, billed=count.unsent_billed)
        self._pacer.answered(
            good=count.good,
            throttled=count.throttled,
            lost=count.lost,
            now_s=self._clocks.monotonic_s(),
            pause_s=count.pause_s,
            billed=count.billed,
        )
        self._wakes += 1  # a part may have gone back to the queue
        self._settle([settled_as(outcome) for outcome in outcomes])
        self.pump()
        self._gauge_moved()

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Store what was pushed to us; acknowledge it when that is durable."""
        self._intake.store(arrivals)

    def round_trip(self, milliseconds: float) -> None:
        """Keep the round trip for the badge."""
        self._round_trip_ms = milliseconds
        self._gauge_moved()

    def noted(self, fault: VoxError) -> None:
        """Pass on what a person may want to know."""
        self._announce(Noted(fault))

    # ---- what the journal answers

    def _reserved(self, session: str, leased: int, wakes: int, result: Reserved | Exception) -> None:
        if isinstance(result, Exception):
            self._pacer.gave_back(leased)
            self._store_failed(result)
            return
        self._pacer.gave_back(leased - len(result.requests))
        self._pacer.weighed(result.segments - len(result.requests))
        self._gauge_moved()
        if len(result.requests) < leased and not result.more:
            self._idle_since_wake = wakes
        if result.requests:
            self._on_the_wire.update((each.attempt_id, each.segments) for each in result.requests)
            self._transport.submit(session, result.requests)
        if result.message_ids:
            self._announce(MessagesChanged(tuple(result.message_ids)))
        self.pump()

    def _settle(self, settled: list[Settled]) -> None:
        now_us = self._clocks.now_us()
        self._database.write(
            partial(
                record_outcomes,
                outcomes=settled,
                profile=self._profile.name,
                now_us=now_us,
                queries=self._can_be_asked,
            ),
            partial(self._settled, settled),
        )

    def _settled(self, settled: list[Settled], result: list[int] | Exception) -> None:
        if isinstance(result, Exception):
            self._unsaved.extend(settled)
            self._store_failed(result)
        elif result:
            self._announce(MessagesChanged(tuple(result)))

    # ---- trouble and time

    def _store_failed(self, fault: Exception) -> None:
        if not isinstance(fault, StoreError):
            raise fault
        if not self._store_trouble:
            self._store_trouble = True
            self._announce(Noted(fault))
            self._moved.set()
        self._arm(self._clocks.monotonic_s() + RETRY_STORE_S)

    def _arm(self, at_s: float | None) -> None:
        """Set the one timer: to `at_s`, or to the end of the next hold, whichever comes first."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now_s = self._clocks.monotonic_s()
        delays = [] if at_s is None else [at_s - now_s]
        if self._holds.next_at_s is not None:
            delays.append(self._holds.next_at_s - now_s)
        if delays:
            self._timer = self._loop.call_later(max(0.001, min(delays)), self._timer_rang)

    def _timer_rang(self) -> None:
        self._timer = None
        if self._store_trouble:
            self._store_trouble = False
            self.save_again()
            self._wakes += 1
        self.pump()

    def save_again(self) -> None:
        """Try once more to record the outcomes that could not be."""
        unsaved, self._unsaved = self._unsaved, []
        if unsaved:
            self._settle(unsaved)

    def _gauge_moved(self) -> None:
        self._moved.set()
        if self._gauge_timer is None and not self._stopped:
            self._gauge_timer = self._loop.call_later(GAUGE_EVERY_S, self._tell_gauge)

    def _tell_gauge(self) -> None:
        self._gauge_timer = None
        self._announce(GaugeChanged(self.gauge, self._able.name))

    def cancel_timers(self) -> None:
        """Ring no more; called when the account is closed."""
        for timer in (self._timer, self._gauge_timer):
            if timer is not None:
                timer.cancel()
        self._timer = self._gauge_timer = None
