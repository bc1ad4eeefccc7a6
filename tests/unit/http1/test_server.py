"""The server on a real socket, asked by plain bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from vox_console.http1.messages import Refused, Reply, Request
from vox_console.http1.server import Handler, HttpServer, Limits

PATIENCE_S = 20.0
HEAD = b"POST /api?a=1 HTTP/1.1\r\nHost: x\r\nX-Colour: red\r\nContent-Length: 5\r\n\r\n"
WHOLE = HEAD + b"hello"
NO_MORE = b"Connection: close\r\n"

Scene = Callable[[HttpServer, "Client"], Awaitable[None]]


class Client:
    """One connection that writes what it is told."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def say(self, octets: bytes) -> None:
        self._writer.write(octets)

    async def answer(self) -> bytes:
        """Give one answer whole; b"" when the connection ended instead."""
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return head + await self._reader.readexactly(length)

    async def rest(self) -> bytes:
        """Give everything up to the end of the connection."""
        try:
            return await self._reader.read()
        except ConnectionError:
            return b""


async def echo(request: Request) -> Reply:
    told = f"{request.method} {request.path} {request.query} {request.headers['x-colour']}".encode()
    return Reply(200, told + b" " + request.body, "text/plain", (("X-Shade", "light"),))


def play(scene: Scene, handler: Handler = echo, **limits: float) -> None:
    async def run() -> None:
        async with asyncio.timeout(PATIENCE_S):
            server = HttpServer(handler, limits=Limits(**limits))  # type: ignore[arg-type]  # ints are floats too
            await server.listen("127.0.0.1", 0)
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            try:
                await scene(server, Client(reader, writer))
            finally:
                writer.close()
                server.close()

    asyncio.run(run())


def test_a_request_comes_whole_and_is_answered() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(WHOLE)
        answer = await client.answer()
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"\r\nX-Shade: light\r\n" in answer
        assert answer.endswith(b"POST /api a=1 red hello")

    play(scene)


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_it_does_not_matter_how_the_octets_come(size: int) -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        twice = WHOLE + WHOLE
        for start in range(0, len(twice), size):
            client.say(twice[start : start + size])
        for _ in range(2):
            assert (await client.answer()).endswith(b"hello")

    play(scene)


def test_a_client_that_wants_the_connection_closed_gets_its_answer_first() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(WHOLE.replace(b"Host: x\r\n", b"Host: x\r\n" + NO_MORE))
        assert (await client.rest()).endswith(b"hello")

    play(scene)


def test_a_body_above_the_limit_is_refused() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(WHOLE)
        assert (await client.rest()).startswith(b"HTTP/1.1 413 ")

    play(scene, body_octets=4)


def test_a_chunked_body_above_the_limit_is_refused_before_its_end() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        client.say(head + b"5\r\nhello\r\n" * 10)
        assert (await client.rest()).startswith(b"HTTP/1.1 413 ")

    play(scene, body_octets=20)


def test_headers_above_the_limit_are_refused() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 2_000)
        assert (await client.rest()).startswith(b"HTTP/1.1 431 ")

    play(scene, header_octets=1_000)


@pytest.mark.parametrize(
    "octets", [b"\x00\x00\x00\x10\x00\x00\x00\x09", b"GET / HTTP/1.1\r\n\r\n", b"hello\r\n"]
)
def test_what_is_not_http_is_refused(octets: bytes) -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(octets + b"\r\n\r\n")
        assert (await client.rest()).startswith(b"HTTP/1.1 400 ")

    play(scene)


def test_a_request_that_does_not_come_to_its_end_is_dropped() -> None:
    async def scene(server: HttpServer, client: Client) -> None:
        client.say(HEAD + b"hell")
        assert await client.rest() == b""
        assert server.open_connections == 0

    play(scene, arrival_s=0.05)


def test_an_old_connection_takes_no_further_request() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(WHOLE)
        assert (await client.rest()).endswith(b"hello")

    play(scene, connection_s=0.0)


def test_too_many_connections_are_told_so() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        assert (await client.rest()).startswith(b"HTTP/1.1 503 ")

    play(scene, connections=0)


def test_a_handler_may_refuse_or_break_off() -> None:
    async def moody(request: Request) -> Reply | None:
        if request.path == "/refuse":
            raise Refused(403, "not today")
        return None

    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(b"GET /other HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await client.rest() == b""

    async def refused(_server: HttpServer, client: Client) -> None:
        client.say(b"GET /refuse HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await client.rest()).endswith(b'{"error": "not today"}\n')

    play(scene, moody)
    play(refused, moody)


def test_connections_can_be_cut_and_refused() -> None:
    async def scene(server: HttpServer, client: Client) -> None:
        client.say(WHOLE)
        await client.answer()
        server.cut()
        assert await client.rest() == b""
        server.refuses = True
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        assert await Client(reader, writer).rest() == b""
        writer.close()
        assert server.refused == 1

    play(scene)


def test_an_answer_to_head_has_no_body() -> None:
    async def scene(_server: HttpServer, client: Client) -> None:
        client.say(b"HEAD / HTTP/1.1\r\nHost: x\r\nX-Colour: red\r\nConnection: close\r\n\r\n")
        answer = await client.rest()
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(b"\r\n\r\n")

    play(scene)


def test_a_refused_client_that_is_gone_troubles_nobody() -> None:
    async def scene(server: HttpServer, client: Client) -> None:
        troubles: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, told: troubles.append(told))
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"nonsense\r\n\r\n" * 10_000)
        writer.transport.abort()
        client.say(WHOLE)
        await client.answer()
        assert await Client(reader, writer).rest() == b""
        assert troubles == []

    play(scene)
