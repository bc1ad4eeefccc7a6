"""What replacing would change, shown before it is done: each character with a check box, before and after.

It takes the editor's place while it is open, so that the text is compared where it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.composing_state import Replacement
from vox_console.ui.character_words import character_words, replacement_words
from vox_console.ui.message_text import TextPositions
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import S1, S2, S3, Theme, mark

_MOST_ROWS_SHOWN = 4
_ROOM_AROUND = 12
_ROW_HEIGHT = 24


class ReplacementDiff(QFrame):
    """Asks which replacements to make.

    preview gives the text after replacing the characters at indexes, outcome what that does to the parts.
    """

    accepted = Signal(list)  # list[Replacement]
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        preview: Callable[[Sequence[int]], str],
        outcome: Callable[[Sequence[int]], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preview = preview
        self._outcome = outcome
        self._text = ""
        self._replacements: tuple[Replacement, ...] = ()
        self._title = PlainLabel(theme, role="strong")
        self._outcome_label = PlainLabel(theme, role="meta", tone="muted")
        self._list = QListWidget()
        self._list.setAccessibleName("Characters to replace")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.itemChanged.connect(self._on_choice)
        self.before_text = _reader(theme, "Before")
        self.after_text = _reader(theme, "After")
        self._apply = QPushButton("Replace")
        self._apply.setAccessibleName("Replace")
        self._apply.clicked.connect(self._on_apply)
        cancel = QPushButton("Cancel")
        cancel.setAccessibleName("Cancel")
        mark(cancel, "kind", "quiet")
        cancel.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(S3, S3, S3, S3)
        column.setSpacing(S1)
        column.addWidget(self._title)
        column.addWidget(self._outcome_label)
        column.addWidget(self._list)
        for name, reader in (("Before", self.before_text), ("After", self.after_text)):
            column.addSpacing(S1)
            column.addWidget(PlainLabel(theme, name, role="meta", tone="muted"))
            column.addWidget(reader, 1)
        column.addSpacing(S2)
        column.addLayout(buttons)
        mark(self, "surface", "card")
        theme.changed.connect(self._show_texts)

    def open_with(self, text: str, replacements: tuple[Replacement, ...]) -> None:
        """Offer these replacements in this text, all of them chosen."""
        self._text = text
        self._replacements = replacements
        with QSignalBlocker(self._list):
            self._list.clear()
            for replacement in replacements:
                self._list.addItem(_row(text, replacement))
        self._list.setFixedHeight(_ROW_HEIGHT * min(len(replacements), _MOST_ROWS_SHOWN) + 2)
        self._on_choice()
        self._apply.setFocus()

    def choose(self, number: int, *, chosen: bool) -> None:
        """Check or uncheck one replacement, by its place in the list."""
        self._list.item(number).setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)

    def chosen(self) -> list[Replacement]:
        """Give the replacements that are checked."""
        return [
            replacement
            for number, replacement in enumerate(self._replacements)
            if self._list.item(number).checkState() is Qt.CheckState.Checked
        ]

    @property
    def after(self) -> str:
        """The text as it would be."""
        return self.after_text.toPlainText()

    @property
    def outcome(self) -> str:
        """What replacing would do to coding and parts, in words."""
        return self._outcome_label.text()

    @property
    def apply_button(self) -> QPushButton:
        """The button that replaces."""
        return self._apply

    def _on_choice(self) -> None:
        count = len(self.chosen())
        characters = "character" if count == 1 else "characters"
        self._title.setText(f"Replace {count} {characters}?")
        self._apply.setText(f"Replace {count}")
        self._apply.setAccessibleName(f"Replace {count}")
        self._apply.setEnabled(count > 0)
        self._outcome_label.setText(self._outcome([each.index for each in self.chosen()]))
        self._show_texts()

    def _show_texts(self) -> None:
        if not self._replacements:
            return
        chosen = self.chosen()
        before, after = [], []
        grown = 0
        for each in chosen:
            before.append((each.index, each.index + len(each.character)))
            start = each.index + grown
            after.append((start, start + len(each.suggestion)))
            grown += len(each.suggestion) - len(each.character)
        self._show(self.before_text, self._text, before, "failed_soft", "failed")
        changed = self._preview([each.index for each in chosen])
        self._show(self.after_text, changed, after, "delivered_soft", "delivered")

    def _show(
        self, reader: QPlainTextEdit, text: str, spans: Sequence[tuple[int, int]], ground: str, ink: str
    ) -> None:
        reader.setPlainText(text)
        positions = TextPositions(text)
        style = QTextCharFormat()
        style.setBackground(self._theme.color(ground))
        style.setForeground(self._theme.color(ink))
        selections = []
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(reader.document())
            cursor.setPosition(positions.to_units(start))
            cursor.setPosition(positions.to_units(end), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = style
            selections.append(selection)
        reader.setExtraSelections(selections)

    def _on_apply(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.accepted.emit(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape, replace with Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_apply()
        else:
            super().keyPressEvent(event)


def _reader(theme: Theme, name: str) -> QPlainTextEdit:
    reader = QPlainTextEdit()
    reader.setAccessibleName(name)
    reader.setReadOnly(True)
    reader.setTabChangesFocus(True)
    reader.setFont(theme.font("body"))
    reader.setMinimumHeight(reader.fontMetrics().lineSpacing() * 2 + 18)
    # The height is shared by stretch; the hint of a text edit would make the whole pane scroll.
    reader.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return reader


def _row(text: str, replacement: Replacement) -> QListWidgetItem:
    start, end = replacement.index, replacement.index + len(replacement.character)
    around = text[max(0, start - _ROOM_AROUND) : end + _ROOM_AROUND].replace("\n", " ")
    words = character_words(replacement.character, replacement.name)
    item = QListWidgetItem(f"{words}  →  {replacement_words(replacement.suggestion)}     …{around}…")
    item.setSizeHint(QSize(0, _ROW_HEIGHT))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked)
    return item
