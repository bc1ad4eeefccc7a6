"""Asking the provider what became of messages, for the account that is open: by itself, and by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import cast

from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, Offline, Stopped
from vox_console.domain.query_schedule import HOUR_US
from vox_console.domain.receipt import Receipt
from vox_console.domain.transport_name import TransportName
from vox_console.services.account_links import AccountLink, AccountLinks
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, MessagesChanged
from vox_console.services.harvester import Harvester, StatusSource, record_any
from vox_console.storage import queries
from vox_console.storage.database import Database

_NOT_ASKED = "The provider was not asked"


class Inquiry:
    """Keeps a harvester for one account at a time, in a task of the given group."""

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        announce: Callable[[Event], None],
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce
        self._tasks = tasks
        self._harvester: Harvester | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, links: AccountLinks) -> None:
        """Ask about the messages of an account from now on, when it has a way that can be asked."""
        link = next((link for link in links.all if link.transport.capabilities.queries), None)
        if link is None or self._database.read_only:
            return
        self._harvester = Harvester(
            self._database,
            cast("StatusSource", link.transport),
            profile=links.profile.name,
            memory_us=links.profile.rest_memory_h * HOUR_US,
            clocks=self._clocks,
            can_ask=partial(_is_bound, link),
            announce=self._announce,
        )
        self._task = self._tasks.create_task(self._harvester.run(), name="harvest")

    async def end(self) -> None:
        """Ask no more; what is due stays in the journal."""
        task, self._task, self._harvester = self._task, None, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    def wake(self) -> None:
        """Look again what is due: something was accepted, or the provider answers again."""
        if self._harvester is not None:
            self._harvester.wake()

    async def ask_now(self, message_id: int) -> int:
        """Ask about a message as soon as the provider answers; give how many questions that makes."""
        found = await self._database.run(
            partial(queries.ask_now, message_id=message_id, now_us=self._clocks.now_us())
        )
        self.wake()
        return found

    async def query(self, links: AccountLinks, query_id: str) -> Receipt:
        """Ask by hand, record the answer if it is about a message of ours, and give it.

        Raises LinkError when it cannot be known now, SendRefused when the account cannot be asked. A provider
        that refused us is not asked again with the same password.
        """
        link = links.require(TransportName.REST)
        match link.state:
            case Stopped(reason=reason, hint=hint):
                raise LinkError(_NOT_ASKED, detail=reason, hint=hint)
            case Offline():
                raise LinkError(_NOT_ASKED, detail="REST is offline.", hint="Bind first.")
        answer = await cast("StatusSource", link.transport).query(query_id)
        changed = await self._database.run(
            partial(
                record_any,
                answer=answer,
                profile=links.profile.name,
                now_us=self._clocks.now_us(),
                memory_us=links.profile.rest_memory_h * HOUR_US,
            )
        )
        if changed:
            self._announce(MessagesChanged(tuple(changed)))
        return answer.receipt


def _is_bound(link: AccountLink) -> bool:
    return isinstance(link.state, Bound)
