"""The inside of the "To" field: chips in rows and one text entry, all of it one stop for the keyboard.

The entry keeps the focus the whole time; the arrow keys move a "current" mark over the painted chips. A chip
is edited by putting the entry in its place. What is typed becomes chips at a separator, at Enter, and when
the focus goes elsewhere in the window, so that nothing typed is left out of the message by mistake.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from vox_console.presenters.composing_state import Chip
from vox_console.presenters.name_completion import NameChoice
from vox_console.ui.announcer import announce
from vox_console.ui.chip_flow import Flow, Place, flow
from vox_console.ui.name_choices import NameChoices
from vox_console.ui.plain_label import plain_tooltip
from vox_console.ui.recipient_chip import ChipPainter
from vox_console.ui.recipient_entry import RecipientEntry
from vox_console.ui.recipient_keys import NO_CHIP, RecipientKeys
from vox_console.ui.theme import S1, Theme

_MAX_ROWS = 4
_ENTRY_WIDTH = 120


class RecipientArea(QAbstractScrollArea):
    """Shows chips and turns keys, clicks and pastes into added, removed and replaced."""

    added = Signal(str)
    removed = Signal(list)  # indexes
    restored = Signal()  # what was removed last is wanted back
    replaced = Signal(int, str)
    typed = Signal(str)  # all that stands in the entry
    pointed = Signal(int)  # the chip the keyboard is on, else the edited one, else -1
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = ChipPainter(theme)
        self._chips: tuple[Chip, ...] = ()
        self._flow = Flow((), Place(0, 0, 0), 1)
        self._current = self._editing = self._hovered = self._pointed = NO_CHIP
        self._on_close = self._all = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.entry = RecipientEntry(RecipientKeys(self).take, self.viewport())
        self.choices = NameChoices(theme, self)
        self.choices.taken.connect(self._take)
        self.entry.typed.connect(self._on_typed)
        self.entry.finished.connect(self.commit)
        self.entry.list_pasted.connect(self.added)
        self.entry.left.connect(self._on_left)
        self.entry.focus_changed.connect(self.focus_changed)
        self.setFocusProxy(self.entry)
        theme.changed.connect(self.viewport().update)
        self._lay_out()

    def show_chips(self, chips: tuple[Chip, ...]) -> None:
        """Show other chips; what is being typed stays."""
        if chips == self._chips:
            return
        if self._editing != NO_CHIP and chips[self._editing : self._editing + 1] != (
            self._chips[self._editing],
        ):
            self.leave_edit()
        grown = len(chips) > len(self._chips)
        self._chips = chips
        self._hover(NO_CHIP)
        self._all = False
        self._current = min(self._current, len(chips) - 1)
        self._lay_out()
        if grown:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._describe()
        self._tell_pointed()

    def show_choices(self, typed: str, choices: tuple[NameChoice, ...]) -> None:
        """Show the contacts that fit what was typed, unless somebody has typed on or gone."""
        if self.entry.hasFocus() and typed == self.entry.text():
            self.choices.show_choices(typed, choices, below=self.entry.geometry())

    def commit(self) -> None:
        """Turn what is typed into chips, or finish the chip being edited."""
        self.choices.hide()
        text = self.entry.text().strip()
        if self._editing != NO_CHIP:
            index, raw = self._editing, self._chips[self._editing].raw
            self.leave_edit()
            if not text:
                self.removed.emit([index])
            elif text != raw:
                self.replaced.emit(index, text)
        elif text:
            self.entry.put("")
            self.added.emit(text)

    def edit(self, index: int) -> None:
        """Open one chip for editing."""
        self.commit()
        self._editing = index
        self._current = NO_CHIP
        self.entry.put(self._chips[index].raw)
        self._lay_out()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entry.selectAll()
        self._tell_pointed()

    def leave_edit(self) -> None:
        """Leave the chip that is being edited as it was."""
        self._editing = NO_CHIP
        self.entry.put("")
        self._lay_out()
        self._tell_pointed()

    def select(self, index: int) -> None:
        """Put the keyboard on one chip; -1 puts it back into the entry."""
        self._current = index
        self._all = False
        if index != NO_CHIP:
            self._scroll_to(self._flow.chips[index].row)
            chip = self._chips[index]
            trouble = "" if chip.problem is None else f", {chip.problem.text}"
            announce(self.entry, f"{chip.spoken}{trouble}")
        self.viewport().update()
        self._tell_pointed()

    def select_all(self) -> None:
        """Put the keyboard on every chip at once."""
        self.select(NO_CHIP)
        self._all = True
        announce(self.entry, f"{len(self._chips)} recipients selected")
        self.viewport().update()

    def beside(self, index: int, *, rows: int) -> int:
        """Give the chip nearest to one, so many rows below it; -1 for the entry below the last."""
        found = self._flow.beside(index, rows=rows)
        return found if found is not None else index if rows < 0 else NO_CHIP

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is shown."""
        return self._chips

    @property
    def all_selected(self) -> bool:
        """Tell whether every chip is selected."""
        return self._all

    @property
    def current(self) -> int:
        """The chip the keyboard is on, -1 for none."""
        return self._current

    @property
    def editing(self) -> int:
        """The chip that is being edited, -1 for none."""
        return self._editing

    def chip_place(self, index: int) -> QRect:
        """Give where a chip stands in the viewport."""
        return self._rect(self._flow.chips[index])

    # Layout.

    def _lay_out(self) -> None:
        widths = [self._painter.width(chip) for chip in self._chips]
        if self._editing != NO_CHIP:
            widths[self._editing] = max(widths[self._editing], _ENTRY_WIDTH)
        room = max(self.viewport().width(), 1)
        self._flow = flow(widths, room=room, gap=S1, entry_width=_ENTRY_WIDTH)
        step = self._painter.height + S1
        shown_height = min(self._flow.rows, _MAX_ROWS) * step - S1
        bar = self.verticalScrollBar()
        bar.setSingleStep(step)
        bar.setPageStep(shown_height)
        bar.setRange(0, self._flow.rows * step - S1 - shown_height)
        if self.height() != shown_height:
            self.setFixedHeight(shown_height)
        self._place_entry()
        self.entry.setPlaceholderText("" if self._chips else "Type or paste numbers")
        self.viewport().update()

    def _place_entry(self) -> None:
        place = self._flow.entry if self._editing == NO_CHIP else self._flow.chips[self._editing]
        self.entry.setGeometry(self._rect(place).adjusted(2, 0, 0, 0))

    def _rect(self, place: Place) -> QRect:
        step = self._painter.height + S1
        top = place.row * step - self.verticalScrollBar().value()
        return QRect(place.left, top, place.width, self._painter.height)

    def _scroll_to(self, row: int) -> None:
        bar = self.verticalScrollBar()
        top = row * (self._painter.height + S1)
        if top < bar.value():
            bar.setValue(top)
        elif top + self._painter.height > bar.value() + bar.pageStep():
            bar.setValue(top + self._painter.height - bar.pageStep())

    def _chip_at(self, point: QPoint) -> int:
        for index, place in enumerate(self._flow.chips):
            if index != self._editing and self._rect(place).contains(point):
                return index
        return NO_CHIP

    # The entry.

    def _on_typed(self) -> None:
        if self._current != NO_CHIP:
            self.select(NO_CHIP)
        if self._editing == NO_CHIP:
            self._scroll_to(self._flow.entry.row)
        self.typed.emit(self.entry.text())

    def _take(self, raw: str) -> None:
        """Put a contact's number in the place of what was typed."""
        self.entry.put(raw)
        self.commit()

    def _on_left(self) -> None:
        self.commit()
        self.select(NO_CHIP)

    def _describe(self) -> None:
        count = len(self._chips)
        faulty = sum(chip.faulty for chip in self._chips)
        words = f"{count} recipients" if count != 1 else "1 recipient"
        if faulty:
            words += f", {faulty} cannot be used"
        listed = ", ".join(chip.spoken for chip in self._chips[:10])
        self.entry.setAccessibleDescription(f"{words}: {listed}" if count else "")

    def _tell_pointed(self) -> None:
        pointed = self._current if self._current != NO_CHIP else self._editing
        if pointed != self._pointed:
            self._pointed = pointed
            self.pointed.emit(pointed)

    def _hover(self, index: int, *, on_close: bool = False) -> None:
        """Note the chip under the pointer; its fault is in a tooltip, so that nothing below moves."""
        self._hovered, self._on_close = index, on_close
        self.viewport().setToolTip(plain_tooltip(self._chips[index].hint if index != NO_CHIP else ""))
        self.viewport().update()

    # Qt's virtual methods.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the chips into the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Move the entry with the chips."""
        self._place_entry()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chips on the screen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, place in enumerate(self._flow.chips):
            rect = self._rect(place)
            if index == self._editing or not rect.intersects(event.rect()):
                continue
            self._painter.paint(
                painter,
                rect,
                self._chips[index],
                current=self._all or index == self._current,
                hovered=index == self._hovered,
                on_close=index == self._hovered and self._on_close,
            )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remove, choose or leave a chip."""
        point = event.position().toPoint()
        index = self._chip_at(point)
        on_close = index != NO_CHIP and self._painter.close_area(self.chip_place(index)).contains(point)
        self.entry.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._editing != NO_CHIP:
            self.commit()
            index = self._chip_at(point)
        if on_close and index != NO_CHIP:
            self.select(NO_CHIP)
            self.removed.emit([index])
        else:
            self.select(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a chip."""
        index = self._chip_at(event.position().toPoint())
        if index != NO_CHIP:
            self.edit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note the chip under the pointer."""
        point = event.position().toPoint()
        index = self._chip_at(point)
        on_close = index != NO_CHIP and self._painter.close_area(self.chip_place(index)).contains(point)
        if (index, on_close) != (self._hovered, self._on_close):
            self._hover(index, on_close=on_close)
            self.viewport().setCursor(
                Qt.CursorShape.IBeamCursor if index == NO_CHIP else Qt.CursorShape.ArrowCursor
            )

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the chip when the pointer leaves."""
        if event.type() == QEvent.Type.Leave and self._hovered != NO_CHIP:
            self._hover(NO_CHIP)
        return super().viewportEvent(event)
