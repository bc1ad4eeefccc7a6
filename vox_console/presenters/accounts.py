"""Decides what the account dialog shows: the saved accounts, the form, and what a test bind said. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from vox_console.domain.errors import FieldProblem, VaultError
from vox_console.domain.secret import Secret
from vox_console.presenters.runner import Run
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.presenters.states import AccountForm, SavedAccount
from vox_console.services.bind_trial import Verdict
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile, ProfileStore, password_problem, validate_profile
from vox_console.settings.vault import CredentialVault

TryAccount = Callable[[Profile, Passwords], Awaitable[Verdict]]

_FIRST_NAME = "Vox"
_SHOWN = ("host", "port", "tls", "system_id", "bind", "default_region", "default_sender")
_NO_PASSWORD = FieldProblem("password", "empty", "Type the password the provider gave you.")


class AccountsPresenter:
    """The saved accounts, and one of them being made or changed.

    Its callbacks are set by the dialog and by the dialog's owner.

    on_done gets the account to connect, and its password when it was typed here; None means that the owner
    looks it up. By then the profile is in the profiles file and the password in the vault, or in
    `passwords` alone where there is no keyring (the form's vault_note says so).

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
        self._vault = vault
        self._try_account = try_account
        self._passwords = passwords
        self._open_name = open_name
        self._edited: Profile | None = None
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
        taken = {account.name for account in self.form.accounts}
        name = "" if _FIRST_NAME in taken else _FIRST_NAME
        self._show(values={"port": "2876", "bind": "trx", "name": name}, editing="")

    def edit_pressed(self, name: str) -> None:
        """Fill the form with a saved account; an empty password stays what it is."""
        self._edited = profile = self._profiles.get(name)
        values = {field: str(getattr(profile, field)) for field in ("name", *_SHOWN)}
        self._show(values={**values, "tls": "yes" if profile.tls else ""}, editing=name)

    def remove_pressed(self, name: str) -> None:
        """Ask whether an account shall go; nothing has happened yet."""
        if name != self._open_name:
            self._show(removing=name)

    def remove_kept(self) -> None:
        """Leave the account where it is."""
        self._show(removing="")

    def remove_confirmed(self) -> None:
        """Remove the account that was asked about, and its password."""
        name = self.form.removing
        if not name or self.form.busy:
            return
        self._show(busy=True)

        async def remove() -> None:
            try:
                profile = self._profiles.get(name)
                self._profiles.remove(name)
                self._passwords.forget(name)
                await self._vault.remove(profile)
            finally:
                self._list()
                self._show(removing="")

        self._run(remove, name="remove the account")

    # ---- the form

    def field_edited(self, field: str, text: str) -> None:
        """Take what was typed; the field's problem goes away until it is checked again."""
        values = {**self.form.values, field: text}
        problems = tuple(problem for problem in self.form.problems if problem.field != field)
        self._show(values=values, problems=problems, busy=self.form.busy)

    def test_pressed(self) -> None:
        """Bind once with what was typed and show the provider's real answer."""
        profile = self._checked()
        if profile is None or self.form.busy:
            return
        self._show(busy=True)

        async def test() -> None:
            verdict = Verdict(ok=False, words="The test did not finish.")
            problems: tuple[FieldProblem, ...] = ()
            try:
                password = await self._password()
                if password is None:
                    verdict, problems = Verdict(ok=False, words=""), (_NO_PASSWORD,)
                else:
                    verdict = await self._try_account(profile, Passwords(password))
            finally:
                self._show(problems=problems, verdict=verdict.words, verdict_ok=verdict.ok)

        self._run(test, name="test the bind")

    def save_pressed(self) -> None:
        """Keep the account and use it."""
        profile = self._checked()
        if profile is None or self.form.busy:
            return
        self._show(busy=True)

        async def save() -> None:
            problems: tuple[FieldProblem, ...] = ()
            try:
                password = await self._password()
                if password is None:
                    problems = (_NO_PASSWORD,)
                    return
                self._profiles.save(profile)
                await self._keep(profile, password)
            finally:
                self._show(problems=problems)
            self.on_done(profile, password)

        self._run(save, name="save the account")

    def failed(self, fault: Exception) -> None:
        """Show what went wrong while testing, saving or removing."""
        self._show(verdict=str(fault) or type(fault).__name__)

    async def _password(self) -> Secret | None:
        """Give what was typed, else what is kept for the edited account. Raises VaultError."""
        typed = Secret(self.form.values.get("password", ""))
        if typed or self._edited is None:
            return typed or None
        return self._passwords.usual(self._edited) or await self._vault.get(self._edited)

    async def _keep(self, profile: Profile, password: Secret) -> None:
        self._passwords.keep(profile, password)
        try:
            if self._edited is not None and self._edited.system_id != profile.system_id:
                await self._vault.remove(self._edited)  # it is kept under the system ID
            await self._vault.set(profile, password)
        except VaultError:
            return  # it is held for this session; vault_note has said that it is not kept

    def _checked(self) -> Profile | None:
        """Give the account when nothing is wrong with it; show what is wrong otherwise."""
        edited = self._edited
        allow_long = edited is not None and edited.allow_long_credentials
        result = validate_profile(_as_profile_form(self.form.values, allow_long=allow_long))
        password = Secret(self.form.values.get("password", ""))
        problems = [] if isinstance(result, Profile) else list(result)
        wrong_password = password_problem(password, allow_long=allow_long)
        if wrong_password is not None:
            problems.append(wrong_password)
        if edited is None:
            if not password:
                problems.append(_NO_PASSWORD)
            if isinstance(result, Profile) and result.name in {each.name for each in self.form.accounts}:
                problems.append(FieldProblem("name", "taken", "There is already an account of that name."))
        if problems or not isinstance(result, Profile):
            self._show(problems=tuple(problems))
            return None
        if edited is None:
            return result
        return edited.model_copy(update={field: getattr(result, field) for field in _SHOWN})

    # ---- what is shown

    def _list(self) -> None:
        accounts = tuple(
            SavedAccount(
                profile.name,
                f"{profile.system_id} at {profile.host}:{profile.port}",
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
        verdict: str = "",
        verdict_ok: bool = False,
        busy: bool = False,
        editing: str | None = None,
        removing: str | None = None,
    ) -> None:
        form = self.form
        self.form = replace(
            form,
            values=form.values if values is None else values,
            problems=problems,
            verdict=verdict,
            verdict_ok=verdict_ok,
            busy=busy,
            editing=form.editing if editing is None else editing,
            removing=form.removing if removing is None else removing,
        )
        self.on_form(self.form)


def _as_profile_form(values: Mapping[str, str], *, allow_long: bool) -> dict[str, str]:
    """Give the form's texts as profile fields; a checked box is "yes" here and "true" there."""
    form = {field: text for field, text in values.items() if field != "password"}
    form["tls"] = "true" if values.get("tls") else "false"
    form["allow_long_credentials"] = "true" if allow_long else "false"
    return form
