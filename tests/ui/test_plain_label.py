"""Texts from strangers are shown as they are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vox_console.ui.plain_label import ElidedLabel, PlainLabel, plain_tooltip
from vox_console.ui.theme import Theme

HOSTILE = 'Hi <img src="file:///etc/hostname"> <b>bank</b>'


def test_markup_in_a_label_is_shown_literally(qtbot: QtBot) -> None:
    theme = Theme()
    label, plain = PlainLabel(theme, "<b>x</b>"), PlainLabel(theme, "x")
    for widget in (label, plain):
        qtbot.addWidget(widget)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.sizeHint().width() > 3 * plain.sizeHint().width()


def test_markup_in_a_tooltip_is_escaped() -> None:
    tip = plain_tooltip(HOSTILE)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_an_empty_tooltip_stays_empty() -> None:
    assert plain_tooltip("") == ""


def test_a_label_follows_the_scheme_and_keeps_its_tone_in_a_new_parent(
    qtbot: QtBot, bare_app: QApplication
) -> None:
    theme = Theme(scheme="light")
    theme.apply(bare_app)
    home = QWidget()
    qtbot.addWidget(home)
    label = PlainLabel(theme, "text", tone="failed", parent=home)
    label.ensurePolished()
    assert label.palette().color(label.foregroundRole()) == theme.color("failed")
    label.set_tone("delivered")
    label.setParent(None)
    label.setParent(home)
    theme.set_scheme("dark")
    assert label.palette().color(label.foregroundRole()) == theme.color("delivered")


def test_a_long_line_is_elided_and_kept_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel(Theme(), "a rather long line of text that cannot fit")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()
    assert "cannot fit" in label.toolTip()
    label.resize(600, 20)
    label.grab()
    assert label.toolTip() == ""
