"""The rail on the left: the four places of the window, with their unread counts, and room for the badge."""

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


class RailButton(PaintedButton):
    """One place: icon, label and, when there is something new, a count."""

    def __init__(self, theme: Theme, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._place = place
        self._compact = False
        self._unread = 0
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
        self.setAccessibleDescription(f"{count} unread" if count else self._place.shortcut)
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
        if self._unread:
            self._draw_count(painter)
        self.draw_focus_ring(painter)
        painter.end()

    def _draw_count(self, painter: QPainter) -> None:
        text = str(self._unread) if self._unread < 1000 else "999+"
        painter.setFont(self._theme.font("meta"))
        height = painter.fontMetrics().height() + 2
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + 2 * S2)
        if self._compact:
            dot = QRect(self.width() - S3, S1 + 2, S2, S2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(dot)
            return
        pill = QRect(self.width() - width - S2, (self.height() - height) // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(self._theme.color("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """The places from top to bottom and, at the foot, the session badge."""

    place_chosen = Signal(Place)

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
        column.addWidget(badge)
        self._compact = True
        self.set_compact(compact=False)

    def show_place(self, place: Place) -> None:
        """Mark the place that is shown."""
        self._buttons[place].setChecked(True)

    def set_unread(self, place: Place, count: int) -> None:
        """Show how many things in a place were not seen yet."""
        self._buttons[place].set_unread(count)

    def set_compact(self, *, compact: bool) -> None:
        """Give the room to the panes: icons alone, or icons and words."""
        if compact == self._compact:
            return
        self._compact = compact
        self.setFixedWidth(_NARROW if compact else _WIDE)
        self._name.setVisible(not compact)
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
