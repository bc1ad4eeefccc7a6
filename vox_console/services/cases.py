"""Messages whose fate nobody told: what a person decides about them, and nothing that happens by itself.

The decision and its guard against a second one are the journal's (:mod:`vox_console.storage.verdicts`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import apsw

from vox_console.domain.errors import SendRefused
from vox_console.domain.message import Message
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, MessagesChanged
from vox_console.services.opt_outs import Store
from vox_console.services.orders import SendOrder, validity_hours
from vox_console.storage import verdicts
from vox_console.storage.database import Database
from vox_console.storage.rows import one_row
from vox_console.storage.verdicts import Verdict

Send = Callable[[SendOrder, Store], Awaitable[list[Message]]]


@dataclass(frozen=True, slots=True)
class Case:
    """What was decided about a message. standing: what holds now. instead_of: what this one was sent for.

    history: every decision there ever was, oldest first. instead_of: 0 for none.
    """

    standing: Verdict | None = None
    history: tuple[Verdict, ...] = ()
    instead_of: int = 0


class CaseDesk:
    """Decisions in one journal. send: sends an order and stores its messages by a function of the journal's.

    Raises, from everything: StoreError; SendRefused, in words, where something forbids it.
    """

    def __init__(
        self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None], send: Send
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce
        self._send = send

    async def of(self, message_id: int) -> Case:
        """Give what was decided about a message."""
        return await self._database.read(partial(_case, message_id=message_id))

    async def open(self, *, before: int = 1 << 62, limit: int = 100) -> list[int]:
        """Give messages that are still to be decided about, newest first, below a number."""
        return await self._database.read(partial(verdicts.open_cases, before=before, limit=limit))

    async def count_as_sent(self, message_id: int) -> None:
        """Note that it counts as sent. What is known of it stays as it is."""
        now_us = self._clocks.now_us()
        await self._database.run(partial(verdicts.count_as_sent, message_id=message_id, now_us=now_us))
        self._announce(MessagesChanged((message_id,)))

    async def send_again(self, message: Message, *, profile: str, hold_s: float) -> Message:
        """Send the same to the same number once more, as a message of its own, and give that.

        profile: the account that is open, which must be the message's. hold_s: how long it can be taken back.
        """
        if message.profile != profile:
            raise SendRefused("Nothing was sent", detail=f"Open the account {message.profile} first.")
        order = await self._database.read(partial(_order, message=message, hold_s=hold_s))
        store = partial(verdicts.enqueue_again, message_id=message.id)
        (again,) = await self._send(order, store)
        self._announce(MessagesChanged((message.id,)))
        return again

    async def take_back(self, message_id: int) -> None:
        """Take the decision back."""
        now_us = self._clocks.now_us()
        await self._database.run(partial(verdicts.take_back, message_id=message_id, now_us=now_us))
        self._announce(MessagesChanged((message_id,)))


def _case(db: apsw.Connection, message_id: int) -> Case:
    return Case(
        verdicts.standing_of(db, [message_id]).get(message_id),
        verdicts.all_of(db, message_id),
        verdicts.sent_instead_of(db, message_id),
    )


def _order(db: apsw.Connection, *, message: Message, hold_s: float) -> SendOrder:
    """Give the order that makes the same message again."""
    row = one_row(db, "SELECT registered_delivery, validity_period FROM messages WHERE id = ?", (message.id,))
    receipt, validity = row or (1, "")
    over_smpp = message.transport == TransportName.SMPP
    return SendOrder(
        message.sender,
        (message.recipient,),
        message.text,
        coding=message.data_coding,
        method=LongMethod(message.method) if over_smpp else None,
        receipt=bool(receipt),
        validity_h=validity_hours(validity),
        hold_s=hold_s,
        transport=TransportRule(message.transport),
        cut=message.method == LongMessageMode.CUT,
    )
