"""Receipts that match no message: what each may be about, and a person's word on it.

A receipt over SMPP quotes the beginning of the text; it is read out of the octets here, because the journal
keeps what came as it came.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import apsw

from vox_console.domain.message import Message
from vox_console.domain.receipt import parse_receipt
from vox_console.domain.receipt_suggestion import Suggestion, ToldBy, suggest
from vox_console.domain.transport_name import Witness
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, MessagesChanged
from vox_console.smpp.codec import decode
from vox_console.smpp.faults import PduFault
from vox_console.smpp.pdus import DataSm, DeliverSm
from vox_console.storage import adoptions, history, orphan_bench
from vox_console.storage.database import Database
from vox_console.storage.orphan_bench import OrphanReceipt
from vox_console.storage.parts import message_of


@dataclass(frozen=True, slots=True)
class Meant:
    """A message that a receipt may be about."""

    message: Message
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Examined:
    """A receipt without a message, with what it may be about, likeliest first."""

    receipt: OrphanReceipt
    meant: tuple[Meant, ...]


class OrphanDesk:
    """The receipts of one journal that match no message.

    Raises, from everything: StoreError; SendRefused, in words, where something forbids it.
    """

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce

    async def ids(self) -> array[int]:
        """Give the receipts, oldest first."""
        return await self._database.read(orphan_bench.ids)

    async def some(self, receipt_ids: Sequence[int]) -> list[OrphanReceipt]:
        """Give these receipts, as far as they still match nothing."""
        return await self._database.read(partial(orphan_bench.some, receipt_ids=receipt_ids))

    async def examine(self, receipt_id: int) -> Examined | None:
        """Give a receipt with what it may be about; None when it belongs to a message by now."""
        return await self._database.read(partial(_examine, receipt_id=receipt_id))

    async def adopt(self, receipt_id: int, part_id: int) -> int:
        """Let a receipt be about a part; give the part's message."""
        return await self._change(partial(adoptions.adopt, part_id=part_id), receipt_id)

    async def take_back(self, receipt_id: int) -> int:
        """Take a receipt from the message it was given to; give that."""
        return await self._change(adoptions.take_back, receipt_id)

    async def _change(self, change: Callable[..., int], receipt_id: int) -> int:
        now_us = self._clocks.now_us()
        message_id = await self._database.run(partial(change, receipt_id=receipt_id, now_us=now_us))
        self._announce(MessagesChanged((message_id,)))
        return message_id


def _examine(db: apsw.Connection, receipt_id: int) -> Examined | None:
    (receipt,) = orphan_bench.some(db, [receipt_id]) or (None,)
    if receipt is None:
        return None
    told = ToldBy(receipt.destination, _quoted(receipt), receipt.received_at_us)
    suggestions = suggest(told, orphan_bench.possible(db, receipt))
    wanted = dict.fromkeys(message_of(each.part_id) for each in suggestions)
    messages = {message.id: message for message in history.messages(db, list(wanted))}
    return Examined(receipt, tuple(Meant(messages[message_of(each.part_id)], each) for each in suggestions))


def _quoted(receipt: OrphanReceipt) -> str:
    if receipt.witness is not Witness.SMPP:
        return ""
    try:
        pdu = decode(receipt.raw)
    except PduFault:
        return ""
    read = parse_receipt(pdu.delivery) if isinstance(pdu, DeliverSm | DataSm) else None
    return read.text if read else ""
