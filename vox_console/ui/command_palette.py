"""Ctrl+K: find any action of the window by a few letters of its name, and do it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vox_console.ui import fuzzy
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import RADIUS, S2, S3, S4

_WIDTH: Final = 520
_ROWS: Final = 9
_ROW_HEIGHT: Final = 34
_ACTION: Final = Qt.ItemDataRole.UserRole
_MENU: Final = Qt.ItemDataRole.UserRole + 1


class CommandPalette(QFrame):
    """A pop-up with one field and the actions that fit it; Return does the chosen one, Escape nothing.

    commands: pairs of (menu path, action), asked anew at each opening through `open_with`.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._window = parent
        self._commands: list[tuple[str, QAction]] = []
        mark(self, "surface", "card")
        self.setAccessibleName("Find an action")
        self._field = QLineEdit()
        self._field.setPlaceholderText("Find an action…")
        self._field.setAccessibleName("Find an action")
        self._field.setFont(theme.font("message"))
        self._list = QListWidget()
        self._list.setAccessibleName("Actions")
        self._list.setItemDelegate(_ActionDelegate(theme, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(S2, S2, S2, S2)
        column.setSpacing(S2)
        column.addWidget(self._field)
        column.addWidget(self._list)
        self._column = column
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._field.textEdited.connect(self._filter)
        self._field.returnPressed.connect(self._do_current)
        self._list.itemClicked.connect(lambda _item: self._do_current())
        self._field.installEventFilter(self)

    def open_with(self, commands: Sequence[tuple[str, QAction]]) -> None:
        """Open over the upper part of the window with these actions; what cannot be done now is left out."""
        self._commands = [(menu, action) for menu, action in commands if action.isEnabled()]
        self._field.clear()
        self._filter("")
        window = self._window.geometry()
        self.move(window.center().x() - self.width() // 2, window.top() + window.height() // 8)
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the field keeps the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: _ROWS,
                Qt.Key.Key_PageUp: -_ROWS,
            }
            step = steps.get(Qt.Key(event.key()))
            if step is not None and self._list.count():
                row = min(max(self._list.currentRow() + step, 0), self._list.count() - 1)
                self._list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def _filter(self, typed: str) -> None:
        self._list.clear()
        named = [(f"{plain_name(action)} {menu}", (menu, action)) for menu, action in self._commands]
        for menu, action in fuzzy.ranked(typed, named):
            item = QListWidgetItem(plain_name(action))
            item.setData(_ACTION, action)
            item.setData(_MENU, menu)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        rows = min(self._list.count(), _ROWS)
        self._list.setVisible(rows > 0)
        self._list.setFixedHeight(rows * _ROW_HEIGHT + 2 * self._list.frameWidth())
        self._column.activate()
        self.setFixedSize(_WIDTH, self._column.sizeHint().height())

    def _do_current(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        action = item.data(_ACTION)
        self.hide()
        action.trigger()


class _ActionDelegate(QStyledItemDelegate):
    """One action: name, where it is in the menus, and its keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH // 2, _ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, room = self._theme, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(room, RADIUS, RADIUS)
        inner = room.adjusted(S3, 0, -S3, 0)
        left, right = (
            Qt.AlignmentFlag.AlignVCenter,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
        )
        name = index.data()
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, left, name)
        after = painter.fontMetrics().horizontalAdvance(name) + S4
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("muted"))
        painter.drawText(inner.adjusted(after, 0, 0, 0), left, index.data(_MENU))
        painter.drawText(inner, right, shown_keys(index.data(_ACTION)))
        painter.restore()


def plain_name(action: QAction) -> str:
    """Give an action's name without the mark of its access key, its keys and the ellipsis."""
    name = action.text().partition("\t")[0]
    return name.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def shown_keys(action: QAction) -> str:
    """Give the keys of an action: its shortcut, or what its menu shows after a tab (fields know it)."""
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return shortcut or action.text().partition("\t")[2]
