"""Guards against the Qt binding that gives away references to None (6.12.0 on Python 3.11).

Each call without a result dropped one reference too many, so the process died after some thousands
of them. Since Python 3.12 None is immortal and cannot be lost.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

CALLS = 500
NOISE = 50  # other code may hold or let go of a few meanwhile


def test_calls_without_a_result_do_not_use_up_none() -> None:
    thing = QObject()
    thing.setObjectName("warm")
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - NOISE
