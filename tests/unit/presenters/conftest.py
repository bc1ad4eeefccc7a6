"""The bulk desk's stage, for every test of what comes before a job."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bulk_bench import Play, play_bulk


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return lambda story: play_bulk(tmp_path / "desk", story)
