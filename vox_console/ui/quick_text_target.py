"""Where a quick text goes: the editor somebody writes in, as if it were pasted."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QWidget

from vox_console.ui.message_editor import MessageEditor


def editor_in(window: QWidget) -> MessageEditor | None:
    """Give the editor that has the focus, else the only one that can be seen; None when none is meant."""
    focused = QApplication.focusWidget()
    if isinstance(focused, MessageEditor) and window.isAncestorOf(focused):
        return focused
    seen = [each for each in window.findChildren(MessageEditor) if each.isVisible() and each.isEnabled()]
    return seen[0] if len(seen) == 1 else None


def insert_into(editor: MessageEditor, text: str) -> None:
    """Put a text where the caret stands; the editor checks it as it checks what is pasted."""
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)
    editor.setFocus()
