"""The dialog that asks which conversation is laid into the open one, and says what that does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.inbox_merge import InboxMerge, MergeState
from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE: Final = (520, 520)
_CONSEQUENCE_LINES: Final = 4
_ID: Final = int(Qt.ItemDataRole.UserRole)
_SHEET: Final = "QListWidget::item { padding: 6px 10px; }"
_CHOOSE: Final = "Choose the conversation that is the same person."


class MergeDialog(QDialog):
    """The dialog of one presenter, which has begun already."""

    def __init__(self, theme: Theme, presenter: InboxMerge, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._showing = False
        self.setWindowTitle("Merge conversations")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a name or a number")
        self.search.setAccessibleName("Find a conversation")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Other conversations")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet(_SHEET)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._words = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._consequence = PlainLabel(theme, wrap=True)
        self._consequence.setAccessibleName("What merging does")
        self._consequence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._consequence.setFixedHeight(self._consequence.fontMetrics().lineSpacing() * _CONSEQUENCE_LINES)
        self.merge = PrimaryButton(theme, "Merge")
        self.merge.setAccessibleName("Merge")
        self.merge.setAutoDefault(False)
        self._lay_out(theme)
        self.search.textChanged.connect(presenter.edited)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.merge.clicked.connect(presenter.merge_pressed)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.search.setFocus()

    def show_state(self, state: MergeState) -> None:
        """Draw a state; the dialog ends when there is nothing to choose any more."""
        if state.ended:
            self.accept()
            return
        self._show_rows(state)
        self._words.setText(state.words)
        self._words.setVisible(bool(state.words))
        if state.consequence and state.consequence != self._consequence.text():
            announce(self, state.consequence)
        self._consequence.setText(state.consequence or _CHOOSE)
        self._consequence.set_tone("text" if state.consequence else "muted")
        self.merge.setEnabled(bool(state.chosen) and not state.busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field down into the list."""
        if event.key() == Qt.Key.Key_Down and not self.list.hasFocus() and self.list.count():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Hear nothing more."""
        self._presenter.on_state = lambda _state: None
        super().done(result)

    def _show_rows(self, state: MergeState) -> None:
        shown = [self.list.item(row).data(_ID) for row in range(self.list.count())]
        if shown == [row.id for row in state.rows]:
            return
        self._showing = True
        try:
            self.list.clear()
            for row in state.rows:
                item = QListWidgetItem(f"{row.name}\n{row.detail}", self.list)
                item.setData(_ID, row.id)
                if row.id == state.chosen:
                    self.list.setCurrentItem(item)
        finally:
            self._showing = False

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if not self._showing:
            self._presenter.chosen(item.data(_ID) if item is not None else 0)

    def _lay_out(self, theme: Theme) -> None:
        frame = QFrame()
        mark(frame, "surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        cancel = QPushButton("Cancel")
        cancel.setAccessibleName("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self.merge)
        into = PlainLabel(theme, f"Into {self._presenter.state.into}", tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, "Merge conversations", role="title"))
        column.addWidget(into)
        column.addWidget(self.search)
        column.addWidget(self._words)
        column.addWidget(frame, 1)
        column.addWidget(self._consequence)
        column.addLayout(foot)
