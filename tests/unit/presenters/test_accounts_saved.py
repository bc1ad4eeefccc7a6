"""The accounts that are saved: chosen, changed and removed, with their passwords."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.accounts_desk import TYPED, Desk, Play, play_accounts
from vox_console.domain.secret import Secret
from vox_console.services.bind_trial import Verdict
from vox_console.settings.profiles import Profile


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the form."""
    return partial(play_accounts, tmp_path)


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
