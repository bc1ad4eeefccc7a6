"""The text entry among the chips: knows when what is typed in it is a whole recipient, or several."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_SEPARATORS = re.compile(r"[,;\n\r\t\u2028\u2029]")
_LONGEST_PASTE = 1_000_000
_ASSISTED_MS = 400


class RecipientEntry(QLineEdit):
    """A line edit without a box of its own.

    typed: the operator typed. finished: take the text now. list_pasted: several recipients were pasted,
    together with what was typed before. left: the focus went elsewhere in the window.
    keys: is offered every key first and tells whether it took it.
    """

    typed = Signal()
    finished = Signal()
    list_pasted = Signal(str)
    left = Signal()
    focus_changed = Signal()

    def __init__(self, keys: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._typed = ""
        self.setAccessibleName("To")
        self.setMaxLength(_LONGEST_PASTE)
        self.setFrame(False)
        # The field around it draws the box and the ring, so the sheet's own may not.
        self.setStyleSheet("QLineEdit { border: none; padding: 0; background: transparent; }")
        # Text put in by a screen reader or a script comes without keys: take it once it is at rest.
        self._assisted = QTimer(self, singleShot=True, interval=_ASSISTED_MS)
        self._assisted.timeout.connect(self.finished)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)

    def put(self, text: str) -> None:
        """Replace the text without telling anybody."""
        self._assisted.stop()
        with QSignalBlocker(self):
            self.setText(text)

    @property
    def at_start(self) -> bool:
        """Tell whether the caret is at the very start, nothing selected."""
        return self.cursorPosition() == 0 and not self.hasSelectedText()

    def paste_list(self) -> bool:
        """Take several recipients from the clipboard; one alone is left to be pasted as text."""
        text = QGuiApplication.clipboard().text()
        if not _SEPARATORS.search(text.strip()):
            return False
        joined = f"{self.text()}\n{text}".strip()
        self.put("")
        self.list_pasted.emit(joined)
        return True

    def _on_edited(self, text: str) -> None:
        self._typed = text
        self.typed.emit()
        if _SEPARATORS.search(text):
            self.finished.emit()

    def _on_changed(self, text: str) -> None:
        # Qt reports an edit by the operator first, so a text it has not reported is somebody else's.
        if text and text != self._typed:
            self._assisted.start()
        self._typed = ""

    # Qt's virtual methods.

    def event(self, event: QEvent) -> bool:
        """Offer each key to the field; Tab, too, which never reaches keyPressEvent."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._keys(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste lists whole."""
        if not (event.matches(QKeySequence.StandardKey.Paste) and self.paste_list()):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus came."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus went, and whether for good."""
        super().focusOutEvent(event)
        # A menu of the entry, or another window to copy a number from, does not end the typing.
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()
        self.focus_changed.emit()
