"""The compose pane: draws a ComposeState and passes on what the operator does.

A part is touched only when its share of the state changed, which keeps a key stroke cheap and the caret
where it is: the editor is written to only when the presenter's text is not the one the editor told last.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QMouseEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.composing_state import ComposeState, Held, Replacement
from vox_console.presenters.tone import Tone
from vox_console.ui.announcer import announce
from vox_console.ui.character_words import character_words, replacement_words
from vox_console.ui.compose_form import ComposeForm
from vox_console.ui.compose_inputs import ComposeInputs
from vox_console.ui.theme import Theme
from vox_console.ui.undo_keys import KEYS, UndoKeys

DRAFT_MS = 400


def utc_now_us() -> int:
    """Give UTC microseconds since 1970."""
    return time.time_ns() // 1_000


class ComposePane(ComposeForm):
    """Composes one text for many. Its three actions are public, for the window's menu."""

    def __init__(
        self,
        presenter: ComposeInputs,
        theme: Theme,
        *,
        clock: Callable[[], int] = utc_now_us,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(presenter, theme, clock=clock, parent=parent)
        self._presenter = presenter
        self._state: ComposeState | None = None
        self._text = ""
        self._undo_keys = UndoKeys(self)
        self._undo_keys.pressed.connect(self._undo_latest)
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._draft.timeout.connect(presenter.draft_due)
        # The menu only shows these keys: a disabled action would leave them to the editor, which would
        # begin a new line where the operator has to hear why nothing was sent.
        self.send_action = self._action("Send\tCtrl+Enter")
        self.send_action.triggered.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._send)
        self.undo_send_action = self._action(f"Undo send\t{KEYS}")  # see undo_keys.py
        self.undo_send_action.triggered.connect(self._undo_latest)
        self.replace_action = self._action("Replace character", "Ctrl+.")
        self.replace_action.triggered.connect(self._replace_at_caret)
        self._connect_fields()
        self._connect_message()
        self.editor.known = presenter.known_fields
        presenter.on_state = self.show_state
        presenter.on_truth = self.truth.show_truth
        presenter.on_sent = self._on_sent
        self.show_state(presenter.state)

    def show_state(self, state: ComposeState) -> None:
        """Draw what differs from the state shown before."""
        old, self._state = self._state, state
        if old is None or _sender_share(state) != _sender_share(old):
            self.sender_field.show_sender(
                state.sender, note=state.sender_note, problem=state.sender_problem, senders=state.senders
            )
        self.recipient_field.show_recipients(
            state.chips, problem=state.recipients_problem, duplicates_merged=state.duplicates_merged
        )
        self._show_message(state)
        if old is None or _options_share(state) != _options_share(old):
            self.options.show_options(
                codings=state.codings,
                coding=state.coding,
                method=state.method,
                receipt=state.receipt,
                validity_h=state.validity_h,
                problem=state.validity_problem,
                way=state.transport if state.both_ways else "",
                has_method=state.has_method,
                method_counts=state.method_counts,
                has_validity=state.has_validity,
            )
        if old is None or (state.held, state.offline) != (old.held, old.offline):
            self._show_held(state)
        if old is None or _send_share(state) != _send_share(old):
            self._show_send(state)
        if state.note and (old is None or state.note != old.note):
            announce(self.editor, state.note)

    # Drawing.

    def _show_message(self, state: ComposeState) -> None:
        if state.text != self._text:
            self._text = state.text
            self.editor.set_text(state.text)
        self.editor.show_marks(state.text, cuts=state.cuts, forcing=state.forcing)
        self.counter.show_counter(state.counter)
        self._offer_replacing(state)
        told_already = state.counter.tone is Tone.FAILED and bool(state.counter.hint)
        if state.message_problem is None or (told_already and not state.message_problem.fix):
            self.message_note.show_text(state.note)
        else:
            self.message_note.show_problem(state.message_problem)
        if not self.diff.isHidden() and not state.replacements:
            self._close_diff()

    def _offer_replacing(self, state: ComposeState) -> None:
        count = len(state.replacements)
        offered = state.replacing_helps and self.diff.isHidden()
        if offered is self.replace_all.isHidden():
            self.replace_all.setVisible(offered)
        label = f"Replace all {count}…" if count > 1 else "Replace…"
        if label != self.replace_all.text():
            self.replace_all.setText(label)
            self.replace_all.setAccessibleName(label)

    def _show_held(self, state: ComposeState) -> None:
        focused = QApplication.focusWidget()
        in_bar = focused is not None and self.undo_bar.isAncestorOf(focused)
        self.undo_bar.show_held(state.held, offline=state.offline)
        if in_bar and focused not in self.undo_bar.buttons:
            self._go_on_writing()  # its row is gone, and the keyboard would wander off
        before: QWidget = self.send_button
        for button in self.undo_bar.buttons:
            QWidget.setTabOrder(before, button)
            before = button
        self.undo_send_action.setEnabled(bool(state.held))
        self._undo_keys.set_active(active=bool(state.held))

    def _show_send(self, state: ComposeState) -> None:
        self.send_button.setText(state.send_label.replace("&", "&&"))
        self.send_button.setAccessibleName(state.send_label)
        self.send_button.setAccessibleDescription(state.blocked or state.aside or "Ctrl+Enter")
        self.send_button.setEnabled(not state.blocked)
        self.send_action.setEnabled(not state.blocked)
        self.blocked.setText(state.blocked or state.aside)
        self.blocked.set_tone("muted")
        self.way.setText(state.way)
        self.way.setVisible(bool(state.way))

    def _calm(self) -> None:
        self.blocked.set_tone("muted")

    # Wiring.

    def _action(self, text: str, *shortcuts: str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _connect_fields(self) -> None:
        presenter = self._presenter
        self.sender_field.edited.connect(presenter.sender_edited)
        self.sender_field.fix_requested.connect(presenter.sender_edited)
        self.recipient_field.added.connect(presenter.recipients_added)
        self.recipient_field.removed.connect(presenter.recipients_removed)
        self.recipient_field.restored.connect(presenter.recipients_restored)
        self.recipient_field.replaced.connect(presenter.recipient_replaced)
        self.recipient_field.typed.connect(presenter.completion.typed)
        presenter.completion.on_choices = self.recipient_field.area.show_choices
        self.options.way_chosen.connect(presenter.way_chosen)
        self.options.coding_chosen.connect(presenter.coding_chosen)
        self.options.method_chosen.connect(presenter.method_chosen)
        self.options.receipt_chosen.connect(presenter.receipt_chosen)
        self.options.validity_edited.connect(presenter.validity_edited)
        self.truth_disclosure.button.toggled.connect(self._on_truth)
        self.truth.cut_chosen.connect(presenter.cut_chosen)
        self.undo_bar.undo_requested.connect(self._undo)
        self.undo_bar.send_now_requested.connect(self._send_now)
        self.undo_bar.time_over.connect(presenter.tick)
        self.send_button.clicked.connect(self._send)
        self.send_button.installEventFilter(self)
        sender, recipients, options = self.sender_field, self.recipient_field, self.options
        for edit in (
            *(sender.edited, sender.fix_requested),
            *(recipients.added, recipients.removed, recipients.restored, recipients.replaced),
            *(options.coding_chosen, options.method_chosen, options.receipt_chosen, options.validity_edited),
            options.way_chosen,
        ):
            edit.connect(lambda *_told: self._draft.start())
            edit.connect(lambda *_told: self._calm())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _connect_message(self) -> None:
        self.editor.edited.connect(self._on_text)
        self.editor.refused.connect(self._on_refused)
        self.editor.character_at_caret.connect(self._on_caret)
        self.editor.character_under_pointer.connect(self._on_pointer)
        self.message_note.fix_requested.connect(self._on_message_fixed)
        self.card.replacement_requested.connect(lambda one: self.editor.replace([one]))
        self.counter.spoken.connect(lambda words: announce(self.editor, words))
        self.replace_all.clicked.connect(self._open_diff)
        self.diff.accepted.connect(self._on_replacements)
        self.diff.closed.connect(self._close_diff)

    # What the operator did.

    def _on_text(self, text: str) -> None:
        self._text = text
        self.card.hide()
        self._presenter.text_edited(text)
        self._calm()
        self._draft.start()

    def _on_refused(self, words: str) -> None:
        self.message_note.show_text(words)
        announce(self.editor, words)

    def _on_message_fixed(self, fix: str) -> None:
        cursor = self.editor.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(fix)

    def _on_caret(self, found: ForcingCharacter | None) -> None:
        aside = ""
        if found is not None:
            aside = character_words(found.character, found.name)
            if found.suggestion:
                aside += f" · Ctrl+. replaces it with {replacement_words(found.suggestion)}"
        self.counter.show_aside(aside)

    def _on_pointer(self, found: ForcingCharacter | None, place: QRect) -> None:
        corner = self.editor.viewport().mapTo(self.editor, QPoint(0, 0))
        self.card.point_at(found, place.translated(corner))

    def _replace_at_caret(self) -> None:
        """Replace the character at the caret; without one, go to the next."""
        if self._state is None or not self._state.replacements:
            return
        caret = self.editor.caret_index()
        beside = [each for each in self._state.replacements if each.index in (caret - 1, caret)]
        if beside:
            self.editor.replace(beside[:1])
            return
        later = [each for each in self._state.replacements if each.index >= caret]
        self.editor.go_to((later or self._state.replacements)[0].index)

    def _open_diff(self) -> None:
        if self._state is not None and self._state.replacements:
            self.card.hide()
            self.diff.open_with(self._state.text, self._state.replacements)
            self.editor.hide()
            self.diff.show()
            self.replace_all.hide()
            self.diff.apply_button.setFocus()

    def _close_diff(self) -> None:
        self.diff.hide()
        self.editor.show()
        self._offer_replacing(self._presenter.state)
        self.editor.setFocus()

    def _on_replacements(self, chosen: list[Replacement]) -> None:
        self._close_diff()
        self.editor.replace(chosen)

    def _on_truth(self, shown: bool) -> None:  # noqa: FBT001 - a slot of QAbstractButton.toggled
        self._presenter.truth_shown(shown)
        if shown:
            self.show_opened()

    def _send(self) -> None:
        self.recipient_field.area.commit()
        if self._state is None:
            return
        if self._state.blocked:
            self._say_blocked(self._state.blocked)
            return
        # Send is disabled while it stores: without this the focus would wander to the next control.
        self.editor.setFocus()
        self._draft.stop()
        self._presenter.send_pressed()

    def _say_blocked(self, reason: str) -> None:
        self.blocked.set_tone("failed")
        announce(self.send_button, reason)

    def _on_sent(self) -> None:
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self._go_on_writing()

    def _go_on_writing(self) -> None:
        """Put the keyboard where the next message goes on: whom to, or what."""
        writing = self._presenter.state.chips or self._presenter.state.text
        (self.editor if writing else self.recipient_field).setFocus()

    def _undo(self, held: Held) -> None:
        self.editor.setFocus()
        self._presenter.undo_pressed(held)

    def _send_now(self, held: Held) -> None:
        self._go_on_writing()
        self._presenter.send_now_pressed(held)

    def _undo_latest(self) -> None:
        latest = self.undo_bar.latest
        if latest is not None:
            self._undo(latest)

    def _keep_draft(self) -> None:
        if self._draft.isActive():
            self._draft.stop()
            self._presenter.draft_due()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and self.isAncestorOf(old) and (new is None or not self.isAncestorOf(new)):
            self._keep_draft()

    # Qt's virtual methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See a click on Send even while it is disabled."""
        if event.type() == QEvent.Type.MouseButtonPress and watched is self.send_button:
            # A number still being typed may be all that was missing: then this very click sends.
            self.recipient_field.area.commit()
            if self._state is not None and self._state.blocked:
                self._say_blocked(self._state.blocked)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another place is shown or the window closes."""
        super().hideEvent(event)
        self._keep_draft()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the number being typed when the operator clicks beside it."""
        super().mousePressEvent(event)
        self.recipient_field.area.commit()


def _sender_share(state: ComposeState) -> tuple[object, ...]:
    return state.sender, state.sender_note, state.sender_problem, state.senders


def _send_share(state: ComposeState) -> tuple[object, ...]:
    return state.send_label, state.blocked, state.aside, state.way


def _options_share(state: ComposeState) -> tuple[object, ...]:
    chosen = (state.coding, state.method, state.receipt, state.validity_h, state.validity_problem)
    usable = (state.codings, state.has_method, state.method_counts, state.has_validity)
    return *chosen, *usable, state.both_ways, state.transport
