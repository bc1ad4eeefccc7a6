"""The optional listener for reports and messages that the provider posts to us over HTTP.

Theory of operation. It is a transport that only receives: Bound while it listens, Stopped when it may not or
cannot, until a person says :meth:`CallbackListener.bind_now`. Connections and their limits are
:mod:`vox_console.http1`'s; what is done with a request is :mod:`~vox_console.transports.callback_intake`'s.

Callbacks are not signed, so it listens on loopback unless it was told that other computers may come, and
behind an address with a secret part. A desktop behind NAT is reached through a proxy or a tunnel, which then
is what connects to us.
"""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Sequence
from random import Random
from typing import Final

from vox_console.domain.errors import LinkError, VoxError
from vox_console.domain.link import Bound, LinkState, Offline, Stopped
from vox_console.domain.submission import SubmitRequest
from vox_console.http1.messages import is_loopback_name
from vox_console.http1.server import HttpServer
from vox_console.transports import callback_intake
from vox_console.transports.base import (
    Arrival,
    Capabilities,
    Clock,
    Confirm,
    Lease,
    NotSent,
    Sink,
    SubmitOutcome,
)
from vox_console.transports.callback_intake import CallbackIntake, guarded
from vox_console.transports.callback_screen import PATH, CallbackScreen
from vox_console.transports.callback_settings import CallbackLimits, CallbackSettings

__all__ = ["ArrivalsAlone", "CallbackLimits", "CallbackListener", "CallbackSettings"]

_WHY_NOT: Final = {
    errno.EADDRINUSE: ("Another program uses that port.", "Choose another port or end that program."),
    errno.EACCES: ("That port needs rights which this program does not have.", "Choose one above 1023."),
    errno.EADDRNOTAVAIL: ("That is no address of this computer.", "Correct the address in the account."),
}
_TURNS_TO_CLOSE: Final = 20  # of the loop; a connection whose peer reads takes a handful
_NO_TOKEN: Final = ("The address has no secret part.", "Make a new one in the account.")
_NOT_OPEN: Final = (
    "Anyone who can reach that address could claim that a message was delivered.",
    "Use 127.0.0.1, or allow other computers in the account.",
)


class CallbackListener:
    """Receives for one account (see :class:`vox_console.transports.base.Transport`)."""

    def __init__(
        self, settings: CallbackSettings, *, clock: Clock, rng: Random, limits: CallbackLimits | None = None
    ) -> None:
        self.capabilities = Capabilities(
            name="callback", receipts=True, data_codings=frozenset(), sender_octets=0, caller_splits=False
        )
        self._settings = settings
        self._clock = clock
        self._rng = rng
        self._limits = limits or CallbackLimits()
        self._address = "127.0.0.1" if settings.address == "localhost" else settings.address
        self._port = settings.port
        self._screen = CallbackScreen(
            token=settings.token, hosts=(*settings.hosts, self._address), sources=settings.sources
        )
        self._sink: Sink | None = None
        self._wake = asyncio.Event()

    @property
    def url(self) -> str:
        """The address to give to the provider. It contains the token: for a person, never for a log.

        Port 0 in it means that the port is chosen when listening begins.
        """
        return f"http://{self._host_and_port}/{PATH}/{self._settings.token.reveal()}"

    async def run(self, sink: Sink) -> None:
        """Listen until cancelled; requests that still wait are then answered with 503."""
        self._sink = sink
        intake = CallbackIntake(
            self._settings, screen=self._screen, sink=sink, clock=self._clock, limits=self._limits
        )
        server = HttpServer(intake.answer, limits=self._limits.http, screen=intake.screen)
        try:
            while (stopped := await self._listen(server)) is not None:
                self._wake.clear()
                self._tell(stopped)
                await self._wake.wait()
            session = f"{self._rng.getrandbits(64):016x}"
            self._tell(Bound(self._host_and_port, session, self._clock.now_us(), encrypted=False))
            await asyncio.get_running_loop().create_future()  # until cancelled
        finally:
            try:
                await self._leave(intake, server)
            finally:
                server.cut()
                self._port = self._settings.port
                self._tell(Offline())

    def bind_now(self) -> None:
        """Try again to listen, after Stopped."""
        self._wake.set()

    def lease(self, count: int) -> Lease | None:  # noqa: ARG002 - the interface of every transport
        """Give None: nothing is sent this way."""
        return None

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:  # noqa: ARG002 - the same
        """Send nothing; each request is NotSent."""
        if self._sink is not None:
            outcomes = [NotSent(request.attempt_id, "callbacks only receive") for request in requests]
            # Not at once: the caller is still in the middle of submitting these.
            asyncio.get_running_loop().call_soon(guarded, self._sink.outcomes, outcomes)

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        """Answer the requests whose arrivals are now all stored, or one of which could not be."""
        callback_intake.confirm(tokens, verdict)

    @property
    def _host_and_port(self) -> str:
        host = f"[{self._address}]" if ":" in self._address else self._address
        return f"{host}:{self._port}"

    @staticmethod
    async def _leave(intake: CallbackIntake, server: HttpServer) -> None:
        """Answer what waits, and let the connections close; those that do not are left to be cut."""
        try:
            await intake.leave()
        finally:
            server.close()
        for _ in range(_TURNS_TO_CLOSE):
            if not server.open_connections:
                break
            await asyncio.sleep(0)

    async def _listen(self, server: HttpServer) -> Stopped | None:
        """Listen, or give in words why not."""
        if not self._settings.token:
            return self._stopped(*_NO_TOKEN)
        if not (is_loopback_name(self._address) or self._settings.open):
            return self._stopped(*_NOT_OPEN)
        try:
            await server.listen(self._address, self._settings.port)
        except OSError as fault:
            # Since 3.13 asyncio passes over an address that is none of ours, and then tells no number.
            number = fault.errno or errno.EADDRNOTAVAIL
            return self._stopped(*_WHY_NOT.get(number, ("That address cannot be listened on.", "")))
        self._port = server.port
        return None

    def _stopped(self, reason: str, hint: str) -> Stopped:
        account = f" for {self._settings.account}" if self._settings.account else ""
        return Stopped(self._host_and_port, f"Callbacks{account} are not received", reason, hint)

    def _tell(self, state: LinkState) -> None:
        if self._sink is not None:
            guarded(self._sink.link_changed, state)


class ArrivalsAlone:
    """What the listener may say beside a transport that has a link of its own: arrivals, or why none come."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def link_changed(self, state: LinkState) -> None:
        """Tell why nobody listens; the link itself is another matter."""
        if isinstance(state, Stopped):
            detail = f"{state.title}: {state.reason}"
            self._sink.noted(LinkError("Callbacks are not received", detail=detail, hint=state.hint))

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Nothing is ever submitted there."""

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Hand on."""
        self._sink.arrivals(arrivals)

    def round_trip(self, milliseconds: float) -> None:
        """There is none."""

    def noted(self, fault: VoxError) -> None:
        """Hand on."""
        self._sink.noted(fault)
