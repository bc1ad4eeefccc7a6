"""Labels and tooltips that show a stranger's text as it is, never as markup.

Qt guesses rich text from the content (Qt::AutoText): a sender name such as "<img src=...>" would load a
file. PlainLabel fixes the format before the first text is set; it is the only place that builds a QLabel.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,  # noqa: TID251 - the one permitted use: the format is fixed to plain text below
    QSizePolicy,
    QWidget,
)

from vox_console.ui.theme import Theme, mark


class PlainLabel(QLabel):
    """A label whose text is always shown literally.

    role names the font and tone the colour token (see Theme). The colour comes from the style sheet, so it
    follows the scheme and survives a change of parent, which a palette of the label's own would not.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setWordWrap(wrap)
        self.setText(text)
        self.setProperty("tone", tone)

    def set_tone(self, tone: str) -> None:
        """Colour the text with the token of another name."""
        mark(self, "tone", tone)


class ElidedLabel(PlainLabel):
    """A one-line label that ends in an ellipsis when the room is short; the tooltip has the rest."""

    def __init__(self, theme: Theme, text: str = "", *, role: str = "body", tone: str = "text") -> None:
        super().__init__(theme, text, role=role, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Allow any width: the text yields."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as fits on one line."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip("" if shown == self.text() else plain_tooltip(self.text()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)
        painter.end()


def plain_tooltip(text: str, shortcut: str = "") -> str:
    """Give tooltip text that Qt shows literally, wrapped at the window's own width.

    Tooltips have no format switch, so the text is escaped and marked as rich on purpose.
    """
    shown = escape(text).replace("\n", "<br>")
    keys = f"&nbsp;&nbsp;<span style='font-weight:600'>{escape(shortcut)}</span>" if shortcut else ""
    return f"<qt>{shown}{keys}</qt>" if shown else ""


def set_tooltip(widget: QWidget, text: str, shortcut: str = "") -> None:
    """Give a widget a literal tooltip; a screen reader reads the same words, without the markup."""
    widget.setToolTip(plain_tooltip(text, shortcut))
    widget.setAccessibleDescription(" ".join(filter(None, (text, shortcut))))
