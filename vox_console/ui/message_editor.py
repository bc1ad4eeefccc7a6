"""The message: a plain-text editor that shows where parts begin and which characters are dear.

Nothing it shows is in the text. Characters outside the alphabet are underlined by extra selections, which
follow the text while it is edited and are rebuilt only when the set changes; the part marks are painted
over the finished text (see part_marks.py). Positions come in as code points and are converted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.composing_state import Replacement
from vox_console.ui.message_text import TextPositions, pasted_text, text_of_document
from vox_console.ui.part_marks import PartLabels, PartMark, margin_width, paint_part_marks, visible_marks
from vox_console.ui.theme import Theme

MAX_CHARACTERS = 50_000
"""More than 255 parts can carry; above it one paragraph takes Qt longer to lay out than a key may take."""

_LINE_CHARACTERS = 64
_MOST_UNDERLINED = 4  # underline every foreign character while at most one in so many is foreign
_ALWAYS_UNDERLINED = 24  # but these few in any case, unless they are most of the text


class MessageEditor(QPlainTextEdit):
    """Edits the text. Signals carry code points; set_text and show_marks never emit `edited`.

    known: gives what fills the fields of a quick text here, by their names.
    """

    edited = Signal(str)
    refused = Signal(str)
    character_at_caret = Signal(object)  # ForcingCharacter | None
    character_under_pointer = Signal(object, QRect)  # ForcingCharacter | None, its place in the viewport

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known: Callable[[], Mapping[str, str]] = dict
        self._theme = theme
        self._positions = TextPositions("")
        self._cuts: tuple[int, ...] = ()
        self._cut_units: tuple[int, ...] = ()
        self._forcing: tuple[ForcingCharacter, ...] = ()
        self._forcing_at: dict[int, ForcingCharacter] = {}
        self._setting = False
        self._at_caret: ForcingCharacter | None = None
        self._under_pointer: ForcingCharacter | None = None
        self.setAccessibleName("Message")
        self.setPlaceholderText("Write a message")
        self.setTabChangesFocus(True)
        self.setFont(theme.font("message"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._labels = PartLabels(theme, self.visible_marks, self)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 4 + 24)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._tell_caret)
        self.updateRequest.connect(self._labels.update)
        theme.changed.connect(self._restyle)

    def text(self) -> str:
        """Give the text, line feeds between lines, every other character as typed."""
        return text_of_document(self.document().toRawText())

    def set_text(self, text: str) -> None:
        """Put another text in, caret at its end; does nothing when it is the text already."""
        if text == self.text():
            return
        self._setting = True
        try:
            self.setPlainText(text)
        finally:
            self._setting = False
        self.moveCursor(QTextCursor.MoveOperation.End)

    def show_marks(self, text: str, *, cuts: Sequence[int], forcing: Sequence[ForcingCharacter]) -> None:
        """Mark parts and foreign characters; the positions belong to text, the one in the editor."""
        if not cuts and not forcing and not self._cuts and not self._forcing:
            return
        self._positions = TextPositions(text)
        if tuple(forcing) != self._forcing:
            self._forcing = tuple(forcing)
            self._forcing_at = {found.index: found for found in forcing}
            self._underline(text)
            self._tell_caret()
        if cuts or self._cuts:
            self._cuts = tuple(cuts)
            self._cut_units = tuple(self._positions.to_units(cut) for cut in cuts)
            self.viewport().update()
            self._labels.update()

    def replace(self, replacements: Sequence[Replacement]) -> None:
        """Replace characters as one step of the undo history; the caret stays with its text."""
        positions = TextPositions(self.text())
        caret = self.textCursor().position()
        moved = caret
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for replacement in sorted(replacements, key=lambda each: each.index, reverse=True):
            start = positions.to_units(replacement.index)
            end = positions.to_units(replacement.index + len(replacement.character))
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(replacement.suggestion)
            if end <= caret:
                moved += cursor.position() - end
        cursor.endEditBlock()
        own = self.textCursor()
        own.setPosition(moved)
        self.setTextCursor(own)

    def go_to(self, index: int) -> None:
        """Put the caret after the character at index."""
        cursor = self.textCursor()
        cursor.setPosition(TextPositions(self.text()).to_units(index + 1))
        self.setTextCursor(cursor)

    def caret_index(self) -> int:
        """Give the caret's place in code points."""
        return self._positions.to_index(self.textCursor().position())

    @property
    def part_marks(self) -> tuple[int, ...]:
        """Tell where part marks stand, in UTF-16 units of the document."""
        return self._cut_units

    def _on_text_changed(self) -> None:
        self._align()
        if not self._setting:
            self.edited.emit(self.text())

    def _align(self) -> None:
        """Begin the lines where the text's own direction begins: its first paragraph decides for all.

        QPlainTextEdit gives each paragraph its direction, but knows one alignment, and takes left literally.
        """
        block = self.document().begin()
        while block.isValid() and not block.text().strip():
            block = block.next()
        rtl = block.isValid() and block.textDirection() is Qt.LayoutDirection.RightToLeft
        wanted = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.alignment() != wanted:
            option.setAlignment(wanted)
            option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            self.document().setDefaultTextOption(option)

    def _underline(self, text: str) -> None:
        chosen = self._forcing
        most = max(_ALWAYS_UNDERLINED, len(text) // _MOST_UNDERLINED)
        if len(chosen) > min(most, len(text) // 2):
            # A text in another script: underlining every letter says nothing, its mistakes still count.
            chosen = tuple(found for found in chosen if found.suggestion)
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(self._theme.color("unknown"))
        style.setBackground(self._theme.color("unknown_soft"))
        selections = []
        for start, end in _runs(chosen):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._positions.to_units(start))
            cursor.setPosition(self._positions.to_units(end), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = style
            selections.append(selection)
        self.setExtraSelections(selections)

    def _tell_caret(self) -> None:
        if self._forcing_at:
            index = self.caret_index()
            found = self._forcing_at.get(index - 1) or self._forcing_at.get(index)
        else:
            found = None
        if found != self._at_caret:
            self._at_caret = found
            self.character_at_caret.emit(found)

    def _restyle(self) -> None:
        self._underline(self.text())
        self.viewport().update()

    def _room(self) -> int:
        return MAX_CHARACTERS - (self.document().characterCount() - 1)

    def _selected(self) -> int:
        cursor = self.textCursor()
        return cursor.selectionEnd() - cursor.selectionStart()

    # Qt's virtual methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, up to the limit."""
        if event.text().isprintable() and event.text() and self._room() + self._selected() <= 0:
            self.refused.emit(f"A message holds {MAX_CHARACTERS:,} characters, and this one is full.")
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Compose, up to the limit."""
        if event.commitString() and self._room() + self._selected() < len(event.commitString()):
            self.refused.emit(f"A message holds {MAX_CHARACTERS:,} characters, and this one is full.")
            return
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the plain text; one that is too long is refused whole, and stays on the clipboard."""
        text = pasted_text(source.text())
        if not text:
            return
        if len(text) > self._room() + self._selected():
            self.refused.emit(
                f"Nothing was pasted: the text has {len(text):,} characters, "
                f"and a message holds {MAX_CHARACTERS:,}."
            )
            return
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def sizeHint(self) -> QSize:
        """Ask for little; the pane's layout gives it all the height there is."""
        return QSize(256, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines at 64 characters, as on a handset, and the part labels beside them."""
        padding = 2 * round(self.document().documentMargin())
        text_width = self.fontMetrics().averageCharWidth() * _LINE_CHARACTERS + padding
        inner = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        margin = max(margin_width(self._theme), inner - text_width)
        if self.viewportMargins().right() != margin:
            self.setViewportMargins(0, 0, margin, 0)
        # Only now: Qt breaks the lines here, to the width the viewport has by then.
        super().resizeEvent(event)
        area = self.viewport().geometry()
        self._labels.setGeometry(area.right() + 1, area.top(), margin_width(self._theme), area.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, then the part marks over it."""
        super().paintEvent(event)
        if self._cut_units:
            painter = QPainter(self.viewport())
            paint_part_marks(painter, self._theme, self.visible_marks(), width=self.viewport().width())
            painter.end()

    def visible_marks(self) -> list[PartMark]:
        """Give the part marks that are on the screen."""
        return visible_marks(
            self.document(),
            self._cut_units,
            height=self.viewport().height(),
            origin_of=lambda block: (
                self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
            ),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which foreign character the pointer is on."""
        super().mouseMoveEvent(event)
        if not self._forcing_at:
            return
        near = self.cursorForPosition(event.position().toPoint())
        for units in (near.position() - 1, near.position()):
            found = self._forcing_at.get(self._positions.to_index(max(units, 0)))
            if found is None:
                continue
            place = self._place_of(found)
            if place.adjusted(-2, 0, 2, 2).contains(event.position().toPoint()):
                if found != self._under_pointer:
                    self._under_pointer = found
                    self.character_under_pointer.emit(found, place)
                return
        self._forget_pointer()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the character the pointer was on."""
        super().leaveEvent(event)
        self._forget_pointer()

    def _forget_pointer(self) -> None:
        if self._under_pointer is not None:
            self._under_pointer = None
            self.character_under_pointer.emit(None, QRect())

    def _place_of(self, found: ForcingCharacter) -> QRect:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._positions.to_units(found.index))
        first = self.cursorRect(cursor)
        cursor.setPosition(self._positions.to_units(found.index + len(found.character)))
        return first.united(self.cursorRect(cursor))


def _runs(found: Sequence[ForcingCharacter]) -> Iterator[tuple[int, int]]:
    """Join neighbours: (start, end) of each stretch of foreign characters."""
    start = end = -1
    for each in found:
        if each.index == end:
            end += len(each.character)
            continue
        if end >= 0:
            yield start, end
        start, end = each.index, each.index + len(each.character)
    if end >= 0:
        yield start, end
