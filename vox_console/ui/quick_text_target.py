"""Where a quick text goes: the editor somebody writes in, as if it were pasted."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QWidget

from vox_console.presenters.quick_texts import QuickTextsPresenter
from vox_console.ui.entry_dialogs import ended
from vox_console.ui.message_editor import MessageEditor
from vox_console.ui.quick_text_dialog import QuickTextDialog
from vox_console.ui.theme import Theme


def editor_in(window: QWidget) -> MessageEditor | None:
    """Give the editor that has the focus, else the only one that can be seen; None when none is meant."""
    focused = QApplication.focusWidget()
    if isinstance(focused, MessageEditor) and window.isAncestorOf(focused):
        return focused
    seen = [each for each in window.findChildren(MessageEditor) if each.isVisible() and each.isEnabled()]
    return seen[0] if len(seen) == 1 else None


async def put_in(
    theme: Theme, presenter: QuickTextsPresenter, window: QWidget, editor: MessageEditor | None
) -> None:
    """Show the quick texts, and put the one that is inserted into an editor. None: only to manage them."""
    chosen: list[str] = []

    def take(text: str) -> None:
        chosen.append(text)
        dialog.accept()

    if editor is None:
        presenter.opened()
    else:
        presenter.opened(known=editor.known(), insert=take)
    dialog = QuickTextDialog(theme, presenter, window)
    try:
        await ended(dialog)
    finally:
        presenter.closed()  # there is no dialog left to draw it
    if editor is not None and chosen:
        _insert_into(editor, chosen[0])


def _insert_into(editor: MessageEditor, text: str) -> None:
    """Put a text where the caret stands; the editor checks it as it checks what is pasted."""
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)
    editor.setFocus()
