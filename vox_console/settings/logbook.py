"""The program's own log: a rotating file without numbers, texts or passwords.

Redaction sits on the handler, so that what third-party loggers say passes it too.
"""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NUMBER = re.compile(r"\d{7,}")
_OCTETS = 1_000_000
_KEPT = 3


class Redact(logging.Filter):
    """Masks runs of seven digits and more in the finished line of a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record passes."""
        record.msg = mask(record.getMessage())
        record.args = None
        return True


def mask(text: str) -> str:
    """Give `text` with the middle of every long number hidden."""
    return _NUMBER.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 5) + found[0][-2:], text)


def start_logbook(folder: Path) -> None:
    """Log warnings and worse to ``vox-console.log`` in `folder`, readable by this user alone."""
    path = folder / "vox-console.log"
    path.touch(mode=0o600, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_OCTETS, backupCount=_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Redact())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
