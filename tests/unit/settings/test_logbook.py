"""The log: what reaches the file is masked, and nobody else can read it."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from vox_console.settings.logbook import PrivateFileHandler, mask, start_logbook


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Path]:
    """Start the log in a folder, and take it away from the root logger afterwards."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    start_logbook(tmp_path)
    yield tmp_path / "vox-console.log"
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("to 381641234567 now", "to 381*******67 now"),
        ("1234567", "123**67"),
        ("123456", "123456"),
        ("error 0x00000058 after 30 s", "error 0x000***58 after 30 s"),
        ("381641234567,381601111111", "381*******67,381*******11"),
        ("", ""),
    ],
)
def test_long_numbers_are_masked_and_short_ones_are_not(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_what_third_party_loggers_say_is_masked_too(logbook: Path) -> None:
    logging.getLogger("httpx").warning("GET %s", "https://provider.example/?to=381641234567")
    written = logbook.read_text(encoding="utf-8")
    assert "381641234567" not in written
    assert "WARNING httpx: GET https://provider.example/?to=381*******67" in written


def test_the_traceback_that_comes_along_is_masked_too(logbook: Path) -> None:
    try:
        int("no route to 381641234567")
    except ValueError:
        logging.getLogger("asyncio").exception("a task failed")
    written = logbook.read_text(encoding="utf-8")
    assert "'no route to 381*******67'" in written
    assert "381641234567" not in written


def test_only_warnings_and_worse_are_written(logbook: Path) -> None:
    logger = logging.getLogger("anything")
    logger.debug("too small")
    logger.info("too small")
    logger.error("worth a line")
    assert len(logbook.read_text(encoding="utf-8").splitlines()) == 1


def test_half_a_character_does_not_cost_the_line(logbook: Path) -> None:
    logging.getLogger("anything").warning("half \ud83d of it")
    assert "half \\ud83d of it" in logbook.read_text(encoding="utf-8")


def test_the_file_is_this_users_alone_also_after_it_was_rotated(logbook: Path) -> None:
    logging.getLogger("anything").warning("the first file")
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each, PrivateFileHandler))
    handler.doRollover()
    logging.getLogger("anything").warning("the second file")
    files = sorted(path for path in logbook.parent.iterdir() if path.name.startswith("vox-console.log"))
    assert [path.name for path in files] == ["vox-console.log", "vox-console.log.1"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]


def test_the_log_is_continued_at_the_next_start(tmp_path: Path) -> None:
    for number in range(2):
        handler = PrivateFileHandler(tmp_path / "log", encoding="utf-8")
        handler.emit(logging.makeLogRecord({"msg": f"run {number}"}))
        handler.close()
    assert (tmp_path / "log").read_text(encoding="utf-8").splitlines() == ["run 0", "run 1"]
