"""The search as a column: typed into, gone down from, and painted with strangers' texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from vox_console.domain.search_query import Term
from vox_console.domain.search_snippet import Snippet, snippet
from vox_console.presenters.search_state import SearchRow, SearchState, marked_line
from vox_console.storage.search import Hit, HitKind
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.search_results import SearchResults
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TEXTS = ("Where is my parcel?", "<b>parcel</b>", "👍👍 parcel " * 30, "السلام parcel عليكم")


def row(number: int, text: str) -> SearchRow:
    hit = Hit(
        HitKind.THEIRS, number, 1, "work", 0, Snippet("+381641234567"), snippet(text, (Term("parcel"),))
    )
    return SearchRow(hit, marked_line(hit.party), marked_line(hit.text), "", "12:00", f"sentence {number}")


class Search:
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        self.on_state: Callable[[SearchState], None] = lambda _state: None
        self.state = SearchState()
        self.told: list[str] = []

    def show(self, state: SearchState) -> None:
        self.state = state
        self.on_state(state)

    def edited(self, typed: str) -> None:
        self.told.append(f"edited {typed}")

    def chosen(self, index: int) -> None:
        self.told.append(f"chosen {index}")

    def more_wanted(self) -> None:
        self.told.append("more")


@pytest.fixture
def search() -> Search:
    return Search()


@pytest.fixture
def column(qtbot: QtBot, search: Search) -> SearchResults:
    """Show the search."""
    widget = SearchResults(search, Theme())  # type: ignore[arg-type]  # it is told all that the real one is
    qtbot.addWidget(widget)
    widget.resize(320, 300)
    widget.show()
    return widget


def results(column: SearchResults) -> QListView:
    found: QListView = column.findChild(QListView)  # type: ignore[assignment]  # PySide gives object
    return found


def field(column: SearchResults) -> QLineEdit:
    found: QLineEdit = column.findChild(QLineEdit)  # type: ignore[assignment]  # PySide gives object
    return found


def test_what_is_typed_is_told_and_what_is_said_is_shown(column: SearchResults, search: Search) -> None:
    words = column.findChild(PlainLabel)
    assert isinstance(words, PlainLabel)
    assert not words.isVisible()
    QTest.keyClicks(field(column), "pa")
    search.show(SearchState("pa", words="Nothing found"))
    assert search.told == ["edited p", "edited pa"]
    assert (words.text(), words.isVisible()) == ("Nothing found", True)


def test_every_finding_is_painted_and_read_aloud(column: SearchResults, search: Search) -> None:
    search.show(SearchState("parcel", tuple(row(number, text) for number, text in enumerate(TEXTS))))
    model = results(column).model()
    assert [model.index(at, 0).data() for at in range(model.rowCount())] == [
        f"sentence {number}" for number in range(len(TEXTS))
    ]
    for width in (320, 60, 1):
        column.resize(width, 300)
        assert not column.grab().isNull()


def test_down_goes_into_the_list_and_enter_opens(column: SearchResults, search: Search) -> None:
    search.show(SearchState("parcel", tuple(row(number, text) for number, text in enumerate(TEXTS))))
    field(column).setFocus()
    QTest.keyClick(field(column), Qt.Key.Key_Return)
    QTest.keyClick(field(column), Qt.Key.Key_Down)
    QTest.keyClick(results(column), Qt.Key.Key_Down)
    QTest.keyClick(results(column), Qt.Key.Key_Return)
    assert search.told == ["chosen 0", "chosen 1"]


def test_older_findings_keep_the_place_and_are_asked_for_at_the_end(
    column: SearchResults, search: Search
) -> None:
    rows = tuple(row(number, "parcel") for number in range(60))
    search.show(SearchState("parcel", rows[:40], more=True))
    view = results(column)
    view.setCurrentIndex(view.model().index(5, 0))
    view.scrollToBottom()
    assert "more" in search.told
    search.show(SearchState("parcel", rows))
    assert view.currentIndex().row() == 5
    assert view.model().rowCount() == 60
    search.show(SearchState("parcel", rows))
    assert view.currentIndex().row() == 5
    search.show(SearchState("x", rows[:1]))
    assert not view.currentIndex().isValid()


def test_a_long_name_yields_to_the_number(search: Search, qtbot: QtBot) -> None:
    """Two findings of one long name differ in nothing but the number, and that is on the screen."""
    pictures = []
    for number in ("+381641234567", "+381641234568"):
        results = SearchResults(search, Theme(scheme="light"))  # type: ignore[arg-type]  # it has what is used
        qtbot.addWidget(results)
        results.resize(320, 400)
        with qtbot.waitExposed(results):
            results.show()
        found = row(1, "parcel")
        named = replace(found, name="Maximilian " * 18, party=marked_line(Snippet(number)))
        search.show(SearchState("parcel", (named,), "1 message"))
        pictures.append(results.findChildren(QListView)[0].grab().toImage())
    assert pictures[0] != pictures[1]
