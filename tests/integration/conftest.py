"""What the tests of whole programs share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def provider() -> Iterator[PracticeProcess]:
    """The practice provider of one file's tests, in a process of its own."""
    with PracticeProcess() as process:
        yield process
