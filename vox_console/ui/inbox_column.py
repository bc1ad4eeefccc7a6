"""The left side of the inbox: its trays, and in one place the list, the search, or that there is nothing."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from vox_console.presenters.inbox import InboxPresenter
from vox_console.presenters.inbox_state import InboxState
from vox_console.presenters.inbox_words import EMPTY, TRAYS
from vox_console.presenters.refusals_words import REVIEW_KEYS, badge_words, menu_words
from vox_console.storage.threads import Tray
from vox_console.ui.empty_state import EmptyState
from vox_console.ui.inbox_list import InboxView
from vox_console.ui.inbox_undo_bar import InboxUndoBar
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.search_results import SearchResults
from vox_console.ui.theme import S2, S3, S4, Theme, mark

SEARCH: Final = "Search everything"
CUSTOMER: Final = "Write to me as a customer…"
_NARROWEST: Final = 250


class InboxColumn(QWidget):
    """The column of one presenter. compose_requested: something new is to be written.

    search_requested, review_requested, customer_requested: the button that leads there was pressed.
    practice: there is a practice provider, whose customers may write.
    """

    compose_requested = Signal()
    search_requested = Signal()
    review_requested = Signal()
    customer_requested = Signal()

    def __init__(self, presenter: InboxPresenter, theme: Theme, *, practice: bool = False) -> None:
        super().__init__()
        self._presenter = presenter
        self._theme = theme
        self._practice = practice
        self.view = InboxView(presenter.rows, theme)
        self.search = SearchResults(presenter.search, theme)
        self._review = QPushButton()
        self.undo_bar = InboxUndoBar(presenter.undo, theme, self)
        self.empty: dict[str, EmptyState] = {}
        self._trays = QButtonGroup(self)
        self._tray_buttons: dict[str, QPushButton] = {}
        self._lists = QStackedWidget()
        self.setMinimumWidth(_NARROWEST)
        self._build()

    def shown(self) -> QWidget | None:
        """Give what stands in the place of the list now."""
        return self._lists.currentWidget()

    @property
    def searching(self) -> bool:
        """Tell whether the search stands in the place of the list."""
        return self.shown() is self.search

    def show_state(self, state: InboxState) -> None:
        """Draw the trays and the list; a search stays until somebody leaves it."""
        self._tray_buttons[state.tray].setChecked(True)
        if not self.searching:
            self.show_list(state)
        self.view.show_opened(state.opened)

    def show_list(self, state: InboxState) -> None:
        """Show the list, or that nothing is in it."""
        self._lists.setCurrentWidget(self.view if state.count else self.empty[state.tray])

    def show_search(self) -> None:
        """Show the search, ready to be typed into."""
        self._lists.setCurrentWidget(self.search)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_refusals(self, count: int) -> None:
        """Say how many messages wait in the review tray; without any there is no button."""
        self._review.setText(badge_words(count))
        self._review.setAccessibleName(menu_words(count).replace("&", "").removesuffix("…"))
        self._review.setVisible(count > 0)

    def take_keyboard(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard where the letters work."""
        shown = self.shown()
        entry: QWidget = shown if isinstance(shown, InboxView | SearchResults) else self._lists
        entry.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the foot."""
        super().resizeEvent(event)
        self.undo_bar.place()

    def _build(self) -> None:
        find = QPushButton("Search")
        find.setAccessibleName(SEARCH)
        mark(find, "kind", "quiet")
        set_tooltip(find, "Search everything that was ever written", "/")
        find.clicked.connect(self.search_requested)
        mark(self._review, "kind", "quiet")
        set_tooltip(self._review, "Messages wait for you to decide about", REVIEW_KEYS)
        self._review.clicked.connect(self.review_requested)
        self._theme.changed.connect(self._recolour)
        self._recolour()
        self.show_refusals(0)
        title = QHBoxLayout()
        title.setContentsMargins(S4, S3, S3, S2)
        title.addWidget(PlainLabel(self._theme, "Inbox", role="title"), 1)
        title.addWidget(self._review)
        title.addWidget(find)
        self._lists.addWidget(self.view)
        self._lists.addWidget(self.search)
        for value, (words, sentence) in EMPTY.items():
            self._lists.addWidget(self._make_empty(value, words, sentence))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(title)
        column.addLayout(self._make_trays())
        column.addWidget(self._lists, 1)

    def _make_trays(self) -> QHBoxLayout:
        trays = QHBoxLayout()
        trays.setContentsMargins(S2, 0, S2, S2)
        trays.setSpacing(0)
        for value, label in TRAYS:
            button = QPushButton(label)
            button.setAccessibleName(label)
            button.setCheckable(True)
            mark(button, "kind", "segment")
            button.clicked.connect(partial(self._tray_pressed, value))
            self._trays.addButton(button)
            self._tray_buttons[value] = button
            trays.addWidget(button)
        trays.addStretch(1)
        return trays

    def _make_empty(self, value: str, words: str, sentence: str) -> EmptyState:
        here = value == Tray.OPEN
        action = "Write a message" if here else "Show what is open"
        empty = EmptyState(
            self._theme,
            icon="inbox",
            title=words,
            sentence=sentence,
            action=action,
            other=CUSTOMER if here and self._practice else "",
        )
        empty.other_pressed.connect(self.customer_requested)
        empty.action_pressed.connect(
            self.compose_requested if here else partial(self._presenter.tray_chosen, Tray.OPEN.value)
        )
        self.empty[value] = empty
        return empty

    def _recolour(self) -> None:
        self._review.setIcon(self._theme.icon("unknown", "unknown"))

    def _tray_pressed(self, tray: str) -> None:
        self.show_list(self._presenter.state)
        self._presenter.tray_chosen(tray)
