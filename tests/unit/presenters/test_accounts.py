"""The account form: problems beside their fields, the real answer of a test bind, and what is kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.desk import ActionRunner
from tests.support.fake_clocks import run_story
from vox_console.domain.errors import LinkError, SettingsError, VaultError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.account_form import new_values
from vox_console.presenters.accounts import AccountsPresenter
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.presenters.states import AccountForm, WayVerdict
from vox_console.services.bind_trial import Verdict
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import BindMode, Profile, ProfileStore
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
        return self.presenter.form

    def type(self, **values: str) -> None:
        for field, text in values.items():
            self.presenter.field_edited(field, text)

    def problems(self) -> dict[str, str]:
        return {problem.field: problem.code for problem in self.form.problems}


Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(
        story: Callable[[Desk], Awaitable[None]],
        *,
        vault: CredentialVault | None = None,
        saved: tuple[Profile, ...] = (),
    ) -> None:
        for profile in saved:
            ProfileStore(tmp_path).save(profile)

        async def whole() -> None:
            async with asyncio.TaskGroup() as tasks:
                await story(Desk(tmp_path, ActionRunner(tasks), vault or MemoryVault()))

        run_story(whole())

    return run


def test_it_begins_with_the_usual_answers_and_says_where_passwords_go(play: Play) -> None:
    async def story(desk: Desk) -> None:
        assert desk.form.values == new_values("Vox")
        assert (desk.form.vault_note, desk.form.busy, desk.form.verdicts) == ("In memory only.", False, ())

    play(story)


def test_practice_needs_no_form(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.practice_chosen()
        assert (desk.practised, desk.done) == (1, [])

    play(story)


def test_what_is_missing_is_told_at_its_field_and_nothing_is_tried(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(port="many")
        desk.presenter.test_pressed()
        desk.presenter.save_pressed()
        await desk.run.rest()
        assert set(desk.problems()) == {"host", "system_id", "password", "port"}
        assert (desk.tried, desk.done, desk.profiles.list()) == ([], [], ())

    play(story)


def test_a_problem_goes_when_its_field_is_edited_and_the_others_stay(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.test_pressed()
        desk.type(host="provider.example")
        assert set(desk.problems()) == {"system_id", "password"}

    play(story)


def test_a_password_the_protocol_cannot_carry_is_told(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**{**TYPED, "password": "nine chars"})
        desk.presenter.save_pressed()
        assert desk.problems() == {"password": "password"}
        assert "nine chars" not in repr(desk.form.problems)

    play(story)


@pytest.mark.parametrize("ok", [True, False])
def test_a_test_shows_the_providers_answer(*, ok: bool, play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED)
        desk.presenter.test_pressed()
        await asyncio.sleep(0)
        assert desk.form.busy
        desk.verdict.set_result(Verdict(ok=ok, words="The provider's words."))
        await desk.run.rest()
        assert not desk.form.busy
        assert desk.form.verdicts == (WayVerdict("SMPP", ok, "The provider's words."),)
        ((profile, password),) = desk.tried
        assert (profile.name, profile.host, password) == ("work", "provider.example", Secret("pa55word"))
        assert desk.profiles.list() == ()  # a test keeps nothing

    play(story)


def test_while_a_test_runs_no_other_begins_not_even_after_typing(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED)
        desk.presenter.test_pressed()
        desk.presenter.test_pressed()
        desk.type(host="other.example")
        desk.presenter.test_pressed()
        desk.presenter.save_pressed()
        desk.verdict.set_result(Verdict(ok=True, words="Bound."))
        await desk.run.rest()
        assert len(desk.tried) == 1
        assert desk.done == []

    play(story)


def test_a_verdict_goes_when_something_is_edited(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED)
        desk.presenter.test_pressed()
        desk.verdict.set_result(Verdict(ok=True, words="Bound."))
        await desk.run.rest()
        desk.type(host="other.example")
        assert desk.form.verdicts == ()

    play(story)


def test_a_test_that_fails_inside_ends_and_says_so(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED)
        desk.presenter.test_pressed()
        desk.verdict.set_exception(LinkError("Could not connect"))
        await desk.run.rest()
        assert not desk.form.busy
        ((_, fault),) = desk.run.failures
        desk.presenter.failed(fault)
        assert desk.form.fault == "Could not connect"
        assert [(each.ok, each.words) for each in desk.form.verdicts] == [(False, "The test did not finish.")]
        desk.presenter.failed(ZeroDivisionError())
        assert desk.form.fault == "ZeroDivisionError"

    play(story)


def test_saving_keeps_the_account_in_the_file_and_the_password_in_the_vault(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(
            **TYPED, port="3550", tls="yes", bind="tx+rx", default_region="rs", default_sender="Vox SMS"
        )
        desk.presenter.save_pressed()
        await desk.run.rest()
        (profile,) = desk.profiles.list()
        assert (profile.port, profile.tls, profile.bind) == (3_550, True, BindMode.TX_RX)
        assert (profile.default_region, profile.default_sender) == ("RS", "Vox SMS")
        assert await desk.vault.get(profile) == Secret("pa55word")
        assert desk.done == [(profile, Secret("pa55word"))]
        assert "pa55word" not in desk.profiles.path.read_text(encoding="utf-8")
        assert not desk.form.busy

    play(story)


def test_a_box_that_is_not_checked_is_no_tls(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED, tls="")
        desk.presenter.save_pressed()
        await desk.run.rest()
        assert [profile.tls for profile in desk.profiles.list()] == [False]

    play(story)


def test_without_a_keyring_the_password_lives_as_long_as_the_session(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED)
        desk.presenter.save_pressed()
        await desk.run.rest()
        assert desk.run.failures == []
        assert [password for _, password in desk.done] == [Secret("pa55word")]

    play(story, vault=NoRing())


def test_an_account_that_cannot_be_saved_is_not_used(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.profiles.path.write_text("not toml [", encoding="utf-8")
        desk.type(**TYPED)
        desk.presenter.save_pressed()
        await desk.run.rest()
        ((name, fault),) = desk.run.failures
        assert (name, type(fault)) == ("save the account", SettingsError)
        assert (desk.done, desk.form.busy) == ([], False)

    play(story)


def test_no_form_ever_shows_the_password_in_its_problems_or_verdict(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.type(**TYPED)
        desk.presenter.test_pressed()
        desk.verdict.set_result(Verdict(ok=False, words="No."))
        await desk.run.rest()
        assert all("pa55word" not in repr((form.problems, form.verdicts)) for form in desk.forms)

    play(story)


SAVED = Profile(
    name="Vox", host="provider.example", system_id="acme", tls=True, window=33, plain_text_accepted=True
)
OPEN = Profile(name="open", host="other.example", system_id="open")


class TestSaved:
    def test_they_are_listed_and_one_is_chosen(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            first, second = desk.form.accounts
            assert (first.name, first.detail, first.is_open) == (
                "Vox",
                "acme at provider.example:2876",
                False,
            )
            assert (second.name, second.is_open) == ("open", True)
            desk.presenter.account_chosen("Vox")
            assert desk.done == [(SAVED, None)]

        play(story, saved=(SAVED, OPEN))

    def test_a_name_that_exists_is_a_problem_and_nothing_is_overwritten(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            assert desk.form.values["name"] == ""  # the usual one is taken
            desk.type(**{**TYPED, "name": " Vox "})
            desk.presenter.save_pressed()
            await desk.run.rest()
            (problem,) = desk.form.problems
            assert (problem.field, problem.text) == ("name", "There is already an account of that name.")
            assert (desk.profiles.list(), desk.done) == ((SAVED,), [])

        play(story, saved=(SAVED,))

    def test_an_edit_keeps_the_password_and_what_the_form_does_not_show(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            await desk.vault.set(SAVED, Secret("kept"))
            desk.presenter.edit_pressed("Vox")
            assert (desk.form.editing, desk.form.values["host"], desk.form.values["tls"]) == (
                "Vox",
                "provider.example",
                "yes",
            )
            assert "password" not in desk.form.values
            desk.type(host="new.example", system_id="other")
            desk.presenter.save_pressed()
            await desk.run.rest()
            changed = SAVED.model_copy(update={"host": "new.example", "system_id": "other"})
            assert desk.profiles.list() == (changed,)
            assert desk.done == [(changed, Secret("kept"))]
            assert await desk.vault.get(changed) == Secret("kept")
            assert await desk.vault.get(SAVED) is None
            desk.presenter.new_pressed()
            assert (desk.form.editing, desk.form.values.get("host")) == ("", None)

        play(story, saved=(SAVED,))

    def test_an_edit_uses_the_password_of_this_session(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.passwords.keep(SAVED, Secret("typed"))
            desk.presenter.edit_pressed("Vox")
            desk.presenter.test_pressed()
            desk.verdict.set_result(Verdict(ok=True, words="Bound."))
            await desk.run.rest()
            assert desk.tried == [(SAVED, Secret("typed"))]

        play(story, saved=(SAVED,))

    @pytest.mark.parametrize("press", ["test_pressed", "save_pressed"])
    def test_an_edit_without_any_password_wants_one(self, press: str, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.presenter.edit_pressed("Vox")
            getattr(desk.presenter, press)()
            await desk.run.rest()
            assert desk.problems() == {"password": "empty"}
            assert (desk.tried, desk.done, desk.form.busy) == ([], [], False)

        play(story, saved=(SAVED,))

    def test_removing_is_asked_about_and_takes_the_password_along(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            await desk.vault.set(SAVED, Secret("kept"))
            desk.passwords.keep(SAVED, Secret("typed"))
            desk.presenter.remove_confirmed()  # nothing was asked
            desk.presenter.remove_pressed("Vox")
            desk.presenter.remove_kept()
            assert (desk.form.removing, len(desk.profiles.list())) == ("", 2)
            desk.presenter.remove_pressed("Vox")
            assert desk.form.removing == "Vox"
            desk.presenter.remove_confirmed()
            await desk.run.rest()
            assert desk.profiles.list() == (OPEN,)
            assert [account.name for account in desk.form.accounts] == ["open"]
            assert await desk.vault.get(SAVED) is None
            assert desk.passwords.usual(SAVED) is None
            desk.presenter.remove_pressed("open")
            assert desk.form.removing == ""

        play(story, saved=(SAVED, OPEN))


REST = {
    "use_rest": "yes",
    "rest_url": "provider.example",
    "rest_username": "acme-http",
}
OVER_HTTP = {"rest_password": "over http"}
LONGER = {"rest_password": "a longer one than SMPP allows"}
TWO = Profile(
    name="Vox",
    host="provider.example",
    system_id="acme",
    rest_url="https://provider.example:8002/api",
    rest_username="acme-http",
)


class TestTwoWays:
    def test_each_way_is_tried_with_its_own_password_and_answers_for_itself(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**TYPED, **REST, **OVER_HTTP)
            desk.verdicts = {
                "smpp": Verdict(ok=True, words="Bound."),
                "rest": Verdict(ok=False, words="Login refused."),
            }
            desk.presenter.test_pressed()
            await desk.run.rest()
            assert desk.form.verdicts == (
                WayVerdict("SMPP", True, "Bound."),  # noqa: FBT003 - the answer of one way
                WayVerdict("REST", False, "Login refused."),  # noqa: FBT003 - the same
            )
            assert [(profile.transports, password) for profile, password in desk.tried] == [
                ((TransportName.SMPP,), Secret("pa55word")),
                ((TransportName.REST,), Secret("over http")),
            ]

        play(story)

    def test_the_first_answer_shows_while_the_second_is_waited_for(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**TYPED, **REST)
            desk.verdicts = {"smpp": Verdict(ok=True, words="Bound.")}
            desk.presenter.test_pressed()
            for _ in range(5):
                await asyncio.sleep(0)
            assert desk.form.busy
            assert [each.way for each in desk.form.verdicts] == ["SMPP"]
            desk.verdict.set_result(Verdict(ok=True, words="Answered."))
            await desk.run.rest()
            assert desk.tried[-1][1] == Secret("pa55word")  # empty: the same as SMPP's

        play(story)

    def test_saving_keeps_both_passwords(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**TYPED, **REST, **OVER_HTTP)
            desk.presenter.save_pressed()
            await desk.run.rest()
            (profile,) = desk.profiles.list()
            assert await desk.vault.get(profile) == Secret("pa55word")
            assert await desk.vault.get(profile, TransportName.REST) == Secret("over http")
            assert desk.passwords.rest(profile) == Secret("over http")
            assert profile.rest_own_password
            assert desk.done == [(profile, Secret("pa55word"))]

        play(story)

    def test_an_account_with_rest_alone_needs_its_password(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(name="work", use_smpp="", **REST)
            desk.presenter.save_pressed()
            assert desk.problems() == {"rest_password": "empty"}
            desk.type(**LONGER)
            desk.presenter.save_pressed()
            await desk.run.rest()
            (profile,) = desk.profiles.list()
            assert profile.transports == (TransportName.REST,)
            assert await desk.vault.get(profile) == Secret("a longer one than SMPP allows")

        play(story)

    def test_an_own_password_of_rest_that_is_not_known_any_more_is_asked_for(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            await desk.vault.set(TWO, Secret("one"))
            desk.presenter.edit_pressed("Vox")
            desk.presenter.test_pressed()
            await desk.run.rest()
            assert desk.problems() == {"rest_password": "empty"}
            assert desk.tried == []

        play(story, saved=(TWO.model_copy(update={"rest_own_password": True}),))

    def test_removing_removes_both_passwords(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            await desk.vault.set(TWO, Secret("one"))
            await desk.vault.set(TWO, Secret("two"), TransportName.REST)
            desk.presenter.remove_pressed("Vox")
            desk.presenter.remove_confirmed()
            await desk.run.rest()
            assert await desk.vault.get(TWO) is None
            assert await desk.vault.get(TWO, TransportName.REST) is None

        play(story, saved=(TWO,))

    def test_both_are_listed_by_who_connects_where(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            (account,) = desk.form.accounts
            assert account.detail == (
                "SMPP: acme at provider.example:2876\nREST: acme-http at https://provider.example:8002/api"
            )

        play(story, saved=(TWO,))

    def test_an_edit_begins_with_both_ways_and_knows_them(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.presenter.edit_pressed("Vox")
            assert (desk.form.uses_smpp, desk.form.uses_rest) == (True, True)
            ways = [desk.form.edited_ways]
            desk.presenter.new_pressed()
            ways.append(desk.form.edited_ways)
            assert ways == [("smpp", "rest"), ()]

        play(story, saved=(TWO,))


class TestRestAddress:
    def test_it_is_completed_when_its_field_is_left(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(**REST)
            desk.presenter.field_left("rest_username")
            assert desk.form.values["rest_url"] == "provider.example"
            desk.presenter.field_left("rest_url")
            assert desk.form.values["rest_url"] == "https://provider.example:8002/api"
            desk.presenter.field_left("rest_url")
            assert desk.problems() == {}

        play(story)

    def test_what_is_no_address_is_told_at_once_beside_the_others(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(use_rest="yes")
            desk.presenter.save_pressed()
            desk.type(rest_url="ftp://provider.example")
            desk.presenter.field_left("rest_url")
            assert desk.problems()["rest_url"] == "rest_url"
            assert {"host", "password"} <= set(desk.problems())

        play(story)

    def test_going_in_the_clear_is_told(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            desk.type(use_rest="yes", rest_url="http://provider.example")
            assert desk.form.rest_in_clear
            desk.type(rest_url="http://127.0.0.1")
            assert not desk.form.rest_in_clear

        play(story)


class TestCallbacks:
    def test_a_port_brings_an_address_with_a_secret_that_stays(self, play: Play) -> None:
        async def story(desk: Desk) -> None:
            assert desk.form.callback_url == ""
            desk.type(**TYPED, **REST, callback_port="8012")
            url = desk.form.callback_url
            assert re.fullmatch(r"http://127\.0\.0\.1:8012/callback/[\w-]{32}", url)
            desk.type(callback_port="")
            assert desk.form.callback_url == ""
            desk.type(callback_port="8012")
            assert desk.form.callback_url == url
            desk.presenter.save_pressed()
            await desk.run.rest()
            (profile,) = desk.profiles.list()
            assert url.endswith(profile.callback_token)
            desk.presenter.edit_pressed("work")
            assert desk.form.callback_url == url
            desk.presenter.new_pressed()
            assert desk.form.callback_url == ""

        play(story)
