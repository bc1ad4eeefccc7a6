"""The rows of a workbook as its reader said them, packed in memory: a workbook is worked out once.

Theory of operation. Working a workbook out costs far more than reading its rows, and its rows are wanted
several times: for the first look, for the check, for the job. So the child that gave the first rows goes on
meanwhile, and a thread keeps what it says, packed (a tenth of its size or less), until everything is there.
Whoever reads rows gets what is kept and waits for the rest. There is a limit to what is kept: the child is
ended there, and whoever comes that far reads on with a child of his own.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from contextlib import ExitStack

from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_process import SheetProcess


class SheetSpool:
    """Keeps the lines of a child, those that were already read first. Owns the child from now on.

    most_octets: of packed lines beside the first ones.
    """

    def __init__(
        self, child: SheetProcess, lines: Iterator[bytes], first: list[bytes], *, most_octets: int
    ) -> None:
        self._child = child
        self._room = most_octets
        self._moved = threading.Condition()
        self._packed = [zlib.compress(line, 1) for line in first]
        self._ended = False
        self._fault: ImportFault | None = None
        self.whole = True  # False: not everything was kept
        # A daemon, because the program may end while a large workbook is still read.
        self._thread = threading.Thread(target=self._fill, args=(lines,), name="sheet-spool", daemon=True)
        self._thread.start()

    def lines(self) -> Iterator[bytes]:
        """Give the lines from the first one, waiting for more. Raises ImportFault as the child did."""
        at = 0
        while (packed := self._line(at)) is not None:
            yield zlib.decompress(packed)
            at += 1
        if self._fault is not None:
            raise self._fault

    def _line(self, at: int) -> bytes | None:
        with self._moved:
            while at == len(self._packed) and not self._ended:
                self._moved.wait()
            return self._packed[at] if at < len(self._packed) else None

    def end(self) -> None:
        """Let the child go on no longer; returns at once."""
        self._child.kill()

    def close(self) -> None:
        """End the child and wait until it has gone."""
        self.end()
        self._thread.join()

    def _fill(self, lines: Iterator[bytes]) -> None:
        with ExitStack() as stack:
            stack.callback(self._finish)
            stack.enter_context(self._child)
            try:
                for line in lines:
                    packed = zlib.compress(line, 1)
                    self._room -= len(packed)
                    if self._room < 0:
                        self.whole = False
                        return
                    with self._moved:
                        self._packed.append(packed)
                        self._moved.notify_all()
            except ImportFault as fault:
                self._fault = fault

    def _finish(self) -> None:
        with self._moved:
            self._ended = True
            self._moved.notify_all()
