"""What the REST port answers, as octets: successes, refusals, queries, and the ways of getting them wrong.

As on the platform, a submit's success is application/json and everything else, a query's JSON included, is
text/html (interface reference §1).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vox_console.http1.messages import Reply, Request
from vox_console.practice.networks import network_of
from vox_console.practice.receipts import error_code
from vox_console.practice.rest_behaviours import UNAVAILABLE, AnswerForm, HttpRefusal, QueryForm
from vox_console.practice.statuses import MessageStatus

TEXT_HTML = "text/html; charset=UTF-8"

EMPTY = Reply(200)
INVALID_JSON = Reply(200, b'{"message_id":"')
GIANT = Reply(200, b'{"message_id":"' + b"9" * 2_000_000 + b'"}')
DRIP_EVERY_S = 0.05

_OBJECTS = frozenset({AnswerForm.OBJECT, AnswerForm.SHUFFLED})


@dataclass(frozen=True, slots=True)
class Item:
    """What the answer to a submit says about one number, or one segment of it. error: instead of an id."""

    dnis: str
    message_id: str = ""
    segment: int = 1
    form: AnswerForm = AnswerForm.OBJECT
    error: str = ""

    def content(self) -> dict[str, object]:
        """Give the array's element."""
        dnis = f"{self.dnis} " if self.form is AnswerForm.TRAILING_BLANK else self.dnis
        if self.error:
            return {"dnis": dnis, "error": self.error}
        number = self.segment if self.form is AnswerForm.SEGMENT_NUMBER else str(self.segment)
        return {"dnis": dnis, "message_id": self.message_id, "segment_num": number}


def submit_reply(items: Sequence[Item], *, several: bool) -> Reply:
    """Answer a submit. several: more than one number was asked for; then it is an array in any case."""
    if len(items) == 1 and not several and items[0].form in _OBJECTS:
        return _json({"message_id": items[0].message_id})
    if any(item.form is AnswerForm.SHUFFLED for item in items):
        items = [*items[1::2][::-1], *items[::2]]  # not the order of the request, and the same every time
    return _json([item.content() for item in items])


def mo_reply(message_id: str) -> Reply:
    """Answer a customer's message that was put in."""
    return _json({"message_id": message_id})


def error_reply(refusal: HttpRefusal) -> Reply:
    """Refuse."""
    text = json.dumps({"error": refusal.text}) if refusal.wrapped else refusal.text
    wait, location = refusal.retry_after_s, refusal.location
    headers = [] if wait is None else [("Retry-After", str(wait))]
    if location:
        headers.append(("Location", location))
    return Reply(refusal.status, text.encode(), TEXT_HTML, tuple(headers))


def echo_reply(request: Request) -> Reply:
    """Fail, and repeat the request as some servers do: with everything that is in it."""
    asked = f"{request.method} {request.path}?{request.query}".encode()
    return Reply(500, b"Cannot handle " + asked + b"\r\n\r\n" + request.body, TEXT_HTML)


def dripping(reply: Reply) -> Reply:
    """Give an answer whose end never comes: an octet at a time, and blanks after those that count."""
    return replace(reply, body=reply.body + b" " * 100_000, octet_every_s=DRIP_EVERY_S)


def query_reply(status: MessageStatus | None, form: QueryForm) -> Reply:
    """Answer a query about a message, None for one that is not known."""
    if form is QueryForm.UNAVAILABLE:
        return error_reply(UNAVAILABLE)
    if status is None or form is QueryForm.UNKNOWN:
        return _html(dict.fromkeys(_fields(MessageStatus("", "")), "") | {"status": "UNKNOWN"})
    match form:
        case QueryForm.WORD:
            return Reply(200, status.stat.encode(), TEXT_HTML)
        case QueryForm.STATUS_ONLY:
            return _html({"status": status.stat.value})
        case QueryForm.ARRAY:
            return _html([_fields(status)])
        case _:
            return _html(_fields(status))


def _fields(status: MessageStatus) -> dict[str, str]:
    done = datetime.fromtimestamp(status.told_at, tz=UTC) if status.final else None
    return {
        "status": status.stat.value,
        "delivery_time": f"{done:%Y%m%d%H%M%S}" if done else "",
        "mccmnc": network_of(status.destination).mccmnc if done else "",
        "error_code": error_code(status.stat),
        "system_delivery_time": f"{done:%y%m%d%H%M%S}" if done else "",
    }


def _json(content: object) -> Reply:
    return Reply(200, json.dumps(content).encode())


def _html(content: object) -> Reply:
    return Reply(200, json.dumps(content).encode(), TEXT_HTML)
