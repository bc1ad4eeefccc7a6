"""The contacts that fit what is typed, as a list below the field: taken with the field's keys, or a click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from vox_console.presenters.name_completion import NameChoice
from vox_console.ui.announcer import announce
from vox_console.ui.row_delegate import RowDelegate
from vox_console.ui.row_layout import Slot
from vox_console.ui.row_view import RowView
from vox_console.ui.theme import S1, S2, S3, Theme

_NARROWEST: Final = 240
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class NameChoices(RowView):
    """A list of its window's that never has the keyboard. taken: a choice was made (its raw)."""

    taken = Signal(str)

    def __init__(self, theme: Theme, field: QWidget) -> None:
        self._delegate = _ChoiceDelegate(theme)
        super().__init__(self._delegate, name="nameChoices", title="Contacts")
        self.setParent(field)
        self._theme = theme
        self._field = field
        self._typed = ""
        self._model = QStringListModel(self)
        self.setModel(self._model)
        self._delegate.ring_shown = False
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self._take(index.row()))
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_choices(self, typed: str, choices: tuple[NameChoice, ...], *, below: QRect) -> None:
        """Show what fits what was typed, below a place in the field; nothing hides the list."""
        self._typed, self._delegate.choices = typed, choices
        self._model.setStringList([f"{each.name}, {each.number}" for each in choices])
        if not choices:
            self.hide()
            return
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.verticalHeader().setDefaultSectionSize(self._delegate.height)
        height = self._delegate.height * len(choices) + 2 * self.frameWidth()  # its padding included
        corner = self._field.mapTo(window, QPoint(0, below.bottom() + 1 + S1))
        self.setGeometry(QRect(corner, QSize(max(self._field.width(), _NARROWEST), height)))
        self.selectRow(0)
        self.show()
        self.raise_()
        announce(self._field, f"{len(choices)} contacts: {choices[0].name}, {choices[0].number}")

    def take_key(self, key: int, typed: str) -> bool:
        """Use a key of the field, if it is about this list. typed: what stands in the field now."""
        if not self.isVisible() or typed != self._typed:
            return False
        if key in _STEPS:
            row = self.currentIndex().row() + _STEPS[Qt.Key(key)]
            self.selectRow(max(0, min(row, len(self._delegate.choices) - 1)))
            announce(self._field, self._model.stringList()[self.currentIndex().row()])
            return True
        if key in _TAKING:
            self._take(self.currentIndex().row())
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _take(self, row: int) -> None:
        raw = self._delegate.choices[row].raw
        self.hide()
        self.taken.emit(raw)

    def _dress(self) -> None:
        surface, border = self._theme.color("surface").name(), self._theme.color("edge").name()
        self.setStyleSheet(
            f"#nameChoices {{ background: {surface}; border: 1px solid {border}; border-radius: 6px;"
            f" padding: {S1}px; selection-background-color: transparent; }}"
        )


class _ChoiceDelegate(RowDelegate):
    """Draws a name and its number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.choices: tuple[NameChoice, ...] = ()

    @property
    def height(self) -> int:
        """The height of every row."""
        return round(self.metrics["body"].height()) + 2 * S2

    def draw_row(self, painter: QPainter, index: int, width: int) -> None:
        choice = self.choices[index]
        painter.setClipRect(QRect(0, 0, width, self.height), Qt.ClipOperation.IntersectClip)
        slot = Slot(S3, max(width - 2 * S3, 0), self.height / 2)
        self.draw_named(painter, choice.name, choice.number, slot, "body", whole=True)
