"""The inbox: conversations on the left, the opened one on the right with the answer below it.

One letter does one thing, as long as nothing is being written: J and K go down and up, R answers, D is done,
E archives, Z snoozes, U leaves it unread, N writes a note, C opens the contact, M merges, / searches
everything and Ctrl+F the conversation; Ctrl+Z takes back what was done last. What can be pressed says its
letter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from vox_console.presenters.inbox import InboxPresenter
from vox_console.presenters.inbox_find import FindState
from vox_console.presenters.inbox_notes import NoteState
from vox_console.presenters.inbox_state import InboxState, ThreadShown
from vox_console.presenters.inbox_undo import UndoState
from vox_console.storage.search import Hit, HitKind
from vox_console.storage.threads import Tray
from vox_console.ui.compose_pane import utc_now_us
from vox_console.ui.inbox_column import CUSTOMER, SEARCH, InboxColumn
from vox_console.ui.inbox_find_bar import FindBar
from vox_console.ui.inbox_head import ThreadHead
from vox_console.ui.inbox_menus import more_menu, snooze_menu
from vox_console.ui.inbox_note_box import NoteBox
from vox_console.ui.inbox_reply import ReplyBox
from vox_console.ui.inbox_thread import NEWEST_KEYS, ThreadView
from vox_console.ui.inbox_undo_bar import KEYS
from vox_console.ui.merge_dialog import MergeDialog
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark

_TICK_MS: Final = 15_000
"""How often what sleeps is looked at; it sleeps for an hour or more."""
_LIST_SHARE: Final = (36, 64)
_NARROWEST_THREAD: Final = 360
_MERGE: Final = "Merge with another conversation…"
_CONTACT: Final = "Add to contacts…"
_FIND: Final = "Find in the conversation"
_SELDOM: Final = (_FIND, "Write a note", _CONTACT, _MERGE, "Leave unread")
_UNDO: Final = "Undo what was done last"
_STEPS: Final = frozenset({"Next conversation", "Previous conversation"})


class InboxPane(QFrame):
    """The pane of one presenter. compose_requested: something new is to be written.

    evidence_requested: how we know what became of one of ours (its id). review_requested: what may be a
    refusal is to be decided about. contact_requested: the contact of whose conversation is open is to be
    edited, or made (the key, see domain.conversation). customer_requested: a customer of the practice
    provider is to write; practice: there is one.
    """

    compose_requested = Signal()
    evidence_requested = Signal(int)
    review_requested = Signal()
    contact_requested = Signal(str)
    customer_requested = Signal()

    def __init__(
        self,
        presenter: InboxPresenter,
        theme: Theme,
        *,
        practice: bool = False,
        clock: Callable[[], int] = utc_now_us,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._theme = theme
        self.setAccessibleName("Inbox")
        mark(self, "surface", "pane")
        self.column = InboxColumn(presenter, theme, practice=practice)
        self.view, self.search = self.column.view, self.column.search
        self.conversation = ThreadView(theme)
        self.reply = ReplyBox(presenter.reply, theme, clock=clock)
        self.note = NoteBox(presenter.notes, theme)
        self.find_bar = FindBar(presenter.find, theme, self.conversation)
        self._actions = self._make_actions()
        self._head = ThreadHead(theme, self._actions)
        self._hint = PlainLabel(theme, "Choose a conversation, or press J.", tone="muted", wrap=True)
        self._customer = QAction(CUSTOMER, self)  # the Messages menu has no need of it
        self._customer.setVisible(practice)
        self._sides = QStackedWidget()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._build()
        self._connect()
        self.show_state(presenter.state)
        self.show_thread(None)

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows."""
        self.view.set_dense(dense)

    def show_state(self, state: InboxState) -> None:
        """Draw the list's surroundings."""
        self._hint.setVisible(state.count > 0)
        self.column.show_state(state)
        self._head.show_state(state)
        self._allow(state)

    def show_thread(self, shown: ThreadShown | None) -> None:
        """Draw the opened conversation, or that none is."""
        if shown is not None:
            self._head.show_thread(shown)
            self._actions[_CONTACT].setText("Edit contact…" if shown.known else _CONTACT)
        self._sides.setCurrentIndex(0 if shown is None else 1)
        self.conversation.show_thread(shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the list, where the letters work."""
        self.column.take_keyboard(event.reason())

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

    def _make_actions(self) -> dict[str, QAction]:
        slots: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("Next conversation", "J", partial(self._step, 1)),
            ("Previous conversation", "K", partial(self._step, -1)),
            ("Answer", "R", self._answer),
            ("Done", "D", partial(self._lay, Tray.DONE)),
            ("Archive", "E", partial(self._lay, Tray.ARCHIVED)),
            ("Snooze", "Z", self._snooze),
            ("Leave unread", "U", self._presenter.thread.leave_unread),
            ("Write a note", "N", self._begin_note),
            (_CONTACT, "C", self._want_contact),
            (_MERGE, "M", self._merge),
            (_UNDO, KEYS, self._presenter.undo.undo_pressed),
            (_FIND, "Ctrl+F", self._find),
            (SEARCH, "/", self.column.show_search),
            ("Scroll the conversation up", "Alt+PgUp", partial(self.conversation.scroll_by_page, -1)),
            ("Scroll the conversation down", "Alt+PgDown", partial(self.conversation.scroll_by_page, 1)),
            ("Show the newest messages", NEWEST_KEYS, self.conversation.show_newest),
        )
        made = {}
        for name, key, slot in slots:
            action = QAction(name, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, slot=slot: slot())
            self.addAction(action)
            made[name] = action
        return made

    def _build(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.column)
        splitter.addWidget(self._right())
        splitter.setChildrenCollapsible(False)
        for index, share in enumerate(_LIST_SHARE):
            splitter.setStretchFactor(index, share)
        splitter.setSizes([share * 10 for share in _LIST_SHARE])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _right(self) -> QWidget:
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.conversation, 1)
        column.addWidget(self.note)
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
        presenter.undo.on_state = self._show_undo
        presenter.notes.on_state = self._show_note
        presenter.find.on_state = self._show_find
        presenter.search.on_open = self._open_found
        self.column.compose_requested.connect(self.compose_requested)
        self.column.customer_requested.connect(self.customer_requested)
        self._customer.triggered.connect(self.customer_requested)
        self.column.review_requested.connect(self.review_requested)
        self.column.search_requested.connect(self._actions[SEARCH].trigger)
        self.view.chosen.connect(presenter.opened)
        self.view.answer_requested.connect(self._answer)
        self.view.model().modelReset.connect(lambda: self.view.show_opened(presenter.state.opened))
        self.conversation.older_wanted.connect(presenter.thread.older_wanted)
        self.conversation.newer_wanted.connect(presenter.thread.newer_wanted)
        self.conversation.newest_wanted.connect(presenter.thread.newest_wanted)
        self.conversation.read_as.connect(presenter.thread.read_as)
        self.conversation.note_removed.connect(presenter.notes.remove_pressed)
        self.conversation.opened.connect(self.evidence_requested)
        self._tick.timeout.connect(presenter.tick)
        self._head.more.clicked.connect(self._show_more)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escaped)

    # What the operator did.

    def _step(self, by: int) -> None:
        index = self._presenter.step(by)
        if index is not None:
            self.view.go_to(index)

    def _begin_note(self) -> None:
        self._presenter.notes.begin_pressed()
        self.note.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _find(self) -> None:
        """Search in the conversation, or in everything while none is open."""
        if self._presenter.state.opened:
            self._presenter.find.begin_pressed()
            self.find_bar.begin()
        else:
            self.column.show_search()

    def _answer(self) -> None:
        if self._presenter.notes.state.opened:
            self._presenter.notes.left_pressed()
        if self.reply.isVisible():
            self.reply.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _want_contact(self) -> None:
        shown = self._presenter.thread.shown
        if shown is not None and shown.party:
            self.contact_requested.emit(shown.party)

    def _lay(self, tray: Tray) -> None:
        self._presenter.lay_pressed(Tray.OPEN if tray.value == self._presenter.state.tray else tray)
        self.view.setFocus()

    def _snooze(self) -> None:
        self._head.pop_up(snooze_menu(self._presenter, self), below="Snooze")

    def _merge(self) -> None:
        if self._presenter.begin_merge():
            dialog = MergeDialog(self._theme, self._presenter.merge, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _open_found(self, hit: Hit) -> None:
        """Show a finding: in its conversation, or among all that was sent where it stands in none."""
        if not self._presenter.found(hit) and hit.kind is HitKind.OURS:
            self.evidence_requested.emit(hit.id)

    def _show_more(self) -> None:
        actions = [*(self._actions[name] for name in _SELDOM), self._customer]
        last = self.conversation.last_of_theirs()
        self._head.pop_up(more_menu(self._presenter, actions, last, self), below="More")

    def _escaped(self) -> None:
        """Go from the answer to the list or the search, from there to the list, and close what is open."""
        focus = QApplication.focusWidget()
        if self.find_bar.isAncestorOf(focus or self):
            self._presenter.find.left_pressed()
        elif self.column.searching:
            if focus is not None and self.search.isAncestorOf(focus):
                self.column.show_list(self._presenter.state)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.note.isAncestorOf(focus or self):
            self._presenter.notes.left_pressed()
        elif self.view.hasFocus():
            self._presenter.closed()
        else:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_note(self, state: NoteState) -> None:
        """Show the note in the place of the answer; the keyboard goes to the list when the note is kept."""
        held = self.note.isAncestorOf(QApplication.focusWidget() or self)
        self.note.show_state(state)
        self.reply.setVisible(not state.opened)
        if held and not state.opened:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_find(self, state: FindState) -> None:
        """Show the bar; the keyboard goes to the list when it is left."""
        held = self.find_bar.isAncestorOf(QApplication.focusWidget() or self)
        self.find_bar.show_state(state)
        if held and not state.opened:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_undo(self, state: UndoState) -> None:
        self.column.undo_bar.show_state(state)
        self._actions[_UNDO].setEnabled(self.isVisible() and state.can_undo)

    def _allow(self, state: InboxState) -> None:
        shown = self.isVisible()
        for name, action in self._actions.items():
            usable = state.count > 0 if name in _STEPS else state.opened > 0
            action.setEnabled(shown and (usable or name in {SEARCH, _FIND}))
        self._actions[_UNDO].setEnabled(shown and self._presenter.undo.state.can_undo)

    def _tell_watched(self) -> None:
        self._presenter.thread.watched(by_somebody=self.isVisible() and self.isActiveWindow())
