"""The account form over a real file of accounts, with a provider that answers when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support.desk import ActionRunner
from tests.support.fake_clocks import run_story
from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.accounts import AccountsPresenter
from vox_console.presenters.accounts_state import AccountForm
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.bind_trial import Verdict
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault, MemoryVault

TYPED = {"name": "work", "host": "provider.example", "system_id": "acme", "password": "pa55word"}


class NoRing(MemoryVault):
    """A vault whose keyring is locked."""

    async def set(self, profile: Profile, password: Secret, access: TransportName | None = None) -> None:
        raise VaultError("The keyring is locked", detail=f"{profile.name}: {bool(password)} {access}")


class Desk:
    """A presenter with a real profiles file, a vault, and a provider that answers when told to."""

    def __init__(self, path: Path, run: ActionRunner, vault: CredentialVault) -> None:
        self.run = run
        self.profiles = ProfileStore(path)
        self.vault = vault
        self.tried: list[tuple[Profile, Secret]] = []
        self.verdicts: dict[str, Verdict] = {}  # by way, where they are not all one
        self.verdict: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self.forms: list[AccountForm] = []
        self.done: list[tuple[Profile, Secret | None]] = []
        self.passwords = SessionPasswords()
        self.practised = 0
        self.presenter = AccountsPresenter(
            run,
            profiles=self.profiles,
            vault=vault,
            try_account=self._try,
            passwords=self.passwords,
            vault_note="In memory only.",
            open_name="open",
        )
        self.presenter.on_form = self.forms.append
        self.presenter.on_done = lambda profile, password: self.done.append((profile, password))
        self.presenter.on_practice = self._practise

    async def _try(self, profile: Profile, passwords: Passwords) -> Verdict:
        self.tried.append((profile, passwords.usual))
        (way,) = profile.transports
        return self.verdicts.get(way) or await self.verdict

    def _practise(self) -> None:
        self.practised += 1

    @property
    def form(self) -> AccountForm:
        """What is shown now."""
        return self.presenter.form

    def type(self, **values: str) -> None:
        """Type into fields."""
        for field, text in values.items():
            self.presenter.field_edited(field, text)

    def problems(self) -> dict[str, str]:
        """Give the code of what is wrong, by field."""
        return {problem.field: problem.code for problem in self.form.problems}


Play = Callable[..., None]


def play_accounts(
    folder: Path,
    story: Callable[[Desk], Awaitable[None]],
    *,
    vault: CredentialVault | None = None,
    saved: tuple[Profile, ...] = (),
) -> None:
    """Run a story with the form over the accounts that are saved in a folder."""
    for profile in saved:
        ProfileStore(folder).save(profile)

    async def whole() -> None:
        async with asyncio.TaskGroup() as tasks:
            await story(Desk(folder, ActionRunner(tasks), vault or MemoryVault()))

    run_story(whole())
