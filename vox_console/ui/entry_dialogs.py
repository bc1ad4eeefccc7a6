"""What is asked before a window stands: which account, its password, or what is wrong. All non-blocking.

Each function shows one dialog and waits on the loop for its end, so that nothing ever runs a second
event loop inside the first.
"""

from __future__ import annotations

import asyncio
from typing import Literal

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout

from vox_console.domain.errors import VoxError
from vox_console.domain.secret import Secret
from vox_console.presenters.accounts import AccountsPresenter, TryBind
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault
from vox_console.ui.account_wizard import AccountWizard
from vox_console.ui.bridge import Bridge
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S3, S5

_WIDTH = 440


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
    """Asks for one account's password."""

    def __init__(self, theme: Theme, account: str, why: str) -> None:
        super().__init__()
        self.setWindowTitle("Password")
        self._field = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._field.setAccessibleName("Password")
        column = _column(self, theme, f"Password of {account}", why)
        column.addWidget(self._field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = buttons.addButton("Connect", QDialogButtonBox.ButtonRole.AcceptRole)
        mark(use, "kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._field.setFocus()

    @property
    def password(self) -> Secret:
        """What was typed."""
        return Secret(self._field.text())


async def ask_password(theme: Theme, account: str, why: str) -> Secret | None:
    """Ask for a password; None when the operator would rather not."""
    dialog = PasswordDialog(theme, account, why)
    return dialog.password if await ended(dialog) else None


class FaultDialog(QDialog):
    """Says in words why the program cannot go on."""

    def __init__(self, theme: Theme, fault: VoxError) -> None:
        super().__init__()
        self.setWindowTitle("Vox Console")
        column = _column(self, theme, fault.title, "\n".join(filter(None, (fault.detail, fault.hint))))
        close = QPushButton("Close")
        close.clicked.connect(self.accept)
        column.addWidget(close)


async def show_fault(theme: Theme, fault: VoxError) -> None:
    """Tell a fault that ends the program, and wait until it was read."""
    await ended(FaultDialog(theme, fault))


def _column(dialog: QDialog, theme: Theme, title: str, text: str) -> QVBoxLayout:
    dialog.setMinimumWidth(_WIDTH)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(S5, S5, S5, S5)
    column.setSpacing(S3)
    column.addWidget(PlainLabel(theme, title, role="title", wrap=True))
    column.addWidget(PlainLabel(theme, text, tone="muted", wrap=True))
    return column


async def ask_account(
    theme: Theme, *, profiles: ProfileStore, vault: CredentialVault, try_bind: TryBind
) -> tuple[Profile, Secret] | Literal["practice"] | None:
    """Ask which account to use, or to practise; None when the operator closes the dialog."""
    answer: list[tuple[Profile, Secret] | Literal["practice"]] = []
    try:
        async with asyncio.TaskGroup() as tasks:
            bridge = Bridge(
                tasks, on_failure=lambda _, fault: presenter.failed(fault), on_events=lambda _events: None
            )
            presenter = AccountsPresenter(
                bridge.run,
                profiles=profiles,
                vault=vault,
                try_bind=try_bind,
                vault_note=await vault.describe(),
            )
            dialog = AccountWizard(theme, presenter)

            def chosen(what: tuple[Profile, Secret] | Literal["practice"]) -> None:
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
