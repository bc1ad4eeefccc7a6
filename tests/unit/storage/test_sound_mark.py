"""A large file is not checked again when nobody touched it; whatever else happened to it, it is.

Whether it was checked shows by damage that a check finds: a page of nothing but the octet A5.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import apsw
import pytest

from vox_console.domain.errors import StoreError
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step
from vox_console.storage.opening import OpeningStep
from vox_console.storage.sound_mark import CHECKED_EVERY, QUICK_OCTETS, SoundMark

STEPS = [Step("notes", "CREATE TABLE note(id INTEGER PRIMARY KEY, body BLOB NOT NULL)")]
PAGE = 4_096

KILLED_WHILE_OPEN = """
import os, signal, sys
from pathlib import Path
from tests.unit.storage.test_sound_mark import opened
opened(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def at_once(deliver: Callable[[], None]) -> None:
    deliver()


def opened(path: Path, *, read_only: bool = False) -> Database:
    return Database.open(path, STEPS, post=at_once, read_only=read_only)


def steps_told(path: Path, *more: Step) -> list[OpeningStep]:
    told: list[OpeningStep] = []
    Database.open(path, [*STEPS, *more], post=at_once, on_step=told.append).close()
    return told


def store(database: Database, octets: int) -> object:
    told = Event()
    answers: list[object] = []

    def job(db: apsw.Connection) -> None:
        db.execute("INSERT INTO note(body) VALUES (zeroblob(?))", (octets,))

    def done(answer: object) -> None:
        answers.append(answer)
        told.set()

    database.write(job, done)
    assert told.wait(20)
    return answers[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file that is large enough for its check to be left out, closed by us."""
    path = tmp_path / "journal.db"
    database = opened(path)
    store(database, QUICK_OCTETS + PAGE)
    database.close()
    return path


def damage(path: Path) -> None:
    """Spoil the only table's first page, as a bad disk does: by its size and times nothing has happened."""
    was = path.stat()
    with path.open("r+b") as file:
        file.seek(2 * PAGE)
        file.write(b"\xa5" * PAGE)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def is_checked(path: Path) -> bool:
    damage(path)
    try:
        opened(path).close()
    except StoreError as told:
        return "damaged" in told.title
    return False


def mark_of(path: Path) -> Path:
    return path.with_name("journal.db-sound")


class TestWhenTheCheckIsLeftOut:
    def test_after_we_closed_it_ourselves(self, path: Path) -> None:
        assert not is_checked(path)

    def test_again_and_again_until_the_last_check_is_a_week_old(self, path: Path) -> None:
        first = SoundMark(path).vouched(now=datetime.now(UTC))
        assert first is not None
        opened(path).close()
        assert SoundMark(path).vouched(now=datetime.now(UTC)) == first, "no check, so none is told"
        assert SoundMark(path).vouched(now=first + CHECKED_EVERY - timedelta(seconds=1))
        assert SoundMark(path).vouched(now=first + CHECKED_EVERY) is None
        assert SoundMark(path).vouched(now=first - timedelta(seconds=1)) is None, "the clock was set back"

    def test_the_mark_is_for_this_user_alone(self, path: Path) -> None:
        assert mark_of(path).stat().st_mode & 0o077 == 0


class TestWhatIsToldMeanwhile:
    def test_that_a_large_file_is_checked_but_not_when_that_is_left_out(self, path: Path) -> None:
        assert steps_told(path) == []
        mark_of(path).unlink()
        assert steps_told(path) == [OpeningStep.CHECKING]

    def test_nothing_of_a_file_that_is_new_or_quickly_checked(self, tmp_path: Path) -> None:
        assert steps_told(tmp_path / "new.db") == []
        assert steps_told(tmp_path / "new.db") == []

    def test_that_it_is_backed_up_and_brought_up_to_date(self, path: Path) -> None:
        label = Step("labels", "ALTER TABLE note ADD COLUMN label TEXT")
        assert steps_told(path, label) == [OpeningStep.BACKING_UP, OpeningStep.UPDATING]


class TestWhenItIsChecked:
    def test_when_that_is_quick(self, tmp_path: Path) -> None:
        path = tmp_path / "journal.db"
        database = opened(path)
        store(database, 10 * PAGE)
        database.close()
        assert not mark_of(path).exists()
        assert is_checked(path)

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
    def test_after_a_kill(self, path: Path) -> None:
        command = [sys.executable, "-c", KILLED_WHILE_OPEN, str(path)]
        subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        assert not mark_of(path).exists()
        assert is_checked(path)

    def test_while_another_has_it_open(self, path: Path) -> None:
        database = opened(path)
        assert SoundMark(path).vouched(now=datetime.now(UTC)) is None
        database.close()

    def test_after_somebody_else_wrote_to_it(self, path: Path) -> None:
        db = apsw.Connection(str(path))
        db.execute("INSERT INTO note(body) VALUES (zeroblob(1))")
        db.close()
        assert is_checked(path)

    def test_when_a_log_was_left_beside_it(self, path: Path) -> None:
        path.with_name("journal.db-wal").write_bytes(b"x")
        assert SoundMark(path).vouched(now=datetime.now(UTC)) is None

    def test_after_the_machine_failed_us(self, path: Path) -> None:
        database = opened(path)

        def spoiled(_db: apsw.Connection) -> None:
            raise apsw.CorruptError("a page that was read while the program ran")

        answers: list[object] = []
        database.write(spoiled, answers.append)
        database.close()
        assert isinstance(answers[0], StoreError)
        assert not mark_of(path).exists()

    @pytest.mark.parametrize(
        "told", ["", "[]", "{}", "null", '{"size": 1}', "\u00e9", '{"checked_s": 1e99}', "5"]
    )
    def test_when_the_mark_makes_no_sense(self, path: Path, told: str) -> None:
        mark_of(path).write_text(told, "utf-8")
        assert is_checked(path)

    def test_a_look_only_neither_takes_the_mark_away_nor_gives_one(self, path: Path) -> None:
        opened(path, read_only=True).close()
        assert mark_of(path).exists()
        mark_of(path).unlink()
        opened(path, read_only=True).close()
        assert not mark_of(path).exists()
