"""The rail on the left: the four places with their counts, whether notices are held back, and the badge."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vox_console.ui import icons
from vox_console.ui.painted_button import PaintedButton
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.quiet_mark import QuietMark
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import RADIUS, S1, S2, S3, S4


class Place(StrEnum):
    """What the window can show, in the order of the rail and of Alt+1 to Alt+4."""

    COMPOSE = "Compose"
    BULK = "Bulk"
    INBOX = "Inbox"
    DELIVERY = "Delivery"

    @property
    def shortcut(self) -> str:
        """The keys that lead there."""
        return f"Alt+{list(Place).index(self) + 1}"


_ICON: Final = 20
_WIDE: Final = 188
_NARROW: Final = 60
_MOST_COUNTED: Final = 1_000


class RailButton(PaintedButton):
    """One place: icon, label and, where there is something, how much is new and how much is to review."""

    def __init__(self, theme: Theme, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._place = place
        self._compact = False
        self._unread = 0
        self._to_review = 0
        self.setText(place.value)
        self.setAccessibleName(place.value)
        set_tooltip(self, place.value, place.shortcut)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one stop for Tab; the arrow keys go from place to place
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leads into the place itself
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001 - a setter of one switch
        """Show the icon alone."""
        self._compact = compact
        self.update()

    def set_unread(self, count: int) -> None:
        """Show how many things in this place were not seen yet; 0 shows nothing."""
        self._unread = count
        self._tell_counts()

    def set_to_review(self, count: int) -> None:
        """Show how many things in this place wait for a person to decide; 0 shows nothing."""
        self._to_review = count
        self._tell_counts()

    def _tell_counts(self) -> None:
        counts = ((self._unread, "unread"), (self._to_review, "to review"))
        told = ", ".join(f"{count} {what}" for count, what in counts if count)
        set_tooltip(self, f"{self._place.value}: {told}" if told else self._place.value, self._place.shortcut)
        self.setAccessibleDescription(told or self._place.shortcut)
        self.update()

    def sizeHint(self) -> QSize:
        """Give the height of a line of text with room around it."""
        return QSize(_NARROW - 2 * S2, max(36, self._theme.font("body").pointSize() * 2 + S4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button in its state: chosen, under the pointer, with the keyboard on it."""
        theme, chosen = self._theme, self.isChecked()
        tone = "accent" if chosen else "muted"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        left = (self.width() - _ICON) // 2 if self._compact else S3
        icon = theme.pixmap(self._place.value.lower(), tone, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - _ICON) // 2, icon)
        if not self._compact:
            painter.setFont(theme.font("strong" if chosen else "body"))
            painter.setPen(theme.color("accent" if chosen else "text"))
            room = self.rect().adjusted(left + _ICON + S3, 0, -S2, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        self._draw_counts(painter)
        self.draw_focus_ring(painter)
        painter.end()

    def _draw_counts(self, painter: QPainter) -> None:
        """Draw what is unread, and left of it, in the colour of what needs a person, what is to review."""
        right = self.width() - S2
        for count, token in ((self._unread, "accent"), (self._to_review, "unknown")):
            if count:
                right -= self._draw_count(painter, count, token, right=right) + S1

    def _draw_count(self, painter: QPainter, count: int, token: str, *, right: int) -> int:
        """Draw one count; give its width."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(token))
        if self._compact:
            painter.drawEllipse(QRect(right - S2 + S1, S1 + 2, S2, S2))
            return S2
        text = str(count) if count < _MOST_COUNTED else f"{_MOST_COUNTED - 1}+"
        painter.setFont(self._theme.font("meta"))
        height = painter.fontMetrics().height() + 2
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + 2 * S2)
        pill = QRect(right - width, (self.height() - height) // 2, width, height)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(self._theme.color("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return width


class Rail(QWidget):
    """The places from top to bottom and, at the foot, the session badge."""

    place_chosen = Signal(Place)
    quiet_end_requested = Signal()

    def __init__(self, theme: Theme, *, badge: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons = {place: RailButton(theme, place) for place in Place}
        self._name = PlainLabel(theme, "Vox", role="strong")
        self._mark = PlainLabel(theme)
        self._mark.setFixedSize(_ICON + 4, _ICON + 4)
        self.setAccessibleName("Places")
        brand = QHBoxLayout()
        brand.setContentsMargins(S2 + 2, S2, 0, S3)
        brand.setSpacing(S2 + 2)
        brand.addWidget(self._mark)
        brand.addWidget(self._name)
        brand.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(S2, S2, S2, S2)
        column.setSpacing(2)
        column.addLayout(brand)
        for place, button in self._buttons.items():
            button.clicked.connect(partial(self._choose, place))
            column.addWidget(button)
        column.addStretch()
        self._quiet = QuietMark(theme)
        self._quiet.clicked.connect(self.quiet_end_requested)
        column.addWidget(self._quiet)
        column.addWidget(badge)
        self._compact = True
        self.set_compact(compact=False)

    def show_place(self, place: Place) -> None:
        """Mark the place that is shown."""
        self._buttons[place].setChecked(True)

    def set_unread(self, place: Place, count: int) -> None:
        """Show how many things in a place were not seen yet."""
        self._buttons[place].set_unread(count)

    def set_to_review(self, place: Place, count: int) -> None:
        """Show how many things in a place wait for a person to decide."""
        self._buttons[place].set_to_review(count)

    def show_quiet(self, words: str) -> None:
        """Say that notices are held back, and until when; "" takes it away."""
        self._quiet.show_words(words)

    def set_compact(self, *, compact: bool) -> None:
        """Give the room to the panes: icons alone, or icons and words."""
        if compact == self._compact:
            return
        self._compact = compact
        self.setFixedWidth(_NARROW if compact else _WIDE)
        self._name.setVisible(not compact)
        self._quiet.set_compact(compact=compact)
        for button in self._buttons.values():
            button.set_compact(compact)

    def _choose(self, place: Place) -> None:
        self.place_chosen.emit(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the divider on the right."""
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("border"))
        painter.end()

    def showEvent(self, _event: QShowEvent) -> None:
        """Render the mark once the screen, and so its pixel ratio, is known."""
        self._mark.setPixmap(icons.app_mark(_ICON + 4, self.devicePixelRatioF()))
