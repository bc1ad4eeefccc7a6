"""Folding the write-ahead log back into the database.

Copying the log back into the database costs two waits for the disk and would, left to
SQLite, fall on whichever commit crosses the threshold. The writer does it between groups instead,
after the results are posted: soon when idle, at a larger log size when jobs keep coming, because only
a pause between transactions lets the log start over from its beginning.
"""

from __future__ import annotations

import logging

import apsw

CHECKPOINT_IDLE_PAGES = 1_000  # SQLite's own threshold: 4 MB of log
CHECKPOINT_BUSY_PAGES = 4_000  # 16 MB of log

_log = logging.getLogger(__name__)


class Checkpoints:
    """Takes the place of SQLite's automatic checkpoints on the connection that writes."""

    def __init__(self, writer: apsw.Connection) -> None:
        self._writer = writer
        self._log_pages = 0
        writer.set_wal_hook(self._log_grew)

    def when_due(self, *, idle: bool) -> None:
        """Fold the log in when it is large enough. idle: no job waits. Call it between transactions."""
        limit = CHECKPOINT_IDLE_PAGES if idle else CHECKPOINT_BUSY_PAGES
        if self._log_pages < limit:
            return
        try:
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.Error as fault:  # the log keeps everything; the next group tries again
            _log.warning("checkpoint: %s", type(fault).__name__)
        self._log_pages = 0

    def _log_grew(self, _connection: apsw.Connection, _schema: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK
