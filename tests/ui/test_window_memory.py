"""A remembered window comes back onto a screen that is still there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from vox_console.ui.window_memory import WindowMemory, clamp

SCREEN = QRect(0, 0, 1920, 1080)
RIGHT = QRect(1920, 0, 1280, 800)


@pytest.mark.parametrize(
    ("frame", "screens", "expected"),
    [
        (QRect(100, 100, 800, 600), [SCREEN], QRect(100, 100, 800, 600)),
        (QRect(2000, 100, 800, 600), [SCREEN, RIGHT], QRect(2000, 100, 800, 600)),
        (QRect(2000, 100, 800, 600), [SCREEN], QRect(1120, 100, 800, 600)),
        (QRect(-500, -40, 800, 600), [SCREEN], QRect(0, 0, 800, 600)),
        (QRect(10, 10, 4000, 3000), [RIGHT], RIGHT),
        (QRect(10, 10, 40, 30), [], QRect(10, 10, 40, 30)),
    ],
)
def test_a_frame_moves_and_shrinks_as_little_as_needed(
    frame: QRect, screens: list[QRect], expected: QRect
) -> None:
    assert clamp(frame, screens) == expected


def test_what_cannot_be_read_is_left_at_its_default(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/version", 1)
    settings.setValue("window/geometry", "no geometry")
    window = QMainWindow()
    qtbot.addWidget(window)
    WindowMemory(settings).restore(window, {})
    screen = QApplication.primaryScreen().availableGeometry()
    assert window.width() == min(1280, screen.width())
    assert screen.contains(window.geometry())


def test_a_state_of_another_version_is_not_restored(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    first = QMainWindow()
    qtbot.addWidget(first)
    first.resize(400, 300)
    memory = WindowMemory(settings)
    memory.save(first, {})
    settings.setValue("window/version", 99)
    second = QMainWindow()
    qtbot.addWidget(second)
    memory.restore(second, {})
    assert second.width() > 400
