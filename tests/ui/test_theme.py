"""The look follows the scheme: colours, fonts, icons and the style sheet."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.window_scene import DISK, RING, WAITING, Notices, Pane, Session
from vox_console.resource_files import resource
from vox_console.ui import tokens
from vox_console.ui.main_window import MainWindow
from vox_console.ui.theme import Theme, mark

pytestmark = pytest.mark.usefixtures("qapp")

ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))


def test_colours_come_from_the_scheme_in_force() -> None:
    theme = Theme(scheme="light")
    assert theme.color("accent") == QColor(tokens.LIGHT["accent"])
    theme.set_scheme("dark")
    assert theme.color("accent") == QColor(tokens.DARK["accent"])


def test_an_unknown_system_scheme_means_light() -> None:
    assert QApplication.styleHints().colorScheme() is Qt.ColorScheme.Unknown  # offscreen knows none
    assert not Theme().dark


def test_changed_tells_once_and_only_when_the_look_changed() -> None:
    theme = Theme(scheme="light")
    changes: list[bool] = []
    theme.changed.connect(lambda: changes.append(theme.dark))
    theme.set_scheme("light")
    theme.set_scheme("dark")
    theme.set_scheme("system")
    assert changes == [True, False]


@pytest.mark.parametrize("role", ["title", "message", "body", "strong", "meta", "mono"])
def test_no_font_draws_other_characters_than_the_text_has(role: str) -> None:
    font, alternates = Theme(scheme="light").font(role), QFont.Tag("calt")
    assert font.isFeatureSet(alternates)  # what is not set is on
    assert font.featureValue(alternates) == 0


def test_applying_dresses_the_application(bare_app: QApplication) -> None:
    theme = Theme(scheme="dark")
    theme.apply(bare_app)
    assert bare_app.palette().color(QPalette.ColorRole.Window) == theme.color("window")
    assert tokens.DARK["surface"] in bare_app.styleSheet()
    assert "$" not in bare_app.styleSheet()


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something_in_the_colour_asked_for(name: str) -> None:
    image = Theme(scheme="light").pixmap(name, "failed", 20, 2.0).toImage()
    assert (image.width(), image.height()) == (40, 40)
    opaque = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {tokens.LIGHT["failed"].lower()}


def test_an_icon_is_rendered_once_per_colour_size_and_ratio() -> None:
    theme = Theme(scheme="light")
    first = theme.pixmap("check", "text", 16, 1.0)
    assert theme.pixmap("check", "text", 16, 1.0).cacheKey() == first.cacheKey()
    assert theme.pixmap("check", "text", 16, 2.0).cacheKey() != first.cacheKey()


def test_a_disabled_icon_is_paler() -> None:
    icon = Theme(scheme="light").icon("check")
    usual = icon.pixmap(16, QIcon.Mode.Normal).toImage()
    disabled = icon.pixmap(16, QIcon.Mode.Disabled).toImage()
    assert usual != disabled


def test_body_text_is_13_pixels_high_at_100_per_cent() -> None:
    font = Theme().font("body")
    assert font.pointSizeF() * 96 / 72 == pytest.approx(13)
    assert Theme().font("title").pointSizeF() > font.pointSizeF()


def test_marking_a_field_changes_its_look(qtbot: QtBot, bare_app: QApplication) -> None:
    theme = Theme(scheme="light")
    theme.apply(bare_app)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(100, 32)
    before = field.grab().toImage()
    mark(field, "fault", "error")
    assert field.grab().toImage() != before


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_window_whose_scheme_changes_looks_like_one_made_in_that_scheme(
    qtbot: QtBot, bare_app: QApplication, tmp_path: Path
) -> None:
    theme = Theme(scheme="light")
    theme.apply(bare_app)
    looks = []
    for change in (True, False):
        window = MainWindow(
            theme,
            compose=Pane("Message"),
            delivery=Pane("Live"),
            bulk=Pane("List"),
            inbox=Pane("Answer"),
            delivery_log=Pane("Log"),
            session=Session(WAITING),
            notices=Notices(DISK, RING),
            settings=QSettings(str(tmp_path / f"{change}.ini"), QSettings.Format.IniFormat),
        )
        with qtbot.waitExposed(window):
            window.show()
        window._badge.setFocus()
        if change:
            window.grab()
            theme.set_scheme("dark")
        looks.append(window.grab().toImage())
        window.finish_close()
        window.deleteLater()
    assert looks[0] == looks[1]
