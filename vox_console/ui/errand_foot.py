"""The foot of a dialog of errands: what goes on or became of the last one, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from vox_console.presenters.errands import Errand
from vox_console.ui.announcer import announce
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2


class ErrandFoot(QHBoxLayout):
    """files: the buttons on the left, disabled while something goes on. undo, cancel: what these do."""

    def __init__(
        self,
        theme: Theme,
        dialog: QDialog,
        *,
        undo: Callable[[], object],
        cancel: Callable[[], object] | None = None,
        files: tuple[QPushButton, ...] = (),
    ) -> None:
        super().__init__()
        self._dialog = dialog
        self._files = files
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self._undo = dialog_button("Undo", undo, kind="quiet")
        self._cancel = dialog_button("Cancel", cancel) if cancel is not None else None
        self.setSpacing(S2)
        for button in files:
            self.addWidget(button)
        if files:
            self.addSpacing(S2)
        self.addWidget(self._note, 1)
        self.addWidget(self._undo)
        if self._cancel is not None:
            self.addWidget(self._cancel)
        self.addWidget(dialog_button("Close", dialog.reject))

    def show_errand(self, errand: Errand) -> None:
        """Draw an errand; what became of it is spoken, once."""
        busy = bool(errand.busy)
        words = errand.busy or errand.note
        if words and words != self._note.text() and not busy:
            announce(self._dialog, words)
        self._note.setText(words)
        self._note.set_tone("failed" if errand.failed else "muted" if busy else "text")
        self._undo.setVisible(errand.can_undo)
        if self._cancel is not None:
            self._cancel.setVisible(errand.can_break_off)
        for button in self._files:
            button.setEnabled(not busy)
