"""Files what was stored before there were conversations: in the background, a little at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache, partial

from vox_console.domain.errors import SettingsError, StoreError
from vox_console.services.events import Event, Noted, ThreadsChanged
from vox_console.settings.profiles import ProfileStore
from vox_console.storage.database import Database
from vox_console.storage.filing import file_unfiled
from vox_console.storage.inbound import Home

STEP = 200  # parts in a transaction: about 0.05 s in which nothing else is stored


class Filing:
    """The filing of one journal. What a step could not store is told, and tried again at the next start."""

    def __init__(
        self, database: Database, *, profiles: ProfileStore, announce: Callable[[Event], None]
    ) -> None:
        self._database = database
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
            filed = await self._database.run(partial(file_unfiled, limit=STEP, home_of=cache(self._home_of)))
            count = filed.count
            if count:
                self._announce(ThreadsChanged(tuple(sorted(filed.thread_ids))))

    def _home_of(self, name: str) -> Home:
        """Give how an account reads what arrives; runs on the writer's thread."""
        try:
            profile = self._profiles.get(name)
        except SettingsError:
            return Home()  # the account is gone
        return Home(profile.default_region, profile.default_alphabet)
