"""The parent's side of reading a workbook: starts the child, waits no longer than allowed, always ends it.

The child may be killed by its own limits, abort inside its reader, or hang; each ends as an ImportFault. The
wait is measured only while waiting, so that whoever takes the rows may take them slowly. A timer kills the
child when the wait is over, which closes the pipe and so ends the read; that works on every system. Whoever
wants the reading no longer ends it in the same way, by a Stopper.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import IO, Any, Self

from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_limits import AS_CSV, TOO_LARGE
from vox_console.imports.sheet_request import Request
from vox_console.imports.stopper import Stopper

_MODULE = "vox_console.imports.sheet_reader"
_NEVER_MADE_BY = (
    "It is broken, or made to break programs. Save it anew in your spreadsheet program, or as CSV."
)
# What ends a child that used up its processor time; Windows has neither signal.
_OUT_OF_TIME = {getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}
_ROWS = b'{"rows":'
_TOLD = 300  # characters of what the child said last


class SheetProcess:
    """A child that reads one workbook. Use it in a `with`, which ends it whatever happens. Blocking.

    stopper: ends it as well.
    """

    def __init__(self, request: Request, *, stopper: Stopper | None = None) -> None:
        self._left_s = request.limits.wall_s
        self._expired = False
        self._stopper = stopper or Stopper()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            # -P: a file named json.py beside the workbook must not become part of this program.
            [sys.executable, "-P", "-m", _MODULE, request.as_json()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._ending = ExitStack()
        self._ending.enter_context(self._stopper.ending(self.kill))

    @property
    def pid(self) -> int:
        """Give the process id of the child."""
        return self._process.pid

    def answers(self) -> Iterator[dict[str, Any]]:
        """Give what the child says, up to its end. Raises ImportFault when it fails or is cut short."""
        return map(json.loads, self.lines())

    def lines(self) -> Iterator[bytes]:
        """Give what the child says as the lines it says it in. Raises ImportFault as :meth:`answers` does."""
        while line := self._line():
            if line.startswith(_ROWS) and line.endswith(b"\n"):
                yield line
                continue
            answer = json.loads(line) if line.endswith(b"\n") else {}
            if "fault" in answer:
                title, detail, hint = answer["fault"]
                raise ImportFault(title, detail=detail, hint=hint)
            if "end" in answer:
                return
            if answer:
                yield line
        raise self._ended_early()

    def _line(self) -> bytes:
        """Read a line; b"" when the child has ended, which the timer sees to."""
        stdout = self._process.stdout
        if stdout is None:
            return b""
        timer = threading.Timer(max(0.0, self._left_s), self._expire)
        timer.daemon = True
        began = time.monotonic()
        timer.start()
        try:
            return stdout.readline()
        finally:
            timer.cancel()
            timer.join()
            self._left_s -= time.monotonic() - began

    def _expire(self) -> None:
        self._expired = True
        self.kill()

    def kill(self) -> None:
        """Let the child go on no longer; returns at once, from any thread. Closing it is still to be done."""
        self._process.kill()

    def _ended_early(self) -> ImportFault:
        code = self._process.wait()
        if self._stopper.stopped:
            return ImportFault("The workbook was not read to its end", detail="Nobody wanted it any more.")
        if self._expired or -code in _OUT_OF_TIME:
            return ImportFault("Reading the workbook took too long", hint=AS_CSV)
        said = self._last_words()
        if code == -signal.SIGABRT or "memory allocation" in said:
            return ImportFault(TOO_LARGE, detail="It may be made to break programs.", hint=AS_CSV)
        detail = f"The reader ended with exit code {code}" + (f": {said}" if said else ".")
        return ImportFault("The workbook cannot be read", detail=detail, hint=_NEVER_MADE_BY)

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        return next((line.strip()[:_TOLD] for line in reversed(lines) if line.strip()), "")

    def close(self) -> None:
        """End the child, if it has not ended, and wait for it."""
        self._ending.close()
        self.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
