"""The one object the window and the command line talk to. It knows no Qt.

Theory of operation. :meth:`Controller.open` takes the data folder (one program at a time), opens the
journal and settles what an earlier run left behind. :meth:`connect` picks an account and keeps its
links alive (SMPP, REST or both, :mod:`.account_links`) in tasks of the controller's own task group; sending
works from then on, bound or not: what is sent is stored first and leaves when it can. What becomes of it is
pushed to us or asked for (:mod:`.inquiry`). Listeners get :mod:`~vox_console.services.events`.

Every way out is the same way: stop taking from the queue, give answers on the wire a moment to
arrive, unbind, store what is then unanswered as unknown, close the journal, free the folder.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from random import Random, SystemRandom
from typing import Self

from vox_console.domain.errors import SendRefused, SettingsError, StoreError, VaultError, VoxError
from vox_console.domain.evidence import Evidence
from vox_console.domain.link import Bound, LinkGauge, LinkState, Offline, Stopped
from vox_console.domain.message import Message
from vox_console.domain.receipt import Receipt
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.account_links import AccountLinks
from vox_console.services.bulk import BulkDesk
from vox_console.services.clocks import Clocks, SystemClocks
from vox_console.services.events import Event, LinkChanged, MessagesChanged, MessagesQueued, Noted
from vox_console.services.inquiry import Inquiry
from vox_console.services.orders import SendOrder, to_messages
from vox_console.services.patience import until_done, until_settled
from vox_console.services.rest_password import rest_password as rest_password_of
from vox_console.services.rest_password import unknown_password
from vox_console.services.transport_choice import Passwords, TransportMaker, transports
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault
from vox_console.storage import drafts, history, jobs, outbox
from vox_console.storage.database import Database
from vox_console.storage.folder_lock import FolderLock, Program
from vox_console.storage.schema import STEPS
from vox_console.transports.base import Capabilities

DATABASE_NAME = "journal.db"
DRAIN_S = 5.0
LOST_REASON = "The program ended before the provider's answer was stored."


class Controller:
    """Open with :meth:`open`. Lives on one event loop; see the module docstring."""

    def __init__(
        self,
        *,
        database: Database,
        profiles: ProfileStore,
        vault: CredentialVault,
        clocks: Clocks,
        make_transports: TransportMaker,
        rng: Random,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._database = database
        self.clocks = clocks
        self._make_transports = make_transports
        self._rng = rng
        self._tasks = tasks
        self._listeners: list[Callable[[Event], None]] = []
        self._links: AccountLinks | None = None
        self._inquiry = Inquiry(database, clocks=clocks, announce=self._announce, tasks=tasks)
        self._moving = asyncio.Lock()
        self._turn = object()
        self._closed = False
        self.profiles = profiles
        self.vault = vault
        self.bulk = BulkDesk(
            database, clocks=clocks, rng=rng, announce=self._announce, links=lambda: self._links
        )
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
        make_transports: TransportMaker = transports,
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
                        make_transports=make_transports,
                        rng=rng or SystemRandom(),
                        tasks=tasks,
                    )
                    try:
                        await controller._recover()
                        yield controller
                    except Exception as fault:  # noqa: BLE001 - raised below, outside the task group,
                        failure = fault  # which would wrap the caller's own exception in a group
                    finally:
                        controller._closed = True
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
        await self._database.run(jobs.recover)
        self.now_unknown = tuple(unknown)
        self.awaiting_consent = tuple(waiting)

    # ---- listeners

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` with every event from now on; give the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _announce(self, event: Event) -> None:
        if isinstance(event, LinkChanged | MessagesChanged):
            self._inquiry.wake()  # something may have been accepted, or the provider answers again
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
        """The state of the way that speaks for the account: one that is bound, else the usual one."""
        return self._links.first.state if self._links else Offline()

    @property
    def links(self) -> Mapping[str, LinkState]:
        """The state of each way of the account, by its name, the usual one first."""
        return self._links.states if self._links else {}

    @property
    def gauge(self) -> LinkGauge:
        """The numbers of the session badge."""
        return self._links.gauge() if self._links else LinkGauge()

    def gauge_of(self, name: str) -> LinkGauge:
        """Give the numbers of one way."""
        return self._links.gauge(name) if self._links else LinkGauge()

    @property
    def capabilities(self) -> Capabilities | None:
        """What the way can do that a message would take now; None when no account is chosen."""
        return self._links.choose(TransportRule.AUTO).transport.capabilities if self._links else None

    def way(self, rule: TransportRule) -> Capabilities | None:
        """Give what the way can do that a message sent under this rule would take now.

        None when no account is chosen, or it has no such way.
        """
        try:
            return self._links.choose(rule).transport.capabilities if self._links else None
        except SendRefused:
            return None

    @property
    def store_notice(self) -> VoxError | None:
        """Why the journal is read-only; None when it can be written."""
        return self._database.notice

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
            rest = rest or await rest_password_of(profile, password, self.vault)
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
            running = partial(history.running_holds, profile=profile.name, now_us=self.clocks.now_us())
            holds = await self._database.read(running)
            links = AccountLinks(
                profile,
                self._make_transports(profile, Passwords(password, rest), self.clocks),
                unready=unready,
                database=self._database,
                clocks=self.clocks,
                announce=self._announce,
                tasks=self._tasks,
            )
            self.profile, self._links = profile, links
            for hold_until_us in holds:
                links.wake(hold_until_us=hold_until_us)
            self._inquiry.start(links)
            links.bind()

    def bind(self) -> None:
        """Keep the links up; where one waits or stopped, try at once. Needs an account."""
        self._require_links().bind()

    async def unbind(self) -> None:
        """Take the links down and stay offline: what is queued stays, what is on the wire is heard out."""
        if self._links is not None:
            await self._links.unbind()

    async def disconnect(self) -> None:
        """Leave the account. What was sent and can leave within DRAIN_S leaves; then unbind.

        An undo time that still runs ends here: Send was pressed, and nobody is left to undo. What
        cannot leave stays queued, and the next start asks before it goes.
        """
        self._turn = object()
        async with self._moving:
            await self._leave()

    async def _leave(self) -> None:
        links = self._links
        if links is None:
            return
        await self.bulk.leave()
        if isinstance(links.first.state, Bound):
            await self._drain(links)
        await self._inquiry.end()
        links.end()
        await links.unbind()
        await self._finish_writing(links)
        links.cancel_timers()
        self._links = self.profile = None

    async def _drain(self, links: AccountLinks) -> None:
        if self.profile is not None and not self._database.read_only:
            with suppress(StoreError):  # then they stay queued, and the next start asks
                await self._database.run(partial(outbox.end_holds, profile=self.profile.name))
            links.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await links.drain()

    async def _finish_writing(self, links: AccountLinks) -> None:
        """Wait for what the journal still has to answer: parts taken for a link that is gone go back."""
        links.save_again()
        with suppress(StoreError):  # what cannot be recorded now is unknown to the next start
            await self._database.run(lambda _connection: None)

    def _require_links(self) -> AccountLinks:
        if self._links is None:
            raise SettingsError("No account is chosen", hint="Choose one under Connection, Accounts.")
        return self._links

    # ---- sending

    async def send(self, order: SendOrder, *, forget_draft: bool = False) -> list[Message]:
        """Store an order's messages as QUEUED; they leave by themselves when the link allows.

        forget_draft: the order is what was being composed; its draft goes in the same transaction.

        Raises SendRefused when anything forbids it, StoreError when it cannot be stored. In both
        cases nothing was stored and nothing leaves.
        """
        if self._links is None:
            raise SendRefused("Nothing was sent", detail="No account is chosen.")
        link = self._links.choose(order.transport)
        now_us = self.clocks.now_us()
        able = link.transport.capabilities
        new = to_messages(order, self._links.profile, able, now_us=now_us, rng=self._rng)
        store = outbox.enqueue_draft if forget_draft else outbox.enqueue
        ids = await self._database.run(partial(store, messages=new, now_us=now_us))
        self._announce(MessagesQueued(tuple(ids)))
        link.dispatcher.wake(hold_until_us=max(message.hold_until_us for message in new))
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
        if self._links is not None:
            self._links.wake()

    def _forget_consent(self, message_ids: Iterable[int]) -> None:
        gone = set(message_ids)
        self.awaiting_consent = tuple(m for m in self.awaiting_consent if m not in gone)

    async def wait(
        self, message_ids: Sequence[int], *, done: Callable[[Message], bool], timeout_s: float
    ) -> list[Message]:
        """Wait until `done` has held for each message, or the time is over; give them as they are then.

        Also ends early when every link stopped for good, because then nothing more will happen.
        """
        await until_done(self, message_ids, done=done, timeout_s=timeout_s)
        return await self.messages(message_ids)

    async def ready(self, rule: TransportRule, *, timeout_s: float) -> None:
        """Wait until it is settled which way a message takes: its usual way is bound, or will not be soon."""
        await until_settled(self, rule, timeout_s=timeout_s)

    # ---- asking

    async def ask_now(self, message_id: int) -> int:
        """Ask the provider about a message as soon as it answers; give how many questions that makes."""
        return await self._inquiry.ask_now(message_id)

    async def query(self, query_id: str) -> Receipt:
        """Ask the provider about a message by its id, record the answer if it is ours, and give it.

        Raises LinkError when it cannot be known now, SendRefused when the account cannot be asked.
        """
        return await self._inquiry.query(self._require_links(), query_id)

    # ---- reading

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
