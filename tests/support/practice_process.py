"""The practice provider as a child process, with its control port at hand."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

PATIENCE_S = 20.0


class PracticeProcess:
    """Starts ``vox_console.practice`` on free ports; ends it with the block.

    A plain, blocking object: asynchronous tests call it through ``asyncio.to_thread``. Receipts come
    without delay unless `speed` says otherwise.
    """

    def __init__(self, *, speed: float = 0, arguments: tuple[str, ...] = ()) -> None:
        self._arguments = ("--smpp-port", "0", "--speed", str(speed), "--exit-with-parent", *arguments)
        self._process: subprocess.Popen[str] | None = None
        self.announcement: dict[str, Any] = {}
        self.smpp_port = 0
        self.control_port = 0
        self.rest_port = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vox_console.practice", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            _, errors = self._process.communicate(timeout=PATIENCE_S)
            raise AssertionError(f"the practice provider did not start: {errors}")
        self.announcement = json.loads(line)
        self.smpp_port = self.announcement["smpp_port"]
        self.control_port = self.announcement["control_port"]
        self.rest_port = self.announcement["rest_port"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    @property
    def process(self) -> subprocess.Popen[str]:
        """The child; only inside the block."""
        assert self._process is not None
        return self._process

    def end(self) -> int:
        """Let it end by closing its standard input; give its exit code."""
        process = self.process
        assert process.stdin is not None
        if not process.stdin.closed:  # closing it again after communicate would be an error
            process.communicate(timeout=PATIENCE_S)
        return process.returncode

    def wait_for_end(self) -> int:
        """Wait until it ends for another reason; give its exit code."""
        return self.process.wait(timeout=PATIENCE_S)

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """GET a control path; fails when the answer is an error."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """POST a command. A field named ``from`` is given as ``from_``."""
        return self._ask("POST", path, {name.rstrip("_"): value for name, value in body.items()})

    def fault(self, name: str, **fields: object) -> dict[str, Any]:
        """Order a fault."""
        return self.post("/faults", fault=name, **fields)

    def wait(self, *, timeout_s: float = PATIENCE_S, **counts: int) -> dict[str, Any]:
        """Wait until counts are reached; fails when they are not in time."""
        return self.get("/wait", timeout_s=timeout_s, **counts)

    def submits(self, **wanted: object) -> list[dict[str, Any]]:
        """Give the ledger's submit rows."""
        rows: list[dict[str, Any]] = self.get("/ledger", kind="submits", limit=100_000, **wanted)["rows"]
        return rows

    def pushes(self, **wanted: object) -> list[dict[str, Any]]:
        """Give the ledger's push rows; ``stat="DELIVRD"`` and the like choose among them."""
        rows: list[dict[str, Any]] = self.get("/ledger", kind="pushes", limit=100_000, **wanted)["rows"]
        return rows

    def copies(self) -> dict[tuple[str, str, int], int]:
        """Give how often each (destination, user data as hex, part) was accepted."""
        return {
            (row["destination"], row["user_data"], row["part"]): row["count"]
            for row in self.get("/ledger", kind="copies")["copies"]
        }

    def _ask(self, method: str, target: str, body: dict[str, object] | None) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.control_port, timeout=PATIENCE_S + 10)
        try:
            connection.request(method, target, None if body is None else json.dumps(body))
            response = connection.getresponse()
            content: dict[str, Any] = json.loads(response.read())
        finally:
            connection.close()
        assert response.status == 200, f"{method} {target}: {response.status} {content}"
        return content
