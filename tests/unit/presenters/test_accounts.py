"""The account form: problems beside their fields, the real answer of a test bind, and what is kept."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from tests.support.accounts_desk import TYPED, Desk, NoRing, Play, play_accounts
from vox_console.domain.errors import LinkError, SettingsError
from vox_console.domain.secret import Secret
from vox_console.presenters.account_form import new_values
from vox_console.presenters.accounts_state import WayVerdict
from vox_console.services.bind_trial import Verdict
from vox_console.settings.profiles import BindMode


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the form."""
    return partial(play_accounts, tmp_path)


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
