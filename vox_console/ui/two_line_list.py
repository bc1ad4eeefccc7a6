"""A long list of rows of two lines: a title and a day, and what else there is; read as it is scrolled."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import FOCUS_RING, RADIUS, S1, S2, S3

_ROOT: Final = QModelIndex()
_SPOKEN: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})

_Index = QModelIndex | QPersistentModelIndex


class TwoLineModel(QAbstractListModel):
    """Shows the rows to Qt, each read aloud as one sentence. It takes the rows' callbacks over."""

    def __init__(self, rows: TwoLineRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        rows.on_resetting = self.beginResetModel
        rows.on_reset = self.endResetModel
        rows.on_changed = self._changed

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Count the entries; an entry has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Give the sentence of a row, for the eye-free and for tests."""
        if role not in _SPOKEN or not index.isValid():
            return None
        row = self._rows.row_at(index.row())
        return "Loading" if row is None else row.sentence

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))


class TwoLineList(QListView):
    """chosen: the id of the entry somebody went to. name: what a screen reader calls the list."""

    chosen = Signal(object)  # int: ids are wider than Qt's

    def __init__(self, rows: TwoLineRows, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._rows = rows
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_EntryDelegate(rows, theme, self))
        self.setModel(TwoLineModel(rows, self))
        self.selectionModel().currentChanged.connect(self._tell)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: typing must not walk through a million sentences."""

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._rows.id_at(current.row()))


class _EntryDelegate(QStyledItemDelegate):
    """Draws one entry in two lines."""

    def __init__(self, rows: TwoLineRows, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self._theme = theme
        self._line = QFontMetrics(theme.font("body")).height()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, 2 * self._line + 2 * S2 + S1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        room = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, room, state)
        inner = room.adjusted(S3, S2, -S3, -S2)
        row = self._rows.row_at(index.row())
        if row is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(QRect(inner.left(), inner.top() + S1, inner.width() // 3, S2), S1, S1)
        else:
            first = QRect(inner.left(), inner.top(), inner.width(), self._line)
            second = QRect(inner.left(), inner.bottom() + 1 - self._line, inner.width(), self._line)
            taken = self._text(painter, first, row.since, "meta", "muted", right=True)
            self._text(painter, first.adjusted(0, 0, -taken - S3, 0), row.title, "strong", "text")
            self._text(painter, second, row.below, "meta", "muted")
        painter.restore()

    def _ground(self, painter: QPainter, room: QRect, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(QRectF(room).adjusted(S1, 0.5, -S1, -0.5), RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            inset = FOCUS_RING / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING))
            ring = QRectF(room).adjusted(S1 + inset, inset + 0.5, -S1 - inset, -inset - 0.5)
            painter.drawRoundedRect(ring, RADIUS, RADIUS)

    def _text(
        self, painter: QPainter, room: QRect, text: str, role: str, tone: str, *, right: bool = False
    ) -> int:
        """Draw one line and give its width."""
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine, shown)
        return painter.fontMetrics().horizontalAdvance(shown)
