"""The card of the session badge: address, bind time, last error in words, next try, bind and unbind.

Where the account has two ways, each has a section of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.session_state import SessionState, WayState
from vox_console.ui.floating_card import FloatingCard
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.session_way import SessionFacts, SessionWay
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S3, S4

if TYPE_CHECKING:
    from vox_console.ui.session_badge import SessionInputs  # the badge owns this card

_WIDTH = 380


class SessionCard(FloatingCard):
    """A pop-up with everything known about the session; it follows the state while it is open."""

    def __init__(self, theme: Theme, session: SessionInputs, parent: QWidget) -> None:
        super().__init__(theme, parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setAccessibleName("Session")
        self.setFixedWidth(_WIDTH)
        self._icon = PlainLabel(theme)
        self._word = PlainLabel(theme, role="strong")
        self._detail = PlainLabel(theme, role="body", wrap=True)
        self._hint = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._facts = SessionFacts(theme)
        self._sections: list[SessionWay] = []
        self._ways = QVBoxLayout()
        self._ways.setSpacing(S3)
        self.bind = PrimaryButton(theme, "Bind")
        self.unbind = QPushButton("Unbind")
        for button, pressed in ((self.bind, session.bind_pressed), (self.unbind, session.unbind_pressed)):
            button.setAccessibleName(button.text())
            button.clicked.connect(pressed)
        self._lay_out()

    def show_state(self, state: SessionState) -> None:
        """Draw another state."""
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap(state.icon, state.tone.value, 16, ratio))
        self._word.setText(state.word)
        self._word.set_tone(state.tone.value)
        told = {value for _label, value in state.facts}
        self._detail.setText(state.detail)
        # Where there are two ways, their sections say it, each for itself.
        self._detail.setVisible(bool(state.detail) and state.detail not in told and not state.ways)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint) and not state.ways)
        self._facts.show_facts((*state.facts, *(() if state.ways else _numbers(state))))
        self._show_ways(state.ways)
        self.bind.setText(state.bind_label)
        self.bind.setAccessibleName(state.bind_label)
        self.bind.setEnabled(state.can_bind)
        self.unbind.setEnabled(state.can_unbind)
        if self.isVisible():
            self._fit()

    def open_above(self, badge: QWidget) -> None:
        """Open beside the foot of the rail, on the same screen."""
        self._fit()
        corner = badge.mapToGlobal(QPoint(0, -S2)) - QPoint(0, self.height())
        room = badge.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), max(room.top(), corner.y()))
        self.show()
        (self.bind if self.bind.isEnabled() else self.unbind).setFocus()

    def _fit(self) -> None:
        """Take the height the wrapped lines need at this width; adjustSize asks about another width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S2)
        head.addWidget(self._icon)
        head.addWidget(self._word, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(self.unbind)
        foot.addWidget(self.bind)
        column = QVBoxLayout(self)
        column.setContentsMargins(S4, S4, S4, S4)
        column.setSpacing(S2)
        column.addLayout(head)
        column.addWidget(self._detail)
        column.addWidget(self._hint)
        column.addSpacing(S1)
        column.addWidget(self._facts)
        column.addLayout(self._ways)
        column.addSpacing(S2)
        column.addLayout(foot)

    def _show_ways(self, ways: tuple[WayState, ...]) -> None:
        while len(self._sections) < len(ways):
            self._sections.append(SessionWay(self._theme))
            self._ways.addWidget(self._sections[-1])
        for index, section in enumerate(self._sections):
            if index < len(ways):
                section.show_way(ways[index])
            section.setVisible(index < len(ways))


def _numbers(state: SessionState) -> tuple[tuple[str, str], ...]:
    """Give the live numbers of a bound session as facts; labels already told by the state are left out."""
    told = {label for label, _value in state.facts}
    window = f"{state.window_used} of {state.window_limit} in flight" if state.window_limit else ""
    encrypted = {True: "TLS", False: "none: plain text on the network", None: ""}[state.encrypted]
    numbers = (
        ("Encryption", encrypted),
        ("Round trip", state.round_trip),
        ("Rate", state.rate),
        ("Window", window),
        ("Next try", f"in {state.retry_in_s} s" if state.retry_in_s is not None else ""),
    )
    return tuple((label, value) for label, value in numbers if value and label not in told)
