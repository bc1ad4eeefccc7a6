"""A large button for one of a few ways to go on: icon, title, and a sentence on what it means."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vox_console.ui.painted_button import PaintedButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S4

_ICON = 20
_DISC = 40
_RADIUS = 8


class ChoiceCard(PaintedButton):
    """Its accessible name is the title, its description the sentence. tone colours the icon."""

    def __init__(
        self,
        theme: Theme,
        *,
        icon: str,
        tone: str,
        title: str,
        sentence: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._icon = icon
        self._tone = tone
        self._sentence = sentence
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Give a comfortable width and the height its sentence needs there."""
        return QSize(460, self.heightForWidth(460))

    def hasHeightForWidth(self) -> bool:
        """Tell the layout that the sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of title and sentence at a width."""
        text = self._sentence_room(width, QFontMetrics(self._theme.font("body")))
        title = QFontMetrics(self._theme.font("strong")).height()
        return max(_DISC, title + S1 + text.height()) + 2 * S4

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("edge"), 1))
        painter.setBrush(theme.color("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        self.draw_focus_ring(painter, radius=_RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{self._tone}_soft"))
        painter.drawEllipse(QRect(S4, S4, _DISC, _DISC))
        ratio = self.devicePixelRatioF()
        corner = S4 + (_DISC - _ICON) // 2
        painter.drawPixmap(corner, corner, theme.pixmap(self._icon, self._tone, _ICON, ratio))
        chevron = theme.pixmap("chevron-right", "muted", 16, ratio)
        painter.drawPixmap(self.width() - S4 - 16, (self.height() - 16) // 2, chevron)
        left = S4 + _DISC + S4
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text"))
        title_height = painter.fontMetrics().height()
        painter.drawText(
            QRect(left, S4, self.width() - left, title_height), Qt.AlignmentFlag.AlignLeft, self.text()
        )
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("muted"))
        room = self._sentence_room(self.width(), painter.fontMetrics())
        painter.drawText(
            room.translated(left, S4 + title_height + S1), Qt.TextFlag.TextWordWrap, self._sentence
        )
        painter.end()

    def _sentence_room(self, width: int, metrics: QFontMetrics) -> QRect:
        text_width = width - (S4 + _DISC + S4) - (S4 + 16 + S2)
        return metrics.boundingRect(QRect(0, 0, text_width, 1000), Qt.TextFlag.TextWordWrap, self._sentence)
