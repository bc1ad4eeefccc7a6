"""The search: a field, what there is to say, and the findings as a list, each with what was found marked.

It only draws; what is found and said is the presenter's. Older findings are asked for when somebody has
scrolled near the end.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.contact_names import number_end
from vox_console.presenters.search import SearchPresenter
from vox_console.presenters.search_state import MarkedLine, SearchRow, SearchState
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S1, S2, S3

_ROOT: Final = QModelIndex()
_SPOKEN: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})
_DOWN: Final = frozenset({Qt.Key.Key_Down, Qt.Key.Key_PageDown})

_Index = QModelIndex | QPersistentModelIndex


class SearchModel(QAbstractListModel):
    """Shows the findings to Qt, each read aloud as one sentence."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[SearchRow, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Count the findings; a finding has no children."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Give the sentence of a finding, for the eye-free and for tests."""
        return self.rows[index.row()].sentence if role in _SPOKEN and index.isValid() else None

    def show_rows(self, rows: tuple[SearchRow, ...]) -> None:
        """Show these; where they only go on below what is shown, what somebody looks at stays where it is."""
        shown = len(self.rows)
        if shown and rows[:shown] == self.rows:
            if len(rows) > shown:
                self.beginInsertRows(_ROOT, shown, len(rows) - 1)
                self.rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class SearchResults(QWidget):
    """The search as a column. Give it the focus and it is typed into."""

    def __init__(self, presenter: SearchPresenter, theme: Theme) -> None:
        super().__init__()
        self._presenter = presenter
        self.setAccessibleName("Search")
        self._field = QLineEdit()
        self._field.setAccessibleName("Search everything")
        self._field.setPlaceholderText("Words, a number, or an id")
        self._field.setClearButtonEnabled(True)
        self._words = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._model = SearchModel(self)
        self._list = _list(self._model, theme)
        self.setFocusProxy(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(S3, S3, S3, S3)
        column.setSpacing(S2)
        for widget in (self._field, self._words, self._list):
            column.addWidget(widget)
        self._field.textChanged.connect(presenter.edited)
        self._field.returnPressed.connect(lambda: presenter.chosen(max(self._list.currentIndex().row(), 0)))
        self._list.clicked.connect(self._open)
        self._list.activated.connect(self._open)
        self._list.verticalScrollBar().valueChanged.connect(self._scrolled)
        presenter.on_state = self._show
        self._show(presenter.state)

    def _show(self, state: SearchState) -> None:
        self._words.setText(state.words)
        self._words.setVisible(bool(state.words))
        self._model.show_rows(state.rows)

    def _open(self, index: QModelIndex) -> None:
        self._presenter.chosen(index.row())

    def _scrolled(self, value: int) -> None:
        bar = self._list.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep():
            self._presenter.more_wanted()

    # Qt's virtual methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field down into the list."""
        if event.key() in _DOWN and self._field.hasFocus() and self._model.rows:
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._list.setCurrentIndex(self._model.index(0))
        else:
            super().keyPressEvent(event)


def _list(model: SearchModel, theme: Theme) -> QListView:
    view = QListView()
    view.setAccessibleName("Found messages")
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setItemDelegate(_FindingDelegate(model, theme, view))
    view.setModel(model)
    return view


class _FindingDelegate(QStyledItemDelegate):
    """Draws a finding in two lines: whose and when, over what."""

    def __init__(self, model: SearchModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._line = QFontMetrics(theme.font("body")).height()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, 2 * self._line + 2 * S2 + S1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._model.rows[index.row()]
        room = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, room, option.state)
        inner = room.adjusted(S3, S2, -S3, -S2)
        first = QRect(inner.left(), inner.top(), inner.width(), self._line)
        second = QRect(inner.left(), inner.bottom() + 1 - self._line, inner.width(), self._line)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("muted"))
        told = "  ".join(filter(None, (row.side, row.time)))
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), told)
        taken = painter.fontMetrics().horizontalAdvance(told) + S3
        whose = first.adjusted(0, 0, -taken, 0)
        if row.name:
            self._named(painter, whose, row)
        else:
            self._marked(painter, whose, row.party, self._theme.font("strong"), "text")
        self._marked(painter, second, row.text, self._theme.font("body"), "muted")
        painter.restore()

    def _named(self, painter: QPainter, room: QRect, row: SearchRow) -> None:
        """Draw the name and the number behind it, in a short row its end where nothing in it was found."""
        strong, meta = self._theme.font("strong"), self._theme.font("meta")
        wanted, number = _advance(strong, row.name), row.party
        left = room.width() - _advance(meta, number.text) - S2
        if left < min(wanted, room.width() // 2) and not number.marks:
            number = MarkedLine(number_end(number.text))
        width = max(min(wanted, room.width() - _advance(meta, number.text) - S2), 0)
        name = QRect(room.left(), room.top(), width, room.height())
        self._marked(painter, name, MarkedLine(row.name), strong, "text")
        self._marked(painter, room.adjusted(width + S2, 0, 0, 0), number, meta, "muted")

    def _ground(self, painter: QPainter, room: QRect, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(room.adjusted(S1, 1, -S1, -1), RADIUS, RADIUS)

    def _marked(self, painter: QPainter, room: QRect, line: MarkedLine, font: QFont, tone: str) -> None:
        """Draw a line as a whole, so that its direction and its joined letters stay, with its marks.

        What does not fit ends in an ellipsis, and with it the marks.
        """
        shown = QFontMetrics(font).elidedText(line.text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        kept = len(line.text) if shown == line.text else len(shown) - 1
        layout = QTextLayout(shown, font)
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.setFormats([self._format(shown, a, min(b, kept)) for a, b in line.marks if a < kept])
        layout.beginLayout()
        laid = layout.createLine()
        laid.setLineWidth(room.width())
        layout.endLayout()
        painter.setPen(self._theme.color(tone))
        painter.setClipRect(room)
        layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - laid.height()) / 2))
        painter.setClipping(False)

    def _format(self, text: str, start: int, end: int) -> QTextLayout.FormatRange:
        marked = QTextCharFormat()
        marked.setForeground(self._theme.color("accent"))
        marked.setBackground(self._theme.color("accent_soft"))
        piece = QTextLayout.FormatRange()
        piece.start = _utf16_units(text[:start])
        piece.length = _utf16_units(text[start:end])
        piece.format = marked
        return piece


def _advance(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text) + 1


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
