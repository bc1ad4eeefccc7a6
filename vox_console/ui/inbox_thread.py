"""The conversation itself: a column of messages, the newest at the bottom, that never moves under the reader.

Only what differs is built anew. Whoever is at the bottom stays at the bottom when something comes; whoever
reads further up keeps the line that is under the eye where it is, whatever is read above it or changes, and a
pill counts what has come below.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from vox_console.presenters.inbox_state import LineShown, ThreadShown
from vox_console.services.inbox import Place
from vox_console.ui.announcer import announce
from vox_console.ui.inbox_bubble import LineView
from vox_console.ui.new_rows_pill import NewRowsPill
from vox_console.ui.theme import S3, S4, Theme

NEWEST_KEYS: Final = "Alt+End"
_NEAR: Final = 8
"""So near to the bottom, in device-independent pixels, counts as being there."""


class ThreadView(QScrollArea):
    """Draws a ThreadShown. older_wanted, newer_wanted: somebody nears the top, or the end, of what was read.

    newest_wanted: what stands at the very end is to be read.
    opened: how we know is asked for (the id of one of ours). read_as: id of theirs, and a reading's word.
    note_removed: a note is to go (its id).
    """

    older_wanted = Signal()
    newer_wanted = Signal()
    newest_wanted = Signal()
    opened = Signal(int)
    read_as = Signal(int, str)
    note_removed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._id = 0
        self._has_older = self._has_newer = False
        self._to_end = False
        self._unseen: set[Place] = set()
        self._settling = False
        self._fitted = 0
        self._views: dict[Place, LineView] = {}
        self.setAccessibleName("Conversation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(S4, S3, S4, S3)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(self._content)
        self.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        self.pill = NewRowsPill(theme, self, at_foot=True, keys=NEWEST_KEYS)
        self.pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys work everywhere in the pane
        self.pill.clicked.connect(self.show_newest)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def lines(self) -> list[LineShown]:
        """What is shown, oldest first."""
        return [view.line for view in self._views.values()]

    @property
    def at_bottom(self) -> bool:
        """Tell whether the newest message is in sight."""
        bar = self.verticalScrollBar()
        return not self._has_newer and bar.value() >= bar.maximum() - _NEAR

    def show_thread(self, shown: ThreadShown | None) -> None:
        """Draw what differs from what was shown before."""
        another = shown is None or shown.id != self._id
        last = max(self._views, default=None) if not self._has_newer else None
        down = another or self.at_bottom or (self._to_end and shown is not None and not shown.has_newer)
        anchor = None if down else self._anchor()
        self._to_end = False
        self._id = shown.id if shown is not None else 0
        self._has_older = shown is not None and shown.has_older
        self._has_newer = shown is not None and shown.has_newer
        held = self._with_keyboard()
        self._settling = True
        try:
            self._rebuild(shown.lines if shown is not None else ())
            self._settle()
            if held in self._views and held != self._with_keyboard():
                self._views[held].take_keyboard()  # it was built anew under the keyboard
            bar = self.verticalScrollBar()
            if anchor is not None and anchor[0] in self._views:
                bar.setValue(self._views[anchor[0]].y() - anchor[1])
            elif down or anchor is not None:
                bar.setValue(bar.maximum())
        finally:
            self._settling = False
        if another or last is None:
            self._unseen.clear()
        elif not down:
            came = {key for key, view in self._views.items() if key > last and not view.line.ours}
            self._unseen = (self._unseen | came) & self._views.keys()
        if shown is not None and shown.found is not None:
            self._show_found(shown.found)
        self._show_pill(shown)
        self._scrolled()

    def show_newest(self) -> None:
        """Go to the newest message, which may have to be read first."""
        if self._has_newer:
            self._to_end = True
            self.newest_wanted.emit()
        else:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def scroll_by_page(self, by: int) -> None:
        """Scroll by one screen, up (-1) or down (1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def last_of_theirs(self) -> LineView | None:
        """Give what they said last, as far as it is shown."""
        theirs = [view for view in self._views.values() if not view.line.ours]
        return theirs[-1] if theirs else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the messages out for the new width, and keep the reader's place."""
        down = self.at_bottom
        anchor = None if down else self._anchor()
        super().resizeEvent(event)
        self._settling = True
        try:
            if self._room() != self._fitted:
                self._fitted = self._room()
                for view in self._views.values():
                    view.fit(self._fitted)
            self._settle()
            if anchor is not None:
                self.verticalScrollBar().setValue(self._views[anchor[0]].y() - anchor[1])
            else:
                self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        finally:
            self._settling = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the message under the pointer."""
        at = self._content.mapFromGlobal(event.globalPos())
        view = next((view for view in self._views.values() if view.geometry().contains(at)), None)
        if view is not None:
            view.menu().popup(event.globalPos())

    def _rebuild(self, lines: tuple[LineShown, ...]) -> None:
        wanted = {line.key: line for line in lines}
        for key in [key for key, view in self._views.items() if wanted.get(key) != view.line]:
            view = self._views.pop(key)
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        views: dict[Place, LineView] = {}
        for position, line in enumerate(lines, 1):  # the stretch is the first
            view = self._views.get(line.key) or self._make(line)
            if self._column.indexOf(view) != position:
                self._column.insertWidget(position, view)
            views[line.key] = view
        self._views = views

    def _make(self, line: LineShown) -> LineView:
        view = LineView(self._theme, line, room=self._room())
        view.opened.connect(self.opened)
        view.read_as.connect(self.read_as)
        view.removed.connect(self.note_removed)
        return view

    def _room(self) -> int:
        """Give the width for messages; the scroll bar's is left out whether it is there or not."""
        return self.width() - self.verticalScrollBar().sizeHint().width() - 2 * S4

    def _anchor(self) -> tuple[Place, int] | None:
        """Give the first line in sight and how far below the top it begins."""
        top = self.verticalScrollBar().value()
        for key, view in self._views.items():
            if view.y() + view.height() > top:
                return key, view.y() - top
        return None

    def _with_keyboard(self) -> Place | None:
        holder = QApplication.focusWidget() or self
        return next((key for key, view in self._views.items() if view.isAncestorOf(holder)), None)

    def _settle(self) -> None:
        """Have the layout worked out now: the scroll bar's range is needed for the reader's place."""
        for view in self._views.values():
            view.show()
        self._column.activate()
        height = max(self._column.minimumSize().height(), self.viewport().height())
        self._content.resize(self.viewport().width(), height)
        self._column.activate()

    def _show_found(self, place: Place) -> None:
        """Bring a message into sight and mark it for a moment, if it is still here."""
        view = self._views.get(place)
        if view is not None:
            room = max(self.viewport().height() - view.height(), 0)
            self._settling = True
            self.verticalScrollBar().setValue(view.y() - room // 2)
            self._settling = False
            for each in self._views.values():
                each.mark_for_a_moment(marked=each is view)
            announce(self, view.line.sentence)

    def _show_pill(self, shown: ThreadShown | None) -> None:
        if shown is None or self.at_bottom:
            self._unseen.clear()
        count = shown.unread if shown is not None and self._has_newer else len(self._unseen)
        newest = "Newest messages" if self._has_newer else ""
        self.pill.show_words(f"{count:,} new" if count else newest)

    def _scrolled(self) -> None:
        """Ask for more near an end of what was read, and count what is in sight no more."""
        if self._settling:
            return
        bar, near = self.verticalScrollBar(), self.viewport().height() // 2
        if self._has_older and bar.value() < near:
            self.older_wanted.emit()
        if self._has_newer and bar.value() > bar.maximum() - near:
            self.newer_wanted.emit()
        if self._unseen and self.at_bottom:
            self._unseen.clear()
            self.pill.show_words("")
