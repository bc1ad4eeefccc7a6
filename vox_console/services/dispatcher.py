"""Moves parts between the journal and one transport: the queue out, outcomes and arrivals back in.

Theory of operation. The dispatcher is the transport's sink and the journal's client. It holds no
queue: what is to be sent is in the journal, and :meth:`pump` takes the next parts from there when the
pacer allows it. Every step is a batch and ends in a callback on the event loop::

    pump -> lease -> reserve (commit) -> transport.submit -> outcomes -> settle (commit) -> pump
    arrivals -> read_and_store (commit) -> transport.confirm

A reserve that follows outcomes is queued behind their settle, and both share one commit: the answer
is durable before the freed place in the window is used (trust in that order is what lets a restart
tell "unknown" from "accepted").

When the journal cannot write (disk full), nothing more is reserved, nothing is acknowledged, and
outcomes already heard are kept here and tried again every RETRY_STORE_S seconds.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Sequence
from functools import partial
from typing import assert_never

from vox_console.domain.delivery import Delivery
from vox_console.domain.errors import StoreError, VoxError
from vox_console.domain.link import Bound, LinkGauge, LinkState, Offline
from vox_console.domain.message import SubmitState
from vox_console.domain.receipt import Receipt, parse_receipt
from vox_console.domain.transport_name import Witness
from vox_console.services.clocks import Clocks
from vox_console.services.events import (
    Event,
    GaugeChanged,
    InboundStored,
    LinkChanged,
    MessagesChanged,
    Noted,
    OrphansStored,
)
from vox_console.services.pacing import Pacer
from vox_console.settings.profiles import Profile
from vox_console.storage.database import Database
from vox_console.storage.receipts import Stored, read_and_store, record_outcomes
from vox_console.storage.reservation import Reserved, reserve
from vox_console.storage.settlement import NO_ANSWER, Settled
from vox_console.transports.base import (
    Accepted,
    Arrival,
    Confirm,
    NotSent,
    Refused,
    SubmitOutcome,
    Transport,
    Unanswered,
)

RETRY_STORE_S = 2.0
GAUGE_EVERY_S = 0.25
LARGEST_BATCH = 500


class Dispatcher:
    """One account's traffic over one transport.

    can_be_asked: some transport of the account can ask what became of a message. Implements
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
        # What is told by callback comes in by a transport of its own, or by the one that cannot be pushed to.
        self._witness = Witness.SMPP if able.caller_splits else Witness.CALLBACK
        self._round_trip_ms: float | None = None
        self._wakes = 1  # the journal may hold work from before
        self._idle_since_wake = 0
        self._holds: list[tuple[float, int]] = []  # when by the monotonic clock, until when in the journal
        self._due_us = 0
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
        left_us = hold_until_us - self._clocks.now_us()
        if left_us > 0:
            heapq.heappush(self._holds, (self._clocks.monotonic_s() + left_us / 1_000_000, hold_until_us))
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
        self._expire_holds()
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
                due_us=max(self._due_us, self._clocks.now_us()),
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
        good = throttled = lost = unsent = 0
        billed = unsent_billed = 0
        pause_s = 0.0
        settled: list[Settled] = []
        for outcome in outcomes:
            # A late answer was counted when it was given up; it frees no second place in the window.
            parts = self._on_the_wire.pop(outcome.attempt_id, 0)
            first = parts > 0
            match outcome:
                case Refused() if outcome.for_now:
                    throttled += first
                    billed += parts
                    pause_s = max(pause_s, outcome.retry_after_s or 0.0)
                case Unanswered():
                    lost += first
                case NotSent():
                    unsent += first
                    unsent_billed += parts
                case _:
                    good += first
            settled.append(_settled(outcome))
        self._pacer.gave_back(unsent, billed=unsent_billed)
        self._pacer.answered(
            good=good,
            throttled=throttled,
            lost=lost,
            now_s=self._clocks.monotonic_s(),
            pause_s=pause_s,
            billed=billed,
        )
        self._wakes += 1  # a part may have gone back to the queue
        self._settle(settled)
        self.pump()
        self._gauge_moved()

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Store what was pushed to us; acknowledge it when that is durable."""
        now_us = self._clocks.now_us()
        profile = self._profile
        read: Callable[[Delivery], Receipt | None] = partial(
            parse_receipt,
            by_text=profile.detect_receipts_by_text,
            utc_offset_min=profile.utc_offset_min,
            now_us=now_us,
        )
        if self._witness is Witness.CALLBACK:
            read = _no_receipt
        self._database.write(
            partial(
                read_and_store,
                arrivals=[(arrival.receipt, arrival.delivery) for arrival in arrivals],
                read=read,
                witness=self._witness,
                profile=profile.name,
                now_us=now_us,
            ),
            partial(self._stored, [arrival.token for arrival in arrivals]),
        )

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

    def _stored(self, tokens: list[object], result: Stored | Exception) -> None:
        if isinstance(result, Exception):
            self._transport.confirm(tokens, Confirm.TRY_AGAIN)
            self._store_failed(result)
            return
        self._transport.confirm(tokens, Confirm.STORED)
        if result.changed:
            self._announce(MessagesChanged(tuple(result.changed)))
        if result.inbound:
            self._announce(InboundStored(result.inbound))
        if result.orphans:
            self._announce(OrphansStored(result.orphans))

    # ---- trouble and time

    def _store_failed(self, fault: Exception) -> None:
        if not isinstance(fault, StoreError):
            raise fault
        if not self._store_trouble:
            self._store_trouble = True
            self._announce(Noted(fault))
            self._moved.set()
        self._arm(self._clocks.monotonic_s() + RETRY_STORE_S)

    def _expire_holds(self) -> None:
        """End holds by the monotonic clock: a wall clock that is set back must not hold anything longer."""
        now_s = self._clocks.monotonic_s()
        while self._holds and self._holds[0][0] <= now_s:
            self._due_us = max(self._due_us, heapq.heappop(self._holds)[1])
            self._wakes += 1

    def _arm(self, at_s: float | None) -> None:
        """Set the one timer: to `at_s`, or to the end of the next hold, whichever comes first."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now_s = self._clocks.monotonic_s()
        delays = [] if at_s is None else [at_s - now_s]
        if self._holds:
            delays.append(self._holds[0][0] - now_s)
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


def _no_receipt(_delivery: Delivery) -> None:
    """Read what came by callback: whatever its text looks like, its fields have told what it is."""


def _settled(outcome: SubmitOutcome) -> Settled:
    """Say what an outcome is to the journal."""
    answer = outcome.answer or NO_ANSWER
    match outcome:
        case Accepted(attempt_id, provider_id, more_ids):
            return Settled(
                attempt_id, SubmitState.ACCEPTED, provider_id=provider_id, more_ids=more_ids, answer=answer
            )
        case Refused(attempt_id, status, reason):
            return Settled(
                attempt_id,
                SubmitState.REFUSED,
                command_status=status,
                reason=reason,
                for_now=outcome.for_now,
                answer=answer,
            )
        case Unanswered(attempt_id, reason):
            return Settled(attempt_id, SubmitState.UNKNOWN, reason=reason, answer=answer)
        case NotSent(attempt_id, reason):
            return Settled(attempt_id, SubmitState.QUEUED, reason=reason, answer=answer)
        case _:
            assert_never(outcome)
