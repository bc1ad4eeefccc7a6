"""The notice bar under the title: what the world did to us, one line and one action at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from vox_console.domain.errors import Severity
from vox_console.presenters.notice import Notice
from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4

_TONES = {Severity.ERROR: "failed", Severity.WARNING: "unknown"}


class NoticeInputs(Protocol):
    """What the bar needs of the notice presenter."""

    on_notices: Callable[[tuple[Notice, ...]], None]

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices in force, the most urgent first."""

    def action_pressed(self, key: str) -> None:
        """Do what a notice's one button says."""

    def dismissed(self, key: str) -> None:
        """Take away a notice the operator has read."""


class NoticeBar(QFrame):
    """Shows the first notice; the others wait behind "2 more", which turns to the next one.

    It stands in the layout and takes its own room: it never covers the editor. Hidden without notices.
    The keyboard goes back to where it was when the notice it came for is gone.
    """

    def __init__(self, theme: Theme, notices: NoticeInputs, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._presenter = notices
        self._notices: tuple[Notice, ...] = ()
        self._at = 0
        self._came_from: QWidget | None = None
        self.setAccessibleName("Notices")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = PlainLabel(theme)
        self._title = PlainLabel(theme, role="strong")
        self._detail = ElidedLabel(theme)
        self._action = QPushButton()
        self._more = QPushButton()
        mark(self._more, "kind", "quiet")
        self._dismiss = QPushButton()
        mark(self._dismiss, "kind", "icon")
        self._dismiss.setAccessibleName("Dismiss notice")
        set_tooltip(self._dismiss, "Dismiss notice")
        self._action.clicked.connect(lambda: notices.action_pressed(self._current.key))
        self._more.clicked.connect(self._turn)
        self._dismiss.clicked.connect(lambda: notices.dismissed(self._current.key))
        row = QHBoxLayout(self)
        row.setContentsMargins(S4, S1 + 2, S2, S1 + 2)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._detail, 1)
        for button in (self._more, self._action, self._dismiss):
            row.addWidget(button)
        row.setSpacing(S3)
        theme.changed.connect(self._draw)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        notices.on_notices = self.show_notices
        self.show_notices(notices.notices)

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show the first of these; a new one is also announced to screen readers."""
        known = {notice.key for notice in self._notices}
        shown = self._current.key if self._notices else ""
        self._notices = notices
        fresh = [notice for notice in notices if notice.key not in known]
        keys = [notice.key for notice in notices]
        self._at = keys.index(shown) if shown in keys and not fresh else 0
        if not notices:
            self._give_focus_back()
        self.setVisible(bool(notices))
        self._draw()
        for notice in fresh:
            announce(self, f"{notice.title}. {notice.detail}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tinted ground and the divider below."""
        if not self._notices:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(f"{_TONES[self._current.severity]}_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("border"))
        painter.end()

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new) and old is not None and not self.isAncestorOf(old):
            self._came_from = old

    def _give_focus_back(self) -> None:
        focused, before = QApplication.focusWidget(), self._came_from
        self._came_from = None
        if focused is not None and self.isAncestorOf(focused) and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _current(self) -> Notice:
        return self._notices[self._at]

    def _turn(self) -> None:
        self._at = (self._at + 1) % len(self._notices)
        self._draw()

    def _draw(self) -> None:
        if not self._notices:
            return
        notice, tone = self._current, _TONES[self._current.severity]
        icon = "failed" if notice.severity is Severity.ERROR else "warning"
        self._icon.setPixmap(self._theme.pixmap(icon, tone, 16, self.devicePixelRatioF()))
        self._title.setText(f"{notice.title} ({notice.count} times)" if notice.count > 1 else notice.title)
        self._title.set_tone(tone)
        self._detail.setText(notice.detail)
        self._action.setText(notice.action.replace("&", "&&"))
        self._action.setAccessibleName(notice.action)
        self._action.setVisible(bool(notice.action))
        others = len(self._notices) - 1
        self._more.setText(f"{others} more")
        self._more.setAccessibleName(f"{others} more notices")
        self._more.setVisible(others > 0)
        self._dismiss.setIcon(self._theme.icon("close"))
        self._title.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.update()
