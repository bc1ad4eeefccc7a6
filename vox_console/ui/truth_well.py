"""A sunken well for what must be read exactly: octets, JSON, a text that is lost. It can be selected.

A label breaks lines between words only, and neither JSON nor a text without spaces has enough of them; so
this is an editor that cannot be edited, breaks anywhere, and is as high as its text.
"""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from vox_console.ui.theme import RADIUS, S2, S3, Theme


class TruthWell(QPlainTextEdit):
    """Shows plain text. struck: it is crossed out, and runs in its own direction; else from left to right.

    solid: lines are full, because the text is no words that could be kept whole.
    """

    def __init__(self, theme: Theme, name: str, *, struck: bool = False, solid: bool = False) -> None:
        super().__init__()
        self._theme = theme
        font = theme.font("body" if struck else "mono")
        font.setStrikeOut(struck)
        self.setFont(font)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        wrap = QTextOption.WrapMode
        self.setWordWrapMode(wrap.WrapAnywhere if solid else wrap.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(1)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(0)
        if not struck:
            option = self.document().defaultTextOption()
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
            self.document().setDefaultTextOption(option)
        theme.changed.connect(self._recolour)
        self._recolour()

    def show_text(self, text: str) -> None:
        """Show another text; nothing happens for the same one, so that a selection stays."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._align()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what this stands in: there is nothing to scroll here."""
        event.ignore()

    def _align(self) -> None:
        option = self.document().defaultTextOption()
        rtl = self.document().firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft
        wanted = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        if option.alignment() != wanted:
            option.setAlignment(wanted)
            self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        height, block = 0.0, self.document().firstBlock()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        margins = self.contentsMargins()  # border and padding of the style sheet
        # One more than it needs: Qt would think that the last line has to be scrolled to.
        self.setFixedHeight(math.ceil(height) + margins.top() + margins.bottom() + 1)

    def _recolour(self) -> None:
        sunken, accent = self._theme.color("sunken").name(), self._theme.color("accent").name()
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {sunken}; border: 2px solid {sunken}; border-radius: {RADIUS}px;"
            f" padding: {S2 - 2}px {S3 - 2}px; }} QPlainTextEdit:focus {{ border-color: {accent}; }}"
        )
