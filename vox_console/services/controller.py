"""The one object the window and the command line talk to. It knows no Qt.

Theory of operation. :meth:`Controller.open` takes the data folder (one program at a time), opens the
journal and settles what an earlier run left behind. :meth:`connect` picks an account and keeps its
link alive in a task of the controller's own task group; sending works from then on, bound or not:
what is sent is stored first and leaves when it can. Listeners get :mod:`~vox_console.services.events`.

Every way out is the same way: stop taking from the queue, give answers on the wire a moment to
arrive, unbind, store what is then unanswered as unknown, close the journal, free the folder.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from random import Random, SystemRandom
from typing import Self

from vox_console.domain.errors import SendRefused, SettingsError, StoreError, VoxError
from vox_console.domain.evidence import Evidence
from vox_console.domain.link import Bound, LinkGauge, LinkState, Offline, Stopped
from vox_console.domain.message import Message
from vox_console.domain.secret import Secret
from vox_console.services.clocks import Clocks, SystemClocks
from vox_console.services.dispatcher import Dispatcher
from vox_console.services.events import Event, LinkChanged, MessagesChanged, MessagesQueued, Noted
from vox_console.services.orders import SendOrder, to_messages
from vox_console.services.transport_choice import smpp_transport
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault
from vox_console.storage import drafts, history, outbox
from vox_console.storage.database import Database
from vox_console.storage.folder_lock import FolderLock, Program
from vox_console.storage.schema import STEPS
from vox_console.transports.base import Capabilities, Transport

DATABASE_NAME = "journal.db"
DRAIN_S = 5.0
LAST_ANSWERS_S = 2.0
LOST_REASON = "The program ended before the provider's answer was stored."

TransportMaker = Callable[[Profile, Secret, Clocks], Transport]


class Controller:
    """Open with :meth:`open`. Lives on one event loop; see the module docstring."""

    def __init__(
        self,
        *,
        database: Database,
        profiles: ProfileStore,
        vault: CredentialVault,
        clocks: Clocks,
        make_transport: TransportMaker,
        rng: Random,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._database = database
        self.clocks = clocks
        self._make_transport = make_transport
        self._rng = rng
        self._tasks = tasks
        self._listeners: list[Callable[[Event], None]] = []
        self._dispatcher: Dispatcher | None = None
        self._transport: Transport | None = None
        self._link_task: asyncio.Task[None] | None = None
        self.profiles = profiles
        self.vault = vault
        self.profile: Profile | None = None
        self.now_unknown: tuple[int, ...] = ()
        self.awaiting_consent: tuple[int, ...] = ()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folders: Folders,
        *,
        program: Program,
        vault: CredentialVault,
        make_transport: TransportMaker = smpp_transport,
        clocks: Clocks | None = None,
        rng: Random | None = None,
    ) -> AsyncIterator[Self]:
        """Open the data folder for `program` ("window" or "command line"); closes it at the end.

        Raises StoreHeld when another program works on it, StoreError when the journal cannot be used.
        """
        loop = asyncio.get_running_loop()

        def post(answers: Callable[[], None]) -> None:
            loop.call_soon_threadsafe(answers)

        clocks = clocks or SystemClocks()
        with FolderLock(folders.data).acquire(program=program):
            database = Database.open(folders.data / DATABASE_NAME, STEPS, post=post)
            failure: Exception | None = None
            try:
                async with asyncio.TaskGroup() as tasks:
                    controller = cls(
                        database=database,
                        profiles=ProfileStore(folders.config),
                        vault=vault,
                        clocks=clocks,
                        make_transport=make_transport,
                        rng=rng or SystemRandom(),
                        tasks=tasks,
                    )
                    try:
                        await controller._recover()
                        yield controller
                    except Exception as fault:  # noqa: BLE001 - raised below, outside the task group,
                        failure = fault  # which would wrap the caller's own exception in a group
                    finally:
                        await controller.disconnect()
            finally:
                await asyncio.to_thread(database.close)
            if failure is not None:
                raise failure

    async def _recover(self) -> None:
        if self._database.read_only:
            return
        unknown, waiting = await self._database.run(
            partial(outbox.recover, now_us=self.clocks.now_us(), reason=LOST_REASON)
        )
        self.now_unknown = tuple(unknown)
        self.awaiting_consent = tuple(waiting)

    # ---- listeners

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` with every event from now on; give the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _announce(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception as bug:  # noqa: BLE001 - whoever listens must not stop what is announced
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "a listener failed", "exception": bug}
                )

    # ---- the link

    @property
    def link(self) -> LinkState:
        """The state of the path to the provider."""
        return self._dispatcher.link if self._dispatcher else Offline()

    @property
    def gauge(self) -> LinkGauge:
        """The numbers of the session badge."""
        return self._dispatcher.gauge if self._dispatcher else LinkGauge()

    @property
    def capabilities(self) -> Capabilities | None:
        """What the chosen account's transport can do; None when no account is chosen."""
        return self._transport.capabilities if self._transport else None

    @property
    def store_notice(self) -> VoxError | None:
        """Why the journal is read-only; None when it can be written."""
        return self._database.notice

    async def connect(self, profile: Profile, password: Secret) -> None:
        """Choose an account and keep its link alive from now on. Leaves another account first."""
        await self.disconnect()
        # An undo time that began on another link still ends by itself.
        running = partial(history.running_holds, profile=profile.name, now_us=self.clocks.now_us())
        holds = await self._database.read(running)
        transport = self._make_transport(profile, password, self.clocks)
        self.profile = profile
        self._transport = transport
        self._dispatcher = Dispatcher(
            database=self._database,
            transport=transport,
            profile=profile,
            clocks=self.clocks,
            announce=self._announce,
        )
        for hold_until_us in holds:
            self._dispatcher.wake(hold_until_us=hold_until_us)
        self.bind()

    async def stored_password(self, profile: Profile) -> Secret | None:
        """Give the account's password from the vault, None when it holds none. Raises VaultError."""
        return await self.vault.get(profile)

    def bind(self) -> None:
        """Keep the link up; when it waits or stopped, try at once. Needs an account."""
        if self._transport is None or self._dispatcher is None:
            raise SettingsError("No account is chosen", hint="Choose one under Connection, Accounts.")
        if self._link_task is None or self._link_task.done():
            self._dispatcher.start_sending()
            self._link_task = self._tasks.create_task(
                self._run_link(self._transport, self._dispatcher), name="link"
            )
        else:
            self._transport.bind_now()

    async def unbind(self) -> None:
        """Take the link down and stay offline: what is queued stays, what is on the wire is heard out.

        Two callers share one end: until it has come, the link is neither called offline nor begun anew.
        """
        task, dispatcher = self._link_task, self._dispatcher
        if dispatcher is not None:
            dispatcher.stop_sending()
            with suppress(TimeoutError):  # what is then unanswered becomes unknown
                async with asyncio.timeout(LAST_ANSWERS_S):
                    await dispatcher.drain()
        if task is not None:
            if not task.cancelling():  # a second cancellation would cut the unbind short
                task.cancel()
            await asyncio.wait({task})
            if self._link_task is not task:
                return  # the other caller has said so, and somebody may have bound again since
            self._link_task = None
        if dispatcher is not None:
            dispatcher.link_changed(Offline())

    async def disconnect(self) -> None:
        """Leave the account. What was sent and can leave within DRAIN_S leaves; then unbind.

        An undo time that still runs ends here: Send was pressed, and nobody is left to undo. What
        cannot leave stays queued, and the next start asks before it goes.
        """
        dispatcher = self._dispatcher
        if dispatcher is None:
            return
        if isinstance(dispatcher.link, Bound):
            await self._drain(dispatcher)
        await self.unbind()
        await self._finish_writing(dispatcher)
        dispatcher.cancel_timers()
        self._dispatcher = self._transport = self.profile = None

    async def _drain(self, dispatcher: Dispatcher) -> None:
        if self.profile is not None and not self._database.read_only:
            with suppress(StoreError):  # then they stay queued, and the next start asks
                await self._database.run(partial(outbox.end_holds, profile=self.profile.name))
            dispatcher.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await dispatcher.drain()

    async def _finish_writing(self, dispatcher: Dispatcher) -> None:
        """Wait for what the journal still has to answer: parts taken for a link that is gone go back."""
        dispatcher.save_again()
        with suppress(StoreError):  # what cannot be recorded now is unknown to the next start
            await self._database.run(lambda _connection: None)

    async def _run_link(self, transport: Transport, dispatcher: Dispatcher) -> None:
        try:
            await transport.run(dispatcher)
        except Exception as bug:  # noqa: BLE001 - a bug in a transport must not take the window down
            dispatcher.link_changed(
                Stopped(address="", title="Internal error", reason=repr(bug), hint="Bind again.")
            )
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the transport failed", "exception": bug}
            )

    # ---- sending

    async def send(self, order: SendOrder, *, forget_draft: bool = False) -> list[Message]:
        """Store an order's messages as QUEUED; they leave by themselves when the link allows.

        forget_draft: the order is what was being composed; its draft goes in the same transaction.

        Raises SendRefused when anything forbids it, StoreError when it cannot be stored. In both
        cases nothing was stored and nothing leaves.
        """
        if self.profile is None or self._transport is None or self._dispatcher is None:
            raise SendRefused("Nothing was sent", detail="No account is chosen.")
        now_us = self.clocks.now_us()
        new = to_messages(order, self.profile, self._transport.capabilities, now_us=now_us, rng=self._rng)
        store = outbox.enqueue_draft if forget_draft else outbox.enqueue
        ids = await self._database.run(partial(store, messages=new, now_us=now_us))
        self._announce(MessagesQueued(tuple(ids)))
        if self._dispatcher is not None:
            self._dispatcher.wake(hold_until_us=max(message.hold_until_us for message in new))
        return await self.messages(ids)

    async def withdraw(self, message_ids: Sequence[int]) -> list[int]:
        """Take back messages the provider certainly does not have; give the ids that were taken back."""
        taken = await self._database.run(
            partial(outbox.withdraw, message_ids=message_ids, now_us=self.clocks.now_us())
        )
        self._forget_consent(taken)
        if taken:
            self._announce(MessagesChanged(tuple(taken)))
        return taken

    async def release(self, message_ids: Sequence[int]) -> None:
        """Let held messages leave now."""
        await self._database.run(partial(outbox.release, message_ids=message_ids))
        self._forget_consent(message_ids)
        self._announce(MessagesChanged(tuple(message_ids)))
        if self._dispatcher is not None:
            self._dispatcher.wake()

    def _forget_consent(self, message_ids: Iterable[int]) -> None:
        gone = set(message_ids)
        self.awaiting_consent = tuple(m for m in self.awaiting_consent if m not in gone)

    async def wait(
        self, message_ids: Sequence[int], *, done: Callable[[Message], bool], timeout_s: float
    ) -> list[Message]:
        """Wait until `done` has held for each message, or the time is over; give them as they are then.

        Reads only what changed, so that waiting for thousands costs no more than they do. Also ends
        early when the link stopped for good, because then nothing more will happen.
        """
        moved = asyncio.Event()
        stopped = isinstance(self.link, Stopped)
        undecided, stale = set(message_ids), set(message_ids)

        def listen(event: Event) -> None:
            nonlocal stopped
            if isinstance(event, MessagesChanged):
                stale.update(undecided.intersection(event.message_ids))
            elif isinstance(event, LinkChanged) and isinstance(event.state, Stopped):
                stopped = True
            if stale or stopped:
                moved.set()

        unsubscribe = self.subscribe(listen)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    while True:
                        moved.clear()
                        looked_at = sorted(stale)
                        stale.clear()
                        undecided -= {
                            message.id for message in await self.messages(looked_at) if done(message)
                        }
                        if not undecided or stopped:
                            break
                        await moved.wait()
        finally:
            unsubscribe()
        return await self.messages(message_ids)

    # ---- reading

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

    async def id_relation(self) -> tuple[str, bool] | None:
        """Give how receipt ids relate to sent ids on the chosen account, and whether that is learnt."""
        if self.profile is None:
            return None
        return await self._database.read(partial(history.relation, profile=self.profile.name))

    async def orphan_receipts(self) -> int:
        """Count the receipts that match no message."""
        return await self._database.read(history.receipts_without_message)

    # ---- drafts

    async def save_draft(self, body: str) -> None:
        """Keep what is being composed (JSON); "" forgets it."""
        await self._database.run(
            partial(drafts.save_draft, slot=drafts.COMPOSE, body=body, now_us=self.clocks.now_us())
        )

    async def load_draft(self) -> str:
        """Give what was being composed, "" when nothing was."""
        return await self._database.read(partial(drafts.load_draft, slot=drafts.COMPOSE))

    def note(self, fault: VoxError) -> None:
        """Tell the listeners of something a person should know."""
        self._announce(Noted(fault))
