"""Decides what the account dialog shows: the form, its problems, and what a test bind said. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from vox_console.domain.errors import FieldProblem, VaultError
from vox_console.domain.secret import Secret
from vox_console.presenters.runner import Run
from vox_console.presenters.states import AccountForm
from vox_console.services.bind_trial import Verdict
from vox_console.settings.profiles import Profile, ProfileStore, password_problem, validate_profile
from vox_console.settings.vault import CredentialVault

TryBind = Callable[[Profile, Secret], Awaitable[Verdict]]


class AccountsPresenter:
    """One account being made or changed. Its callbacks are set by the dialog and by the dialog's owner.

    on_done gets the profile and its password once both are kept: the profile in the profiles file, the
    password in the vault, or in memory alone where there is no keyring (the form's vault_note says so).
    """

    def __init__(
        self,
        run: Run,
        *,
        profiles: ProfileStore,
        vault: CredentialVault,
        try_bind: TryBind,
        vault_note: str = "",
    ) -> None:
        self.on_form: Callable[[AccountForm], None] = lambda _form: None
        self.on_done: Callable[[Profile, Secret], None] = lambda _profile, _password: None
        self.on_practice: Callable[[], None] = lambda: None
        self._run = run
        self._profiles = profiles
        self._vault = vault
        self._try_bind = try_bind
        self.form = AccountForm(
            values={"port": "2876", "bind": "trx", "name": "Vox"}, problems=(), vault_note=vault_note
        )

    def field_edited(self, field: str, text: str) -> None:
        """Take what was typed; the field's problem goes away until it is checked again."""
        values = {**self.form.values, field: text}
        problems = tuple(problem for problem in self.form.problems if problem.field != field)
        self._show(values=values, problems=problems, busy=self.form.busy)

    def practice_chosen(self) -> None:
        """Use the practice provider instead of an account."""
        self.on_practice()

    def test_pressed(self) -> None:
        """Bind once with what was typed and show the provider's real answer."""
        checked = self._checked()
        if checked is None or self.form.busy:
            return
        profile, password = checked
        self._show(busy=True)

        async def test() -> None:
            verdict = Verdict(ok=False, words="The test did not finish.")
            try:
                verdict = await self._try_bind(profile, password)
            finally:
                self._show(verdict=verdict.words, verdict_ok=verdict.ok)

        self._run(test, name="test the bind")

    def save_pressed(self) -> None:
        """Keep the account and use it."""
        checked = self._checked()
        if checked is None or self.form.busy:
            return
        profile, password = checked
        self._show(busy=True)

        async def save() -> None:
            try:
                self._profiles.save(profile)
                await self._keep(profile, password)
            finally:
                self._show()
            self.on_done(profile, password)

        self._run(save, name="save the account")

    def failed(self, fault: Exception) -> None:
        """Show what went wrong while testing or saving."""
        self._show(verdict=str(fault) or type(fault).__name__)

    async def _keep(self, profile: Profile, password: Secret) -> None:
        try:
            await self._vault.set(profile, password)
        except VaultError:
            return  # the owner holds it for this session; vault_note has said that it is not kept

    def _checked(self) -> tuple[Profile, Secret] | None:
        """Give the account when nothing is wrong with it; show what is wrong otherwise."""
        result = validate_profile(_as_profile_form(self.form.values))
        password = Secret(self.form.values.get("password", ""))
        problems = [] if isinstance(result, Profile) else list(result)
        wrong_password = password_problem(password, allow_long=False)
        if wrong_password is not None:
            problems.append(wrong_password)
        if not password:
            problems.append(FieldProblem("password", "empty", "Type the password the provider gave you."))
        if problems or not isinstance(result, Profile):
            self._show(problems=tuple(problems))
            return None
        return result, password

    def _show(
        self,
        *,
        values: dict[str, str] | None = None,
        problems: tuple[FieldProblem, ...] = (),
        verdict: str = "",
        verdict_ok: bool = False,
        busy: bool = False,
    ) -> None:
        self.form = AccountForm(
            values=self.form.values if values is None else values,
            problems=problems,
            verdict=verdict,
            verdict_ok=verdict_ok,
            busy=busy,
            vault_note=self.form.vault_note,
        )
        self.on_form(self.form)


def _as_profile_form(values: Mapping[str, str]) -> dict[str, str]:
    """Give the form's texts as profile fields; a checked box is "yes" here and "true" there."""
    form = {field: text for field, text in values.items() if field != "password"}
    form["tls"] = "true" if values.get("tls") else "false"
    return form
