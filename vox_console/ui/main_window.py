"""The one window: rail, notice bar, places and menus, wired together. It knows no messages.

The panes come from outside, ready made. Compose shows the compose pane and the live delivery pane side by
side; Delivery shows the log alone at full width. Closing is only asked for here: the close event is
refused and told through `close_requested`; whoever built the window stops everything and then calls
`finish_close`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from vox_console.presenters.session_state import SessionState
from vox_console.ui.about_box import AboutBox
from vox_console.ui.command_palette import CommandPalette
from vox_console.ui.menu_bar import MenuBar
from vox_console.ui.notice_bar import NoticeBar, NoticeInputs
from vox_console.ui.practice_frame import PracticeFrame
from vox_console.ui.rail import Place, Rail
from vox_console.ui.session_badge import SessionBadge, SessionInputs
from vox_console.ui.stop_key import StopKey
from vox_console.ui.theme import Theme
from vox_console.ui.window_memory import WindowMemory

_COMPACT_BELOW: Final = 900
"""Window widths, in device-independent pixels, at which the rail gives up its words."""

_COMPOSE_SHARE: Final = (44, 56)


class MainWindow(QMainWindow):
    """The window of the console.

    compose, delivery: the two panes of the Compose place. bulk, inbox, delivery_log: the places of these
    names. Their own QActions (QWidget.addAction) appear in the Messages menu and in the palette.
    """

    close_requested = Signal()
    compact_rows_chosen = Signal(bool)
    accounts_requested = Signal()
    stop_requested = Signal()
    inject_requested = Signal()
    customer_requested = Signal()
    opt_outs_requested = Signal()
    contacts_requested = Signal()
    quick_texts_requested = Signal()
    refusals_requested = Signal()
    orphans_requested = Signal()
    charts_requested = Signal()
    auto_replies_requested = Signal()
    quiet_end_requested = Signal()
    export_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        compose: QWidget,
        delivery: QWidget,
        bulk: QWidget,
        inbox: QWidget,
        delivery_log: QWidget,
        session: SessionInputs,
        notices: NoticeInputs,
        settings: QSettings,
        title: str = "Vox Console",
    ) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._session = session
        self._memory = WindowMemory(settings)
        self._closing = False
        self._unread = 0
        self._practice = False
        self.place = Place.COMPOSE
        theme.set_scheme(self._memory.text("appearance", theme.scheme))
        self._badge = SessionBadge(theme, session)
        self._rail = Rail(theme, badge=self._badge)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._places = self._build_places(compose, delivery, bulk, inbox, delivery_log)
        self._frame = PracticeFrame(theme, self._build_content(NoticeBar(theme, notices, parent=self)))
        self.setCentralWidget(self._frame)
        self._menus = MenuBar(
            scheme=theme.scheme,
            compact_rows=self.compact_rows,
            pane_actions=[*compose.actions(), *delivery.actions(), *bulk.actions(), *inbox.actions()],
        )
        self.setMenuBar(self._menus)
        self._palette = CommandPalette(theme, self)
        self._connect()
        session.on_state = self.show_session
        self.show_session(session.state)
        self.show_place(Place.COMPOSE)
        self._memory.restore(self, {"compose": self._panes})

    @property
    def compact_rows(self) -> bool:
        """Whether the operator wants more rows on the screen rather than more air."""
        return self._memory.text("rows", "comfortable") == "compact"

    def show_place(self, place: Place) -> None:
        """Turn to a place and give it the keyboard."""
        self.place = place
        self._rail.show_place(place)
        self._stack.setCurrentWidget(self._places[place])
        self._entries[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def new_message(self) -> None:
        """Turn to the editor."""
        self.show_place(Place.COMPOSE)

    def show_session(self, state: SessionState) -> None:
        """Draw another state of the session: badge, menus, and the frame of practice."""
        self._badge.show_state(state)
        self._menus.show_session(state)
        self._frame.set_practice(on=state.practice)
        self._practice = state.practice
        self._name_window()

    def set_unread(self, place: Place, count: int) -> None:
        """Show how many things in a place were not seen yet; those of the inbox in the title, too."""
        self._rail.set_unread(place, count)
        if place is Place.INBOX:
            self._unread = count
            self._name_window()

    def add_to_messages(self, menu: QMenu) -> None:
        """Put a menu of somebody else's into the Messages menu, and so into the command palette."""
        self._menus.add_to_messages(menu)

    def _name_window(self) -> None:
        title = f"({self._unread}) {self._title}" if self._unread else self._title
        self.setWindowTitle(f"{title} — practice" if self._practice else title)

    def show_refusals(self, count: int) -> None:
        """Show how many messages wait in the review tray: in the menu, and on the rail."""
        self._menus.show_refusals(count)
        self._rail.set_to_review(Place.INBOX, count)

    def show_quiet(self, words: str) -> None:
        """Say on the rail that notices are held back, and until when; "" takes it away."""
        self._rail.show_quiet(words)

    def finish_close(self) -> None:
        """Close for good, now that everything behind the window has stopped."""
        self._closing = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse, and ask for an orderly end; accept once `finish_close` was called."""
        self._memory.save(self, {"compose": self._panes})
        if self._closing:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rail's room to the panes when the window is narrow."""
        compact = event.size().width() < _COMPACT_BELOW
        self._rail.set_compact(compact=compact)
        self._badge.set_compact(compact=compact)
        super().resizeEvent(event)

    def _build_places(
        self, compose: QWidget, delivery: QWidget, bulk: QWidget, inbox: QWidget, delivery_log: QWidget
    ) -> dict[Place, QWidget]:
        for pane, share in zip((compose, delivery), _COMPOSE_SHARE, strict=True):
            self._panes.addWidget(pane)
            self._panes.setStretchFactor(self._panes.count() - 1, share)
        self._panes.setChildrenCollapsible(False)
        self._panes.setSizes([share * 10 for share in _COMPOSE_SHARE])
        places: dict[Place, QWidget] = {
            Place.COMPOSE: self._panes,
            Place.BULK: bulk,
            Place.INBOX: inbox,
            Place.DELIVERY: delivery_log,
        }
        self._entries = {**places, Place.COMPOSE: compose}
        self._stack = QStackedWidget()
        for widget in places.values():
            self._stack.addWidget(widget)
        return places

    def _build_content(self, notice_bar: NoticeBar) -> QWidget:
        content = QWidget()
        content.setAutoFillBackground(True)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(notice_bar)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(column, 1)
        return content

    def _connect(self) -> None:
        menus = self._menus
        self._rail.place_chosen.connect(self.show_place)
        self._rail.quiet_end_requested.connect(self.quiet_end_requested)
        menus.place_requested.connect(self.show_place)
        menus.new_message_requested.connect(self.new_message)
        menus.scheme_requested.connect(self._choose_scheme)
        menus.compact_rows_chosen.connect(self._choose_rows)
        menus.palette_requested.connect(lambda: self._palette.open_with(menus.commands()))
        menus.bind_requested.connect(self._session.bind_pressed)
        menus.unbind_requested.connect(self._session.unbind_pressed)
        menus.session_requested.connect(self._badge.open_card)
        menus.accounts_requested.connect(self.accounts_requested)
        menus.inject_requested.connect(self.inject_requested)
        menus.customer_requested.connect(self.customer_requested)
        menus.opt_outs_requested.connect(self.opt_outs_requested)
        menus.contacts_requested.connect(self.contacts_requested)
        menus.quick_texts_requested.connect(self.quick_texts_requested)
        menus.charts_requested.connect(self.charts_requested)
        menus.orphans_requested.connect(self.orphans_requested)
        menus.refusals_requested.connect(self.refusals_requested)
        menus.auto_replies_requested.connect(self.auto_replies_requested)
        menus.export_requested.connect(self.export_requested)
        menus.about_requested.connect(lambda: AboutBox(self._theme, self).open())
        menus.quit_requested.connect(self.close)
        menus.stop_requested.connect(self.stop_requested)
        StopKey(self).pressed.connect(self.stop_requested)

    def _choose_rows(self, compact: bool) -> None:  # noqa: FBT001 - a menu item is on or off
        self._memory.set_text("rows", "compact" if compact else "comfortable")
        self.compact_rows_chosen.emit(compact)

    def _choose_scheme(self, scheme: str) -> None:
        self._memory.set_text("appearance", scheme)
        self._theme.set_scheme(scheme)
