"""What a rehearsal asks of the practice provider beside the messages: no delays, and its own count."""

from __future__ import annotations

import http.client
import json
from typing import Any, Final

from vox_console.domain.errors import LinkError

_HOST: Final = "127.0.0.1"
_PATIENCE_S: Final = 10.0


class PracticeControl:
    """The control port of a running provider. Blocking; every call raises LinkError when nobody answers."""

    def __init__(self, port: int) -> None:
        self._port = port

    def hurry(self) -> None:
        """Let answers and receipts come without delay."""
        self._ask("POST", "/speed", {"speed": 0})

    def taken(self) -> int:
        """Give how many parts the provider has accepted, by its own count."""
        return int(self._ask("GET", "/status")["counts"]["accepted"])

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(_HOST, self._port, timeout=_PATIENCE_S)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise LinkError("The practice provider does not answer", detail=str(fault)) from fault
        else:
            return answer
        finally:
            connection.close()
