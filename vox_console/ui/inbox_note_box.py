"""The box in which a note is written: in the place of the answer, on another ground, with no way to send."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.inbox_lines import NOTE
from vox_console.presenters.inbox_notes import InboxNotes, NoteState
from vox_console.ui.compose_pane import DRAFT_MS
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.theme import S1, S2, S4, Theme, mark

_LINES: Final = 3
_ROOM_AROUND: Final = 24
_ABOUT: Final = "Kept with the conversation on this computer. It is no message."


class NoteBox(QWidget):
    """The box of one presenter; it shows itself while a note is being written."""

    def __init__(self, presenter: InboxNotes, theme: Theme) -> None:
        super().__init__()
        self._presenter = presenter
        self._theme = theme
        self._text = ""
        self.setAccessibleName(NOTE)
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName(NOTE)
        self.editor.setPlaceholderText("Write a note")
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * _LINES + _ROOM_AROUND)
        self.keep = QPushButton("Keep the note")
        self.keep.setAccessibleName("Keep the note")
        set_tooltip(self.keep, "Keep it with the conversation", "Ctrl+Enter")
        self._leave = QPushButton("Back to the answer")
        self._leave.setAccessibleName("Back to the answer")
        mark(self._leave, "kind", "quiet")
        set_tooltip(self._leave, "What was written stays here", "Esc")
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._build()
        self.editor.textChanged.connect(self._on_text)
        self.keep.clicked.connect(presenter.keep_pressed)
        self._leave.clicked.connect(presenter.left_pressed)
        self._draft.timeout.connect(presenter.draft_due)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(presenter.keep_pressed)
        theme.changed.connect(self.update)
        self.show_state(presenter.state)

    def show_state(self, state: NoteState) -> None:
        """Draw a state."""
        if state.text != self._text:
            self._text = state.text
            self.editor.setPlainText(state.text)
        self.keep.setEnabled(state.can_keep)
        self.setVisible(state.opened)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was begun when something else is shown or the window closes."""
        super().hideEvent(event)
        if self._draft.isActive():
            self._draft.stop()
            self._presenter.draft_due()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of notes, with the divider on top."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("unknown_soft"))
        painter.fillRect(0, 0, self.width(), 2, self._theme.color("unknown"))
        painter.end()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S2)
        head.addWidget(PlainLabel(self._theme, NOTE, role="strong", tone="unknown"))
        head.addWidget(ElidedLabel(self._theme, _ABOUT, role="meta"), 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(self._leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(S4, S2, S4, S2)
        column.setSpacing(S1)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addLayout(foot)

    def _on_text(self) -> None:
        text = self.editor.toPlainText()
        if text != self._text:
            self._text = text
            self._presenter.text_edited(text)
            self._draft.start()
