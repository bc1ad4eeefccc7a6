"""The menus of the opened conversation: until when it sleeps, and what else can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from vox_console.presenters.inbox import InboxPresenter
from vox_console.ui.inbox_bubble import LineView


def snooze_menu(presenter: InboxPresenter, parent: QWidget) -> QMenu:
    """Give the times to sleep until."""
    menu = _menu(parent)
    for label, until_us in presenter.snooze_choices():
        _add(menu, label).triggered.connect(_calls(presenter.snooze_pressed, until_us))
    return menu


def more_menu(
    presenter: InboxPresenter, actions: Iterable[QAction], last: LineView | None, parent: QWidget
) -> QMenu:
    """Give what is seldom done. actions: of the pane. last: what they said last, with a menu of its own."""
    menu = _menu(parent)
    menu.addActions(list(actions))
    shown = presenter.thread.shown
    for member in shown.members if shown is not None else ():
        take_out = _add(menu, f"Take {member.name} out again")
        take_out.triggered.connect(_calls(presenter.merge.split_pressed, member.id))
    if last is not None:
        menu.addSeparator()
        menu.addMenu(last.menu())
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, label: str) -> QAction:
    return menu.addAction(label.replace("&", "&&"))


def _calls(slot: Callable[[int], None], value: int) -> Callable[[bool], None]:
    return lambda _on: slot(value)
