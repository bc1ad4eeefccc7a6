"""The journal that tests of its tables store in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import JournalFile


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    """Give an empty journal."""
    return JournalFile(tmp_path / "journal.db")
