"""The review tray: what may be a refusal or ask for messages again, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from vox_console.domain.errors import VoxError
from vox_console.domain.refusal_review import PossibleRefusal
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, MessagesChanged, OptOutsChanged, RefusalsChanged
from vox_console.storage import refusals
from vox_console.storage.database import Database
from vox_console.storage.opt_outs import Added


class RefusalDesk:
    """The review tray of one journal.

    Raises, from everything: StoreError when the journal cannot be read or written. A decision about what
    waits for nobody any more raises VoxError in words and changes nothing.
    """

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce

    async def waiting(self) -> int:
        """Count what waits for a person."""
        return await self._database.read(refusals.undecided_count)

    async def ids(self, *, decided: bool = False) -> list[int]:
        """Give what waits for a person, oldest first; with what was decided too."""
        return await self._database.read(partial(refusals.ids, decided=decided))

    async def some(self, ids: Sequence[int]) -> list[PossibleRefusal]:
        """Give these, in the order asked for."""
        return await self._database.read(partial(refusals.some, wanted=list(ids)))

    async def opt_out(self, refusal_id: int, *, number: str = "") -> Added:
        """Enter the number of a message on the register, and take back what waits for it.

        number: its digits, where the tray knows none.
        """
        added = await self._database.run(
            partial(refusals.opt_out, refusal_id=refusal_id, number=number, now_us=self._clocks.now_us())
        )
        if added is None:
            raise _not_waiting()
        if added.taken_back:
            self._announce(MessagesChanged(tuple(added.taken_back)))
        if any(added.new):
            self._announce(OptOutsChanged())
        self._announce(RefusalsChanged())
        return added

    async def opt_in(self, refusal_id: int) -> None:
        """Let the number of a message that asks for it get messages again."""
        job = partial(refusals.opt_in, refusal_id=refusal_id, now_us=self._clocks.now_us())
        if not await self._database.run(job):
            raise _not_waiting()
        self._announce(OptOutsChanged())
        self._announce(RefusalsChanged())

    async def dismiss(self, refusal_id: int) -> None:
        """Say that a message is no refusal, or that its number stays out."""
        job = partial(refusals.dismiss, refusal_id=refusal_id, now_us=self._clocks.now_us())
        if not await self._database.run(job):
            raise _not_waiting()
        self._announce(RefusalsChanged())

    async def reopen(self, refusal_id: int, *, reason: str) -> None:
        """Take a decision back: an entry that it made ends for this reason, what it ended is made again."""
        job = partial(refusals.reopen, refusal_id=refusal_id, reason=reason, now_us=self._clocks.now_us())
        taken_back = await self._database.run(job)
        if taken_back is None:
            raise VoxError("Nothing was changed", detail="No decision was made about this message.")
        if taken_back:
            self._announce(MessagesChanged(tuple(taken_back)))
        self._announce(OptOutsChanged())
        self._announce(RefusalsChanged())


def _not_waiting() -> VoxError:
    return VoxError(
        "Nothing was changed", detail="This message waits for no decision, or its number is not known."
    )
