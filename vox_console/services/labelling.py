"""Labels what was stored before there were labels: in the background, a little at a time, newest first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from vox_console.domain.errors import StoreError
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, Noted
from vox_console.storage.database import Database
from vox_console.storage.log_labels import label_some, unlabelled_below

STEP = 1_000  # messages in a transaction: about 0.01 s in which nothing else is stored


class Labelling:
    """The labelling of one journal. What a step could not store is told, and done at the next start."""

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce

    async def run(self) -> None:
        """Label all there is, step by step."""
        try:
            more = not self._database.read_only and await self._database.read(unlabelled_below) > 1
            while more:
                start_s = self._clocks.monotonic_s()
                more = await self._database.run(partial(label_some, limit=STEP))
                await asyncio.sleep(
                    self._clocks.monotonic_s() - start_s
                )  # the writer is the others' for as long
        except StoreError as fault:
            self._announce(Noted(fault))
        except Exception as bug:  # noqa: BLE001 - what cannot be labelled must not end the program
            asyncio.get_running_loop().call_exception_handler(
                {"message": "old messages were not labelled", "exception": bug}
            )
