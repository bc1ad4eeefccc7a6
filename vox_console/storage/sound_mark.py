"""The mark beside a database that vouches for it: closed cleanly, found sound, not touched since.

Theory of operation. Checking a file of a million messages takes seconds, and a file that this program closed
itself, and that nobody has changed since, is as it was. So closing leaves a mark that says what the file was
then (size, time of change) and when it was last checked whole. Opening takes the mark away, durably, before
the first write: whatever end comes then, kill or power cut, the file is checked whole at the next start. It
is checked as well when the mark does not fit the file, when a log is left beside it, and when the last check
is a week old. A small file is never vouched for, because its check is quick.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from vox_console.storage.connection import create_private, sync_folder

QUICK_OCTETS: Final = 50_000_000  # checked in about 0.1 s
CHECKED_EVERY: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SoundMark:
    """The mark of one database. path: of the database."""

    path: Path

    @property
    def _place(self) -> Path:
        return self.path.with_name(self.path.name + "-sound")

    def vouched(self, *, now: datetime) -> datetime | None:
        """Give when the file was last checked whole if it need not be checked now, else None."""
        try:
            size, changed_ns = _look(self.path)
            told = json.loads(self._place.read_text("ascii"))
            fits = (told["size"], told["changed_ns"]) == (size, changed_ns)
            checked = datetime.fromtimestamp(told["checked_s"], UTC)
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None
        recent = timedelta() <= now - checked < CHECKED_EVERY
        return checked if fits and recent and not self._has_log() else None

    def take_away(self) -> None:
        """Vouch no more, durably. Raises OSError."""
        try:
            self._place.unlink()
        except FileNotFoundError:
            return
        sync_folder(self._place.parent)

    def give(self, *, checked: datetime) -> None:
        """Vouch for the file as it is now, which was closed; not when its log could not be folded in.

        checked: when it was last checked whole. Raises OSError.
        """
        size, changed_ns = _look(self.path)
        if size <= QUICK_OCTETS or self._has_log():
            return
        create_private(self._place)
        told = {"size": size, "changed_ns": changed_ns, "checked_s": int(checked.timestamp())}
        self._place.write_text(json.dumps(told), "ascii")

    def _has_log(self) -> bool:
        """Whether commits stand beside the file that are not in it."""
        log = self.path.with_name(self.path.name + "-wal")
        return log.exists() and log.stat().st_size > 0


def _look(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
