"""What is asked of the practice provider beside the messages: no delays, a count, and customers who write."""

from __future__ import annotations

import http.client
import json
from typing import Any, Final

from vox_console.domain.customer_scene import Scene
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

    def write(self, scene: Scene, *, sender: str, number: str, text: str, count: int) -> int:
        """Have customers write, from `sender` on; give how many pushes that makes. text: "" for a sample.

        Raises LinkError with the provider's own words, too.
        """
        body = {"scene": scene.value, "from": sender, "to": number, "text": text, "count": count}
        answer = self._ask("POST", "/customer", body)
        if "error" in answer:
            raise LinkError("The practice provider refused it", detail=str(answer["error"]))
        return int(answer["pushes"])

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
