"""The ways to the provider that the open account has: each a transport, a dispatcher and the task of both.

Theory of operation. One account may have SMPP and REST at once. The two share the journal and nothing else:
a message belongs to the way it was stored for, and only that way's dispatcher takes it from the queue. The
account counts as bound while any way is, because then something can be sent; what the badge tells in detail
is each way's own state.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

from vox_console.domain.errors import SendRefused
from vox_console.domain.link import Bound, LinkGauge, LinkState, Offline, Stopped
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.auto_replies import Answering
from vox_console.services.clocks import Clocks
from vox_console.services.dispatcher import Dispatcher
from vox_console.services.events import Event
from vox_console.settings.auto_reply import AutoReply
from vox_console.settings.profiles import Profile
from vox_console.storage.database import Database
from vox_console.transports.base import Transport

LAST_ANSWERS_S = 2.0


class TransportFault(Exception):
    """A fault of ours in a transport: which kind it was and where, without what it said."""


class AccountLink:
    """One way to the provider, kept up in a task of the given group.

    unready: why it must not even be tried; None where it may be.
    """

    def __init__(
        self,
        transport: Transport,
        dispatcher: Dispatcher,
        tasks: asyncio.TaskGroup,
        unready: Stopped | None = None,
    ) -> None:
        self.transport = transport
        self.dispatcher = dispatcher
        self._tasks = tasks
        self._unready = unready
        self._ended = False
        self._task: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The name messages are stored with that take this way."""
        return self.transport.capabilities.name

    @property
    def state(self) -> LinkState:
        """How it stands."""
        return self.dispatcher.link

    def bind(self) -> None:
        """Keep the link up; when it waits or stopped, try at once."""
        if self._ended:
            return
        if self._unready is not None:
            self.dispatcher.link_changed(self._unready)
        elif self._task is None or self._task.done():
            self.dispatcher.start_sending()
            self._task = self._tasks.create_task(self._run(), name=f"{self.name} link")
        else:
            self.transport.bind_now()

    def end(self) -> None:
        """Do not bind any more: the account is being left."""
        self._ended = True

    async def unbind(self) -> None:
        """Take the link down and stay offline: what is queued stays, what is on the wire is heard out.

        Two callers share one end: until it has come, the link is neither called offline nor begun anew.
        """
        task = self._task
        self.dispatcher.stop_sending()
        with suppress(TimeoutError):  # what is then unanswered becomes unknown
            async with asyncio.timeout(LAST_ANSWERS_S):
                await self.dispatcher.drain()
        if task is not None:
            if not task.cancelling():  # a second cancellation would cut the unbind short
                task.cancel()
            await asyncio.wait({task})
            if self._task is not task:
                return  # the other caller has said so, and somebody may have bound again since
            self._task = None
        self.dispatcher.link_changed(Offline())

    async def _run(self) -> None:
        try:
            await self.transport.run(self.dispatcher)
        except Exception as bug:  # noqa: BLE001 - a bug in a transport must not take the window down
            kind = type(bug).__name__  # what else it says may hold the password
            self.dispatcher.link_changed(
                Stopped(address="", title="Internal error", reason=f"{kind}.", hint="Bind again.")
            )
            told = TransportFault(kind).with_traceback(bug.__traceback__)
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the transport failed", "exception": told}
            )


class AccountLinks:
    """All ways of one account; the usual one first. unready: which must not be tried, by name, and why."""

    def __init__(
        self,
        profile: Profile,
        transports: Sequence[Transport],
        *,
        database: Database,
        clocks: Clocks,
        announce: Callable[[Event], None],
        tasks: asyncio.TaskGroup,
        unready: Mapping[str, Stopped] = MappingProxyType({}),
    ) -> None:
        self.profile = profile
        self.all = [
            AccountLink(
                transport,
                Dispatcher(
                    database=database,
                    transport=transport,
                    profile=profile,
                    clocks=clocks,
                    announce=announce,
                    can_be_asked=any(each.capabilities.queries for each in transports),
                    answering=self._answering,
                    wake_all=self.wake,
                ),
                tasks,
                unready.get(transport.capabilities.name),
            )
            for transport in transports
        ]

    @property
    def states(self) -> Mapping[str, LinkState]:
        """How each way stands, by its name."""
        return {link.name: link.state for link in self.all}

    @property
    def first(self) -> AccountLink:
        """The way that speaks for the account: the first that is bound, else the usual one."""
        return next((link for link in self.all if isinstance(link.state, Bound)), self.all[0])

    def require(self, name: str) -> AccountLink:
        """Give one way. Raises SendRefused when the account does not have it."""
        found = next((link for link in self.all if link.name == name), None)
        if found is None:
            raise SendRefused(
                "Nothing was sent",
                detail=f"The account {self.profile.name} cannot send over {name.upper()}.",
                hint="Choose another way, or complete the account.",
            )
        return found

    def gauge(self, name: str = "") -> LinkGauge:
        """Give the numbers of one way, or of the one that speaks for the account."""
        link = next((link for link in self.all if link.name == name), self.first)
        return link.dispatcher.gauge

    def choose(self, rule: TransportRule) -> AccountLink:
        """Give the way that a message sent now takes.

        Left to us it is the account's usual one, which by default is SMPP while it is bound and REST
        otherwise. Raises SendRefused for a way that the account does not have.
        """
        wanted = self.profile.transport if rule is TransportRule.AUTO else rule
        by_name = {link.name: link for link in self.all}
        if wanted is not TransportRule.AUTO:
            return self.require(wanted.value)
        smpp, rest = by_name.get(TransportName.SMPP), by_name.get(TransportName.REST)
        if smpp is None or rest is None:
            return self.all[0]
        useless = isinstance(rest.state, Stopped | Offline)  # a queue that would not move by itself
        return smpp if isinstance(smpp.state, Bound) or useless else rest

    def answer_by_itself(self, answers: AutoReply) -> None:
        """Answer customers so from here on."""
        self.profile = self.profile.model_copy(update=answers.answers)

    def _answering(self) -> Answering | None:
        """Give how customers are answered by itself now, None when no way would take an answer."""
        try:
            able = self.choose(TransportRule.AUTO).transport.capabilities
        except SendRefused:
            return None
        return Answering(self.profile, able) if able.sends else None

    def wake(self, name: str = "", *, hold_until_us: int = 0) -> None:
        """Look into the queue again, for one way or for all."""
        for link in self.all:
            if name in {"", link.name}:
                link.dispatcher.wake(hold_until_us=hold_until_us)

    def bind(self) -> None:
        """Keep every way up."""
        for link in self.all:
            link.bind()

    def end(self) -> None:
        """Bind no way any more: the account is being left, and unbound next."""
        for link in self.all:
            link.end()

    async def unbind(self) -> None:
        """Take every way down, at the same time."""
        async with asyncio.TaskGroup() as ends:
            for link in self.all:
                ends.create_task(link.unbind())

    async def drain(self) -> None:
        """Wait until what can leave has left and is answered, on every way that is bound."""
        for link in self.all:
            await link.dispatcher.drain()

    def save_again(self) -> None:
        """Try once more to record the outcomes that could not be."""
        for link in self.all:
            link.dispatcher.save_again()

    def cancel_timers(self) -> None:
        """Ring no more; called when the account is closed."""
        for link in self.all:
            link.dispatcher.cancel_timers()
