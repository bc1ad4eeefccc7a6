"""Writes each day that is over to a file of a folder, while the program is open; missed days are caught up.

A day is noted once its file stands, and a file that stands is never written anew, so no day is written twice,
also after a crash between the two. What cannot be written is told, once for each reason, and tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from vox_console.domain.daily_export import DailyExport, StandingExport, day_at, due_days
from vox_console.domain.errors import StoreError, VoxError
from vox_console.domain.log_columns import BY_NAME
from vox_console.domain.log_query import LogQuery, LogTerm
from vox_console.domain.log_query_fields import Field
from vox_console.domain.zone_offset import OffsetAt, zone_offset
from vox_console.services.clocks import Clocks, here_offset_s
from vox_console.services.events import Event, Noted
from vox_console.services.log import LogDesk
from vox_console.services.log_export import Exported, ExportOrder, FileStands, LogExport
from vox_console.storage import daily_export
from vox_console.storage.database import Database

LOOK_EVERY_S: Final = 60.0
"""A computer that slept over midnight wakes at any time."""


class DailyExports:
    """The daily export of one journal. Raises, from what is awaited but `run`: StoreError."""

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        log: LogDesk,
        export: LogExport,
        announce: Callable[[Event], None],
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._log = log
        self._export = export
        self._announce = announce
        self._told: set[str] = set()

    async def standing(self) -> StandingExport | None:
        """Give what was asked for, None when nothing was."""
        return await self._database.read(daily_export.standing)

    async def ask_for(self, what: DailyExport) -> None:
        """Write each day from today on, once it is over; in the place of what was asked for before."""
        yesterday = day_at(self._clocks.now_us(), _place(what)) - timedelta(days=1)
        self._told.clear()
        await self._database.run(partial(daily_export.ask_for, what=what, upto=yesterday))

    async def stop(self) -> None:
        """Write none any more; what is written stays."""
        await self._database.run(daily_export.forget)

    async def run(self) -> None:
        """Look now and then, until it is cancelled."""
        while not self._database.read_only:
            await self.write_due()
            await asyncio.sleep(LOOK_EVERY_S)

    async def write_due(self) -> None:
        """Write the days that are due, oldest first, up to one that cannot be written, which is told."""
        try:
            standing = await self.standing()
            if standing is None:
                return
            today = day_at(self._clocks.now_us(), _place(standing.what))
            for day in due_days(standing.upto, today):
                await self._write(standing.what, day)
                await self._database.run(partial(daily_export.written, day=day))
        except VoxError as fault:
            self._tell(fault)
        except Exception as bug:  # noqa: BLE001 - what cannot be exported must not end the program
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the daily export was not written", "exception": bug}
            )

    async def _write(self, what: DailyExport, day: date) -> Exported | None:
        """Write a day; None when its file stands already."""
        query = self._log.read(what.query)
        if not isinstance(query, LogQuery):
            raise VoxError(query.text)
        has_zone = any(term.field is Field.ZONE for term in query.terms)
        zone = (LogTerm(Field.ZONE, (what.zone,)),) if what.zone and not has_zone else ()
        of_day = LogQuery((*query.terms, LogTerm(Field.SENT, (day.isoformat(),)), *zone))
        order = ExportOrder(
            path=Path(what.folder) / what.file_name(day),
            file_format=what.file_format,
            columns=tuple(BY_NAME[key] for key in what.columns),
            zone=_place(what),
            zone_name=what.zone or "this computer's",
            mask=what.mask,
            query=str(of_day),
        )
        try:
            return await self._export.write(order, self._export.found(self._log.meaning(of_day)))
        except FileStands:
            return None

    def _tell(self, fault: VoxError) -> None:
        reason = fault.detail or fault.title
        if reason not in self._told:
            self._told.add(reason)
            is_of_journal = isinstance(fault, StoreError)
            hint = (
                "" if is_of_journal else "It is tried again every minute. File, Export messages tells where."
            )
            self._announce(Noted(VoxError("The daily export was not written", detail=reason, hint=hint)))


def _place(what: DailyExport) -> OffsetAt:
    found = zone_offset(what.zone) if what.zone else here_offset_s
    if found is None:
        raise VoxError(f"This machine does not know the zone {what.zone}")
    return found
