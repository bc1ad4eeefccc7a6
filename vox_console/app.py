"""The composition root of the window: builds everything, owns the order of start and stop.

Theory of operation. A *session* is one account in one window over one data folder. The program runs
sessions one after another: leaving one account for another ends its session whole (queue stopped, wire
drained, unbound, journal closed) and builds the next from nothing, so no state of one can leak into the
other. Practice keeps its own data folder: what was never real never stands among what was.

Stopping has one path, whoever asks (the window's close button, Quit, SIGTERM, Ctrl-C): the window stays
until the controller has ended, because until then it still tells the truth about the wire.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Thread

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from vox_console.domain.address import international
from vox_console.domain.errors import VoxError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.session_passwords import SessionPasswords, own_access
from vox_console.presenters.start_words import opening_words
from vox_console.services.bind_trial import Verdict, try_account
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.practice_control import PracticeControl
from vox_console.services.practice_process import PracticeProcess, practice_profile
from vox_console.services.transport_choice import Passwords
from vox_console.settings.folders import Folders
from vox_console.settings.logbook import start_logbook
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault, MemoryVault, open_vault
from vox_console.storage.folder_lock import FolderLock
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.collector import MainThreadCollector
from vox_console.ui.entry_dialogs import ask_account, ask_password, show_fault
from vox_console.ui.exit_requests import ExitRequests
from vox_console.ui.opening import OpeningWindow, Stage
from vox_console.ui.session_window import Answer, SessionWindow

_LAST_ACCOUNT = "account/last"
_ANY_NUMBER = "381640000000"


@dataclass(frozen=True, slots=True)
class Practice:
    """Run against the bundled practice provider."""


@dataclass(frozen=True, slots=True)
class Account:
    """Run against this account; password None means the vault has it, or the operator is asked."""

    profile: Profile
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the operator which of the two, as at the first run."""


Choice = Practice | Account | Ask


def run_window(stage: Stage, opening: OpeningWindow, *, practice: bool) -> int:
    """Open the window and run until it is closed; give the exit code."""
    start_logbook(stage.folders.state)
    # Loaded beside everything else, or the first number to be shown would hold the window meanwhile.
    Thread(target=international, args=(_ANY_NUMBER,), name="number-formats", daemon=True).start()
    with MainThreadCollector():
        first = Practice() if practice else None
        return run_on_qt(stage.app, Program(stage, opening, first=first).main)


class Program:
    """The sequence of sessions. first: what to open; None for the account used last, or to ask.

    opening: stands while no other window does, and goes for good at the end.
    """

    def __init__(self, stage: Stage, opening: OpeningWindow, *, first: Choice | None) -> None:
        self._folders = folders = stage.folders
        self._theme = stage.theme
        self._opening = opening
        self._first = first
        self._settings = QSettings(str(folders.state / "window.ini"), QSettings.Format.IniFormat)
        self._profiles = ProfileStore(folders.config)
        self._opened_vault: CredentialVault | None = None
        self._passwords = SessionPasswords()
        self._exits = ExitRequests()

    async def main(self) -> int:
        """Run sessions until the operator wants none."""
        with self._exits as exits:
            try:
                choice: Choice | None = self._first or self._usual_choice()
                while choice is not None:
                    choice = await self._run(choice, exits)
            except VoxError as fault:
                await show_fault(self._theme, fault)
                return 1
            finally:
                self._opening.leave()
        return 0

    def _usual_choice(self) -> Choice:
        """Give the account used last, else the only one there is, else ask."""
        profiles = {profile.name: profile for profile in self._profiles.list()}
        last = str(self._settings.value(_LAST_ACCOUNT, ""))
        if last in profiles:
            return Account(profiles[last])
        return Account(next(iter(profiles.values()))) if profiles else Ask()

    async def _run(self, choice: Choice, exits: ExitRequests) -> Choice | None:
        match choice:
            case Practice():
                return await self._practice_session(exits)
            case Account(profile, password):
                _refuse_second(self._folders)  # before anything slow, such as the keyring
                password = password or await self._password(profile)
                if password is None:
                    return Ask() if not exits.requested else None
                self._settings.setValue(_LAST_ACCOUNT, profile.name)
                vault = await self._vault()
                return await self._session(profile, password, self._folders, vault, exits)
            case Ask():
                _refuse_second(self._folders)
                answer = await self._ask()
                return None if answer is None else _as_choice(answer)

    async def _practice_session(self, exits: ExitRequests) -> Choice | None:
        apart = self._folders.practice()
        apart.make()
        _refuse_second(apart)
        with ExitStack() as stack:
            process = stack.enter_context(await asyncio.to_thread(PracticeProcess))
            profile, password = practice_profile(process.ports)
            control = PracticeControl(process.ports.control)
            return await self._session(profile, password, apart, MemoryVault(), exits, practice=control)

    async def _session(
        self,
        profile: Profile,
        password: Secret,
        folders: Folders,
        vault: CredentialVault,
        exits: ExitRequests,
        *,
        practice: PracticeControl | None = None,
    ) -> Choice | None:
        window: SessionWindow | None = None
        self._opening.say(opening_words(None))
        try:
            async with Controller.open(
                folders,
                program="window",
                vault=vault,
                on_step=lambda step: self._opening.say(opening_words(step)),
            ) as controller:
                window = SessionWindow(
                    controller,
                    self._theme,
                    self._settings,
                    vault=vault,
                    passwords=self._passwords,
                    ask_account=self._ask,
                    practice=practice,
                )
                ending = await window.run(profile, password, exits)
        finally:
            if window is not None:
                window.close()
        return None if ending == "quit" else _as_choice(ending)

    async def _ask(self, over: QWidget | None = None, open_profile: Profile | None = None) -> Answer | None:
        """Ask what to open, and for its password, until both are known or the operator wants neither."""
        vault = await self._vault()
        while True:
            answer = await ask_account(
                self._theme,
                profiles=self._profiles,
                vault=vault,
                try_account=_try_account,
                passwords=self._passwords,
                over=over,
                open_name=open_profile.name if open_profile and not open_profile.practice else "",
            )
            if answer is None or answer == "practice":
                return answer
            profile, typed = answer
            password = typed or await self._password(profile, over=over)
            if password is not None:
                return profile, password
            if self._exits.requested:
                return None

    async def _password(self, profile: Profile, *, over: QWidget | None = None) -> Secret | None:
        """Give the usual password from this session or the vault; ask when neither has it.

        REST's own is seen to as well: where the account has one, SMPP's must not be tried there. None when
        the operator would rather not type what is missing.
        """
        usual = await self._one_password(profile, None, over=over)
        if usual is None or not (profile.rest_own_password and own_access(profile, TransportName.REST)):
            return usual
        rest = await self._one_password(profile, TransportName.REST, over=over)
        return None if rest is None else usual

    async def _one_password(
        self, profile: Profile, access: TransportName | None, *, over: QWidget | None
    ) -> Secret | None:
        """Give one password. access: REST for its own of two, None for the usual one."""
        known = self._passwords.rest(profile) if access else self._passwords.usual(profile)
        if known is not None:
            return known
        vault, why = await self._vault(), ""
        try:
            stored = await vault.get(profile, access)
            if stored is not None:
                return stored
        except VoxError as fault:
            why = " ".join(filter(None, (fault.title + ".", fault.detail, fault.hint)))
        way = "REST" if access else ""
        why = why or await vault.describe()
        typed = await ask_password(self._theme, profile.name, why, way=way, parent=over)
        if typed is not None:
            self._passwords.keep(profile, typed, access)
        return typed

    async def _vault(self) -> CredentialVault:
        """Give the keyring's vault; it is looked for once, and not at all for practice."""
        if self._opened_vault is None:
            self._opened_vault = await open_vault()
        return self._opened_vault


def _as_choice(answer: Answer) -> Choice:
    return Practice() if answer == "practice" else Account(*answer)


def _refuse_second(folders: Folders) -> None:
    """Raise StoreHeld at once when another program works on the folder; opening the journal asks again."""
    with FolderLock(folders.data).acquire(program="window"):
        pass


async def _try_account(profile: Profile, passwords: Passwords) -> Verdict:
    return await try_account(profile, passwords, SystemClocks())
