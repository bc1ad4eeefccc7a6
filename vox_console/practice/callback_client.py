"""An HTTP/1.1 client for callbacks: one request at a time, on a connection that is kept while it can be.

As much as a provider needs to post a report: no redirects, no cookies, no proxies, and of the answer nothing
but the status. h11 parses.
"""

from __future__ import annotations

import asyncio

import h11

from vox_console.practice.callback_requests import CallbackAddress, WireRequest
from vox_console.practice.smsc import require_loopback

_READ_OCTETS = 65_536
_FAILURES = (OSError, EOFError, h11.RemoteProtocolError)


class CallbackClient:
    """Posts to one listener after the other; usable again after any failure."""

    def __init__(self) -> None:
        self._link: _Link | None = None

    async def send(self, address: CallbackAddress, request: WireRequest, *, timeout_s: float) -> int | None:
        """Send a request and give the status of the answer, None when there was none in time.

        It is sent once and no more, or the ledger would not tell everything that the listener saw.
        """
        try:
            async with asyncio.timeout(timeout_s):
                return await self._send(address, request)
        except _FAILURES:  # TimeoutError is an OSError
            return None
        finally:
            if self._link is not None and not self._link.is_idle:
                self.close()

    def close(self) -> None:
        """Close the connection that is kept, if any."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    async def _send(self, address: CallbackAddress, request: WireRequest) -> int:
        link = self._link
        if link is None or link.authority != address.authority or link.is_over:
            self.close()
            reader, writer = await asyncio.open_connection(require_loopback(address.host), address.port)
            self._link = link = _Link(reader, writer, address.authority)
        return await link.exchange(request)


class _Link:
    """One open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, authority: str) -> None:
        self._reader = reader
        self._writer = writer
        self.authority = authority
        self._http = h11.Connection(h11.CLIENT)

    @property
    def is_idle(self) -> bool:
        """Whether another request may follow."""
        return self._http.our_state is h11.IDLE

    @property
    def is_over(self) -> bool:
        """Whether the other side has closed it."""
        return self._reader.at_eof()

    def close(self) -> None:
        """Close it."""
        self._writer.close()

    async def exchange(self, request: WireRequest) -> int:
        """Send a request and give the status. Raises OSError, EOFError, h11.RemoteProtocolError."""
        headers = [("Host", self.authority), ("User-Agent", "vox-practice"), ("Accept", "*/*")]
        if request.body:
            headers += [("Content-Type", request.content_type), ("Content-Length", str(len(request.body)))]
        octets = self._http.send(h11.Request(method=request.method, target=request.target, headers=headers))
        if request.body:
            octets = (octets or b"") + (self._http.send(h11.Data(data=request.body)) or b"")
        self._http.send(h11.EndOfMessage())
        self._writer.write(octets or b"")
        await self._writer.drain()
        return await self._status()

    async def _status(self) -> int:
        """Read the answer to its end."""
        status = 0
        while True:
            match self._http.next_event():
                case h11.NEED_DATA:
                    data = await self._reader.read(_READ_OCTETS)
                    self._http.receive_data(data)
                case h11.Response() as head:
                    status = head.status_code
                case h11.EndOfMessage():
                    if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
                        self._http.start_next_cycle()
                    return status
                case h11.ConnectionClosed():
                    raise EOFError
