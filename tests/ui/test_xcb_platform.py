"""Qt's xcb plugin loads with the libraries that packaging/bootstrap.py installs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


@pytest.mark.xcb
def test_a_window_is_exposed_on_a_real_x_server(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert qapp.platformName() == "xcb"
