"""A request to /api, in any of the ways the platform takes one -> command, credentials and parameters.

Accepted (interface reference §1): GET with everything in the query; POST of JSON or of a form, with the
credentials and the command in the body or in the query. A parameter in the body wins over the same one in
the query. What a parameter means is none of this module's business.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from vox_console.domain.secret import Secret
from vox_console.http1.messages import Request
from vox_console.practice.rest_behaviours import HttpRefusal

PATH = "/api"
FIELDS_LIMIT = 100
_MASK = "********"


class RequestRefused(Exception):
    """A request that is answered with an error."""

    def __init__(self, refusal: HttpRefusal) -> None:
        super().__init__(refusal.text)
        self.refusal = refusal


def refuse(text: str, status: int = 400) -> RequestRefused:
    """Give what to raise for a request that makes no sense."""
    return RequestRefused(HttpRefusal(status, text))


@dataclass(frozen=True, slots=True)
class RestRequest:
    """A request that could be read. values: every parameter as text, without the password.

    octets: the body, or the query when there is none, written anew with the password masked.
    """

    command: str
    username: str
    password: Secret
    values: Mapping[str, str]
    octets: bytes

    def value(self, name: str) -> str:
        """Give a parameter that must be there. Raises RequestRefused."""
        try:
            return self.values[name]
        except KeyError:
            raise refuse(f"Parameter {name} is missing") from None


def read_request(request: Request) -> RestRequest:
    """Read a request. Raises RequestRefused when it is not one to the API or cannot be understood."""
    if request.path.rstrip("/") != PATH:
        raise refuse("Not Found", 404)
    if request.method not in {"GET", "POST"}:
        raise refuse("Method Not Allowed", 405)
    values = _pairs(request.query)
    octets = _masked_form(values)
    if request.method == "POST" and request.body:
        if _is_json(request):
            body = _json(request.body)
            octets = json.dumps(_masked(body)).encode()
        else:
            body = _pairs(_text(request.body))
            octets = _masked_form(body)
        values |= body
    password = Secret(values.pop("password", ""))
    return RestRequest(values.get("command", ""), values.get("username", ""), password, values, octets)


def _is_json(request: Request) -> bool:
    """Believe the Content-Type where it says anything, and the body's first octet where it does not."""
    content_type = request.headers.get("content-type", "").lower()
    if "json" in content_type:
        return True
    return "form" not in content_type and request.body.lstrip().startswith(b"{")


def _json(body: bytes) -> dict[str, str]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise refuse("Request body is not valid JSON") from fault
    if not isinstance(content, dict):
        raise refuse("Request body is not a JSON object")
    return {name: _scalar(name, value) for name, value in content.items() if value is not None}


def _scalar(name: str, value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            raise refuse(f"Parameter {name} contains incorrect value")


def _pairs(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_LIMIT))
    except ValueError as fault:
        raise refuse("Too many parameters") from fault


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise refuse("Request body is not UTF-8") from fault


def _masked(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _MASK if name == "password" else value for name, value in values.items()}


def _masked_form(values: Mapping[str, str]) -> bytes:
    return urlencode(_masked(values), safe="*").encode()
