"""The mark on the rail while notices are held back: it says until when, and a click ends it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from vox_console.ui.plain_label import set_tooltip
from vox_console.ui.theme import Theme, mark

_WHAT = "Nobody is told when a customer writes. Click to end it and be told what came."


class QuietMark(QPushButton):
    """Not there unless it is quiet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self._compact = False
        mark(self, "kind", "quiet")
        theme.changed.connect(self._draw)
        self.show_words("")

    def show_words(self, words: str) -> None:
        """Say until when it is quiet; "" when it is not."""
        self._words = words
        self.setVisible(bool(words))
        self.setAccessibleName(words)
        set_tooltip(self, f"{words}. {_WHAT}")
        self._draw()

    def set_compact(self, *, compact: bool) -> None:
        """Show the icon alone."""
        self._compact = compact
        self._draw()

    def _draw(self) -> None:
        self.setIcon(self._theme.icon("moon", "accent"))
        self.setText("" if self._compact else self._words)
