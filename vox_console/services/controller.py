"""The one object the window and the command line talk to. It knows no Qt.

Theory of operation. :meth:`Controller.open` takes the data folder (one program at a time), opens the
journal and settles what an earlier run left behind. :meth:`Controller.connect` picks an account
(:mod:`.account_seat`) and keeps its links alive (SMPP, REST or both, :mod:`.account_links`) in tasks of the
controller's own task group; sending works from then on, bound or not: what is sent is stored first and leaves
when it can. What becomes of it is pushed to us or asked for (:mod:`.inquiry`). What is only read needs no
account (:mod:`.journal_reading`). Listeners get :mod:`~vox_console.services.events`.

Every way out is the same way: stop taking from the queue, give answers on the wire a moment to
arrive, unbind, store what is then unanswered as unknown, close the journal, free the folder.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from random import Random, SystemRandom
from typing import Self

from vox_console.domain.errors import SendRefused, VoxError
from vox_console.domain.link import LinkGauge, LinkState, Offline
from vox_console.domain.message import Message
from vox_console.domain.receipt import Receipt
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportRule
from vox_console.services.account_links import AccountLinks
from vox_console.services.account_seat import AccountSeat
from vox_console.services.auto_replies import AutoReplyDesk
from vox_console.services.bulk import BulkDesk
from vox_console.services.cases import CaseDesk
from vox_console.services.clocks import Clocks, SystemClocks
from vox_console.services.contacts import ContactBook
from vox_console.services.daily_exports import DailyExports
from vox_console.services.database_opening import opened_in_thread
from vox_console.services.events import (
    Event,
    InboundStored,
    LinkChanged,
    MessagesChanged,
    MessagesQueued,
    Noted,
    ThreadsChanged,
)
from vox_console.services.filing import Filing
from vox_console.services.inbox import InboxDesk, alphabets
from vox_console.services.inquiry import Inquiry
from vox_console.services.journal_reading import JournalReading
from vox_console.services.labelling import Labelling
from vox_console.services.log import LogDesk
from vox_console.services.opt_outs import OptOutDesk, Store, enqueue_wanted, unwanted_words
from vox_console.services.orders import SendOrder, to_messages
from vox_console.services.orphans import OrphanDesk
from vox_console.services.patience import until_done, until_settled
from vox_console.services.quick_texts import QuickTextDesk
from vox_console.services.refusals import RefusalDesk
from vox_console.services.search import SearchDesk
from vox_console.services.stats import StatsDesk
from vox_console.services.transport_choice import TransportMaker, transports
from vox_console.settings.auto_reply import AutoReply
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault
from vox_console.storage import drafts, history, jobs, outbox
from vox_console.storage.database import Database
from vox_console.storage.folder_lock import FolderLock, Program
from vox_console.storage.opening import OpeningStep
from vox_console.storage.schema import STEPS
from vox_console.transports.base import Capabilities

DATABASE_NAME = "journal.db"
LOST_REASON = "The program ended before the provider's answer was stored."


class Controller(JournalReading):
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
        super().__init__(database, clocks)
        self._rng = rng
        self._listeners: list[Callable[[Event], None]] = []
        self._inquiry = Inquiry(database, clocks=clocks, announce=self._announce, tasks=tasks)
        self.profiles = profiles
        self.vault = vault
        self.bulk = BulkDesk(
            database, clocks=clocks, rng=rng, announce=self._announce, links=lambda: self._links
        )
        self.cases = CaseDesk(database, clocks=clocks, announce=self._announce, send=self._send)
        self.stats = StatsDesk(database)
        self.orphans = OrphanDesk(database, clocks=clocks, announce=self._announce)
        self.opt_outs = OptOutDesk(database, clocks=clocks, announce=self._announce)
        self.auto_replies = AutoReplyDesk(database, clocks=clocks, announce=self._announce)
        self.refusals = RefusalDesk(database, clocks=clocks, announce=self._announce)
        self.contacts = ContactBook(database, clocks=clocks, announce=self._announce)
        self.quick_texts = QuickTextDesk(database, announce=self._announce)
        self.inbox = InboxDesk(
            database, clocks=clocks, announce=self._announce, alphabet_of=alphabets(profiles)
        )
        self.filing = Filing(database, profiles=profiles, clocks=clocks, announce=self._announce)
        self.labelling = Labelling(database, clocks=clocks, announce=self._announce)
        self.log = LogDesk(
            database,
            clocks=clocks,
            home_region=lambda: self.profile.default_region if self.profile else "",
        )
        self.daily = DailyExports(
            database, clocks=clocks, log=self.log, export=self.export, announce=self._announce
        )
        self.search = SearchDesk(
            database,
            clocks=clocks,
            announce=self._announce,
            alphabet_of=alphabets(profiles),
            home_region=lambda: self.profile.default_region if self.profile else "",
            tasks=tasks,
        )
        self._seat = AccountSeat(
            database,
            vault=vault,
            clocks=clocks,
            make_transports=make_transports,
            inquiry=self._inquiry,
            announce=self._announce,
            before_leaving=self.bulk.leave,
            tasks=tasks,
        )
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
        on_step: Callable[[OpeningStep], object] = lambda _step: None,
    ) -> AsyncIterator[Self]:
        """Open the data folder for `program` ("window" or "command line"); closes it at the end.

        on_step: told, on the loop, what is begun that takes its time; the loop stays free meanwhile.

        Raises StoreHeld when another program works on it, StoreError when the journal cannot be used.
        """
        loop = asyncio.get_running_loop()

        def post(answers: Callable[[], object]) -> None:
            loop.call_soon_threadsafe(answers)

        clocks = clocks or SystemClocks()
        with FolderLock(folders.data).acquire(program=program):
            database = await opened_in_thread(
                partial(
                    Database.open,
                    folders.data / DATABASE_NAME,
                    STEPS,
                    post=post,
                    on_step=lambda step: post(lambda: on_step(step)),
                )
            )
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
                        filing = tasks.create_task(controller.filing.run())
                        labelling = tasks.create_task(controller.labelling.run())
                        daily = tasks.create_task(controller.daily.run()) if program == "window" else None
                        try:
                            yield controller
                        finally:
                            filing.cancel()
                            labelling.cancel()
                            if daily is not None:
                                daily.cancel()
                            controller.search.stop()
                    except Exception as fault:  # noqa: BLE001 - raised below, outside the task group,
                        failure = fault  # which would wrap the caller's own exception in a group
                    finally:
                        await controller._seat.close()
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
        await self._database.run(partial(jobs.recover, now_us=self.clocks.now_us()))
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
        if isinstance(event, MessagesQueued | InboundStored | ThreadsChanged):
            self.search.wake()
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception as bug:  # noqa: BLE001 - whoever listens must not stop what is announced
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "a listener failed", "exception": bug}
                )

    # ---- the account and its links

    @property
    def _links(self) -> AccountLinks | None:
        return self._seat.links

    @property
    def profile(self) -> Profile | None:
        """The account that is connected; None when none is."""
        return self._links.profile if self._links else None

    async def connect(
        self, profile: Profile, password: Secret, *, rest_password: Secret | None = None
    ) -> None:
        """Choose an account and keep its links alive from now on; see :meth:`.AccountSeat.connect`."""
        await self._seat.connect(profile, password, rest_password=rest_password)

    async def disconnect(self) -> None:
        """Leave the account; see :meth:`.AccountSeat.disconnect`."""
        await self._seat.disconnect()

    def answer_by_itself(self, answers: AutoReply) -> None:
        """Answer customers of the account that is connected so from here on; kept nowhere."""
        if self._links is not None:
            self._links.answer_by_itself(answers)

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

    def bind(self) -> None:
        """Keep the links up; where one waits or stopped, try at once. Needs an account."""
        self._seat.require().bind()

    async def unbind(self) -> None:
        """Take the links down and stay offline: what is queued stays, what is on the wire is heard out."""
        if self._links is not None:
            await self._links.unbind()

    # ---- sending

    async def send(
        self, order: SendOrder, *, forget_draft: bool = False, slot: str = drafts.COMPOSE
    ) -> list[Message]:
        """Store an order's messages as QUEUED; they leave by themselves when the link allows.

        forget_draft: the order is what was being written in the slot; its draft goes in the same transaction.

        Raises SendRefused when anything forbids it, StoreError when it cannot be stored. In both
        cases nothing was stored and nothing leaves.
        """
        return await self._send(
            order, partial(outbox.enqueue_draft, slot=slot) if forget_draft else outbox.enqueue
        )

    async def _send(self, order: SendOrder, store: Store) -> list[Message]:
        if self._links is None:
            raise SendRefused("Nothing was sent", detail="No account is chosen.")
        link = self._links.choose(order.transport)
        now_us = self.clocks.now_us()
        able = link.transport.capabilities
        new = to_messages(order, self._links.profile, able, now_us=now_us, rng=self._rng)
        ids, unwanted = await self._database.run(
            partial(enqueue_wanted, store=store, messages=new, now_us=now_us)
        )
        if unwanted:
            raise SendRefused("Nothing was sent", detail=unwanted_words(unwanted))
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
        return await self._inquiry.query(self._seat.require(), query_id)

    # ---- reading

    async def id_relation(self) -> tuple[str, bool] | None:
        """Give how receipt ids relate to sent ids on the chosen account, and whether that is learnt."""
        if self.profile is None:
            return None
        return await self._database.read(partial(history.relation, profile=self.profile.name))

    # ---- drafts

    def note(self, fault: VoxError) -> None:
        """Tell the listeners of something a person should know."""
        self._announce(Noted(fault))
