"""SMPP as a transport: keeps one link, or a sending and a receiving one, bound as one account.

Theory of operation. Each bind is a lane. A lane is one coroutine that iterates over connections:
connect, bind, wait for the end, wait a little, again. What it may do about an end is decided by the
kind of error alone: a fatal one (wrong password, bad certificate) stops the lane until a person says
:meth:`SmppTransport.bind_now`, any other waits by :mod:`vox_console.transports.backoff`.

The account's state is the worst of its lanes' states, so it is Bound only when all of them are, and
only then is anything leased. Submits go out on the first lane; messages may come in on any.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, cast

from vox_console.domain.command_status import describe
from vox_console.domain.errors import BindRefused, LinkError, TlsFault, VoxError
from vox_console.domain.link import Binding, Bound, Connecting, LinkState, Offline, Stopped, Waiting, Wanted
from vox_console.domain.submission import SubmitRequest
from vox_console.smpp.events import ArrivalToken
from vox_console.smpp.faults import UnencodableField
from vox_console.smpp.pdus import BindKind, CommandStatus
from vox_console.smpp.session import SessionConfig
from vox_console.transports.backoff import Backoff
from vox_console.transports.base import Capabilities, Clock, Confirm, Lease, NotSent, Sink
from vox_console.transports.smpp_link import Link
from vox_console.transports.tls import client_context, in_words

TRANSCEIVER: Final = (BindKind.TRX,)
TRANSMITTER_AND_RECEIVER: Final = (BindKind.TX, BindKind.RX)

_HAPPY_EYEBALLS_S: Final = 0.25  # RFC 8305 §5
_BADNESS: Final = (Bound, Binding, Connecting, Offline, Waiting, Stopped)
_WANTED: Final[dict[int, Wanted]] = {
    CommandStatus.ESME_RINVPASWD: Wanted.PASSWORD,
    CommandStatus.ESME_RINVSYSID: Wanted.USER_NAME,
}
_SLOW: Final = frozenset({CommandStatus.ESME_RALYBND, CommandStatus.ESME_RBINDFAIL})


@dataclass(frozen=True, slots=True)
class SmppSettings:
    """Where and how to bind.

    host: a name or an address, IPv6 without brackets. binds: TRANSCEIVER or TRANSMITTER_AND_RECEIVER;
    they replace session.bind. ca_file: one more trusted authority (PEM), "" for the system's alone.
    """

    host: str
    port: int
    session: SessionConfig
    binds: tuple[BindKind, ...] = TRANSCEIVER
    tls: bool = False
    ca_file: str = ""
    connect_timeout_s: float = 10.0

    @property
    def address(self) -> str:
        """Give "host:port" for people."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class SmppTransport:
    """A way to the provider (see :class:`vox_console.transports.base.Transport`)."""

    def __init__(self, settings: SmppSettings, *, clock: Clock, rng: Random) -> None:
        self.capabilities = Capabilities(
            name="smpp",
            receipts=True,
            data_codings=frozenset(range(256)),
            sender_octets=20,
            caller_splits=True,
        )
        self._sink: Sink | None = None
        self._state: LinkState = Offline()
        self._lanes = [
            _Lane(
                replace(settings, session=replace(settings.session, bind=kind)),
                clock=clock,
                rng=rng,
                changed=self._lane_changed,
                writable=self._writable,
            )
            for kind in settings.binds
        ]

    async def run(self, sink: Sink) -> None:
        """Keep the account bound until cancelled; then unbind, and report what stays unanswered."""
        self._sink = sink
        try:
            async with asyncio.TaskGroup() as lanes:
                for lane in self._lanes:
                    lanes.create_task(lane.run(sink))
        finally:
            self._lane_changed()

    def bind_now(self) -> None:
        """Skip the wait, or leave Stopped, and try at once."""
        for lane in self._lanes:
            lane.wake()

    def lease(self, count: int) -> Lease | None:
        """Give numbers for `count` requests, or None when not bound or the peer does not read."""
        link = self._lanes[0].link
        if link is None or not isinstance(self._state, Bound):
            return None
        sequences = link.lease(count)
        return None if sequences is None else Lease(link.name, sequences)

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        """Send requests leased for `session`; if it is gone, each is NotSent."""
        link = self._lanes[0].link
        if link is not None and link.name == session:
            link.submit(requests)
        elif self._sink is not None:
            outcomes = [
                NotSent(request.attempt_id, "the link it was meant for is gone") for request in requests
            ]
            # Not at once: the caller is still in the middle of submitting these.
            asyncio.get_running_loop().call_soon(self._sink.outcomes, outcomes)

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        """Acknowledge arrivals, each on the link it came by."""
        by_link: dict[Link, list[ArrivalToken]] = {}
        for token in tokens:
            link, arrival = cast("tuple[Link, ArrivalToken]", token)
            by_link.setdefault(link, []).append(arrival)
        for link, arrivals in by_link.items():
            link.confirm(arrivals, verdict)

    def _lane_changed(self) -> None:
        # max keeps the first of equals, so a Bound is the sending lane's, with the session leased from
        state = max((lane.state for lane in self._lanes), key=lambda each: _BADNESS.index(type(each)))
        if state != self._state and self._sink is not None:
            self._state = state
            self._sink.link_changed(state)

    def _writable(self) -> None:
        if self._sink is not None:
            self._sink.link_changed(self._state)


class _Lane:
    """One bind, kept alive over any number of connections."""

    def __init__(
        self,
        settings: SmppSettings,
        *,
        clock: Clock,
        rng: Random,
        changed: Callable[[], None],
        writable: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._rng = rng
        self._changed = changed
        self._writable = writable
        self._backoff = Backoff(rng)
        self._wake = asyncio.Event()
        self._bound_at_s: float | None = None
        self.state: LinkState = Offline()
        self.link: Link | None = None

    def wake(self) -> None:
        """End the wait, if there is one."""
        self._wake.set()

    async def run(self, sink: Sink) -> None:
        """Iterate over connections until cancelled."""
        self._backoff = Backoff(self._rng)
        try:
            while True:
                fault = await self._one_connection(sink)
                lived_s = 0.0 if self._bound_at_s is None else self._clock.monotonic_s() - self._bound_at_s
                self._wake.clear()
                await self._pause(fault, lived_s)
        finally:
            self._become(Offline())

    async def _pause(self, fault: VoxError, lived_s: float) -> None:
        settings = self._settings
        if isinstance(fault, TlsFault) or (isinstance(fault, BindRefused) and fault.fatal):
            status = fault.command_status if isinstance(fault, BindRefused) else 0
            wanted = _WANTED.get(status, Wanted.NOTHING)
            self._become(Stopped(settings.address, fault.title, fault.detail, fault.hint, wanted))
            await self._wake.wait()
            return
        slow = isinstance(fault, BindRefused) and fault.command_status in _SLOW
        delay_s = self._backoff.delay_s(lived_s=lived_s, slow=slow)
        retry_at_s = self._clock.monotonic_s() + delay_s
        reason = f"{fault} {fault.hint}".strip()
        self._become(Waiting(settings.address, self._backoff.attempt, retry_at_s, reason))
        try:
            async with asyncio.timeout(delay_s):
                await self._wake.wait()
        except TimeoutError:
            pass  # the usual end of a wait

    async def _one_connection(self, sink: Sink) -> VoxError:
        """Connect, bind, stay until it ends; give why it ended. Unbinds when cancelled."""
        self._bound_at_s = None
        self._become(Connecting(self._settings.address))
        try:
            link = await self._connect(sink)
        except VoxError as fault:
            return fault
        self.link = link
        self._become(Binding(self._settings.address))
        try:
            link.start()
            return await asyncio.shield(link.closed)
        except UnencodableField as unfit:
            link.end()
            await link.closed
            return BindRefused(
                "The account cannot be bound",
                detail=f"{unfit.field}: {unfit.text}.",
                hint=describe(unfit.command_status).action,
                command_status=unfit.command_status,
                fatal=True,
            )
        except asyncio.CancelledError:
            link.end()
            await link.closed
            raise
        finally:
            self.link = None

    async def _connect(self, sink: Sink) -> Link:
        """Open the connection. Raises TlsFault or LinkError, in words."""
        settings = self._settings
        host = settings.host
        context = client_context(settings.ca_file) if settings.tls else None
        try:
            async with asyncio.timeout(settings.connect_timeout_s):
                _, link = await asyncio.get_running_loop().create_connection(
                    lambda: self._new_link(sink),
                    host,
                    settings.port,
                    ssl=context,
                    server_hostname=host if context else None,
                    happy_eyeballs_delay=_HAPPY_EYEBALLS_S,
                )
        except ssl.SSLError as error:
            raise in_words(error, host=host) from error
        except TimeoutError as error:
            detail = f"{settings.address} did not answer within {settings.connect_timeout_s:g} s."
            raise LinkError("Could not connect", detail=detail) from error
        except OSError as error:
            raise LinkError("Could not connect", detail=_reason(error, settings)) from error
        return link

    def _new_link(self, sink: Sink) -> Link:
        return Link(
            self._settings.session,
            name=f"{self._rng.getrandbits(64):016x}",
            sink=sink,
            monotonic_s=self._clock.monotonic_s,
            bound=self._link_bound,
            writable=self._writable,
        )

    def _link_bound(self, system_id: str) -> None:
        link = self.link
        if link is None:
            return
        self._bound_at_s = self._clock.monotonic_s()
        settings = self._settings
        self._become(Bound(settings.address, link.name, self._clock.now_us(), settings.tls, system_id))

    def _become(self, state: LinkState) -> None:
        self.state = state
        self._changed()


def _reason(error: OSError, settings: SmppSettings) -> str:
    """Say in words why a connection could not be opened."""
    if isinstance(error, socket.gaierror):
        return f"The name {settings.host} is not known."
    if isinstance(error, ConnectionRefusedError):
        return f"{settings.address} refused the connection."
    if isinstance(error, ConnectionError) and settings.tls:
        return f"{settings.address} closed the connection during the TLS handshake; it may not speak TLS."
    if isinstance(error, ConnectionError):
        return f"{settings.address} closed the connection at once."
    return f"{settings.address}: {error.strerror or error}."
