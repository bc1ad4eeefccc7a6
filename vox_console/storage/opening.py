"""Opening the journal's file: checked, brought up to date, and read-only where a newer version wrote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import apsw

from vox_console.domain.errors import StoreNewer
from vox_console.storage.backup import back_up
from vox_console.storage.connection import connect, create_private
from vox_console.storage.faults import file_fault, require_sound, world_fault
from vox_console.storage.migrations import Step, is_empty, migrate, newer_notice, pending_steps
from vox_console.storage.sound_mark import QUICK_OCTETS, SoundMark

READERS = 2  # so that a long search does not hold up the page being scrolled to


class OpeningStep(Enum):
    """What takes its time while a file is opened."""

    CHECKING = "checking"
    BACKING_UP = "backing up"
    UPDATING = "updating"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The connections to one file. writer: None where it must not be written. notice: why, if it is newer.

    mark: to be given again when the file is closed. checked: when it was last checked whole.
    """

    writer: apsw.Connection | None
    readers: Sequence[apsw.Connection]
    notice: StoreNewer | None
    mark: SoundMark
    checked: datetime


def open_file(
    path: Path, steps: Sequence[Step], *, read_only: bool, on_step: Callable[[OpeningStep], object]
) -> OpenFile:
    """Open as :meth:`.database.Database.open` tells. Raises StoreError; then nothing stays open."""
    try:
        return _open(path, steps, read_only=read_only, on_step=on_step)
    except OSError as fault:
        raise file_fault(fault) from fault
    except apsw.Error as fault:
        told = world_fault(fault)
        if told is None:
            raise
        raise told from fault


def _open(
    path: Path, steps: Sequence[Step], *, read_only: bool, on_step: Callable[[OpeningStep], object]
) -> OpenFile:
    opened: list[apsw.Connection] = []
    try:
        if not read_only:
            create_private(path)
        first_look = connect(path, write=False)
        opened.append(first_look)
        mark, now = SoundMark(path), datetime.now(UTC)
        checked = mark.vouched(now=now)
        if checked is None:
            if path.stat().st_size > QUICK_OCTETS:
                on_step(OpeningStep.CHECKING)
            require_sound(first_look)
        notice = newer_notice(first_look, steps)
        writer = None
        if not read_only and notice is None:
            mark.take_away()
            writer = connect(path, write=True)
            opened.append(writer)
            if not is_empty(writer) and pending_steps(writer, steps):
                on_step(OpeningStep.BACKING_UP)
                back_up(path, path.parent / "backups", now=now)
                on_step(OpeningStep.UPDATING)
            migrate(writer, steps)
        opened.extend(connect(path, write=False) for _ in range(READERS - 1))
    except BaseException:
        for connection in opened:
            connection.close()
        raise
    readers = [connection for connection in opened if connection is not writer]
    return OpenFile(writer, readers, notice, mark, checked or now)
