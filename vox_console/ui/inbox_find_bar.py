"""The bar that searches within the opened conversation; it floats over its corner, so that nothing moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.inbox_find import FindState, InboxFind
from vox_console.ui.announcer import announce
from vox_console.ui.floating_card import FloatingCard
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S1, S2, Theme, mark

_WIDEST: Final = 400
_ICONS: Final = {"Older finding": "arrow-up", "Newer finding": "arrow-down", "Leave the search": "close"}


class FindBar(FloatingCard):
    """The bar of one presenter, over the upper corner of its parent."""

    def __init__(self, presenter: InboxFind, theme: Theme, over: QWidget) -> None:
        super().__init__(theme, over)
        self._presenter = presenter
        self._over = over
        self._spoken = ""
        self.setAccessibleName("Find in this conversation")
        self.field = QLineEdit()
        self.field.setAccessibleName("Find in this conversation")
        self.field.setPlaceholderText("Find in this conversation")
        self._words = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._older = self._button("Older finding", "Enter")
        self._newer = self._button("Newer finding", "Shift+Enter")
        self._close = self._button("Leave the search", "Esc")
        self._lay_out()
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(presenter.edited)
        self._older.clicked.connect(lambda: presenter.step(older=True))
        self._newer.clicked.connect(lambda: presenter.step(older=False))
        self._close.clicked.connect(presenter.left_pressed)
        for keys, older in (("F3", True), ("Shift+F3", False)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda older=older: presenter.step(older=older))
        over.installEventFilter(self)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.show_state(presenter.state)

    def show_state(self, state: FindState) -> None:
        """Draw a state."""
        if state.typed != self.field.text():
            self.field.setText(state.typed)
        self._words.setText(state.words)
        self._words.setVisible(bool(state.words))
        self._older.setEnabled(state.has_older)
        self._newer.setEnabled(state.has_newer)
        if state.words and state.words != self._spoken:
            announce(self, state.words)
        self._spoken = state.words
        self.setVisible(state.opened)
        self._place()

    def begin(self) -> None:
        """Put the keyboard into the field, with what was looked for before ready to be replaced."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # Qt's virtual methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when what lies below changes its size."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to older findings with Enter, back with Shift+Enter; the arrows do the same."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._presenter.step(older=not back)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._presenter.step(older=event.key() == Qt.Key.Key_Up)
            case _:
                super().keyPressEvent(event)

    def _place(self) -> None:
        width = min(_WIDEST, self._over.width() - 4 * S2)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        self.setGeometry(self._over.width() - width - 2 * S2, S1, width, height)
        self.raise_()

    def _button(self, name: str, keys: str) -> QPushButton:
        button = QPushButton()
        button.setAccessibleName(name)
        mark(button, "kind", "icon")
        set_tooltip(button, name, keys)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(S1)
        row.addWidget(self.field, 1)
        for button in (self._older, self._newer, self._close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(S2, S2, S2, S2)
        column.setSpacing(S1)
        column.addLayout(row)
        column.addWidget(self._words)

    def _recolour(self) -> None:
        for button in (self._older, self._newer, self._close):
            button.setIcon(self._theme.icon(_ICONS[button.accessibleName()], "muted"))
