"""The saved accounts, one row each: connect it, edit it, or remove it after one more question."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vox_console.presenters.accounts_state import SavedAccount
from vox_console.ui.choice_card import ChoiceCard
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4


class SavedAccounts(QWidget):
    """Draws saved accounts. Every signal but the last two carries the account's name."""

    chosen = Signal(str)
    edit_pressed = Signal(str)
    remove_pressed = Signal(str)
    remove_kept = Signal()
    remove_confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[SavedAccount, ...], str] = ((), "")
        self._rows: list[QWidget] = []
        self._keep: QPushButton | None = None  # of the question that is asked
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S3)

    def show_accounts(self, accounts: tuple[SavedAccount, ...], *, removing: str) -> None:
        """Draw these; the one named `removing` asks whether it shall go."""
        if self._shown == (accounts, removing):
            return
        self._shown = (accounts, removing)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [
            self._question(account) if account.name == removing else self._row(account)
            for account in accounts
        ]
        for row in self._rows:
            self._column.addWidget(row)
            row.show()  # at once, so that the keyboard can go there
        self.setVisible(bool(accounts))
        if self._keep is not None and removing:
            self._keep.setFocus()

    def _row(self, account: SavedAccount) -> QWidget:
        card = ChoiceCard(
            self._theme,
            icon="link",
            tone="delivered" if account.is_open else "accent",
            title=account.name,
            sentence=f"Open now: {account.detail}" if account.is_open else account.detail,
        )
        policy = card.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)  # narrower than its hint: more lines
        card.setSizePolicy(policy)
        card.clicked.connect(partial(self.chosen.emit, account.name))
        edit = self._button("Edit", account.name)
        edit.clicked.connect(partial(self.edit_pressed.emit, account.name))
        remove = self._button("Remove", account.name)
        remove.clicked.connect(partial(self.remove_pressed.emit, account.name))
        if account.is_open:
            remove.setEnabled(False)
            set_tooltip(remove, "It is open. Connect another account first.")
        return _line(card, edit, remove)

    def _question(self, account: SavedAccount) -> QWidget:
        words = PlainLabel(
            self._theme,
            f"Remove {account.name} and its passwords? Its messages stay in the list.",
            wrap=True,
        )
        self._keep = keep = self._button("Keep", account.name)
        keep.clicked.connect(self.remove_kept)
        remove = self._button("Remove", account.name, kind="danger")
        remove.clicked.connect(self.remove_confirmed)
        row = _line(words, keep, remove)
        row.setContentsMargins(S4, S3, 0, S3)
        return row

    def _button(self, text: str, account: str, *, kind: str = "quiet") -> QPushButton:
        button = QPushButton(text)
        mark(button, "kind", kind)
        button.setAccessibleName(f"{text} {account}")
        button.setAutoDefault(False)
        return button


def _line(wide: QWidget, *narrow: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(S2)
    line.addWidget(wide, 1)
    for widget in narrow:
        line.addWidget(widget)
    return row
