"""The opened message: its state in words, its text, its facts, and everything anybody said about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from vox_console.presenters.delivery_state import EvidenceLine, EvidenceState
from vox_console.ui.case_box import CaseBox
from vox_console.ui.evidence_disagreement import Disagreement
from vox_console.ui.evidence_line import EvidenceLineView
from vox_console.ui.fact_grid import FactGrid
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.theme import S1, S2, S3, S4, S5, Theme, mark
from vox_console.ui.ticket_row import TicketRow

_TEXT_KEYS = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_ICON = 16
_LINE_CHARACTERS = 64
"""The longest line of message text, as on a handset."""
_AGES_MS = 15_000
"""How often the time that is shown is told anew; it is told in minutes."""


class EvidencePane(QFrame):
    """Draws an EvidenceState. closed: the close button was pressed. The other signals carry the id.

    edit_again: open its text in the editor. take_back, send_now: what to do with one that waits.
    ask_now: ask the provider about it. aged: the time that is shown has moved on (it carries nothing).
    """

    closed = Signal()
    edit_again = Signal(int)
    take_back = Signal(int)
    send_now = Signal(int)
    ask_now = Signal(int)
    aged = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: EvidenceState | None = None
        self._lines: list[EvidenceLineView] = []
        self.setObjectName("evidence")
        self.setAccessibleName("Message details")
        mark(self, "surface", "pane")
        self._contact = ElidedLabel(theme, role="title")
        self._title = PlainLabel(theme, role="title")
        self._title.setTextInteractionFlags(_TEXT_KEYS)
        self._icon = PlainLabel(theme)
        self._word = PlainLabel(theme, role="strong")
        self._explanation = PlainLabel(theme, tone="text", wrap=True)
        self._clock = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._clock.setAccessibleName("Asking the provider")
        self.case = CaseBox(theme)
        self._disagreement = Disagreement(theme)
        self._ageing = QTimer(self)
        self._ageing.setInterval(_AGES_MS)
        self._ageing.timeout.connect(self.aged)
        self._text = PlainLabel(theme, role="message", wrap=True)
        self._text.setTextInteractionFlags(_TEXT_KEYS)
        self._text.setAccessibleName("Text")
        self._close = QPushButton()
        mark(self._close, "kind", "icon")
        self._close.setAccessibleName("Close")
        set_tooltip(self._close, "Close", "Esc")
        self._close.clicked.connect(self.closed)
        self._edit = self._action("Edit again", self.edit_again)
        self._write = self._action("Write again", self.edit_again)
        set_tooltip(self._write, "Open a new message with this text and recipient; nothing is sent yet")
        self._take_back = self._action("Take back", self.take_back)
        self._send_now = self._action("Send it now", self.send_now)
        self._ask_now = self._action("Ask now", self.ask_now)
        set_tooltip(self._ask_now, "Ask the provider what became of it, without waiting for the next time")
        self.ticket = TicketRow(theme)
        self._facts: QWidget = QWidget()
        self._body = QVBoxLayout()
        self._timeline = QVBoxLayout()
        self._scroll = QScrollArea()
        self._build()
        theme.changed.connect(self._recolour)
        self._recolour()

    @property
    def message_id(self) -> int | None:
        """The message that is shown."""
        return None if self._state is None else self._state.message_id

    def show_state(self, state: EvidenceState) -> None:
        """Show a message, or what is new about the one that is shown, without moving the reader."""
        old, self._state = self._state, state
        another = old is None or old.message_id != state.message_id
        if another or old is None or old.look != state.look:
            self._word.setText(state.look.word)
            self._word.set_tone(state.look.tone)
            self._recolour()
        self._edit.setVisible(state.can_edit_again)
        self._write.setVisible(state.can_write_again)
        self._take_back.setVisible(state.can_take_back)
        self._send_now.setVisible(state.can_send_now)
        self._ask_now.setVisible(state.can_ask_now)
        self._clock.setText(state.clock)
        self._clock.setVisible(bool(state.clock))
        self.case.show_case(state.case)
        self._disagreement.show_words(state.disagreement)
        self._age()
        self._contact.setText(state.contact)
        self._contact.setVisible(bool(state.contact))
        self._title.setText(state.title)
        self._title.setFont(self._theme.font("body" if state.contact else "title"))
        self._explanation.setText(state.explanation)
        self._explanation.setVisible(bool(state.explanation))
        self._text.setText(state.text)
        if old is None or old.facts != state.facts:
            fresh = FactGrid(self._theme, state.facts)
            self._body.replaceWidget(self._facts, fresh)
            self._facts.hide()
            self._facts.deleteLater()
            self._facts = fresh
        self._show_lines(() if another or old is None else old.lines, state.lines)
        if another:
            self.ticket.forget()
            self._scroll.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the time that is shown move on while somebody sees it."""
        super().showEvent(event)
        self._age()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let no time pass for nobody."""
        super().hideEvent(event)
        self._age()

    def _age(self) -> None:
        ageing = self.isVisible() and self._state is not None and bool(self._state.clock)
        if ageing != self._ageing.isActive():
            self._ageing.start() if ageing else self._ageing.stop()

    def _show_lines(self, old: tuple[EvidenceLine, ...], new: tuple[EvidenceLine, ...]) -> None:
        """Put new entries on top; what was there stays, with its raw bytes open or closed."""
        kept = len(old) if len(new) >= len(old) and new[len(new) - len(old) :] == old else 0
        for view in self._lines[: len(self._lines) - kept]:
            self._timeline.removeWidget(view)
            view.hide()
            view.deleteLater()
        del self._lines[: len(self._lines) - kept]
        added = new[: len(new) - kept]
        views = [EvidenceLineView(self._theme, line, last=False) for line in added]
        for position, view in enumerate(views):
            self._timeline.insertWidget(position, view)
        self._lines[:0] = views
        if self._lines:
            self._lines[-1].set_last(last=True)

    def _build(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(S4, S3, S3, S2)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._contact)
        names.addWidget(self._title)
        header.addLayout(names, 1)
        header.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        state = QHBoxLayout()
        state.setSpacing(S2)
        state.addWidget(self._icon)
        state.addWidget(self._word)
        state.addStretch(1)
        for action in (self._ask_now, self._edit, self._write, self._take_back, self._send_now):
            state.addWidget(action)
        content = QWidget()
        content.setObjectName("evidenceBody")
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(S4, 0, S4, S5)
        self._body.setSpacing(S3)
        self._body.addLayout(state)
        self._body.addWidget(self._explanation)
        self._body.addWidget(self.case)
        self._body.addWidget(self._disagreement)
        self._body.addWidget(self._clock)
        self._body.addWidget(self._bubble())
        self._body.addSpacing(S1)
        # How we know comes before the particulars: it is what a message is opened for.
        self._body.addWidget(PlainLabel(self._theme, "History", role="strong"))
        self._timeline.setSpacing(0)
        self._body.addLayout(self._timeline)
        self._body.addSpacing(S2)
        self._body.addWidget(self._facts)
        self._body.addWidget(self.ticket)
        self._body.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        content.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._scroll, 1)

    def _bubble(self) -> QFrame:
        """Give the frame around the text, as wide as a handset's lines."""
        bubble = QFrame()
        mark(bubble, "surface", "sunken")
        inside = QVBoxLayout(bubble)
        inside.setContentsMargins(S4, S3, S4, S3)
        inside.addWidget(self._text)
        letter = self._text.fontMetrics().averageCharWidth()
        bubble.setMaximumWidth(letter * _LINE_CHARACTERS + 2 * S4)
        return bubble

    def _action(self, label: str, wanted: SignalInstance) -> QPushButton:
        """Give a button that asks for something to be done with the message that is shown."""
        button = QPushButton(label)
        button.setAccessibleName(label)
        button.hide()

        def ask() -> None:
            if self._state is not None:
                wanted.emit(self._state.message_id)

        button.clicked.connect(ask)
        return button

    def _recolour(self) -> None:
        self._close.setIcon(self._theme.icon("close", "muted"))
        self._edit.setIcon(self._theme.icon("compose"))
        self._write.setIcon(self._theme.icon("compose"))
        self._take_back.setIcon(self._theme.icon("withdrawn"))
        self._send_now.setIcon(self._theme.icon("sending"))
        self._ask_now.setIcon(self._theme.icon("refresh"))
        if self._state is not None:
            look = self._state.look
            pixmap: QPixmap = self._theme.pixmap(look.icon, look.tone, _ICON, self.devicePixelRatioF())
            self._icon.setPixmap(pixmap)
