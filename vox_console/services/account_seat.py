"""The account that is open: one at a time, taken and left whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from vox_console.domain.errors import SettingsError, StoreError, VaultError
from vox_console.domain.link import Bound, Stopped
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.services.account_links import AccountLinks
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event
from vox_console.services.inquiry import Inquiry
from vox_console.services.rest_password import rest_password as rest_password_of
from vox_console.services.rest_password import unknown_password
from vox_console.services.transport_choice import Passwords, TransportMaker
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault
from vox_console.storage import history, outbox
from vox_console.storage.database import Database

DRAIN_S = 5.0


class AccountSeat:
    """Where one account sits. links: its ways to the provider, None while the seat is empty.

    before_leaving: what has to stand still before the account is left.
    """

    def __init__(
        self,
        database: Database,
        *,
        vault: CredentialVault,
        clocks: Clocks,
        make_transports: TransportMaker,
        inquiry: Inquiry,
        announce: Callable[[Event], None],
        before_leaving: Callable[[], Awaitable[None]],
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clocks = clocks
        self._make_transports = make_transports
        self._inquiry = inquiry
        self._announce = announce
        self._before_leaving = before_leaving
        self._tasks = tasks
        self._moving = asyncio.Lock()
        self._turn = object()
        self._closed = False
        self.links: AccountLinks | None = None

    def require(self) -> AccountLinks:
        """Give the links. Raises SettingsError when no account is chosen."""
        if self.links is None:
            raise SettingsError("No account is chosen", hint="Choose one under Connection, Accounts.")
        return self.links

    async def connect(
        self, profile: Profile, password: Secret, *, rest_password: Secret | None = None
    ) -> None:
        """Choose an account and keep its links alive from now on. Leaves another account first.

        password: of the account's usual way. rest_password: of REST; None: see :func:`.rest_password`. While
        that is not known, REST stands still and asks for it. Whoever connects or disconnects last decides:
        of a call that still waits for the vault or for another one then nothing comes.

        Raises SettingsError once the program ends, StoreError when the journal cannot be read.
        """
        self._turn = turn = object()
        rest, unready = rest_password, dict[str, Stopped]()
        try:
            rest = rest or await rest_password_of(profile, password, self._vault)
        except VaultError as fault:
            unready[TransportName.REST] = unknown_password(profile, f"{fault}.")
        else:
            if rest is None:
                unready[TransportName.REST] = unknown_password(profile)
        async with self._moving:
            if self._closed:
                raise SettingsError("No account was connected", detail="The program is ending.")
            if turn is not self._turn:
                return
            await self._leave()
            # An undo time that began on another link still ends by itself.
            running = partial(history.running_holds, profile=profile.name, now_us=self._clocks.now_us())
            holds = await self._database.read(running)
            links = AccountLinks(
                profile,
                self._make_transports(profile, Passwords(password, rest), self._clocks),
                unready=unready,
                database=self._database,
                clocks=self._clocks,
                announce=self._announce,
                tasks=self._tasks,
            )
            self.links = links
            for hold_until_us in holds:
                links.wake(hold_until_us=hold_until_us)
            self._inquiry.start(links)
            links.bind()

    async def disconnect(self) -> None:
        """Leave the account. What was sent and can leave within DRAIN_S leaves; then unbind.

        An undo time that still runs ends here: Send was pressed, and nobody is left to undo. What
        cannot leave stays queued, and the next start asks before it goes.
        """
        self._turn = object()
        async with self._moving:
            await self._leave()

    async def close(self) -> None:
        """Leave the account and take no other: the program ends."""
        self._closed = True
        await self.disconnect()

    async def _leave(self) -> None:
        links = self.links
        if links is None:
            return
        await self._before_leaving()
        if isinstance(links.first.state, Bound):
            await self._drain(links)
        await self._inquiry.end()
        links.end()
        await links.unbind()
        await self._finish_writing(links)
        links.cancel_timers()
        self.links = None

    async def _drain(self, links: AccountLinks) -> None:
        if not self._database.read_only:
            with suppress(StoreError):  # then they stay queued, and the next start asks
                await self._database.run(partial(outbox.end_holds, profile=links.profile.name))
            links.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await links.drain()

    async def _finish_writing(self, links: AccountLinks) -> None:
        """Wait for what the journal still has to answer: parts taken for a link that is gone go back."""
        links.save_again()
        with suppress(StoreError):  # what cannot be recorded now is unknown to the next start
            await self._database.run(lambda _connection: None)
