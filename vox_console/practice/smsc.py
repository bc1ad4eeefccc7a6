"""The asyncio shell around the provider: one listening socket, one write per event, one timer.

Theory of operation. Every event (bytes, end of a connection, timer, control command) ends in
:meth:`Smsc.settle`: sessions that have something to write get one ``transport.write`` each, those
that are to end are ended, the timer is armed for the timetable's next entry, and whoever waits for a
fact is woken. There is no task, future or timer per message.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import struct
from collections.abc import Callable

from vox_console.domain.errors import LinkError
from vox_console.practice.provider import Provider
from vox_console.practice.smsc_session import Ending, SmscSession

WRITE_HIGH_WATER_OCTETS = 262_144
_LINGER_ZERO = struct.pack("ii", 1, 0)


def require_loopback(host: str) -> str:
    """Give the address to listen on: 127.0.0.0/8, ::1 or localhost.

    Raises LinkError for anything else: everybody knows the practice password.
    """
    if host == "localhost":
        return "127.0.0.1"
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise LinkError(
            "The practice provider listens on this computer only",
            detail=f"{host!r} is not a loopback address",
            hint="Use 127.0.0.1 or ::1.",
        )
    return host


class _Connection(asyncio.Protocol):
    """Carries bytes between one socket and its session."""

    def __init__(self, smsc: Smsc) -> None:
        self._smsc = smsc

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type checker
        transport.set_write_buffer_limits(high=WRITE_HIGH_WATER_OCTETS)
        self._transport = transport
        self._session = self._smsc.add(transport)

    def data_received(self, data: bytes) -> None:
        self._smsc.provider.received(self._session, data, self._smsc.now())
        self._smsc.settle()

    def pause_writing(self) -> None:
        # Who does not read its answers is not read either, so that neither side's buffers grow.
        self._session.choked = True
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._session.choked = False
        self._transport.resume_reading()
        self._smsc.pump(self._session)

    def connection_lost(self, _exc: Exception | None) -> None:
        self._smsc.remove(self._session)


class Smsc:
    """The provider on a socket. followers: called whenever an event has been carried out."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._loop = asyncio.get_running_loop()
        self._transports: dict[SmscSession, asyncio.Transport] = {}
        self._server: asyncio.Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._changed = asyncio.Event()
        self.followers: list[Callable[[], None]] = []
        self.port = 0

    def now(self) -> float:
        """Give the present monotonic time."""
        return self._loop.time()

    async def listen(self, host: str, port: int) -> None:
        """Listen on a loopback address; port 0 takes any free one.

        Raises LinkError when the address is not loopback or the port is taken.
        """
        address = require_loopback(host)
        try:
            self._server = await self._loop.create_server(lambda: _Connection(self), address, port)
        except OSError as fault:
            raise LinkError(
                f"Port {port} cannot be opened",
                detail=fault.strerror or str(fault),
                hint="Another practice provider may be running. Choose another port, or 0 for any.",
            ) from fault
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and close every connection, after what is left was written."""
        if self._timer is not None:
            self._timer.cancel()
        if self._server is not None:
            self._server.close()
        for session in list(self.provider.state.sessions.values()):
            session.end(Ending.FLUSH)
            self.provider.state.touched.add(session)
        self.settle()
        await self.wait_until(lambda: not self._transports, timeout_s=1.0)
        for transport in self._transports.values():
            transport.abort()
        if self._timer is not None:
            self._timer.cancel()

    async def wait_until(self, holds: Callable[[], bool], *, timeout_s: float) -> bool:
        """Wait until `holds` after some event; False when that did not happen in time."""
        try:
            async with asyncio.timeout(timeout_s):
                while not holds():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def settle(self) -> None:
        """Carry out what the last event asked for."""
        state = self.provider.state
        while state.touched:
            session = state.touched.pop()
            transport = self._transports.get(session)
            if transport is None:
                continue
            output = session.take_output()
            if output:
                transport.write(output)
            if session.ending is Ending.RESET:
                _reset(transport)
            elif session.ending is Ending.FLUSH:
                transport.close()
        for follow in self.followers:
            follow()
        self._arm()
        self._changed.set()

    def add(self, transport: asyncio.Transport) -> SmscSession:
        """Take a new connection."""
        session = self.provider.opened(self.now())
        self._transports[session] = transport
        self.settle()
        return session

    def remove(self, session: SmscSession) -> None:
        """Take note that a connection is gone."""
        self._transports.pop(session, None)
        self.provider.closed(session, self.now())
        self.settle()

    def pump(self, session: SmscSession) -> None:
        """Give a session what waited while its socket was full."""
        if session.account is not None:
            self.provider.pusher.pump(session.account, self.now())
        self.settle()

    def _arm(self) -> None:
        due = self.provider.state.timetable.next_due()
        timer = self._timer
        if timer is not None:
            if due is not None and timer.when() <= due:
                return  # it fires early at worst, and arms itself again
            timer.cancel()
            self._timer = None
        if due is not None:
            self._timer = self._loop.call_at(due, self._fire)

    def _fire(self) -> None:
        self._timer = None
        self.provider.run_due(self.now())
        self.settle()


def _reset(transport: asyncio.Transport) -> None:
    """End a TCP connection with RST instead of FIN."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    transport.abort()
