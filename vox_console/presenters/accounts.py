"""Decides what the account dialog shows: the saved accounts, the form, and what a test bind said. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from secrets import token_urlsafe

from vox_console.domain.errors import FieldProblem
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.account_form import (
    NO_PASSWORD,
    callback_url,
    completed_url,
    goes_in_clear,
    new_values,
    read_form,
    values_of,
    with_edit,
)
from vox_console.presenters.account_passwords import AccountPasswords, with_own_password
from vox_console.presenters.accounts_state import AccountForm, SavedAccount, WayVerdict
from vox_console.presenters.runner import Run
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.bind_trial import Verdict
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault

TryAccount = Callable[[Profile, Passwords], Awaitable[Verdict]]
"""Tries an account's ways and tells the real answer; it is asked for one way at a time."""

_FIRST_NAME = "Vox"
_TOKEN_OCTETS = 24
_UNFINISHED = Verdict(ok=False, words="The test did not finish.")


class AccountsPresenter:
    """The saved accounts, and one of them being made or changed.

    Its callbacks are set by the dialog and by the dialog's owner.

    on_done gets the account to connect, and its password when it was typed here; None means that the owner
    looks it up. By then the profile is in the profiles file and its passwords are in the vault, or in
    `passwords` alone where there is no keyring (the form's vault_note says so). The one it gets is the usual
    one; REST's own is looked up in either.

    open_name: the account of the session behind the dialog, which cannot be removed under it.
    passwords: what was typed in this session; kept up to date here.

    An account keeps its name for life: the journal's messages belong to it by that name.
    """

    def __init__(
        self,
        run: Run,
        *,
        profiles: ProfileStore,
        vault: CredentialVault,
        try_account: TryAccount,
        passwords: SessionPasswords,
        vault_note: str = "",
        open_name: str = "",
    ) -> None:
        self.on_form: Callable[[AccountForm], None] = lambda _form: None
        self.on_done: Callable[[Profile, Secret | None], None] = lambda _profile, _password: None
        self.on_practice: Callable[[], None] = lambda: None
        self._run = run
        self._profiles = profiles
        self._try_account = try_account
        self._passwords = AccountPasswords(passwords, vault)
        self._open_name = open_name
        self._edited: Profile | None = None
        self._token = ""
        self.form = AccountForm(values={}, problems=(), vault_note=vault_note)
        self._list()
        self.new_pressed()

    # ---- the list

    def account_chosen(self, name: str) -> None:
        """Connect a saved account."""
        self.on_done(self._profiles.get(name), None)

    def practice_chosen(self) -> None:
        """Use the practice provider instead of an account."""
        self.on_practice()

    def new_pressed(self) -> None:
        """Begin an empty form."""
        self._edited = None
        self._token = ""
        taken = {account.name for account in self.form.accounts}
        self._show(values=new_values("" if _FIRST_NAME in taken else _FIRST_NAME), editing="")

    def edit_pressed(self, name: str) -> None:
        """Fill the form with a saved account; an empty password stays what it is."""
        self._edited = profile = self._profiles.get(name)
        self._token = profile.callback_token
        self._show(values=values_of(profile), editing=name)

    def remove_pressed(self, name: str) -> None:
        """Ask whether an account shall go; nothing has happened yet."""
        if name != self._open_name:
            self._show(removing=name)

    def remove_kept(self) -> None:
        """Leave the account where it is."""
        self._show(removing="")

    def remove_confirmed(self) -> None:
        """Remove the account that was asked about, and its passwords."""
        name = self.form.removing
        if not name or self.form.busy:
            return
        self._show(busy=True)

        async def remove() -> None:
            try:
                profile = self._profiles.get(name)
                self._profiles.remove(name)
                await self._passwords.remove(profile)
            finally:
                self._list()
                self._show(removing="")

        self._run(remove, name="remove the account")

    # ---- the form

    def field_edited(self, field: str, text: str) -> None:
        """Take what was typed; the field's problem goes away until it is checked again."""
        values = with_edit(self.form.values, field, text)
        problems = tuple(problem for problem in self.form.problems if problem.field != field)
        if field == "callback_port" and text.strip() and not self._token:
            self._token = token_urlsafe(_TOKEN_OCTETS)
        self._show(values=values, problems=problems, busy=self.form.busy)

    def field_left(self, field: str) -> None:
        """Complete REST's address, or say at once why it is none."""
        typed = self.form.values.get(field, "").strip()
        if field != "rest_url" or not typed:
            return
        url = completed_url(typed)
        if isinstance(url, FieldProblem):
            others = tuple(problem for problem in self.form.problems if problem.field != field)
            self._show(problems=(*others, url), busy=self.form.busy)
        elif url != self.form.values.get(field):
            self.field_edited(field, url)

    def test_pressed(self) -> None:
        """Try every way once with what was typed and show the provider's real answers as they come."""
        profile = self._checked()
        if profile is None or self.form.busy:
            return
        self._show(busy=True)

        async def test() -> None:
            verdicts: list[WayVerdict] = []
            problems: tuple[FieldProblem, ...] = ()
            try:
                passwords = await self._typed(profile)
                if isinstance(passwords, TransportName):
                    problems = (_no_password(passwords),)
                else:
                    await self._try_ways(profile, passwords, verdicts)
            finally:
                self._show(problems=problems, verdicts=tuple(verdicts))

        self._run(test, name="test the account")

    async def _try_ways(self, profile: Profile, passwords: Passwords, verdicts: list[WayVerdict]) -> None:
        for way in profile.transports:
            verdict = _UNFINISHED
            try:
                verdict = await self._try_account(_only(profile, way), Passwords(passwords.of(way)))
            finally:
                verdicts.append(WayVerdict(way.value.upper(), verdict.ok, verdict.words))
            self._show(verdicts=tuple(verdicts), busy=True)

    def save_pressed(self) -> None:
        """Keep the account and use it."""
        profile = self._checked()
        if profile is None or self.form.busy:
            return
        self._show(busy=True)

        async def save() -> None:
            problems: tuple[FieldProblem, ...] = ()
            try:
                passwords = await self._typed(profile)
                if isinstance(passwords, TransportName):
                    problems = (_no_password(passwords),)
                    return
                kept = with_own_password(profile, passwords)
                self._profiles.save(kept)
                await self._passwords.keep(kept, passwords, edited=self._edited)
            finally:
                self._show(problems=problems)
            self.on_done(kept, passwords.usual)

        self._run(save, name="save the account")

    def failed(self, fault: Exception) -> None:
        """Show what went wrong while testing, saving or removing."""
        self._show(fault=str(fault) or type(fault).__name__, verdicts=self.form.verdicts)

    async def _typed(self, profile: Profile) -> Passwords | TransportName:
        """Give what was typed, else what is kept for the edited account, or whose is not known.

        Raises VaultError.
        """
        values = self.form.values
        typed = {
            TransportName.SMPP: Secret(values.get("password", "")),
            TransportName.REST: Secret(values.get("rest_password", "")),
        }
        return await self._passwords.in_effect(profile, typed, edited=self._edited)

    def _checked(self) -> Profile | None:
        """Give the account when nothing is wrong with it; show what is wrong otherwise."""
        taken = frozenset(account.name for account in self.form.accounts)
        result = read_form(self.form.values, token=self._token, edited=self._edited, taken=taken)
        if isinstance(result, Profile):
            return result
        self._show(problems=tuple(result))
        return None

    # ---- what is shown

    def _list(self) -> None:
        accounts = tuple(
            SavedAccount(
                profile.name,
                _detail(profile),
                is_open=profile.name == self._open_name,
            )
            for profile in self._profiles.list()
        )
        self.form = replace(self.form, accounts=accounts)

    def _show(
        self,
        *,
        values: dict[str, str] | None = None,
        problems: tuple[FieldProblem, ...] = (),
        verdicts: tuple[WayVerdict, ...] = (),
        fault: str = "",
        busy: bool = False,
        editing: str | None = None,
        removing: str | None = None,
    ) -> None:
        form = self.form
        shown = form.values if values is None else values
        self.form = replace(
            form,
            values=shown,
            problems=problems,
            verdicts=verdicts,
            fault=fault,
            busy=busy,
            editing=form.editing if editing is None else editing,
            edited_ways=self._edited.transports if self._edited is not None else (),
            removing=form.removing if removing is None else removing,
            callback_url=callback_url(shown, self._token),
            rest_in_clear=goes_in_clear(shown),
        )
        self.on_form(self.form)


def _detail(profile: Profile) -> str:
    """Say who connects where, a way a line."""
    ways = {
        TransportName.SMPP: f"{profile.system_id} at {profile.host}:{profile.port}",
        TransportName.REST: f"{profile.rest_username} at {profile.rest_url}",
    }
    if len(profile.transports) == 1:
        return ways[profile.transports[0]]
    return "\n".join(f"{way.value.upper()}: {ways[way]}" for way in profile.transports)


def _only(profile: Profile, way: TransportName) -> Profile:
    """Give the account with one way alone."""
    other = {"rest_url": ""} if way is TransportName.SMPP else {"host": ""}
    return profile.model_copy(update=other)


def _no_password(way: TransportName) -> FieldProblem:
    field = "password" if way is TransportName.SMPP else "rest_password"
    return FieldProblem(field, "empty", NO_PASSWORD)
