"""The inbox: conversations on the left, the opened one on the right with the answer below it.

One letter does one thing, as long as nothing is being written: J and K go down and up, R answers, D is done,
E archives, Z snoozes, U leaves it unread, / searches. What can be pressed says its letter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.inbox import InboxPresenter
from vox_console.presenters.inbox_state import InboxState, ThreadShown
from vox_console.presenters.inbox_words import EMPTY, TRAYS
from vox_console.storage.search import Hit, HitKind
from vox_console.storage.threads import Tray
from vox_console.ui.compose_pane import utc_now_us
from vox_console.ui.empty_state import EmptyState
from vox_console.ui.inbox_list import InboxView
from vox_console.ui.inbox_reply import ReplyBox
from vox_console.ui.inbox_thread import ThreadView
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.search_results import SearchResults
from vox_console.ui.theme import S1, S2, S3, S4, Theme, mark

_TICK_MS: Final = 15_000
"""How often what sleeps is looked at; it sleeps for an hour or more."""
_LIST_SHARE: Final = (36, 64)
_NARROWEST_LIST: Final = 250
_NARROWEST_THREAD: Final = 360
_SEARCH: Final = "Search everything"
_ALSO: Final = {_SEARCH: (QKeySequence("Ctrl+F"),)}


class InboxPane(QFrame):
    """The pane of one presenter. compose_requested: something new is to be written.

    evidence_requested: how we know what became of one of ours (its id).
    """

    compose_requested = Signal()
    evidence_requested = Signal(int)

    def __init__(
        self, presenter: InboxPresenter, theme: Theme, *, clock: Callable[[], int] = utc_now_us
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._theme = theme
        self.setAccessibleName("Inbox")
        mark(self, "surface", "pane")
        self.view = InboxView(presenter.rows, theme)
        self.conversation = ThreadView(theme)
        self.reply = ReplyBox(presenter.reply, theme, clock=clock)
        self.search = SearchResults(presenter.search, theme)
        self._trays = QButtonGroup(self)
        self._tray_buttons: dict[str, QPushButton] = {}
        self._lists = QStackedWidget()
        self._empty: dict[str, EmptyState] = {}
        self._hint = PlainLabel(theme, "Choose a conversation, or press J.", tone="muted", wrap=True)
        self._name = ElidedLabel(theme, role="title")
        self._detail = ElidedLabel(theme, role="meta", tone="muted")
        self._sides = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._actions: dict[str, QAction] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._more = QPushButton()
        self._more.setAccessibleName("More")
        mark(self._more, "kind", "icon")
        set_tooltip(self._more, "What else can be done with this conversation")
        self._make_actions()
        self._build()
        self._connect()
        self.show_state(presenter.state)
        self.show_thread(None)

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows."""
        self.view.set_dense(dense)

    def show_state(self, state: InboxState) -> None:
        """Draw the list's surroundings."""
        self._tray_buttons[state.tray].setChecked(True)
        self._hint.setVisible(state.count > 0)
        if self._lists.currentWidget() is not self.search:
            self._show_list(state)
        self.view.show_opened(state.opened)
        self._buttons["Snooze"].setText("Snoozed" if state.asleep else "Snooze")
        self._allow(state)

    def show_thread(self, shown: ThreadShown | None) -> None:
        """Draw the opened conversation, or that none is."""
        if shown is not None:
            self._name.setText(shown.name)
            self._detail.setText(shown.detail)
        self._sides.setCurrentIndex(0 if shown is None else 1)
        self.conversation.show_thread(shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the list, where the letters work."""
        shown = self._lists.currentWidget()
        entry: QWidget = shown if isinstance(shown, InboxView | SearchResults) else self._lists
        entry.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody may read now."""
        super().showEvent(event)
        self._tick.start()
        self._allow(self._presenter.state)
        self._tell_watched()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads what is not shown."""
        super().hideEvent(event)
        self._tick.stop()
        self._allow(self._presenter.state)
        self._tell_watched()

    def changeEvent(self, event: QEvent) -> None:
        """See whether the window is in front: only then is anything read."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._tell_watched()

    # Building.

    def _make_actions(self) -> None:
        slots: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("Next conversation", "J", partial(self._step, 1)),
            ("Previous conversation", "K", partial(self._step, -1)),
            ("Answer", "R", self._answer),
            ("Done", "D", partial(self._lay, Tray.DONE)),
            ("Archive", "E", partial(self._lay, Tray.ARCHIVED)),
            ("Snooze", "Z", self._snooze),
            ("Leave unread", "U", self._presenter.thread.leave_unread),
            (_SEARCH, "/", self._search),
            ("Scroll the conversation up", "Alt+PgUp", partial(self.conversation.scroll_by_page, -1)),
            ("Scroll the conversation down", "Alt+PgDown", partial(self.conversation.scroll_by_page, 1)),
        )
        for name, key, slot in slots:
            action = QAction(name, self)
            action.setShortcuts([QKeySequence(key), *_ALSO.get(name, ())])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, slot=slot: slot())
            self.addAction(action)
            self._actions[name] = action

    def _build(self) -> None:
        self._splitter.addWidget(self._left())
        self._splitter.addWidget(self._right())
        self._splitter.setChildrenCollapsible(False)
        for index, share in enumerate(_LIST_SHARE):
            self._splitter.setStretchFactor(index, share)
        self._splitter.setSizes([share * 10 for share in _LIST_SHARE])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setMinimumWidth(_NARROWEST_LIST)
        trays = QHBoxLayout()
        trays.setContentsMargins(S2, 0, S2, S2)
        trays.setSpacing(0)
        for value, label in TRAYS:
            button = QPushButton(label)
            button.setAccessibleName(label)
            button.setCheckable(True)
            mark(button, "kind", "segment")
            self._trays.addButton(button)
            self._tray_buttons[value] = button
            trays.addWidget(button)
        trays.addStretch(1)
        find = QPushButton("Search")
        find.setAccessibleName(_SEARCH)
        mark(find, "kind", "quiet")
        set_tooltip(find, "Search everything that was ever written", "/")
        find.clicked.connect(self._actions[_SEARCH].trigger)
        title = QHBoxLayout()
        title.setContentsMargins(S4, S3, S3, S2)
        title.addWidget(PlainLabel(self._theme, "Inbox", role="title"), 1)
        title.addWidget(find)
        self._lists.addWidget(self.view)
        self._lists.addWidget(self.search)
        for value, (words, sentence) in EMPTY.items():
            action = "Write a message" if value == Tray.OPEN else "Show what is open"
            empty = EmptyState(self._theme, icon="inbox", title=words, sentence=sentence, action=action)
            empty.action_pressed.connect(
                self.compose_requested
                if value == Tray.OPEN
                else partial(self._presenter.tray_chosen, Tray.OPEN.value)
            )
            self._empty[value] = empty
            self._lists.addWidget(empty)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(title)
        column.addLayout(trays)
        column.addWidget(self._lists, 1)
        return left

    def _right(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(S4, S2, S3, S2)
        head.setSpacing(S1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._detail)
        head.addLayout(names, 1)
        for name, key, tip in (
            ("Done", "D", "Done: out of the list until they write again"),
            ("Archive", "E", "Archive: out of the list until they write again"),
            ("Snooze", "Z", "Out of the list until a time"),
        ):
            button = QPushButton(name)
            button.setAccessibleName(name)
            mark(button, "kind", "quiet")
            set_tooltip(button, tip, key)
            button.clicked.connect(self._actions[name].trigger)
            self._buttons[name] = button
            head.addWidget(button)
        head.addWidget(self._more)
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.conversation, 1)
        column.addWidget(self.reply)
        nothing = QWidget()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        around = QVBoxLayout(nothing)
        around.addWidget(self._hint)
        self._sides.addWidget(nothing)
        self._sides.addWidget(opened)
        self._sides.setMinimumWidth(_NARROWEST_THREAD)
        return self._sides

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.on_state = self.show_state
        presenter.thread.on_shown = self.show_thread
        presenter.search.on_open = self._open_found
        self.view.chosen.connect(presenter.opened)
        self.view.answer_requested.connect(self._answer)
        self.view.model().modelReset.connect(lambda: self.view.show_opened(presenter.state.opened))
        self.conversation.older_wanted.connect(presenter.thread.older_wanted)
        self.conversation.read_as.connect(presenter.thread.read_as)
        self.conversation.opened.connect(self.evidence_requested)
        self._tick.timeout.connect(presenter.tick)
        self._more.clicked.connect(self._show_more)
        self._theme.changed.connect(self._recolour)
        self._recolour()
        for value, button in self._tray_buttons.items():
            button.clicked.connect(lambda _on=False, value=value: self._tray_pressed(value))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escaped)

    # What the operator did.

    def _step(self, by: int) -> None:
        index = self._presenter.step(by)
        if index is not None:
            self.view.go_to(index)

    def _answer(self) -> None:
        if self.reply.isVisible():
            self.reply.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay(self, tray: Tray) -> None:
        self._presenter.lay_pressed(Tray.OPEN if tray.value == self._presenter.state.tray else tray)
        self.view.setFocus()

    def _snooze(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label, until_us in self._presenter.snooze_choices():
            action = menu.addAction(label)
            action.triggered.connect(
                lambda _on=False, until_us=until_us: self._presenter.snooze_pressed(until_us)
            )
        button = self._buttons["Snooze"]
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _search(self) -> None:
        self._lists.setCurrentWidget(self.search)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tray_pressed(self, tray: str) -> None:
        self._show_list(self._presenter.state)
        self._presenter.tray_chosen(tray)

    def _show_list(self, state: InboxState) -> None:
        self._lists.setCurrentWidget(self.view if state.count else self._empty[state.tray])

    def _open_found(self, hit: Hit) -> None:
        """Show a finding: in its conversation, or among all that was sent where it stands in none."""
        if hit.thread_id:
            self._presenter.opened(hit.thread_id)
        elif hit.kind is HitKind.OURS:
            self.evidence_requested.emit(hit.id)

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._actions["Leave unread"])
        last = self.conversation.last_of_theirs()
        if last is not None:
            menu.addMenu(last.menu())
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _recolour(self) -> None:
        self._more.setIcon(self._theme.icon("more", "muted"))

    def _escaped(self) -> None:
        """Go from the answer to the list or the search, from there to the list, and close what is open."""
        focus = QApplication.focusWidget()
        if self._lists.currentWidget() is self.search:
            if focus is not None and self.search.isAncestorOf(focus):
                self._show_list(self._presenter.state)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.view.hasFocus():
            self._presenter.closed()
        else:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _allow(self, state: InboxState) -> None:
        shown = self.isVisible()
        for name, action in self._actions.items():
            stepping = name in {"Next conversation", "Previous conversation"}
            usable = state.count > 0 if stepping else state.opened > 0
            action.setEnabled(shown and (usable or name == _SEARCH))
        for value, name, back in (
            (Tray.DONE.value, "Done", "Not done"),
            (Tray.ARCHIVED.value, "Archive", "Out of the archive"),
        ):
            self._buttons[name].setText(back if state.tray == value else name)

    def _tell_watched(self) -> None:
        self._presenter.thread.watched(by_somebody=self.isVisible() and self.isActiveWindow())
