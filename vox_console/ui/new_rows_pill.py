"""The pill over a list or a conversation that tells of new messages out of sight, and leads to them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from vox_console.ui.plain_label import set_tooltip
from vox_console.ui.theme import S2, Theme


class NewRowsPill(QPushButton):
    """A button centred over the widget it is given, at its top or its foot, shown while it has words."""

    def __init__(self, theme: Theme, over: QWidget, *, at_foot: bool = False, keys: str = "") -> None:
        super().__init__(over)
        self._theme = theme
        self._over = over
        self._at_foot = at_foot
        self.setObjectName("newRowsPill")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        shown = QKeySequence(keys or Qt.Key.Key_Home).toString(QKeySequence.SequenceFormat.NativeText)
        set_tooltip(self, "Show the new messages", shown)
        self.hide()
        over.installEventFilter(self)
        theme.changed.connect(self._recolour)
        self._recolour()

    def show_count(self, count: int) -> None:
        """Say how many wait; zero hides the pill."""
        self.show_words(f"{count:,} new" if count else "")

    def show_words(self, words: str) -> None:
        """Say what it leads to; "" hides the pill."""
        if words:
            self.setText(words)
            self.setAccessibleName(words)
            self._place()
            self.raise_()
        self.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay centred when the widget below changes its size."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        top = self._over.height() - self.height() - S2 if self._at_foot else S2
        self.move((self._over.width() - self.width()) // 2, top)

    def _recolour(self) -> None:
        self.setIcon(self._theme.icon("arrow-down" if self._at_foot else "arrow-up", "on_accent"))
        names = ("accent", "accent_hover", "on_accent")
        accent, hover, on_accent = (self._theme.color(name).name() for name in names)
        self.setStyleSheet(
            f"#newRowsPill {{ background: {accent}; color: {on_accent}; border: 2px solid {accent};"
            " border-radius: 14px; padding: 0 12px 0 8px; min-height: 24px; font-weight: 600; }"
            f" #newRowsPill:hover {{ background: {hover}; border-color: {hover}; }}"
            f" #newRowsPill:focus {{ border-color: {on_accent}; }}"
        )
