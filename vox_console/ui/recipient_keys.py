"""What the keys do in the "To" field: to the text, to the chip the keyboard is on, or to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from vox_console.ui.recipient_area import RecipientArea  # which itself needs its keys

NO_CHIP = -1
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_INTO_CHIPS = (Qt.Key.Key_Left, Qt.Key.Key_Backspace, Qt.Key.Key_Up)


class RecipientKeys:
    """The keys of one area, whose entry has the focus and offers each of them here first."""

    def __init__(self, area: RecipientArea) -> None:
        self._area = area

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; say whether it was a key of the chips."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return self._command(event)
        area = self._area
        return area.choices.take_key(event.key(), area.entry.text()) or self._plain(event.key())

    def _plain(self, key: int) -> bool:
        area = self._area
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            area.commit()
            return False
        if area.all_selected:
            return self._on_all(key)
        if area.editing != NO_CHIP:
            return self._on_edited(key)
        if area.current != NO_CHIP:
            return self._on_chip(key)
        return self._on_entry(key)

    def _command(self, event: QKeyEvent) -> bool:
        area, keys = self._area, QKeySequence.StandardKey
        if event.matches(keys.Copy) and (area.all_selected or area.current != NO_CHIP):
            copied = area.chips if area.all_selected else (area.chips[area.current],)
            QGuiApplication.clipboard().setText("\n".join(chip.raw for chip in copied))
        elif area.entry.text() or area.editing != NO_CHIP:
            return False  # then these keys are about the text
        elif event.matches(keys.SelectAll) and area.chips:
            area.select_all()
        elif event.matches(keys.Undo):
            area.restored.emit()
        else:
            return False
        return True

    def _on_entry(self, key: int) -> bool:
        area = self._area
        if key in _ENTER:
            area.commit()
            return True
        if area.chips and area.entry.at_start and key in _INTO_CHIPS:
            area.select(len(area.chips) - 1)
            return True
        return False

    def _on_all(self, key: int) -> bool:
        area = self._area
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            area.removed.emit(list(range(len(area.chips))))
            return True
        area.select(NO_CHIP)
        return key == Qt.Key.Key_Escape or self._on_entry(key)

    def _on_edited(self, key: int) -> bool:
        area = self._area
        if key in _ENTER:
            area.commit()
            return True
        if key == Qt.Key.Key_Escape:
            index = area.editing
            area.leave_edit()
            area.select(index)
            return True
        return False

    def _on_chip(self, key: int) -> bool:
        area = self._area
        index, last = area.current, len(area.chips) - 1
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            area.removed.emit([index])
            # The presenter has answered by now: stay beside the gap.
            left = index - 1 if key == Qt.Key.Key_Backspace and index > 0 else index
            area.select(min(left, len(area.chips) - 1))
        elif key in _ENTER or key == Qt.Key.Key_F2:
            area.edit(index)
        elif key == Qt.Key.Key_Left:
            area.select(max(index - 1, 0))
        elif key == Qt.Key.Key_Right:
            area.select(index + 1 if index < last else NO_CHIP)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            area.select(area.beside(index, rows=-1 if key == Qt.Key.Key_Up else 1))
        elif key == Qt.Key.Key_Home:
            area.select(0)
        elif key in (Qt.Key.Key_End, Qt.Key.Key_Escape):
            area.select(NO_CHIP)
        else:
            return False
        return True
