"""What the provider pushes, on its way into the journal: stored first, acknowledged then, announced last.

A customer's message that wants no more messages is obeyed in the transaction that stores it, and what is
answered automatically is answered there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.receipt import Receipt, parse_receipt
from vox_console.domain.transport_name import Witness
from vox_console.services.auto_replies import Answered, Answering, answer
from vox_console.services.clocks import Clocks
from vox_console.services.events import (
    AutoReplyTripped,
    Event,
    InboundStored,
    MessagesChanged,
    MessagesQueued,
    Noted,
    OptOutsChanged,
    OrphansStored,
    RefusalsChanged,
    ThreadsChanged,
)
from vox_console.settings.profiles import Profile
from vox_console.storage.database import Database
from vox_console.storage.heeding import Heeded, heed
from vox_console.storage.inbound import Home
from vox_console.storage.receipts import Stored, read_and_store
from vox_console.transports.base import Arrival, Confirm, Transport


class Intake:
    """Stores the arrivals of one transport. store_failed: is told why when the journal could not.

    answering: gives how the account answers by itself now, None for not at all. wake: there are answers.
    """

    def __init__(
        self,
        *,
        database: Database,
        transport: Transport,
        profile: Profile,
        clocks: Clocks,
        announce: Callable[[Event], None],
        store_failed: Callable[[Exception], None],
        answering: Callable[[], Answering | None],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._transport = transport
        self._profile = profile
        self._clocks = clocks
        self._announce = announce
        self._store_failed = store_failed
        self._answering = answering
        self._wake = wake
        self._home = Home(profile.default_region, profile.default_alphabet)
        self._answered: list[int] = []  # told to the journal with what comes next
        # What is told by callback comes in by a transport of its own, or by the one that cannot be pushed to.
        self._witness = Witness.SMPP if transport.capabilities.caller_splits else Witness.CALLBACK

    def store(self, arrivals: Sequence[Arrival]) -> None:
        """Store what was pushed; acknowledge it when that is durable, else ask for it again."""
        now_us = self._clocks.now_us()
        read: Callable[[Delivery], Receipt | None] = partial(
            parse_receipt,
            by_text=self._profile.detect_receipts_by_text,
            utc_offset_min=self._profile.utc_offset_min,
            now_us=now_us,
        )
        if self._witness is Witness.CALLBACK:
            read = _no_receipt
        answered, self._answered = self._answered, []
        store = partial(
            read_and_store,
            arrivals=[(arrival.receipt, arrival.delivery) for arrival in arrivals],
            read=read,
            witness=self._witness,
            profile=self._profile.name,
            now_us=now_us,
            home=self._home,
            answered=answered,
        )
        self._database.write(
            partial(_take_in, store=store, answering=self._answering(), now_us=now_us),
            partial(self._stored, [arrival.token for arrival in arrivals]),
        )

    def _stored(self, tokens: list[object], result: _TakenIn | Exception) -> None:
        if isinstance(result, Exception):
            self._transport.confirm(tokens, Confirm.TRY_AGAIN)
            self._store_failed(result)
            return
        self._transport.confirm(tokens, Confirm.STORED)
        stored, heeded, answered = result.stored, result.heeded, result.answered
        changed = {*stored.changed, *heeded.taken_back}
        if changed:
            self._announce(MessagesChanged(tuple(sorted(changed))))
        if stored.inbound.ids:
            self._answered += stored.inbound.ids
            self._announce(InboundStored(len(stored.inbound.ids)))
            self._announce(ThreadsChanged(tuple(sorted(stored.inbound.thread_ids))))
        if heeded.register_changed:
            self._announce(OptOutsChanged())
        if heeded.to_review:
            self._announce(RefusalsChanged())
        if stored.orphans:
            self._announce(OrphansStored(stored.orphans))
        for fault in answered.refused:
            self._announce(Noted(fault))
        if answered.tripped:
            self._announce(AutoReplyTripped())
        if answered.message_ids:
            self._announce(MessagesQueued(tuple(answered.message_ids)))
            self._wake()


@dataclass(frozen=True, slots=True)
class _TakenIn:
    """What one transaction did."""

    stored: Stored
    heeded: Heeded
    answered: Answered


def _take_in(
    db: apsw.Connection,
    *,
    store: Callable[[apsw.Connection], Stored],
    answering: Answering | None,
    now_us: int,
) -> _TakenIn:
    """Store arrivals, obey those that are whole now, and answer them."""
    stored = store(db)
    whole = stored.inbound.whole
    heeded = heed(db, whole, now_us=now_us)
    answered = answer(db, whole, entered=heeded.entered, answering=answering, now_us=now_us)
    return _TakenIn(stored, heeded, answered)


def _no_receipt(_delivery: Delivery) -> None:
    """Read what came by callback: whatever its text looks like, its fields have told what it is."""
