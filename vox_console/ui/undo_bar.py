"""The time to change one's mind: what is about to leave, how long it still waits, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.composing_state import Held
from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import ElidedLabel, set_tooltip
from vox_console.ui.theme import RADIUS, S1, S3, Theme, mark
from vox_console.ui.undo_keys import KEYS

_TICK_MS = 250
_US_PER_S = 1_000_000
_LINE = 2.0


class UndoBar(QWidget):
    """One row for each held send, the latest at the bottom. Ticks only while something is held.

    It floats: `stand_on` says where its last row stands, further rows cover what is above. So nothing around
    it moves when it comes or goes. clock: gives UTC microseconds.
    """

    undo_requested = Signal(object)  # Held
    send_now_requested = Signal(object)  # Held
    time_over = Signal()  # of at least one of them

    def __init__(self, theme: Theme, *, clock: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._rows: dict[Held, _HeldRow] = {}
        self._offline = False
        self._place = QRect()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S1)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def stand_on(self, place: QRect) -> None:
        """Take the place of the last row, in the parent's pixels."""
        self._place = place
        height = self.sizeHint().height()
        self.setGeometry(place.left(), place.bottom() + 1 - height, place.width(), height)

    def row_height(self) -> int:
        """Give the height of one row."""
        sample = _HeldRow(self._theme, Held((), "", 0), now_us=0)
        height = sample.sizeHint().height()
        sample.deleteLater()
        return height

    def show_held(self, held: Sequence[Held], *, offline: bool = False) -> None:
        """Show exactly these. offline: they wait for the connection, too."""
        self._offline = offline
        for gone in [each for each in self._rows if each not in held]:
            row = self._rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for each in held:
            if each not in self._rows:
                row = _HeldRow(self._theme, each, now_us=self._clock())
                row.undo.clicked.connect(lambda _checked=False, it=each: self.undo_requested.emit(it))
                row.send_now.clicked.connect(lambda _checked=False, it=each: self.send_now_requested.emit(it))
                self._rows[each] = row
                self._column.addWidget(row)
                row.show()  # the layout would do it later, and the height is asked for now
                row.show_time(self._clock(), offline=offline)
                announce(self, f"{row.words}. {each.label}. Undo with {KEYS}.")
        self._tick_rows()
        self.setVisible(bool(self._rows))
        self.stand_on(self._place)
        self.raise_()
        if self._rows and not self._timer.isActive():
            self._timer.start()
        elif not self._rows:
            self._timer.stop()

    @property
    def latest(self) -> Held | None:
        """The send that was held last, the one Ctrl+Shift+Z takes back."""
        return max(self._rows, key=lambda held: held.until_us, default=None)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, the latest send's first."""
        return tuple(button for row in reversed(self._rows.values()) for button in (row.undo, row.send_now))

    @property
    def words(self) -> tuple[str, ...]:
        """What the rows say, in the order they came."""
        return tuple(row.words for row in self._rows.values())

    @property
    def ticking(self) -> bool:
        """Tell whether the countdown runs."""
        return self._timer.isActive()

    def _tick(self) -> None:
        self._tick_rows()
        if any(held.until_us <= self._clock() for held in self._rows):
            self.time_over.emit()

    def _tick_rows(self) -> None:
        now_us = self._clock()
        for row in self._rows.values():
            row.show_time(now_us, offline=self._offline)


class _HeldRow(QWidget):
    """One held send: how long it waits, what it is, Undo, Send now, and a line that runs out."""

    def __init__(self, theme: Theme, held: Held, *, now_us: int) -> None:
        super().__init__()
        self._theme = theme
        self._held = held
        self._total_us = max(held.until_us - now_us, 1)
        self._left_us = self._total_us
        self._title = ElidedLabel(theme, role="strong")
        self._detail = ElidedLabel(theme, held.label, role="meta", tone="muted")
        set_tooltip(self, held.label)
        self.undo = _button("Undo", f"Take it back: {held.label}", KEYS)
        self.send_now = _button("Send now", f"Do not wait: {held.label}")
        row = QHBoxLayout(self)
        row.setContentsMargins(S3, S1 + 1, S1, S1 + 2)
        row.setSpacing(S1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.send_now)
        theme.changed.connect(self.update)
        self.show_time(now_us, offline=False)

    @property
    def words(self) -> str:
        """The countdown in words."""
        return self._title.text()

    def show_time(self, now_us: int, *, offline: bool) -> None:
        """Show what is left at this moment, and what it waits for."""
        self._left_us = max(self._held.until_us - now_us, 0)
        seconds = -(-self._left_us // _US_PER_S)
        words = f"Sending in {seconds} s" if seconds else "Sending now"
        if offline:
            words = "Waits for the connection"
        if words != self._title.text():
            self._title.setText(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card and the line that shortens."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        left, right = float(RADIUS), self.width() - float(RADIUS)
        room = QRectF(left, self.height() - _LINE - 1, right - left, _LINE)
        share = min(self._left_us / self._total_us, 1.0)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(QRectF(room.left(), room.top(), room.width() * share, _LINE), 1, 1)
        painter.end()


def _button(text: str, tip: str, shortcut: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text)
    mark(button, "kind", "quiet")
    set_tooltip(button, tip, shortcut)
    return button
