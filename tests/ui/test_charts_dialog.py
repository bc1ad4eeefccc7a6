"""The dialog of the charts: a period, a query out of a bar, and a picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.presenters.charts import ChartsState, Period
from vox_console.presenters.charts_state import Bar, ChartShown, Piece
from vox_console.presenters.tone import Tone
from vox_console.ui.charts_dialog import ChartsDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def chart(title: str) -> ChartShown:
    return ChartShown(title, (Bar("RS", (Piece(Tone.DELIVERED, 3, "delivered"),), "RS: 3", "country:RS"),))


class Charts(ToldPresenter[ChartsState]):
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(ChartsState())

    def period_chosen(self, period: str) -> None:
        self.told.append(period)

    def tick(self) -> None:
        self.told.append("tick")


Opened = tuple[ChartsDialog, Charts]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    charts = Charts()
    dialog = ChartsDialog(Theme(scheme="light"), charts, None)
    show(qtbot, dialog)
    charts.show(ChartsState(Period.DAY, tuple(chart(title) for title in ("One", "Two", "Three"))))
    return dialog, charts


def test_each_chart_is_drawn_once_however_often_it_is_told(opened: Opened) -> None:
    dialog, charts = opened
    charts.show(ChartsState(Period.WEEK, tuple(chart(title) for title in ("Four", "Two", "Three"))))
    assert [view.chart.title for view in dialog.views] == ["Four", "Two", "Three"]
    assert button(dialog, "The last 7 days").isChecked()


def test_another_time_is_chosen_by_its_button(opened: Opened) -> None:
    dialog, charts = opened
    button(dialog, "The last 30 days").click()
    assert charts.told[-1] == "30 days"


def test_a_bar_leads_to_its_messages_in_the_log(opened: Opened, qtbot: QtBot) -> None:
    dialog, _ = opened
    place = dialog.views[1]._places()[0].cell.center().toPoint()
    with qtbot.waitSignal(dialog.log_wanted) as told:
        QTest.mouseClick(dialog.views[1], Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["country:RS"]
    assert not dialog.isVisible()


def test_what_became_of_a_picture_is_told(opened: Opened, tmp_path: Path) -> None:
    dialog, _ = opened
    dialog._saved(dialog.views[0], tmp_path / "one.svg")
    assert "<title>One</title>" in (tmp_path / "one.svg").read_text("utf-8")
    assert "Saved as one.svg." in said(dialog)
    dialog._saved(dialog.views[0], tmp_path / "missing" / "one.png")
    assert "Not saved: one.png cannot be written." in said(dialog)


def test_it_asks_for_news_while_it_is_open(opened: Opened, qtbot: QtBot) -> None:
    _, charts = opened
    qtbot.waitUntil(lambda: "tick" in charts.told)
