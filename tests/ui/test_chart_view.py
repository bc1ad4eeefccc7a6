"""A chart on the screen and in a file: drawn is what is counted, and pressed is what was drawn."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vox_console.presenters.charts_state import Bar, ChartShown, Piece
from vox_console.presenters.tone import Tone
from vox_console.ui.chart_paint import Letters, height_of, lay_out
from vox_console.ui.chart_picture import save_picture
from vox_console.ui.chart_view import ChartView
from vox_console.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def bar(label: str, delivered: int, failed: int = 0) -> Bar:
    pieces = (Piece(Tone.DELIVERED, delivered, "delivered"), Piece(Tone.FAILED, failed, "failed"))
    return Bar(
        label, pieces, f"{label}: {delivered + failed}", f"country:{label}", value=str(delivered + failed)
    )


BARS = (bar("RS", 80, 20), bar("DE", 50), bar("FR", 0, 1))
LYING = ChartShown("By country", BARS, note="151 messages")
UPRIGHT = ChartShown("By hour", BARS, upright=True, note="151 messages")


@pytest.fixture(name="view", params=[LYING, UPRIGHT], ids=["lying", "upright"])
def _view(qtbot: QtBot, request: pytest.FixtureRequest) -> ChartView:
    view = ChartView(Theme(scheme="light"))
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_chart(request.param)
    with qtbot.waitExposed(view):
        view.show()
    return view


def middle(view: ChartView, at: int) -> QPoint:
    return view._places()[at].cell.center().toPoint()


def colours(view: ChartView, at: int) -> dict[str, int]:
    """Count the pixels of each outcome's colour in the room of a bar."""
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    room = view._places()[at].body
    theme = view._theme
    wanted = {theme.color(name).rgb(): name for name in ("delivered", "failed")}
    found = dict.fromkeys(wanted.values(), 0)
    for x in range(round(room.left() * ratio), round(room.right() * ratio)):
        for y in range(round(room.top() * ratio), round(room.bottom() * ratio)):
            name = wanted.get(image.pixel(x, y))
            if name is not None:
                found[name] += 1
    return found


def test_the_pieces_are_as_long_as_what_they_count(view: ChartView) -> None:
    first, second, third = (colours(view, at) for at in range(3))
    assert first["delivered"] == pytest.approx(4 * first["failed"], rel=0.15)
    assert second["delivered"] == pytest.approx(first["delivered"] * 50 / 80, rel=0.1)
    assert second["failed"] == 0
    assert (third["delivered"], third["failed"] > 0) == (0, True)  # one of a hundred is seen


def test_a_bar_that_is_pressed_opens_what_it_counts(view: ChartView, qtbot: QtBot) -> None:
    for at, name in enumerate(("RS", "DE", "FR")):
        with qtbot.waitSignal(view.opened) as told:
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, at))
        assert told.args == [f"country:{name}"]


def test_beside_the_bars_nothing_is_opened(view: ChartView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.opened):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_the_keyboard_goes_from_bar_to_bar(view: ChartView, qtbot: QtBot) -> None:
    view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(view, key)
    with qtbot.waitSignal(view.opened) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["country:DE"]


def test_a_screen_reader_hears_every_bar(view: ChartView) -> None:
    assert view.accessibleName() == view.chart.title
    assert view.accessibleDescription() == "RS: 100. DE: 50. FR: 1. 151 messages"


def test_a_chart_of_nothing_is_drawn_all_the_same(qtbot: QtBot) -> None:
    view = ChartView(Theme(scheme="dark"))
    qtbot.addWidget(view)
    view.show_chart(ChartShown("By country", (), note="No messages."))
    assert view.grab().width() > 0
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view._bar is None


def test_the_legend_names_what_is_drawn_and_nothing_else() -> None:
    assert LYING.legend == ((Tone.DELIVERED, "delivered"), (Tone.FAILED, "failed"))
    assert ChartShown("", (bar("RS", 3),)).legend == ((Tone.DELIVERED, "delivered"),)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("count", [1, 24, 200])
def test_bars_stand_side_by_side_within_their_room(count: int) -> None:
    theme = Theme(scheme="light")
    letters = Letters(theme.font("strong"), theme.font("meta"))
    chart = ChartShown("By hour", tuple(bar(str(at), at) for at in range(count)), upright=True)
    room = QRectF(0, 0, 500, height_of(chart, letters))
    places = lay_out(chart, room, letters)
    assert all(room.contains(place.cell) for place in places)
    assert all(place.cell.contains(place.body) for place in places)
    for one, next_one in pairwise(places):
        assert one.cell.right() == pytest.approx(next_one.cell.left())


@pytest.mark.usefixtures("qapp")
def test_a_picture_is_saved_as_its_name_says(tmp_path: Path) -> None:
    theme = Theme(scheme="light")
    save_picture(LYING, theme, tmp_path / "chart.png")
    image = QImage(str(tmp_path / "chart.png"))
    assert (image.width(), image.height() > 300) == (1920, True)
    save_picture(LYING, theme, tmp_path / "chart.SVG")
    svg = (tmp_path / "chart.SVG").read_text("utf-8")
    assert "<title>By country</title>" in svg
    assert theme.color("delivered").name() in svg


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["chart.png", "chart.svg"])
@pytest.mark.qt_log_ignore("QSvgPaintEngine::begin", "QPainter::begin", extend=True)
def test_a_picture_that_cannot_be_written_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match=name):
        save_picture(LYING, Theme(scheme="light"), tmp_path / "missing" / name)
