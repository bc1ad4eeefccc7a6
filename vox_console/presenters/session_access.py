"""What the open account is connected with: passwords, typed or kept, and what a person agreed to. Qt-free.

A password is kept in the vault once the provider has taken it, not before, and the profile notes when REST
has one of its own. A consent is kept in the profile; it counts at once: the account is connected anew.
"""

from __future__ import annotations

from vox_console.domain.errors import LinkError
from vox_console.domain.link import Stopped
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.runner import Run
from vox_console.presenters.session_passwords import SessionPasswords, own_access
from vox_console.services.controller import Controller
from vox_console.services.injection import inject
from vox_console.services.rest_password import rest_password, unknown_password
from vox_console.services.transport_choice import Passwords
from vox_console.settings.auto_reply import AutoReply
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault

_NOT_GIVEN = "The provider was given nothing"


class SessionAccess:
    """One session's account. usual: the password of the way it has first."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        profile: Profile,
        usual: Secret,
        vault: CredentialVault,
        passwords: SessionPasswords,
    ) -> None:
        self.profile = profile
        self._controller = controller
        self._run = run
        self._usual = usual
        self._vault = vault
        self._passwords = passwords
        self._unkept = set(TransportName)

    @property
    def has_both(self) -> bool:
        """Whether the account has two ways, so that one has to be named."""
        return len(self.profile.transports) > 1

    async def connect(self) -> None:
        """Connect the account, or connect it anew."""
        rest = self._passwords.rest(self.profile)
        await self._controller.connect(self.profile, self._usual, rest_password=rest)

    async def use(self, password: Secret, way: TransportName) -> None:
        """Connect anew with another password for one way."""
        self._passwords.keep(self.profile, password, way)
        self._unkept.add(way)
        if own_access(self.profile, way) is None:
            self._usual = password
        await self.connect()

    def taken(self, way: TransportName) -> None:
        """Keep what was typed, now that the provider took it; without a keyring, that is told once."""
        profile, password = self.profile, self._passwords.of(self.profile, way)
        if way in self._unkept and password is not None and not profile.practice:
            self._unkept.discard(way)
            access = own_access(profile, way)
            if access is not None and not profile.rest_own_password:
                self._keep(rest_own_password=True)
            self._run(lambda: self._vault.set(profile, password, access), name="keep the password")

    async def agree(self, consent: str) -> None:
        """Keep that a person agreed: consent is a field of the profile. REST then begins."""
        self._keep(**{consent: True})
        if consent == "rest_plain_text_accepted":
            await self.connect()

    def answer_by_itself(self, answers: AutoReply) -> None:
        """Answer customers so from here on, and keep it. Raises SettingsError; nothing has changed then.

        Practice is not kept: its answers hold until the session ends.
        """
        changed = self.profile.model_copy(update=answers.answers)
        if not changed.practice:
            self._controller.profiles.save(changed)
        self.profile = changed
        self._controller.answer_by_itself(answers)

    async def inject(self, sender: str, number: str, text: str) -> None:
        """Make the platform believe that `sender` wrote `text` to `number`. Raises LinkError, VaultError.

        A provider that refused the password is not given it again, nor is SMPP's tried in its place.
        """
        profile, link = self.profile, self._controller.links.get(TransportName.REST)
        if isinstance(link, Stopped):
            raise LinkError(_NOT_GIVEN, detail=link.reason, hint=link.hint)
        rest = self._passwords.rest(profile) or await rest_password(profile, self._usual, self._vault)
        if rest is None:
            unknown = unknown_password(profile)
            raise LinkError(_NOT_GIVEN, detail=unknown.reason, hint=unknown.hint)
        passwords = Passwords(self._usual, rest)
        await inject(profile, passwords, self._controller.clocks, sender=sender, number=number, text=text)

    def _keep(self, **noted: bool) -> None:
        self.profile = self.profile.model_copy(update=noted)
        self._controller.profiles.save(self.profile)
