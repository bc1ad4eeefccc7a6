"""The badge at the foot of the rail: the state of the session at a glance; a click opens its card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vox_console.presenters.session_state import SessionState
from vox_console.ui.painted_button import PaintedButton
from vox_console.ui.plain_label import plain_tooltip
from vox_console.ui.session_card import SessionCard
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S1, S2, S3

_ICON = 16
_BAR = 3


class SessionInputs(Protocol):
    """What the badge and its card need of the session presenter."""

    on_state: Callable[[SessionState], None]

    @property
    def state(self) -> SessionState:
        """The state to show now."""

    def bind_pressed(self) -> None:
        """Ask for a session."""

    def unbind_pressed(self) -> None:
        """Give the session up."""

    def tick(self) -> None:
        """Count one second down."""


class SessionBadge(PaintedButton):
    """State in words, colour and icon; lock; account; round trip and rate; the window as a thin bar.

    Its height never changes, so the rail does not move while the link comes and goes.
    """

    def __init__(self, theme: Theme, session: SessionInputs, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._session = session
        self._state = session.state
        self._compact = False
        self._card = SessionCard(theme, session, parent=self)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._seconds.timeout.connect(session.tick)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_card)
        self.show_state(session.state)

    def open_card(self) -> None:
        """Open the card above the badge."""
        self._card.open_above(self)

    def set_compact(self, *, compact: bool) -> None:
        """Show the icon alone."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def show_state(self, state: SessionState) -> None:
        """Draw another state, here and on the card."""
        self._state = state
        name = f"Session: {state.word}"
        if name != self.accessibleName():
            self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(filter(None, (state.account, self._numbers(), state.detail))))
        self.setToolTip(plain_tooltip("\n".join(filter(None, (state.detail or state.word, state.hint)))))
        counting = state.retry_in_s is not None
        if counting != self._seconds.isActive():
            self._seconds.start() if counting else self._seconds.stop()
        self._card.show_state(state)
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for four lines, or three and the bar, or for the icon alone."""
        if self._compact:
            return QSize(44, 44)
        return QSize(160, QFontMetrics(self._theme.font("strong")).height() * 4 + 3 * S2 + _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the badge."""
        theme, state = self._theme, self._state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        icon = theme.pixmap(state.icon, state.tone.value, _ICON, self.devicePixelRatioF())
        if self._compact:
            painter.drawPixmap((self.width() - _ICON) // 2, (self.height() - _ICON) // 2, icon)
        else:
            self._draw_lines(painter, icon_room=S3)
            painter.drawPixmap(S3, S2 + (painter.fontMetrics().height() - _ICON) // 2 + 1, icon)
        self.draw_focus_ring(painter)
        painter.end()

    def _draw_lines(self, painter: QPainter, *, icon_room: int) -> None:
        theme, state = self._theme, self._state
        inner = self.rect().adjusted(icon_room, S2, -S3, -S2)
        painter.setFont(theme.font("strong"))
        line = painter.fontMetrics().height()
        lock_room = _ICON + S1 if state.encrypted is not None else 0
        self._draw_line(
            painter,
            QRect(inner.left() + _ICON + S2, inner.top(), inner.width() - _ICON - S2 - lock_room, line),
            state.word,
            state.tone.value,
        )
        if state.encrypted is not None:
            name, tone = (
                ("lock", "muted")
                if state.encrypted
                else ("lock-open", "muted" if state.practice else "unknown")
            )
            lock = theme.pixmap(name, tone, 14, self.devicePixelRatioF())
            painter.drawPixmap(inner.right() - 13, inner.top() + (line - 14) // 2, lock)
        painter.setFont(theme.font("meta"))
        below = QRect(inner.left(), inner.top() + line + S1, inner.width(), line)
        self._draw_line(painter, below, state.account, "text")
        below.translate(0, line)
        if state.window_limit:
            self._draw_line(painter, below, self._numbers(), "muted")
            self._draw_bar(painter, QRect(inner.left(), inner.bottom() - _BAR + 1, inner.width(), _BAR))
        else:
            # The bar's room goes to a second line of the reason; the tooltip and the card have all of it.
            metrics = painter.fontMetrics()
            below.setHeight(2 * metrics.lineSpacing())
            painter.setPen(theme.color("muted"))
            painter.drawText(below, Qt.TextFlag.TextWordWrap, _fitting(self._numbers(), below, metrics))

    def _draw_line(self, painter: QPainter, room: QRect, text: str, tone: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self._theme.color(tone))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _draw_bar(self, painter: QPainter, room: QRect) -> None:
        used = min(1.0, self._state.window_used / self._state.window_limit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("border"))
        painter.drawRoundedRect(room, _BAR / 2, _BAR / 2)
        if used:
            painter.setBrush(self._theme.color("accent"))
            filled = QRectF(room.left(), room.top(), max(_BAR, room.width() * used), _BAR)
            painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)

    def _numbers(self) -> str:
        state = self._state
        if state.brief:
            return state.brief
        if state.retry_in_s is not None and state.encrypted is None:
            return f"Next try in {state.retry_in_s} s"
        if state.encrypted is None:
            return state.detail
        return " · ".join(filter(None, (state.round_trip, state.rate)))


def _fitting(text: str, room: QRect, metrics: QFontMetrics) -> str:
    """Give as many whole words as the room holds, wrapped, with an ellipsis when some are left out."""
    shown, words = text, text.split(" ")
    while len(words) > 1:
        if metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, shown).height() <= room.height():
            break
        words.pop()
        shown = f"{' '.join(words)} …"
    return shown
