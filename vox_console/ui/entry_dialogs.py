"""What is asked before a window stands, or over it: which account, its password, or what is wrong.

Each function shows one dialog and waits on the loop for its end, so that nothing ever runs a second
event loop inside the first.
"""

from __future__ import annotations

import asyncio
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.domain.errors import VoxError
from vox_console.domain.secret import Secret
from vox_console.presenters.accounts import AccountsPresenter, TryAccount
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault
from vox_console.ui.account_wizard import AccountWizard
from vox_console.ui.bridge import Bridge
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3, S5

_WIDTH = 440
_LEAST_BUTTON = 96

Chosen = tuple[Profile, Secret | None] | Literal["practice"]
"""What the account dialog ends with; without a password when it was not typed there."""


async def ended(dialog: QDialog) -> bool:
    """Show a dialog and give whether it was accepted."""
    result: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(code: int) -> None:
        if not result.done():
            result.set_result(code)

    dialog.finished.connect(finished)
    dialog.show()
    code = await result
    dialog.deleteLater()
    return code == QDialog.DialogCode.Accepted


class PasswordDialog(QDialog):
    """Asks for one account's password. way: "REST" where it has two and this one is wanted, else ""."""

    def __init__(
        self, theme: Theme, account: str, why: str, parent: QWidget | None, *, way: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Password")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._field = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._field.setAccessibleName("Password")
        column = _column(
            self, theme, f"{way} password of {account}" if way else f"Password of {account}", why
        )
        column.addWidget(self._field)
        cancel, connect = QPushButton("Cancel"), PrimaryButton(theme, "Connect")
        cancel.clicked.connect(self.reject)
        connect.clicked.connect(self.accept)
        cancel.setAutoDefault(False)
        connect.setDefault(True)
        column.addSpacing(S2)
        column.addLayout(_foot(cancel, connect))
        self._field.setFocus()

    @property
    def password(self) -> Secret:
        """What was typed."""
        return Secret(self._field.text())


async def ask_password(
    theme: Theme, account: str, why: str, *, way: str = "", parent: QWidget | None = None
) -> Secret | None:
    """Ask for a password; None when the operator would rather not, or typed none."""
    dialog = PasswordDialog(theme, account, why, parent, way=way)
    return (dialog.password or None) if await ended(dialog) else None


class FaultDialog(QDialog):
    """Says in words why the program cannot go on."""

    def __init__(self, theme: Theme, fault: VoxError) -> None:
        super().__init__()
        self.setWindowTitle("Vox Console")
        column = _column(
            self,
            theme,
            fault.title,
            "\n".join(_sentence(words) for words in (fault.detail, fault.hint) if words),
        )
        close = QPushButton("Close")
        close.clicked.connect(self.accept)
        column.addSpacing(S2)
        column.addLayout(_foot(close))


async def show_fault(theme: Theme, fault: VoxError) -> None:
    """Tell a fault that ends the program, and wait until it was read."""
    await ended(FaultDialog(theme, fault))


def _sentence(words: str) -> str:
    """Give words a capital and a full stop: a detail is written to stand within a line, too."""
    whole = words[0].upper() + words[1:]
    return whole if whole.endswith((".", "!", "?", "…")) else f"{whole}."


def _column(dialog: QDialog, theme: Theme, title: str, text: str) -> QVBoxLayout:
    dialog.setMinimumWidth(_WIDTH)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(S5, S5, S5, S5)
    column.setSpacing(S3)
    column.addWidget(PlainLabel(theme, title, role="title", wrap=True))
    column.addWidget(PlainLabel(theme, text, tone="muted", wrap=True))
    return column


def _foot(*buttons: QPushButton) -> QHBoxLayout:
    """Lay buttons out at the right, all of one size."""
    foot = QHBoxLayout()
    foot.setSpacing(S2)
    foot.addStretch()
    for button in buttons:
        button.setAccessibleName(button.text())
        button.ensurePolished()
    width = max(_LEAST_BUTTON, *(button.sizeHint().width() for button in buttons))
    height = max(button.sizeHint().height() for button in buttons)
    for button in buttons:
        button.setFixedSize(width, height)
        foot.addWidget(button)
    return foot


async def ask_account(
    theme: Theme,
    *,
    profiles: ProfileStore,
    vault: CredentialVault,
    try_account: TryAccount,
    passwords: SessionPasswords,
    over: QWidget | None = None,
    open_name: str = "",
) -> Chosen | None:
    """Ask which account to use, or to practise; None when the operator closes the dialog.

    over: the window of the session that stays open when the answer is None. open_name: its account.
    Raises SettingsError when the saved accounts cannot be read.
    """
    answer: list[Chosen] = []
    note = await vault.describe()
    profiles.list()  # inside the task group its fault would be wrapped in a group
    try:
        async with asyncio.TaskGroup() as tasks:
            bridge = Bridge(
                tasks, on_failure=lambda _, fault: presenter.failed(fault), on_events=lambda _events: None
            )
            presenter = AccountsPresenter(
                bridge.run,
                profiles=profiles,
                vault=vault,
                try_account=try_account,
                passwords=passwords,
                vault_note=note,
                open_name=open_name,
            )
            dialog = AccountWizard(theme, presenter, over, leave="Cancel" if over else "Quit")
            dialog.setWindowModality(Qt.WindowModality.WindowModal)

            def chosen(what: Chosen) -> None:
                answer.append(what)
                dialog.accept()

            presenter.on_done = lambda profile, password: chosen((profile, password))
            presenter.on_practice = lambda: chosen("practice")
            await ended(dialog)
            presenter.on_form = lambda _form: None  # there is no dialog left to draw it
            raise _DialogEnded  # noqa: TRY301 - the way to call off what still runs in a task group
    except* _DialogEnded:
        pass
    return answer[0] if answer else None


class _DialogEnded(Exception):
    """Ends the task group of a dialog: a test bind that still runs is called off."""
