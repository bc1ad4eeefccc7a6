"""Which passwords an account uses while it is edited, and what is kept and forgotten."""

from __future__ import annotations

from tests.support.fake_clocks import run_story
from tests.support.fake_rest import BOTH, REST_ONLY
from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.account_passwords import AccountPasswords, with_own_password
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault

SMPP_ONLY = BOTH.model_copy(update={"rest_url": "", "rest_username": ""})
SMPP, REST = TransportName.SMPP, TransportName.REST
ONE, TWO, THREE = Secret("one"), Secret("two"), Secret("three")


class Locked(MemoryVault):
    """A vault that keeps nothing."""

    async def set(self, profile: Profile, password: Secret, access: TransportName | None = None) -> None:
        raise VaultError("The keyring is locked", detail=f"{profile.name} {access} {bool(password)}")


async def vault_of(profile: Profile, *, usual: Secret, rest: Secret | None = None) -> MemoryVault:
    vault = MemoryVault()
    await vault.set(profile, usual)
    if rest is not None:
        await vault.set(profile, rest, REST)
    return vault


def in_effect(
    profile: Profile,
    typed: dict[TransportName, Secret],
    *,
    edited: Profile | None = None,
    usual: Secret = ONE,
    rest: Secret | None = None,
) -> Passwords | TransportName:
    async def story() -> Passwords | TransportName:
        vault = MemoryVault() if edited is None else await vault_of(edited, usual=usual, rest=rest)
        return await AccountPasswords(SessionPasswords(), vault).in_effect(profile, typed, edited=edited)

    return run_story(story())


class TestInEffect:
    def test_of_a_new_account_what_was_typed(self) -> None:
        assert in_effect(BOTH, {SMPP: ONE, REST: TWO}) == Passwords(ONE, TWO)
        assert in_effect(BOTH, {SMPP: ONE, REST: Secret("")}) == Passwords(ONE)
        assert in_effect(REST_ONLY, {REST: TWO}) == Passwords(TWO)
        assert in_effect(SMPP_ONLY, {SMPP: ONE, REST: TWO}) == Passwords(ONE)
        assert in_effect(BOTH, {REST: TWO}) is SMPP

    def test_of_an_edited_one_what_was_typed_and_else_what_is_kept(self) -> None:
        assert in_effect(BOTH, {}, edited=BOTH, rest=TWO) == Passwords(ONE, TWO)
        assert in_effect(BOTH, {}, edited=BOTH) == Passwords(ONE)
        assert in_effect(BOTH, {SMPP: THREE}, edited=BOTH, rest=TWO) == Passwords(THREE, TWO)
        assert in_effect(BOTH, {REST: THREE}, edited=BOTH, rest=TWO) == Passwords(ONE, THREE)

    def test_rest_that_is_added_uses_smpps_where_nothing_was_typed(self) -> None:
        assert in_effect(BOTH, {}, edited=SMPP_ONLY) == Passwords(ONE)

    def test_smpp_that_is_added_needs_its_own_and_rest_keeps_what_it_had(self) -> None:
        assert in_effect(BOTH, {}, edited=REST_ONLY) is SMPP
        assert in_effect(BOTH, {SMPP: TWO}, edited=REST_ONLY) == Passwords(TWO, ONE)

    def test_rest_that_is_left_alone_keeps_what_it_used(self) -> None:
        assert in_effect(REST_ONLY, {}, edited=BOTH, rest=TWO) == Passwords(TWO)
        assert in_effect(REST_ONLY, {}, edited=BOTH) == Passwords(ONE)
        assert in_effect(REST_ONLY, {}, edited=SMPP_ONLY) is REST

    def test_where_rest_had_its_own_smpps_is_not_tried_in_its_place(self) -> None:
        own = BOTH.model_copy(update={"rest_own_password": True})
        assert in_effect(own, {}, edited=own, rest=TWO) == Passwords(ONE, TWO)
        assert in_effect(own, {}, edited=own) is REST
        assert in_effect(own, {REST: THREE}, edited=own) == Passwords(ONE, THREE)
        assert in_effect(REST_ONLY, {}, edited=own) is REST
        assert in_effect(SMPP_ONLY, {}, edited=own) == Passwords(ONE)

    def test_what_was_typed_in_this_session_comes_before_the_vault(self) -> None:
        async def story() -> Passwords | TransportName:
            session = SessionPasswords()
            session.keep(BOTH, TWO)
            session.keep(BOTH, THREE, REST)
            vault = await vault_of(BOTH, usual=ONE)
            return await AccountPasswords(session, vault).in_effect(BOTH, {}, edited=BOTH)

        assert run_story(story()) == Passwords(TWO, THREE)


class TestKeeping:
    def test_whether_rest_has_its_own_is_noted(self) -> None:
        noted = [
            with_own_password(profile, passwords).rest_own_password
            for profile, passwords in (
                (BOTH, Passwords(ONE, TWO)),
                (BOTH, Passwords(ONE)),
                (REST_ONLY, Passwords(ONE, TWO)),
            )
        ]
        assert noted == [True, False, False]

    def test_another_user_name_and_a_way_less_leave_nothing_behind(self) -> None:
        async def story() -> None:
            vault = await vault_of(BOTH, usual=ONE, rest=TWO)
            passwords = AccountPasswords(SessionPasswords(), vault)
            renamed = BOTH.model_copy(update={"rest_username": "other"})
            await passwords.keep(renamed, Passwords(ONE, TWO), edited=BOTH)
            assert await vault.get(BOTH, REST) is None
            assert await vault.get(renamed, REST) == TWO
            await passwords.keep(SMPP_ONLY, Passwords(ONE), edited=renamed)
            assert list(vault._secrets.values()) == [ONE]

        run_story(story())

    def test_without_a_keyring_they_live_as_long_as_the_session(self) -> None:
        async def story() -> SessionPasswords:
            session = SessionPasswords()
            await AccountPasswords(session, Locked()).keep(BOTH, Passwords(ONE, TWO), edited=None)
            return session

        session = run_story(story())
        assert (session.usual(BOTH), session.rest(BOTH)) == (ONE, TWO)

    def test_removing_forgets_all(self) -> None:
        async def story() -> None:
            vault = await vault_of(BOTH, usual=ONE, rest=TWO)
            session = SessionPasswords()
            session.keep(BOTH, ONE)
            await AccountPasswords(session, vault).remove(BOTH)
            assert vault._secrets == {}
            assert session.usual(BOTH) is None

        run_story(story())
