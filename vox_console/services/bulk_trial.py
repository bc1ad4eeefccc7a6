"""One row's text to a number of one's own, before the list is sent to: an ordinary single send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from vox_console.domain.bulk_number import NumberReading, reader_for
from vox_console.domain.errors import SendRefused, Severity
from vox_console.domain.merge_fields import Unfilled
from vox_console.services.bulk_order import BulkOrder, unfilled_words
from vox_console.services.clocks import Clocks
from vox_console.services.orders import SendOrder
from vox_console.storage import drafts
from vox_console.storage.database import Database

_SLOT = "own number of {profile}"


class OwnNumbers:
    """The number that each account's rows are tried with, as it was typed last."""

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database = database
        self._clocks = clocks

    async def get(self, profile: str) -> str:
        """Give the number, "" while none was kept."""
        return await self._database.read(partial(drafts.load_draft, slot=_slot(profile)))

    async def keep(self, profile: str, number: str) -> None:
        """Keep the number; "" forgets it."""
        now_us = self._clocks.now_us()
        await self._database.run(partial(drafts.save_draft, slot=_slot(profile), body=number, now_us=now_us))


def read_own_number(typed: str, region: str) -> NumberReading:
    """Read a number of one's own as those of the list are read, but repair nothing."""
    return reader_for(region).read(typed, repair=False)


def trial_order(
    order: BulkOrder, cells: Sequence[str], typed: str, *, region: str, hold_s: float = 0.0
) -> SendOrder:
    """Give the order that sends a row's text to a number of one's own.

    region: whose national numbers may be typed, "" for none. Raises SendRefused when the number cannot be
    sent to or the row's text cannot be filled.
    """
    found = read_own_number(typed, region)
    if not found.ok:
        words = next(each.text for each in found.problems if each.severity is Severity.ERROR)
        raise SendRefused("Nothing was sent", detail=words)
    text = order.filled(cells)
    if isinstance(text, Unfilled):
        raise SendRefused("Nothing was sent", detail=unfilled_words(text))
    return replace(order.single(found.digits, text), hold_s=hold_s)


def _slot(profile: str) -> str:
    return _SLOT.format(profile=profile)
