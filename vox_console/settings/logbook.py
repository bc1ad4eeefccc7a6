"""The program's own log: a rotating file without numbers, texts or passwords.

Redaction is the last step before the file, so that what third-party loggers say passes it too, with the
tracebacks that come along.
"""

from __future__ import annotations

import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NUMBER = re.compile(r"\d{7,}")
_OCTETS = 1_000_000
_KEPT = 3


class RedactingFormatter(logging.Formatter):
    """Masks runs of seven digits and more in the finished text of a record, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the text that is written."""
        return mask(super().format(record))


class PrivateFileHandler(RotatingFileHandler):
    """A rotating file that this user alone can read, also after it was rotated."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding=self.encoding, errors=self.errors)


def mask(text: str) -> str:
    """Give `text` with the middle of every long number hidden."""
    return _NUMBER.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 5) + found[0][-2:], text)


def start_logbook(folder: Path) -> None:
    """Log warnings and worse to ``vox-console.log`` in `folder`, readable by this user alone."""
    handler = PrivateFileHandler(
        folder / "vox-console.log",
        maxBytes=_OCTETS,
        backupCount=_KEPT,
        encoding="utf-8",
        errors="backslashreplace",  # half a character in a message must not cost its line
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
