"""The answer box below a conversation: compose's editor, counter, notes and undo bar, without addresses.

It draws a ReplyState. As in the compose pane the editor is written to only when the presenter's text is not
the one the editor told last, and the undo bar covers a line that is always there, so that nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.composing_state import Held, Replacement
from vox_console.presenters.inbox_state import ReplyState
from vox_console.presenters.tone import Tone
from vox_console.ui.announcer import announce
from vox_console.ui.character_card import CharacterCard
from vox_console.ui.character_words import character_words, replacement_words
from vox_console.ui.compose_pane import DRAFT_MS
from vox_console.ui.field_note import FieldNote
from vox_console.ui.message_editor import MessageEditor
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.quick_text_button import QuickTextButton
from vox_console.ui.replacement_diff import ReplacementDiff
from vox_console.ui.segment_counter import SegmentCounter
from vox_console.ui.theme import S1, S2, S4, Theme, mark
from vox_console.ui.undo_bar import UndoBar
from vox_console.ui.undo_keys import UndoKeys

_LINES: Final = 3
_ROOM_AROUND: Final = 24


class ReplyInputs(Protocol):
    """What the box asks of its presenter (presenters.inbox_reply.InboxReply has it all)."""

    on_state: Callable[[ReplyState], None]
    on_sent: Callable[[], None]

    @property
    def state(self) -> ReplyState:
        """The state to show now."""

    def known_fields(self) -> Mapping[str, str]:
        """Give what fills the fields of a quick text, by their names."""
        ...

    def text_edited(self, text: str) -> None:
        """Take the text."""

    def replaced_text(self, indexes: Sequence[int]) -> str:
        """Give the text with the characters at these indexes replaced."""
        ...

    def replacing_outcome(self, indexes: Sequence[int]) -> str:
        """Say what replacing at these indexes does to coding and parts."""
        ...

    def send_pressed(self) -> None:
        """Send."""

    def undo_pressed(self, held: Held) -> None:
        """Take a held answer back."""

    def send_now_pressed(self, held: Held) -> None:
        """Let a held answer leave at once."""

    def draft_due(self) -> None:
        """Store the draft now."""

    def tick(self) -> None:
        """Drop holds whose time is over."""


class ReplyBox(QWidget):
    """The box of one presenter. clock: gives UTC microseconds."""

    def __init__(self, presenter: ReplyInputs, theme: Theme, *, clock: Callable[[], int]) -> None:
        super().__init__()
        self._presenter = presenter
        self._theme = theme
        self._state = presenter.state
        self._thread_id = 0
        self._text = ""
        self.setAccessibleName("Answer")
        self.editor = MessageEditor(theme)
        self.editor.setAccessibleName("Answer")
        self.editor.setPlaceholderText("Write an answer")
        height = self.editor.fontMetrics().lineSpacing() * _LINES + _ROOM_AROUND
        self.editor.setMinimumHeight(height)
        self.editor.setMaximumHeight(height)
        set_tooltip(self.editor, "Answer", "R")
        self.counter = SegmentCounter(theme)
        self.source = ElidedLabel(theme, role="meta", tone="muted")
        self.blocked = ElidedLabel(theme, role="meta", tone="muted")
        self.blocked.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = FieldNote(theme)
        self.cannot = PlainLabel(theme, tone="muted", wrap=True)
        self.cannot.setContentsMargins(0, S2, 0, S2)
        self.replace_all = QPushButton()
        mark(self.replace_all, "kind", "quiet")
        set_tooltip(self.replace_all, "See what would change before it does")
        self.diff = ReplacementDiff(
            theme, preview=presenter.replaced_text, outcome=presenter.replacing_outcome
        )
        self.quick_text = QuickTextButton()
        self.send_button = PrimaryButton(theme)
        set_tooltip(self.send_button, "Send", "Ctrl+Enter")
        self.card = CharacterCard(theme, self.editor)
        self._all = QWidget()
        self._above = QGridLayout()
        self._undo_place = QWidget()
        self.undo_bar = UndoBar(theme, clock=clock, parent=self)
        self._undo_place.setFixedHeight(self.undo_bar.row_height())
        self._undo_keys = UndoKeys(self)
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._build()
        self._connect()
        self.editor.known = presenter.known_fields
        presenter.on_state = self.show_state
        presenter.on_sent = self.editor.setFocus
        self.show_state(presenter.state)

    def show_state(self, state: ReplyState) -> None:
        """Draw a state."""
        old, self._state = self._state, state
        compose = state.compose
        another = state.thread_id != self._thread_id
        self._thread_id = state.thread_id
        if another:
            self._draft.stop()
            self.card.hide()
            self._close_diff()
        if compose.text != self._text:
            self._text = compose.text
            self.editor.set_text(compose.text)
        self.editor.show_marks(compose.text, cuts=compose.cuts, forcing=compose.forcing)
        self.counter.show_counter(compose.counter)
        self.source.setText(f"{state.sender} · {compose.way}" if compose.way else state.sender)
        self._show_note(state)
        self._offer_replacing()
        if not self.diff.isHidden() and not compose.replacements:
            self._close_diff()
        self._show_held(state)
        self.send_button.setText(compose.send_label.replace("&", "&&"))
        self.send_button.setAccessibleName(compose.send_label)
        self.send_button.setAccessibleDescription(compose.blocked or compose.aside or "Ctrl+Enter")
        self.send_button.setEnabled(not compose.blocked)
        # An empty box says by itself what is missing.
        blocked = (compose.blocked if compose.text or _unwanted(state) else "") or compose.aside
        self._show_blocked(blocked, tone="failed" if _unwanted(state) else "muted")
        self.cannot.setText(state.cannot)
        self.cannot.setVisible(bool(state.cannot))
        self._all.setVisible(not state.cannot)
        if compose.note and (another or compose.note != old.compose.note):
            announce(self.editor, compose.note)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the divider on top."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("border"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the undo bar on its place."""
        super().resizeEvent(event)
        self._place_undo_bar()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the undo bar on its place, which is known only now."""
        super().showEvent(event)
        self._place_undo_bar()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when something else is shown or the window closes."""
        super().hideEvent(event)
        self.keep_draft()

    def keep_draft(self) -> None:
        """Store what was typed in the last moment."""
        if self._draft.isActive():
            self._draft.stop()
            self._presenter.draft_due()

    def _build(self) -> None:
        above = self._above
        above.addWidget(self._undo_place, 0, 0, 1, 2)
        above.addWidget(self.source, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        above.addWidget(self.blocked, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        above.addWidget(self.quick_text, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        above.setColumnStretch(0, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addWidget(self.counter, 1)
        foot.addWidget(self.replace_all, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self._all)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(S1)
        inside.addLayout(above)
        inside.addWidget(self.editor)
        inside.addWidget(self.diff)
        inside.addLayout(foot)
        inside.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(S4, S1, S4, S2)
        column.setSpacing(0)
        column.addWidget(self.cannot)
        column.addWidget(self._all)
        self.replace_all.hide()
        self.diff.hide()

    def _connect(self) -> None:
        presenter = self._presenter
        self.editor.edited.connect(self._on_text)
        self.editor.refused.connect(self._on_refused)
        self.editor.character_at_caret.connect(self._on_caret)
        self.editor.character_under_pointer.connect(self._on_pointer)
        self.card.replacement_requested.connect(lambda one: self.editor.replace([one]))
        self.counter.spoken.connect(lambda words: announce(self.editor, words))
        self.replace_all.clicked.connect(self._open_diff)
        self.diff.accepted.connect(self._on_replacements)
        self.diff.closed.connect(self._leave_diff)
        self.send_button.clicked.connect(self._send)
        self.undo_bar.undo_requested.connect(self._undo)
        self.undo_bar.send_now_requested.connect(presenter.send_now_pressed)
        self.undo_bar.time_over.connect(presenter.tick)
        self._undo_keys.pressed.connect(self._undo_latest)
        self._draft.timeout.connect(presenter.draft_due)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._send)

    def _show_blocked(self, words: str, *, tone: str) -> None:
        """Say why nothing is sent; without a reason the number it leaves from has the whole line."""
        self.blocked.setText(words)
        self.blocked.set_tone(tone)
        self._above.setColumnStretch(1, 1 if words else 0)

    def _show_note(self, state: ReplyState) -> None:
        compose = state.compose
        told_already = compose.counter.tone is Tone.FAILED and bool(compose.counter.hint)
        if compose.message_problem is not None and not told_already:
            self.note.show_problem(compose.message_problem)
        else:
            self.note.show_text(compose.note or state.warning)

    def _show_held(self, state: ReplyState) -> None:
        focused = QApplication.focusWidget()
        in_bar = focused is not None and self.undo_bar.isAncestorOf(focused)
        self.undo_bar.show_held(state.compose.held, offline=state.compose.offline)
        if in_bar and focused not in self.undo_bar.buttons:
            self.editor.setFocus()  # its row is gone, and the keyboard would wander off
        self._undo_keys.set_active(active=bool(state.compose.held))

    def _offer_replacing(self) -> None:
        compose = self._state.compose
        count = len(compose.replacements)
        self.replace_all.setVisible(compose.replacing_helps and self.diff.isHidden())
        label = f"Replace all {count}…" if count > 1 else "Replace…"
        self.replace_all.setText(label)
        self.replace_all.setAccessibleName(label)

    def _place_undo_bar(self) -> None:
        for layout in (self.layout(), self._all.layout()):
            if layout is not None:
                layout.activate()
        corner = self._undo_place.mapTo(self, QPoint(0, 0))
        self.undo_bar.stand_on(QRect(corner, self._undo_place.size()))

    # What the operator did.

    def _on_text(self, text: str) -> None:
        self._text = text
        self.card.hide()
        self._presenter.text_edited(text)
        self._draft.start()

    def _on_refused(self, words: str) -> None:
        self.note.show_text(words)
        announce(self.editor, words)

    def _on_caret(self, found: ForcingCharacter | None) -> None:
        aside = ""
        if found is not None:
            aside = character_words(found.character, found.name)
            if found.suggestion:
                aside += f" · {replacement_words(found.suggestion)} would do"
        self.counter.show_aside(aside)

    def _on_pointer(self, found: ForcingCharacter | None, place: QRect) -> None:
        corner = self.editor.viewport().mapTo(self.editor, QPoint(0, 0))
        self.card.point_at(found, place.translated(corner))

    def _open_diff(self) -> None:
        compose = self._state.compose
        if compose.replacements:
            self.card.hide()
            self.diff.open_with(compose.text, compose.replacements)
            self.editor.hide()
            self.diff.show()
            self.replace_all.hide()
            self.diff.apply_button.setFocus()

    def _leave_diff(self) -> None:
        self._close_diff()
        self.editor.setFocus()

    def _close_diff(self) -> None:
        self.diff.hide()
        self.editor.show()
        self._offer_replacing()

    def _on_replacements(self, chosen: list[Replacement]) -> None:
        self._leave_diff()
        self.editor.replace(chosen)

    def _send(self) -> None:
        if self._state.compose.blocked or self._state.cannot:
            self._show_blocked(self._state.compose.blocked, tone="failed")
            announce(self.send_button, self._state.cannot or self._state.compose.blocked)
            return
        # Send is disabled while it stores: without this the focus would wander to the next control.
        self.editor.setFocus()
        self._draft.stop()
        self._presenter.send_pressed()

    def _undo(self, held: Held) -> None:
        self.editor.setFocus()
        self._presenter.undo_pressed(held)

    def _undo_latest(self) -> None:
        latest = self.undo_bar.latest
        if latest is not None:
            self._undo(latest)


def _unwanted(state: ReplyState) -> bool:
    return any(chip.problem is not None for chip in state.compose.chips)
