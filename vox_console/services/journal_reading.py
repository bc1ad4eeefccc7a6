"""What the window and the command line read in the journal, and the draft they keep there."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial

from vox_console.domain.evidence import Evidence
from vox_console.domain.message import Message
from vox_console.services.clocks import Clocks
from vox_console.services.log_export import LogExport
from vox_console.storage import drafts, history
from vox_console.storage.database import Database


class JournalReading:
    """The part of the :class:`~.controller.Controller` that needs no account.

    Raises, from every reading: StoreError when the journal cannot be read.
    """

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database = database
        self.clocks = clocks
        self.export = LogExport(database, clocks=clocks)

    async def find(self, typed: str) -> Message | None:
        """Give the message that has this id at its provider, or else this number here."""
        return await self._database.read(partial(history.find, typed=typed))

    async def messages(self, message_ids: Sequence[int]) -> list[Message]:
        """Give these messages, in the order asked for."""
        return await self._database.read(partial(history.messages, ids=message_ids))

    async def message_ids(self) -> array[int]:
        """Give the ids of all messages, oldest first."""
        return await self._database.read(history.message_ids)

    async def newest(self, limit: int) -> list[Message]:
        """Give the newest messages, newest first."""
        return await self._database.read(partial(history.newest, limit=limit))

    async def evidence(self, message_id: int) -> Evidence:
        """Give everything that is known about one message."""
        return await self._database.read(partial(history.evidence, message_id=message_id))

    async def recent_senders(self) -> list[str]:
        """Give the senders used last, newest first."""
        return await self._database.read(partial(history.recent_senders, limit=12))

    async def save_draft(self, body: str, *, slot: str = drafts.COMPOSE) -> None:
        """Keep what is being written in a place (JSON); "" forgets it."""
        await self._database.run(
            partial(drafts.save_draft, slot=slot, body=body, now_us=self.clocks.now_us())
        )

    async def load_draft(self, *, slot: str = drafts.COMPOSE) -> str:
        """Give what was being written in a place, "" when nothing was."""
        return await self._database.read(partial(drafts.load_draft, slot=slot))
