"""The HTTP client: exchanges with the provider, failures as facts in words. The only importer of httpx.

Theory of operation. What matters about a failed exchange is one thing: can the provider have taken the
request? httpx's exceptions say so only roughly, so each exchange is traced: `written` turns true when the
first octet of the request is about to be handed to the socket. Before that, nothing was taken; after that,
nothing but an answer decides. What a proxy is asked first (CONNECT: open a way to the provider) is no octet
of the request: where it refuses, or the handshake behind it fails, nothing has left.

Credentials are in the body of a submit and in the URL of a query (provider_interface §1), so no exception of
httpx is passed on or chained, its loggers are kept from telling URLs, redirects are never followed, and an
answer comes with the password's spellings so that what repeats it can be hidden from people.
At most `connections` are open at a time; further exchanges wait their turn, unwritten. Answers are asked for
uncompressed: a few hundred octets of a compressed one can unpack to more than a machine has.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Final, Protocol, Self

import httpx

from vox_console.domain.errors import LinkError
from vox_console.domain.secret import Secret
from vox_console.transports.rest_answers import Answer
from vox_console.transports.rest_redaction import spellings
from vox_console.transports.tls import client_context, in_words

ANSWER_LIMIT_OCTETS: Final = 1_048_576
_KEEP_ALIVE_S: Final = 15.0  # shorter than servers usually keep them: a stale one costs an unknown message
_PROXY_LOGIN: Final = "It wants a name and a password: http://name:password@proxy:port in HTTPS_PROXY."
_JSON: Final = {"Content-Type": "application/json"}

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below that they write down whole URLs


class _Stream(Protocol):
    """A connection of httpcore's."""

    async def aclose(self) -> None:
        """Close it."""


@dataclass(slots=True)
class Flight:
    """What is known of one exchange while it runs.

    written: octets of the request may have left. on_written, begin: are called when that begins to be so.
    by_proxy: a proxy is being asked for the way; on_proxy is called when that begins.
    """

    on_written: Callable[[], None] | None = None
    written: bool = False
    begin: Callable[[], None] | None = None
    by_proxy: bool = False
    on_proxy: Callable[[], None] | None = None
    _connected: _Stream | None = None
    _shaking: _Stream | None = None

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of what httpcore tells (its "trace" request extension)."""
        match event.partition(".")[2]:  # without the kind of connection: direct, through a proxy, HTTP/1.1
            case "connect_tcp.complete":
                self._connected = info["return_value"]
            case "start_tls.started":
                self._shaking = self._connected
            case "start_tls.complete":
                self._shaking = None
            case "send_request_headers.started" if info["request"].method == b"CONNECT":
                self.by_proxy = True
                _call(self.on_proxy)
            case "send_request_headers.started" if not self.written:
                self.written = True
                self.by_proxy = False
                _call(self.begin)
                _call(self.on_written)

    async def hang_up(self) -> None:
        """Close a connection in the middle of its TLS handshake: cancelled there, httpcore leaves it open."""
        if self._shaking is not None:
            await self._shaking.aclose()


class RestClient:
    """Exchanges with one address. Open and close it as an asynchronous context.

    Raises, from every exchange: TlsFault and LinkError, in words and without credentials.
    """

    def __init__(
        self,
        url: str,
        *,
        secret: Secret,
        connections: int,
        ca_file: str = "",
        connect_timeout_s: float = 10.0,
        local: bool = False,
    ) -> None:
        self._url = url
        self._secrets = spellings(secret)
        self._host = httpx.URL(url).host
        encrypted = url.startswith("https:")
        self._hint = "" if encrypted else "If this port speaks TLS, write https:// instead."
        # A context without any authority serves plain text, where it is never asked.
        context = client_context(ca_file) if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._connect_timeout_s = connect_timeout_s
        failure: LinkError | None = None
        try:
            self._client = httpx.AsyncClient(
                verify=context,
                headers={"Accept-Encoding": "identity"},
                limits=httpx.Limits(
                    max_connections=connections,
                    max_keepalive_connections=connections,
                    keepalive_expiry=_KEEP_ALIVE_S,
                ),
                follow_redirects=False,
                trust_env=not local,  # a proxy of the company's is for what leaves this machine
            )
        except (ValueError, ImportError):
            failure = LinkError(
                "The proxy of this computer cannot be used",
                detail="Its address in ALL_PROXY or HTTPS_PROXY is of a kind that is not known.",
                hint="Set NO_PROXY for the provider, or give an http:// proxy.",
            )
        if failure is not None:
            raise failure  # httpx's own would tell the proxy's address, which may hold a password

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, fault, trace)

    async def post(self, body: bytes, flight: Flight, *, timeout_s: float) -> Answer:
        """Post JSON and give the answer; `flight` is kept up to date meanwhile."""
        build = partial(self._client.build_request, "POST", self._url, content=body, headers=_JSON)
        return await self._exchange(build, flight, timeout_s=timeout_s)

    async def get(self, query: Mapping[str, str | Secret], *, timeout_s: float) -> Answer:
        """Ask with everything in the query string and give the answer."""
        shown = {name: _revealed(value) for name, value in query.items()}
        build = partial(self._client.build_request, "GET", self._url, params=shown)
        return await self._exchange(build, Flight(), timeout_s=timeout_s)

    async def _exchange(
        self, build: Callable[[], httpx.Request], flight: Flight, *, timeout_s: float
    ) -> Answer:
        extensions = {
            "trace": flight.trace,
            "timeout": {
                "connect": self._connect_timeout_s,
                "read": timeout_s,
                "write": timeout_s,
                "pool": None,  # waiting for one of our own connections is no fault of anyone's
            },
        }
        failure: LinkError | None = None
        try:
            request = build()
            request.extensions = extensions
            async with asyncio.timeout(None) as whole:
                # Each octet may come in time and the last one never: httpx does not bound the whole.
                flight.begin = partial(_let_last, whole, timeout_s)
                flight.on_proxy = partial(_let_last, whole, self._connect_timeout_s)
                return await self._answer(request, flight)
        except TimeoutError:
            failure = _no_answer(timeout_s) if flight.written else self._unconnected(None)
        except httpx.HTTPError as fault:
            failure = self._in_words(fault, flight, timeout_s=timeout_s)
        except Exception as fault:  # noqa: BLE001 - httpx lets others through (a URL that is none, a closed client)
            title = "The answer cannot be read" if flight.written else "The request could not be made"
            failure = LinkError(title, detail=f"It is not HTTP as it should be ({type(fault).__name__}).")
        raise failure  # not inside the handler: httpx's exception carries the URL, and would be chained

    async def _answer(self, request: httpx.Request, flight: Flight) -> Answer:
        try:
            response = await self._client.send(request, stream=True)
        except asyncio.CancelledError:
            await flight.hang_up()
            raise
        try:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise httpx.DecodingError("compressed, although that was not asked for")
            body = bytearray()
            async for octets in response.aiter_raw():
                body += octets
                if len(body) > ANSWER_LIMIT_OCTETS:
                    raise httpx.DecodingError("more than an answer of this kind can hold")
            return Answer(
                response.status_code, bytes(body), response.headers.get("Retry-After", ""), self._secrets
            )
        finally:
            await response.aclose()

    def _in_words(self, fault: httpx.HTTPError, flight: Flight, *, timeout_s: float) -> LinkError:
        # A handshake that takes too long has an error behind it that says only that it was not over.
        tls = None if isinstance(fault, httpx.TimeoutException) else _tls_error(fault)
        if tls is not None and not flight.written:
            return in_words(tls, host=self._host)
        if flight.by_proxy or isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
            return self._unconnected(fault)
        match fault:
            case httpx.TimeoutException():
                return _no_answer(timeout_s)
            case httpx.NetworkError() | httpx.RemoteProtocolError():
                detail = "The provider closed the connection before it had answered."
                return LinkError("The connection broke", detail=detail, hint=self._hint)
            case _:
                detail = f"It is not HTTP as it should be ({type(fault).__name__})."
                return LinkError("The answer cannot be read", detail=detail)

    def _unconnected(self, fault: httpx.HTTPError | None) -> LinkError:
        """Say why no connection to the provider came about. None: a proxy was asked and took too long."""
        hint = ""
        match fault:
            case httpx.ProxyError():
                status = str(fault)[:3]  # of the proxy's own words no more
                answered = f" It answered {status}." if status.isdigit() else ""
                detail = f"The proxy of this computer does not let it through.{answered}"
                hint = _PROXY_LOGIN if status == "407" else ""
            case httpx.ConnectTimeout():
                detail = f"{self._host} did not answer within {self._connect_timeout_s:g} s."
            case httpx.ConnectError():
                detail = _refusal(fault, self._host)
            case _:
                detail = f"The proxy of this computer opened no connection to {self._host}."
        return LinkError("Could not connect", detail=detail, hint=hint)


def _call(told: Callable[[], None] | None) -> None:
    if told is not None:
        told()


def _let_last(whole: asyncio.Timeout, seconds: float) -> None:
    whole.reschedule(asyncio.get_running_loop().time() + seconds)


def _no_answer(timeout_s: float) -> LinkError:
    return LinkError("No answer", detail=f"There was none within {timeout_s:g} s.")


def _revealed(value: str | Secret) -> str:
    text = value.reveal() if isinstance(value, Secret) else value
    return text.encode("utf-8", "replace").decode()  # half a character has no octets to travel in


def _tls_error(fault: BaseException) -> ssl.SSLError | None:
    """Give the TLS error behind an exception of httpx, None when there is none."""
    seen: BaseException | None = fault
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _refusal(fault: BaseException, host: str) -> str:
    """Say why a connection could not be opened, by what the operating system said."""
    seen: BaseException | None = fault
    while seen is not None:
        if isinstance(seen, ConnectionRefusedError):
            return f"{host} refused the connection."
        if isinstance(seen, OSError) and seen.strerror:
            return f"{host}: {seen.strerror}."
        seen = seen.__cause__ or seen.__context__
    return f"{host} cannot be reached, or its name is not known."
