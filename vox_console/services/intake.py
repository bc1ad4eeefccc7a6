"""What the provider pushes, on its way into the journal: stored first, acknowledged then, announced last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from vox_console.domain.delivery import Delivery
from vox_console.domain.receipt import Receipt, parse_receipt
from vox_console.domain.transport_name import Witness
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, InboundStored, MessagesChanged, OrphansStored, ThreadsChanged
from vox_console.settings.profiles import Profile
from vox_console.storage.database import Database
from vox_console.storage.inbound import Home
from vox_console.storage.receipts import Stored, read_and_store
from vox_console.transports.base import Arrival, Confirm, Transport


class Intake:
    """Stores the arrivals of one transport. store_failed: is told why when the journal could not."""

    def __init__(
        self,
        *,
        database: Database,
        transport: Transport,
        profile: Profile,
        clocks: Clocks,
        announce: Callable[[Event], None],
        store_failed: Callable[[Exception], None],
    ) -> None:
        self._database = database
        self._transport = transport
        self._profile = profile
        self._clocks = clocks
        self._announce = announce
        self._store_failed = store_failed
        self._home = Home(profile.default_region, profile.default_alphabet)
        self._answered: list[int] = []  # told to the journal with what comes next
        # What is told by callback comes in by a transport of its own, or by the one that cannot be pushed to.
        self._witness = Witness.SMPP if transport.capabilities.caller_splits else Witness.CALLBACK

    def store(self, arrivals: Sequence[Arrival]) -> None:
        """Store what was pushed; acknowledge it when that is durable, else ask for it again."""
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
        answered, self._answered = self._answered, []
        self._database.write(
            partial(
                read_and_store,
                arrivals=[(arrival.receipt, arrival.delivery) for arrival in arrivals],
                read=read,
                witness=self._witness,
                profile=profile.name,
                now_us=now_us,
                home=self._home,
                answered=answered,
            ),
            partial(self._stored, [arrival.token for arrival in arrivals]),
        )

    def _stored(self, tokens: list[object], result: Stored | Exception) -> None:
        if isinstance(result, Exception):
            self._transport.confirm(tokens, Confirm.TRY_AGAIN)
            self._store_failed(result)
            return
        self._transport.confirm(tokens, Confirm.STORED)
        if result.changed:
            self._announce(MessagesChanged(tuple(result.changed)))
        if result.inbound.ids:
            self._answered += result.inbound.ids
            self._announce(InboundStored(len(result.inbound.ids)))
            self._announce(ThreadsChanged(tuple(sorted(result.inbound.thread_ids))))
        if result.orphans:
            self._announce(OrphansStored(result.orphans))


def _no_receipt(_delivery: Delivery) -> None:
    """Read what came by callback: whatever its text looks like, its fields have told what it is."""
