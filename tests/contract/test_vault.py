"""One suite for both vaults, and every kind of keyring a vault may meet. The rings are fakes that work."""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Callable, Iterator
from threading import Event
from typing import cast

import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError, PasswordSetError

from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import (
    CredentialVault,
    KeyringVault,
    MemoryVault,
    Ring,
    approved_ring,
    open_vault,
)

WORK = Profile(name="work", host="smpp.example.com", system_id="alice")
HOME = Profile(name="home", host="smpp.example.com", system_id="alice")
BOTH = WORK.model_copy(update={"rest_url": "https://sms.example.com:8002/api", "rest_username": "alice"})
REST_ONLY = BOTH.model_copy(update={"host": "", "system_id": ""})
PASSWORD = Secret("c4n4ry-x")
NO_RING = cast(Callable[[], object], fail.Keyring)()
FORGETFUL_RING = cast(Callable[[], object], null.Keyring)()


class WorkingRing:
    """Behaves as a real ring, the exception for a missing entry included."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not found")
        del self.kept[service, username]


class FailingRing:
    """Answers everything with an exception that, as some rings do, repeats the password."""

    def __init__(self, fault: type[Exception]) -> None:
        self._fault = fault

    def get_password(self, service: str, username: str) -> str | None:
        raise self._fault(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._fault(f"could not store {password!r} for {username} in {service}")

    def delete_password(self, service: str, username: str) -> None:
        raise self._fault(f"{service} {username}")


class SlowRing(WorkingRing):
    """Does not answer before it is released, as a ring whose prompt nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.release = Event()
        self.finished = Event()
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.release.wait(20)
        self.finished.set()
        return super().get_password(service, username)


@pytest.fixture
def slow_ring() -> Iterator[SlowRing]:
    ring = SlowRing()
    yield ring
    ring.release.set()


@pytest.fixture(params=["keyring", "memory"])
def vault(request: pytest.FixtureRequest) -> CredentialVault:
    return KeyringVault(load=WorkingRing) if request.param == "keyring" else MemoryVault()


def _class_named(module: str, name: str) -> type[WorkingRing]:
    """Make a working ring that goes by another one's name."""
    return type(name, (WorkingRing,), {"__module__": module})


class TestEveryVault:
    def test_gives_back_what_it_was_given(self, vault: CredentialVault) -> None:
        async def story() -> Secret | None:
            await vault.set(WORK, PASSWORD)
            return await vault.get(WORK)

        assert asyncio.run(story()) == PASSWORD

    def test_an_unknown_password_is_none(self, vault: CredentialVault) -> None:
        assert asyncio.run(vault.get(WORK)) is None

    def test_a_new_password_replaces_the_old_one(self, vault: CredentialVault) -> None:
        async def story() -> Secret | None:
            await vault.set(WORK, Secret("old"))
            await vault.set(WORK, PASSWORD)
            return await vault.get(WORK)

        assert asyncio.run(story()) == PASSWORD

    def test_profiles_do_not_see_each_others_passwords(self, vault: CredentialVault) -> None:
        async def story() -> Secret | None:
            await vault.set(WORK, PASSWORD)
            return await vault.get(HOME)

        assert asyncio.run(story()) is None

    def test_another_system_id_is_another_password(self, vault: CredentialVault) -> None:
        async def story() -> Secret | None:
            await vault.set(WORK, PASSWORD)
            return await vault.get(WORK.model_copy(update={"system_id": "bob"}))

        assert asyncio.run(story()) is None

    @pytest.mark.parametrize(
        ("kept", "other"),
        [
            (REST_ONLY, WORK.model_copy(update={"name": "work (REST)"})),
            (REST_ONLY, WORK),
            (
                WORK.model_copy(update={"system_id": "alice", "name": "b@c"}),
                WORK.model_copy(update={"system_id": "alice@b", "name": "c"}),
            ),
            (
                WORK.model_copy(update={"system_id": "a%40b"}),
                WORK.model_copy(update={"system_id": "a@b"}),
            ),
            (
                REST_ONLY.model_copy(update={"rest_username": "a@b", "name": "c"}),
                REST_ONLY.model_copy(update={"rest_username": "a", "name": "b@c"}),
            ),
        ],
    )
    def test_no_two_accounts_share_a_place(
        self, vault: CredentialVault, kept: Profile, other: Profile
    ) -> None:
        async def story() -> tuple[Secret | None, Secret | None]:
            await vault.set(kept, PASSWORD)
            return await vault.get(kept), await vault.get(other)

        assert asyncio.run(story()) == (PASSWORD, None)

    def test_each_way_of_an_account_has_a_place_of_its_own(self, vault: CredentialVault) -> None:
        async def story() -> list[Secret | None]:
            await vault.set(BOTH, Secret("over smpp"))
            await vault.set(BOTH, PASSWORD, TransportName.REST)
            await vault.remove(BOTH, TransportName.SMPP)
            return [await vault.get(BOTH), await vault.get(BOTH, TransportName.REST)]

        assert asyncio.run(story()) == [None, PASSWORD]

    def test_a_removed_password_is_gone_and_removing_twice_is_fine(self, vault: CredentialVault) -> None:
        async def story() -> Secret | None:
            await vault.set(WORK, PASSWORD)
            await vault.remove(WORK)
            await vault.remove(WORK)
            return await vault.get(WORK)

        assert asyncio.run(story()) is None

    def test_no_representation_shows_a_password(self, vault: CredentialVault) -> None:
        async def story() -> str:
            await vault.set(WORK, PASSWORD)
            return await vault.describe()

        told = asyncio.run(story())
        assert PASSWORD.reveal() not in f"{told} {vault!r} {vars(vault)!r}"


class TestKeyringVault:
    def test_the_ring_files_it_under_our_service_and_the_account(self) -> None:
        ring = WorkingRing()
        asyncio.run(KeyringVault(load=lambda: ring).set(WORK, PASSWORD))
        assert ring.kept == {("vox-console", "alice@work"): PASSWORD.reveal()}

    def test_what_an_earlier_version_kept_is_found_renamed_and_forgotten(self) -> None:
        ring, account = WorkingRing(), WORK.model_copy(update={"system_id": "alice@example"})
        ring.kept["vox-console", "alice@example@work"] = "earlier"
        vault = KeyringVault(load=lambda: ring)
        assert asyncio.run(vault.get(account)) == Secret("earlier")
        asyncio.run(vault.set(account, PASSWORD))
        assert ring.kept == {("vox-console", "alice%40example@work"): PASSWORD.reveal()}
        ring.kept["vox-console", "alice@example@work"] = "earlier"
        asyncio.run(vault.remove(account))
        assert ring.kept == {}

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (KeyringLocked, "locked"),
            (InitError, "locked"),
            (NoKeyringError, "no keyring"),
            (EOFError, "terminal"),
            (PasswordSetError, "PasswordSetError"),
            (OSError, "OSError"),
        ],
    )
    def test_every_trouble_is_told_in_words_with_a_way_out(self, fault: type[Exception], words: str) -> None:
        vault = KeyringVault(load=lambda: FailingRing(fault))
        for call in (vault.get(WORK), vault.set(WORK, PASSWORD), vault.remove(WORK)):
            with pytest.raises(VaultError, match=words) as caught:
                asyncio.run(call)
            assert "each session" in caught.value.hint

    @pytest.mark.parametrize("fault", [PasswordSetError, RuntimeError, KeyringLocked])
    def test_a_ring_that_repeats_the_password_is_not_quoted(
        self, fault: type[Exception], caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(VaultError) as caught:
            asyncio.run(KeyringVault(load=lambda: FailingRing(fault)).set(WORK, PASSWORD))
        whole = "".join(
            traceback.TracebackException.from_exception(caught.value, capture_locals=True).format()
        )
        assert PASSWORD.reveal() not in whole + caplog.text
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None

    def test_a_slow_ring_is_given_up_on_in_words(self, slow_ring: SlowRing) -> None:
        vault = KeyringVault(load=lambda: slow_ring, timeout_s=0.02)
        with pytest.raises(VaultError, match="does not answer"):
            asyncio.run(vault.get(WORK))

    def test_a_slow_ring_does_not_hold_up_the_loop(self, slow_ring: SlowRing) -> None:
        async def story() -> int:
            turns = 0
            async with asyncio.TaskGroup() as tasks:
                asking = tasks.create_task(KeyringVault(load=lambda: slow_ring).get(WORK))
                while turns < 100:
                    await asyncio.sleep(0)
                    turns += 1
                assert not asking.done()
                slow_ring.release.set()
            return turns

        assert asyncio.run(story()) == 100

    def test_an_answer_after_the_loop_has_closed_is_dropped_quietly(self, slow_ring: SlowRing) -> None:
        with pytest.raises(VaultError):
            asyncio.run(KeyringVault(load=lambda: slow_ring, timeout_s=0.02).get(WORK))
        slow_ring.release.set()
        assert slow_ring.finished.wait(20)

    def test_a_hung_call_keeps_a_second_prompt_away_and_what_queued_behind_it_is_not_done_late(
        self, slow_ring: SlowRing
    ) -> None:
        vault = KeyringVault(load=lambda: slow_ring, timeout_s=0.02)

        async def story() -> None:
            with pytest.raises(VaultError):
                await vault.get(WORK)
            with pytest.raises(VaultError):
                await vault.set(WORK, PASSWORD)

        asyncio.run(story())
        assert slow_ring.calls == 1
        slow_ring.release.set()
        for thread in threading.enumerate():
            if thread.name == "keyring":
                thread.join()
        assert slow_ring.kept == {}

    def test_a_ring_that_could_not_be_found_is_looked_for_again(self) -> None:
        offers: list[Callable[[], Ring]] = [_raising(NoKeyringError), WorkingRing]

        def load() -> Ring:
            return offers.pop(0)()

        vault = KeyringVault(load=load)

        async def story() -> Secret | None:
            with pytest.raises(VaultError):
                await vault.set(WORK, PASSWORD)
            await vault.set(WORK, PASSWORD)
            return await vault.get(WORK)

        assert asyncio.run(story()) == PASSWORD

    def test_a_cancelled_caller_leaves_the_vault_usable(
        self, slow_ring: SlowRing, caplog: pytest.LogCaptureFixture
    ) -> None:
        vault = KeyringVault(load=lambda: slow_ring)

        async def story() -> Secret | None:
            async with asyncio.TaskGroup() as tasks:
                asking = tasks.create_task(vault.get(WORK))
                await asyncio.sleep(0)
                asking.cancel()
            slow_ring.release.set()
            await vault.set(WORK, PASSWORD)
            return await vault.get(WORK)

        assert asyncio.run(story()) == PASSWORD
        assert caplog.records == []  # the loop had nothing to complain of


class TestWhichRingsAreReal:
    @pytest.mark.parametrize(
        ("module", "name"),
        [
            ("keyring.backends.SecretService", "Keyring"),
            ("keyring.backends.libsecret", "Keyring"),
            ("keyring.backends.kwallet", "DBusKeyring"),
            ("keyring.backends.macOS", "Keyring"),
            ("keyring.backends.Windows", "WinVaultKeyring"),
        ],
    )
    def test_the_operating_systems_own_are(self, module: str, name: str) -> None:
        ring = _class_named(module, name)()
        assert approved_ring(ring) is ring

    @pytest.mark.parametrize(
        "ring",
        [
            NO_RING,
            FORGETFUL_RING,
            _class_named("keyrings.alt.file", "PlaintextKeyring")(),
            _class_named("keyrings.alt.file", "EncryptedKeyring")(),
            WorkingRing(),
        ],
    )
    def test_nothing_else_is(self, ring: object) -> None:
        with pytest.raises(VaultError, match="no keyring") as caught:
            approved_ring(ring)
        assert "each session" in caught.value.hint

    def test_a_chain_is_unwrapped_to_its_real_ring(self) -> None:
        real = _class_named("keyring.backends.kwallet", "DBusKeyring")()
        plain = _class_named("keyrings.alt.file", "PlaintextKeyring")()
        chain = _class_named("keyring.backends.chainer", "ChainerBackend")
        chain.backends = [plain, real]  # type: ignore[attr-defined]  # as the real chain has it, on the class
        assert approved_ring(chain()) is real

    def test_a_chain_of_unsafe_rings_is_refused(self) -> None:
        chain = _class_named("keyring.backends.chainer", "ChainerBackend")
        chain.backends = [_class_named("keyrings.alt.file", "PlaintextKeyring")()]  # type: ignore[attr-defined]  # as above
        with pytest.raises(VaultError):
            approved_ring(chain())


class TestOpenVault:
    def test_a_ring_is_used_when_there_is_one(self) -> None:
        vault = asyncio.run(open_vault(load=WorkingRing))
        assert isinstance(vault, KeyringVault)
        assert vault.lasting

    def test_without_a_ring_passwords_stay_in_memory_and_it_says_why(self) -> None:
        vault = asyncio.run(open_vault(load=lambda: approved_ring(NO_RING)))
        assert isinstance(vault, MemoryVault)
        assert not vault.lasting
        told = asyncio.run(vault.describe())
        assert "this session only" in told
        assert "no keyring" in told

    def test_a_ring_that_hangs_while_it_is_found_does_not_hold_up_the_start(self) -> None:
        found = Event()

        def load() -> Ring:
            found.wait(20)
            return WorkingRing()

        vault = asyncio.run(open_vault(load=load, timeout_s=0.02))
        found.set()
        assert isinstance(vault, MemoryVault)

    def test_the_ring_is_described_by_the_name_people_know(self) -> None:
        ring = _class_named("keyring.backends.SecretService", "Keyring")
        assert asyncio.run(KeyringVault(load=ring).describe()) == "Passwords are kept by Secret Service"

    def test_describing_a_missing_ring_raises_nothing(self) -> None:
        told = asyncio.run(KeyringVault(load=_raising(KeyringLocked)).describe())
        assert told.startswith("The keyring is locked")


def _raising(fault: type[Exception]) -> Callable[[], Ring]:
    def load() -> Ring:
        raise fault("no")

    return load
