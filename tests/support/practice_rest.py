"""Clients for tests of the practice provider's REST side: one in memory, and the parameters of a request."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

from tests.support.practice_peer import MemoryProvider
from vox_console.http1.messages import Reply, Request
from vox_console.practice.accounts import DEFAULT_PASSWORD, DEFAULT_SYSTEM_ID
from vox_console.practice.exchange import Exchange

CREDENTIALS = {"username": DEFAULT_SYSTEM_ID, "password": DEFAULT_PASSWORD}
LISTENER = "http://127.0.0.1:9/dlr"


def submit_values(dnis: str = "381640000010", **values: object) -> dict[str, object]:
    """Give the parameters of a submit, credentials included."""
    return {
        **CREDENTIALS,
        "command": "submit",
        "ani": "Practice",
        "dnis": dnis,
        "message": "Hello",
        "dataCoding": 0,
        **values,
    }


def query_values(message_id: str, **values: object) -> dict[str, object]:
    """Give the parameters of a query, credentials included."""
    return {**CREDENTIALS, "command": "query", "messageId": message_id, **values}


def json_request(values: object, query: str = "") -> Request:
    """Give a POST of JSON."""
    return Request("POST", "/api", query, {"content-type": "application/json"}, json.dumps(values).encode())


def get_request(values: dict[str, object]) -> Request:
    """Give a GET with everything in the query."""
    return Request("GET", "/api", urlencode(values))


async def a_few_turns() -> None:
    """Let connections that were closed notice it."""
    for _ in range(20):
        await asyncio.sleep(0)


class RestMemory(MemoryProvider):
    """A provider without sockets that is asked over REST too."""

    def take(self, request: Request) -> Exchange:
        """Hand in a request."""
        return self.provider.desk.take(request, self.now, wake=lambda: None)

    def answer(self, request: Request) -> Reply:
        """Hand in a request that is answered at once."""
        exchange = self.take(request)
        assert exchange.ended
        assert exchange.reply is not None
        return exchange.reply

    def submit(self, dnis: str = "381640000010", **values: object) -> Any:  # noqa: ANN401 - JSON
        """Submit; give the content of a success."""
        reply = self.answer(json_request(submit_values(dnis, **values)))
        assert reply.status == 200, reply
        assert reply.content_type == "application/json"
        return json.loads(reply.body)

    def refused(self, dnis: str = "381640000010", **values: object) -> Reply:
        """Submit; give the refusal."""
        reply = self.answer(json_request(submit_values(dnis, **values)))
        assert reply.status >= 400, reply
        return reply

    def query(self, message_id: str) -> dict[str, str]:
        """Query; give the content of the answer."""
        reply = self.answer(get_request(query_values(message_id)))
        assert reply.status == 200, reply
        content: dict[str, str] = json.loads(reply.body)
        return content

    def listen(self, method: str = "form") -> None:
        """Give the account an address for callbacks, where nobody listens."""
        self.post("/callbacks", url=LISTENER, method=method)

    def callbacks(self, status: int = 200) -> list[dict[str, str]]:
        """Take what waits to be called back, answer it, and give what it said."""
        account = self.provider.state.accounts.all()[0]
        said = []
        while (outgoing := self.provider.callbacks.next(account, self.now)) is not None:
            said.append(outgoing.callback.values)
            self.provider.callbacks.answered(account, outgoing, status, self.now)
        return said
