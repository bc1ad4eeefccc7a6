"""The client on a real socket, against the server that listeners use."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tests.support.practice_rest import a_few_turns
from vox_console.http1.messages import Reply, Request
from vox_console.http1.server import HttpServer
from vox_console.practice.callback_client import CallbackClient
from vox_console.practice.callback_requests import CallbackAddress, WireRequest, callback_address
from vox_console.practice.rest_behaviours import CallbackMethod

PATIENCE_S = 20.0
GET = WireRequest("GET", "/dlr?message_id=a")
POST = WireRequest("POST", "/dlr", "application/json", b'{"message_id": "a"}')


class Listener:
    """Answers with the statuses in turn; None closes the connection instead."""

    def __init__(self, *statuses: int | None) -> None:
        self._statuses = list(statuses)
        self.heard: list[Request] = []
        self.server = HttpServer(self._answer)

    async def _answer(self, request: Request) -> Reply | None:
        self.heard.append(request)
        status = self._statuses.pop(0)
        return None if status is None else Reply(status, b"taken", "text/plain")

    @property
    def address(self) -> CallbackAddress:
        return callback_address(f"http://localhost:{self.server.port}/dlr", CallbackMethod.GET)


def play(listener: Listener, scene: Callable[[CallbackClient], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(PATIENCE_S):
            await listener.server.listen("127.0.0.1", 0)
            client = CallbackClient()
            try:
                await scene(client)
            finally:
                client.close()
                listener.server.close()
                await a_few_turns()

    asyncio.run(run())


def test_requests_follow_each_other_on_one_connection() -> None:
    listener = Listener(200, 503, 202)

    async def scene(client: CallbackClient) -> None:
        for request, status in ((GET, 200), (POST, 503), (GET, 202)):
            assert await client.send(listener.address, request, timeout_s=PATIENCE_S) == status
            assert listener.server.open_connections == 1

    play(listener, scene)
    assert [(each.method, each.body) for each in listener.heard] == [
        ("GET", b""),
        ("POST", POST.body),
        ("GET", b""),
    ]
    assert listener.heard[0].query == "message_id=a"
    assert listener.heard[1].headers["content-type"] == "application/json"
    assert listener.heard[0].headers["host"] == f"localhost:{listener.server.port}"


def test_a_closed_connection_is_no_answer_and_the_next_request_has_a_new_one() -> None:
    listener = Listener(None, 200)

    async def scene(client: CallbackClient) -> None:
        assert await client.send(listener.address, POST, timeout_s=PATIENCE_S) is None
        assert await client.send(listener.address, POST, timeout_s=PATIENCE_S) == 200

    play(listener, scene)
    assert len(listener.heard) == 2


def test_nobody_there_is_no_answer() -> None:
    listener = Listener()

    async def scene(client: CallbackClient) -> None:
        address = listener.address
        listener.server.close()
        assert await client.send(address, GET, timeout_s=PATIENCE_S) is None

    play(listener, scene)


def answer_from(bytes_: bytes, *, timeout_s: float) -> int | None:
    """Ask a listener that sends these bytes, whatever it is asked, and waits for the end."""

    async def run() -> int | None:
        ended = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(bytes_)
            await reader.read()
            writer.close()
            ended.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        address = callback_address(f"http://127.0.0.1:{port}/", CallbackMethod.GET)
        status = await CallbackClient().send(address, GET, timeout_s=timeout_s)
        await ended.wait()
        server.close()
        return status

    return asyncio.run(asyncio.wait_for(run(), PATIENCE_S))


def test_an_answer_that_does_not_come_in_time_is_none() -> None:
    assert answer_from(b"HTTP/1.1 200 ", timeout_s=0.02) is None


def test_an_answer_that_is_no_http_is_none() -> None:
    assert answer_from(b"\x00\x00\x00\x10 not http\r\n\r\n", timeout_s=PATIENCE_S) is None


def test_an_answer_of_the_old_kind_ends_with_its_connection() -> None:
    assert answer_from(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", timeout_s=PATIENCE_S) == 200
