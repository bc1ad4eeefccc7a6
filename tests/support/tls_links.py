"""A console's link over TLS, by either protocol, and a server that does nothing but shake hands."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from tests.support import rest_wire, smpp_wire
from tests.support.smpp_wire import RecordingSink
from vox_console.transports.base import Transport
from vox_console.transports.smpp import SmppSettings


class RunningLink(Protocol):
    """A transport that runs, and its sink."""

    @property
    def transport(self) -> Transport:
        """What runs."""

    @property
    def sink(self) -> RecordingSink:
        """What it tells."""


class RunOverTls(Protocol):
    """Runs a link; cancels it at the end."""

    def __call__(
        self, port: int, ca_file: str = "", *, host: str = "localhost", connect_timeout_s: float = 10.0
    ) -> AbstractAsyncContextManager[RunningLink]:
        """Run a link to a port of this computer. ca_file: the authority it trusts, "" for the system's."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that shows a certificate. untold: whether nobody has told it anything yet."""

    port: int
    untold: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TlsLink:
    """One protocol's ends."""

    serving: Callable[[ssl.SSLContext], AbstractAsyncContextManager[Server]]
    running: RunOverTls


def quiet_server() -> None:
    """Keep quiet about the server's side of a handshake that is to fail."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)


def smpp_over_tls(port: int, ca_file: str = "", *, host: str = "localhost") -> SmppSettings:
    """Give settings for TLS."""
    return replace(smpp_wire.settings(port), host=host, tls=True, ca_file=ca_file)


@asynccontextmanager
async def _smpp_serving(context: ssl.SSLContext) -> AsyncIterator[Server]:
    async with smpp_wire.listening(context=context) as port:
        yield Server(port.port, port.peers.empty)


@asynccontextmanager
async def _rest_serving(context: ssl.SSLContext) -> AsyncIterator[Server]:
    async with rest_wire.http_peer(context) as peer:
        yield Server(peer.port, lambda: peer.idle)


def _smpp_running(
    port: int, ca_file: str = "", *, host: str = "localhost", connect_timeout_s: float = 10.0
) -> AbstractAsyncContextManager[RunningLink]:
    chosen = smpp_over_tls(port, ca_file, host=host)
    return smpp_wire.running(replace(chosen, connect_timeout_s=connect_timeout_s))


def _rest_running(
    port: int, ca_file: str = "", *, host: str = "localhost", connect_timeout_s: float = 10.0
) -> AbstractAsyncContextManager[RunningLink]:
    chosen = rest_wire.over_tls(port, ca_file, host=host)
    return rest_wire.running(replace(chosen, connect_timeout_s=connect_timeout_s))


SMPP = TlsLink(_smpp_serving, _smpp_running)
REST = TlsLink(_rest_serving, _rest_running)
