"""The key is heard wherever the keyboard is, once for each press, and nothing else hears it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vox_console.ui.stop_key import StopKey

SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(("key", "keys"), [(Qt.Key.Key_Escape, SHIFT), (Qt.Key.Key_Pause, PLAIN)])
def test_it_is_heard_in_a_field_and_in_a_dialog_that_stays_open(
    qtbot: QtBot, key: Qt.Key, keys: Qt.KeyboardModifier
) -> None:
    window, field = QWidget(), QLineEdit("text")
    QVBoxLayout(window).addWidget(field)
    dialog = QDialog(window)
    inner = QLineEdit(dialog)
    qtbot.addWidget(window)
    window.show()
    heard: list[bool] = []
    StopKey(window).pressed.connect(lambda: heard.append(True))
    QTest.keyClick(field, key, keys)
    assert len(heard) == 1
    assert field.text() == "text"
    dialog.setModal(True)
    dialog.show()
    QTest.keyClick(inner, key, keys)
    assert len(heard) == 2
    assert dialog.isVisible()
    dialog.close()


def test_other_keys_are_left_to_whom_they_are_meant_for(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    heard: list[bool] = []
    StopKey(dialog).pressed.connect(lambda: heard.append(True))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert heard == []
    assert not dialog.isVisible()


def test_it_is_deaf_once_its_window_is_gone(qtbot: QtBot) -> None:
    other, window = QLineEdit(), QWidget()
    qtbot.addWidget(other)
    heard: list[bool] = []
    key = StopKey(window)
    key.pressed.connect(lambda: heard.append(True))
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()
    QTest.keyClick(other, Qt.Key.Key_Escape, SHIFT)
    assert heard == []
