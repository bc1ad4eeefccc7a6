"""The whole of it on a real X server: send, see it delivered, close, open again, find it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.window_driver import Driver, drive


@pytest.mark.xcb
def test_a_sent_text_is_delivered_and_found_again_after_a_restart(qapp: QApplication, tmp_path: Path) -> None:
    async def send_and_watch(driver: Driver) -> None:
        await driver.bound()
        await driver.compose(
            to="+381 63 200 0000, +44 7400 123456", text="Hello from the window, part of a test."
        )
        await driver.send()
        await driver.until(lambda: driver.words() == ["Delivered", "Delivered"], "both to be delivered")

    async def find_it_again(driver: Driver) -> None:
        await driver.until(lambda: driver.words() == ["Delivered", "Delivered"], "both to be found again")
        row = driver.log.row_at(1)
        assert row is not None
        assert row.recipient == "+381 63 2000000"
        assert row.text == "Hello from the window, part of a test."

    assert qapp.platformName() == "xcb"
    assert drive(qapp, tmp_path, send_and_watch) == 0
    assert drive(qapp, tmp_path, find_it_again) == 0


@pytest.mark.xcb
def test_sigterm_ends_the_program_in_order(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "vox_console", "--data-dir", str(tmp_path), "--practice"],
        stderr=subprocess.PIPE,
        text=True,
    )
    journal = tmp_path / "data" / "practice" / "journal.db"
    try:
        while program.poll() is None and not journal.exists():
            try:
                program.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=30)
    finally:
        program.kill()
        program.wait()
    assert program.returncode == 0, errors
    assert "Traceback" not in errors
