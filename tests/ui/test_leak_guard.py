"""The guard of tests/ui/conftest.py sees what it promises to see."""

from __future__ import annotations

import pytest

LEAKS = {
    "window": "from PySide6.QtWidgets import QWidget; kept.append(QWidget()); kept[-1].show()",
    "timer": "from PySide6.QtCore import QTimer; kept.append(QTimer()); kept[-1].start(1000)",
    "thread": "from PySide6.QtCore import QThread; kept.append(QThread()); kept[-1].start()",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_what_a_test_leaves_behind_fails_it(
    pytester: pytest.Pytester, leak: str, request: pytest.FixtureRequest
) -> None:
    guard = request.path.with_name("conftest.py").read_text()
    pytester.makeconftest(guard)
    pytester.makepyfile(f"kept = []\ndef test_leaky(qapp):\n    {LEAKS[leak]}\n")
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1, errors=1)
