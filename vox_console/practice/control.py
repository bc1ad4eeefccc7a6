"""The control port: HTTP on loopback that takes and gives JSON.

Nobody but local programs should reach it, so a request whose Host is not a loopback name, or that
carries an Origin (a browser's page), is refused. What the paths mean stands in the package docstring.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from vox_console.http1 import messages
from vox_console.http1.messages import Refused, host_name, is_loopback_name
from vox_console.http1.server import HttpServer
from vox_console.practice.smsc import require_loopback


@dataclass(frozen=True, slots=True)
class Request:
    """A request that passed the checks. body: parsed JSON, {} when there was none."""

    method: str
    path: str
    query: dict[str, str]
    body: object


@dataclass(frozen=True, slots=True)
class Reply:
    """A status code and what the body says."""

    status: int
    content: dict[str, object]


Handler = Callable[[Request], Awaitable[Reply]]


class ControlServer:
    """Listens on loopback and gives each request to the handler."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server = HttpServer(self._answer, screen=screen)

    @property
    def port(self) -> int:
        """Where it listens, 0 before."""
        return self._server.port

    async def listen(self, host: str, port: int) -> None:
        """Listen; port 0 takes any free one. Raises LinkError for other than loopback, OSError."""
        await self._server.listen(require_loopback(host), port)

    def close(self) -> None:
        """Stop listening and close what is open."""
        self._server.close()

    async def _answer(self, request: messages.Request) -> messages.Reply:
        content: object = {}
        if request.body:
            try:
                content = json.loads(request.body)
            except (ValueError, RecursionError) as fault:
                raise Refused(400, "the body is not JSON") from fault
        query = dict(parse_qsl(request.query))
        reply = await self._handler(Request(request.method, request.path, query, content))
        return messages.Reply(reply.status, json.dumps(reply.content).encode() + b"\n")


def screen(head: messages.Request) -> None:
    """Let in local programs alone. Raises Refused."""
    if "origin" in head.headers:
        raise Refused(403, "not for web pages")
    if not is_loopback_name(host_name(head.headers.get("host", ""))):
        raise Refused(403, "the Host is not this computer")
