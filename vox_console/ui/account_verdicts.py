"""What the test of an account said, a line for each way, and what went wrong with the dialog's own work."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vox_console.presenters.accounts_state import AccountForm
from vox_console.ui.announcer import announce
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2

_ICON = 16
_BUSY = "Connecting to the provider…"


class AccountVerdicts(QWidget):
    """Takes no room while there is nothing to say; what is new is also announced to screen readers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S1)
        self.hide()

    def show_form(self, form: AccountForm) -> None:
        """Say what this state of the form has to say."""
        several = len(form.verdicts) > 1 or (form.uses_smpp and form.uses_rest)
        said = [
            (f"{each.way}: {each.words}" if several else each.words, "delivered" if each.ok else "failed")
            for each in form.verdicts
        ]
        if form.fault:
            said.append((form.fault, "failed"))
        if form.busy:
            said.append((_BUSY, "muted"))
        before = {line.words for line in self._lines if line.isVisible()}
        while len(self._lines) < len(said):
            self._lines.append(_Line(self._theme))
            self._column.addWidget(self._lines[-1])
        for line in self._lines[len(said) :]:
            line.hide()
        for line, (words, tone) in zip(self._lines, said, strict=False):
            line.show_words(words, tone)
            line.show()
        self.setVisible(bool(said))
        for words, _ in said:
            if words not in before:
                announce(self, words)


class _Line(QWidget):
    """An icon and a sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = PlainLabel(theme)
        self._words = PlainLabel(theme, wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S2)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_words(self, words: str, tone: str) -> None:
        """Say something else. tone: delivered, failed or muted."""
        self._words.setText(words)
        self._words.set_tone(tone)
        icon = "clock" if tone == "muted" else tone
        self._icon.setPixmap(self._theme.pixmap(icon, tone, _ICON, self.devicePixelRatioF()))
