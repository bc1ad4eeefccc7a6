"""A storm of customers on a real X server that has no tray: counted, and nothing complains."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from tests.support.practice_process import PracticeProcess
from tests.support.window_driver import Driver, drive
from vox_console.app import Account
from vox_console.domain.secret import Secret
from vox_console.settings.profiles import Profile

STORM = 300


@pytest.mark.xcb
def test_a_storm_is_counted_with_notices_and_sound_on_and_no_tray(qapp: QApplication, tmp_path: Path) -> None:
    """Any warning of Qt's fails it."""
    settings = QSettings(str(tmp_path / "state" / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/alerts-sound", "on")
    settings.sync()
    with PracticeProcess() as practice:
        profile = Profile(
            name="work",
            host="127.0.0.1",
            port=practice.smpp_port,
            system_id="practice",
            plain_text_accepted=True,
        )

        async def story(driver: Driver) -> None:
            await driver.bound()
            customers = {"from": "381641234567", "to": "38164000", "count": STORM}
            await asyncio.to_thread(practice.post, "/customer", scene="storm", **customers)
            title = driver.window.windowTitle
            await driver.until(lambda: title().startswith(f"({STORM}) "), "all of them to be counted")

        assert not QSystemTrayIcon.isSystemTrayAvailable()
        assert drive(qapp, tmp_path, story, account=Account(profile, Secret("practice"))) == 0
