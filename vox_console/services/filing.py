"""Files what was stored before there were conversations: in the background, a little at a time.

What is filed is read in the same transaction for what it says about being written to, once, because a filed
part is not filed again. None of it is ever answered automatically.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache, partial

import apsw

from vox_console.domain.errors import SettingsError, StoreError
from vox_console.services.clocks import Clocks
from vox_console.services.events import (
    Event,
    MessagesChanged,
    Noted,
    OptOutsChanged,
    RefusalsChanged,
    ThreadsChanged,
)
from vox_console.settings.profiles import ProfileStore
from vox_console.storage.database import Database
from vox_console.storage.filing import FiledParts, file_unfiled
from vox_console.storage.heeding import Heeded, heed_late
from vox_console.storage.inbound import Home

STEP = 200  # parts in a transaction: about 0.05 s in which nothing else is stored


class Filing:
    """The filing of one journal. What a step could not store is told, and tried again at the next start."""

    def __init__(
        self,
        database: Database,
        *,
        profiles: ProfileStore,
        clocks: Clocks,
        announce: Callable[[Event], None],
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._profiles = profiles
        self._announce = announce
        self._finished = asyncio.Event()

    async def run(self) -> None:
        """File all there is, step by step."""
        try:
            await self._file_all()
        except StoreError as fault:
            self._announce(Noted(fault))
        except Exception as bug:  # noqa: BLE001 - what cannot be filed must not end the program
            asyncio.get_running_loop().call_exception_handler(
                {"message": "old parts were not filed", "exception": bug}
            )
        finally:
            self._finished.set()

    async def finished(self) -> None:
        """Wait until it is over."""
        await self._finished.wait()

    async def _file_all(self) -> None:
        count = 0 if self._database.read_only else STEP
        while count == STEP:
            step = partial(_step, home_of=cache(self._home_of), now_us=self._clocks.now_us())
            filed, heeded = await self._database.run(step)
            count = filed.count
            if count:
                self._announce(ThreadsChanged(tuple(sorted(filed.thread_ids))))
            if heeded.taken_back:
                self._announce(MessagesChanged(tuple(sorted(heeded.taken_back))))
            if heeded.register_changed:
                self._announce(OptOutsChanged())
            if heeded.to_review:
                self._announce(RefusalsChanged())

    def _home_of(self, name: str) -> Home:
        """Give how an account reads what arrives; runs on the writer's thread."""
        try:
            profile = self._profiles.get(name)
        except SettingsError:
            return Home()  # the account is gone
        return Home(profile.default_region, profile.default_alphabet)


def _step(db: apsw.Connection, *, home_of: Callable[[str], Home], now_us: int) -> tuple[FiledParts, Heeded]:
    filed = file_unfiled(db, limit=STEP, home_of=home_of)
    return filed, heed_late(db, filed.whole, now_us=now_us)
