"""The list of jobs itself: two lines and a bar for each, painted, read on as it is scrolled down."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vox_console.presenters.bulk_jobs import JobLine
from vox_console.ui.outcome_bar import paint_outcome
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S1, S2, S3, S4

_ROOT: Final = QModelIndex()
_SPOKEN: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})
_ICON: Final = 16
_BAR: Final = 6
_GAP: Final = S2


class JobsView(QListView):
    """One selectable row a job. chosen: one is to be opened, by its id. more_wanted: its end is in sight."""

    chosen = Signal(int)
    more_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Jobs")
        self.setObjectName("jobList")
        # The delegate draws the selection; the style would draw a square one below it.
        self.setStyleSheet("#jobList { selection-background-color: transparent; }")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._model = _JobsModel(self)
        self._model.more_wanted.connect(self.more_wanted)
        self.setItemDelegate(_JobDelegate(theme, self))
        self.setModel(self._model)
        self.activated.connect(self._choose)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: tuple[JobLine, ...], *, more: bool) -> None:
        """Show these rows; the chosen one stays chosen."""
        self._model.show_rows(rows, more=more)

    def _choose(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row())
        if line is not None:
            self.chosen.emit(line.job_id)


class _JobsModel(QAbstractListModel):
    """Shows the rows to Qt, and asks for more when the view wants them."""

    more_wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[JobLine, ...] = ()
        self._more = False

    def line_at(self, row: int) -> JobLine | None:
        """Give a row, None where there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def show_rows(self, rows: tuple[JobLine, ...], *, more: bool) -> None:
        """Show these rows; those that are only read on enter below the others."""
        before = self._rows
        self._more = more
        if rows == before:
            return
        same = [line.job_id for line in rows[: len(before)]] == [line.job_id for line in before]
        if before and same and len(rows) >= len(before):
            if len(rows) > len(before):
                self.beginInsertRows(_ROOT, len(before), len(rows) - 1)
                self._rows = rows
                self.endInsertRows()
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(before) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Count the jobs that were read; a job has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Give everything on a row, for the eye-free and for tests."""
        line = self.line_at(index.row())
        return line.spoken if line is not None and role in _SPOKEN else None

    def canFetchMore(self, _parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Say whether older jobs are there."""
        return self._more

    def fetchMore(self, _parent: QModelIndex | QPersistentModelIndex) -> None:
        """Ask for older jobs, once until they are there."""
        self._more = False
        self.more_wanted.emit()


class _JobDelegate(QStyledItemDelegate):
    """Paints one job: its file and when it was made, its state, what became of its rows, and the bar."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give two lines and a bar."""
        line = option.fontMetrics.height()
        return QSize(200, 2 * line + _BAR + 2 * S3 + 2 * _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw it; every text is a stranger's and drawn as plain text."""
        model = index.model()
        line = model.line_at(index.row()) if isinstance(model, _JobsModel) else None
        if line is None:
            return
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        room = QRect(option.rect).adjusted(S3, S3, -S3, -S3)
        height = option.fontMetrics.height()
        first = QRect(room.left(), room.top(), room.width(), height)
        second = first.translated(0, height + _GAP)
        icon = theme.pixmap(line.look.icon, line.look.tone.value, _ICON, painter.device().devicePixelRatioF())
        painter.drawPixmap(first.left(), first.top() + (height - _ICON) // 2, icon)
        first.setLeft(first.left() + _ICON + S2)
        second.setLeft(first.left())
        taken = self._text(painter, first, line.when, "meta", "muted", right=True)
        first.setRight(first.right() - taken - S4)
        made_of = painter.fontMetrics().horizontalAdvance(line.made_of) + S3 if line.made_of else 0
        named = first.adjusted(0, 0, -made_of, 0)
        name = self._text(painter, named, f"{line.job_id} · {line.name}", "strong", "text")
        self._text(painter, first.adjusted(name + S3, 0, 0, 0), line.made_of, "meta", "muted")
        state = f"{line.look.word}, {line.waits}" if line.waits else line.look.word
        taken = self._text(painter, second, line.account, "meta", "muted", right=True)
        second.setRight(second.right() - taken - S4)
        word = self._text(painter, second, state, "body", line.look.tone.value)
        self._text(painter, second.adjusted(word + S3, 0, 0, 0), line.summary, "body", "muted")
        bar = QRect(first.left(), second.bottom() + _GAP, room.right() - first.left() + 1, _BAR)
        paint_outcome(painter, bar, line.lines, line.rows, theme)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        over = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected
        if option.state & over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(QRect(option.rect).adjusted(0, S1, 0, -S1), RADIUS, RADIUS)

    def _text(
        self, painter: QPainter, room: QRect, text: str, font: str, tone: str, *, right: bool = False
    ) -> int:
        """Draw a text on one line, shortened to its room; give how wide it is."""
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.color(tone))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, room.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)
