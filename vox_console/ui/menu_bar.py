"""The menus: every action of the window, with its keys, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QWidget
from shiboken6 import isValid

from vox_console.presenters.full_stop import STOP_KEYS
from vox_console.presenters.log_export_state import EXPORT_KEYS
from vox_console.presenters.refusals_words import REVIEW_KEYS, menu_words
from vox_console.presenters.session_state import SessionState
from vox_console.ui.command_palette import plain_name
from vox_console.ui.quick_text_button import QUICK_TEXT_KEYS
from vox_console.ui.rail import Place
from vox_console.ui.theme import SCHEMES

_Keys = QKeySequence.StandardKey
_EDITS = (
    ("&Undo", _Keys.Undo, "undo"),
    ("&Redo", _Keys.Redo, "redo"),
    ("Cu&t", _Keys.Cut, "cut"),
    ("&Copy", _Keys.Copy, "copy"),
    ("&Paste", _Keys.Paste, "paste"),
    ("Select &all", _Keys.SelectAll, "selectAll"),
)


class MenuBar(QMenuBar):
    """Says what the operator chose; the window does it.

    The Edit actions work on the text field that has the keyboard and are disabled elsewhere. The panes'
    own actions (QWidget.actions) make up the Messages menu.
    """

    new_message_requested = Signal()
    stop_requested = Signal()
    place_requested = Signal(Place)
    scheme_requested = Signal(str)
    compact_rows_chosen = Signal(bool)
    palette_requested = Signal()
    bind_requested = Signal()
    unbind_requested = Signal()
    session_requested = Signal()
    accounts_requested = Signal()
    inject_requested = Signal()
    customer_requested = Signal()
    opt_outs_requested = Signal()
    contacts_requested = Signal()
    quick_texts_requested = Signal()
    refusals_requested = Signal()
    orphans_requested = Signal()
    charts_requested = Signal()
    auto_replies_requested = Signal()
    export_requested = Signal()
    about_requested = Signal()
    quit_requested = Signal()

    def __init__(
        self,
        *,
        scheme: str,
        compact_rows: bool,
        pane_actions: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._edits: list[QAction] = []
        self._field: QLineEdit | QPlainTextEdit | None = None
        self._file()
        self._edit()
        self._view(scheme, compact_rows=compact_rows)
        self._messages(pane_actions)
        self._bind, self._unbind, self._inject, self._customer = self._connection()
        self._help()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        for action in self._edits:
            action.setEnabled(False)

    def show_session(self, state: SessionState) -> None:
        """Enable what can be done with the session now."""
        self._bind.setEnabled(state.can_bind)
        self._unbind.setEnabled(state.can_unbind)
        self._inject.setVisible(state.can_inject)
        self._inject.setEnabled(state.can_inject)  # or the palette would offer it
        self._customer.setVisible(state.practice)
        self._customer.setEnabled(state.practice)

    def show_refusals(self, count: int) -> None:
        """Say how many messages wait in the review tray."""
        self._refusals.setText(menu_words(count))

    def add_to_messages(self, menu: QMenu) -> None:
        """Put a menu of somebody else's at the end of the Messages menu; it belongs there from now on."""
        menu.setParent(self._messages_menu, menu.windowFlags())
        self._messages_menu.addMenu(menu)

    def commands(self) -> list[tuple[str, QAction]]:
        """Give every action with the menus that lead to it, for the command palette."""
        return [
            pair
            for menu in self._menus(self.actions())
            for pair in _walk(menu, plain_name(menu.menuAction()))
        ]

    def _file(self) -> None:
        menu = self.addMenu("&File")
        _add(menu, "&New message", self.new_message_requested.emit, _Keys.New)
        _add(menu, "&Export messages…", self.export_requested.emit, EXPORT_KEYS)
        menu.addSeparator()
        leave = _add(menu, "&Quit", self.quit_requested.emit, "Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _edit(self) -> None:
        menu = self.addMenu("&Edit")
        for text, keys, slot in _EDITS:
            # The fields know these keys themselves; the menu only shows them. Were they registered here
            # too, they would clash with what a list or a pane does with the same keys.
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            self._edits.append(_add(menu, f"{text}\t{shown}", partial(self._edit_field, slot)))
            if slot in {"redo", "paste"}:
                menu.addSeparator()

    def _view(self, scheme: str, *, compact_rows: bool) -> None:
        menu = self.addMenu("&View")
        for place in Place:
            _add(menu, f"&{place.value}", partial(self.place_requested.emit, place), place.shortcut)
        menu.addSeparator()
        compact = menu.addAction("&Compact rows")
        compact.setCheckable(True)
        compact.setChecked(compact_rows)
        compact.toggled.connect(self.compact_rows_chosen)
        appearance = menu.addMenu("&Appearance")
        group = QActionGroup(self)
        for name in SCHEMES:
            action = _add(appearance, f"&{name.capitalize()}", partial(self.scheme_requested.emit, name))
            action.setCheckable(True)
            action.setChecked(name == scheme)
            group.addAction(action)

    def _messages(self, pane_actions: Sequence[QAction]) -> None:
        menu = self._messages_menu = self.addMenu("&Messages")
        menu.addActions(list(pane_actions))
        menu.addSeparator()
        # The keys are taken before any action is asked (stop_key.py); the menu only shows them.
        _add(menu, f"&Hold everything\t{STOP_KEYS}", self.stop_requested.emit)
        _add(menu, "&Quick texts…", self.quick_texts_requested.emit, QUICK_TEXT_KEYS)
        _add(menu, "C&ontacts…", self.contacts_requested.emit)
        _add(menu, "&Who wants no messages…", self.opt_outs_requested.emit)
        _add(menu, "C&harts…", self.charts_requested.emit)
        _add(menu, "Receipts without a message…", self.orphans_requested.emit)
        self._refusals = _add(menu, menu_words(0), self.refusals_requested.emit, REVIEW_KEYS)
        _add(menu, "&Automatic answers…", self.auto_replies_requested.emit)

    def _connection(self) -> tuple[QAction, QAction, QAction, QAction]:
        menu = self.addMenu("&Connection")
        bind = _add(menu, "&Bind", self.bind_requested.emit, "Ctrl+B")
        unbind = _add(menu, "&Unbind", self.unbind_requested.emit, "Ctrl+Shift+B")
        menu.addSeparator()
        _add(menu, "&Session details", self.session_requested.emit, "Ctrl+I")
        accounts = _add(menu, "&Accounts…", self.accounts_requested.emit, "Ctrl+,")
        accounts.setMenuRole(QAction.MenuRole.PreferencesRole)
        inject = _add(menu, "&Inject an inbound message…", self.inject_requested.emit)
        customer = _add(menu, "&Write to me as a customer…", self.customer_requested.emit)
        return bind, unbind, inject, customer

    def _help(self) -> None:
        menu = self.addMenu("&Help")
        _add(menu, "&Find an action…", self.palette_requested.emit, "Ctrl+K")
        menu.addSeparator()
        about = _add(menu, "&About Vox Console", self.about_requested.emit)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or isinstance(new, (QMenuBar, QMenu)):
            return  # an opened menu is about the field that had the keyboard before
        self._field = new if isinstance(new, (QLineEdit, QPlainTextEdit)) else None
        for action in self._edits:
            action.setEnabled(self._field is not None)

    def _edit_field(self, slot: str) -> None:
        if self._field is not None and isValid(self._field):
            getattr(self._field, slot)()

    @staticmethod
    def _menus(actions: Sequence[QAction]) -> Iterator[QMenu]:
        for action in actions:
            menu = action.menu()
            if isinstance(menu, QMenu):
                yield menu


def _add(
    menu: QMenu, text: str, slot: Callable[[], None], keys: QKeySequence.StandardKey | str | None = None
) -> QAction:
    action = menu.addAction(text)
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _on=False: slot())
    return action


def _walk(menu: QMenu, path: str) -> Iterator[tuple[str, QAction]]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _walk(below, f"{path} > {plain_name(action)}")
        elif not action.isSeparator():
            yield path, action
