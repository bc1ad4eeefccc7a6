"""The dialog of automatic answers: what is typed is counted, checked and kept, and then holds at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, RECIPIENT, ActionRunner, Desk, open_desk
from tests.unit.services.test_auto_replies import answers, hear, said
from vox_console.domain.secret import Secret
from vox_console.presenters.auto_replies import AutoRepliesPresenter
from vox_console.presenters.session_access import SessionAccess
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.settings.auto_reply import AutoReply, AutoReplyTo
from vox_console.settings.profiles import Profile, ProfileKind

HELLO, BYE = "We read this on weekdays.", "You get no more messages."
OFF, ON = "Off: nothing is answered by itself.", "On: refusals and every other message are answered."


class Bench:
    """A presenter with its dialog open over an account."""

    def __init__(self, desk: Desk, run: ActionRunner, profile: Profile) -> None:
        self.desk = desk
        self.run = run
        self.access = SessionAccess(
            desk.controller,
            run,
            profile=profile,
            usual=Secret("pa55word"),
            vault=desk.controller.vault,
            passwords=SessionPasswords(),
        )
        self.presenter = AutoRepliesPresenter(desk.controller, run, self.access)
        desk.controller.subscribe(self.presenter.heard)

    async def do(self, act: Callable[[], None]) -> None:
        act()
        await self.run.rest()

    def type_all(self) -> None:
        presenter = self.presenter
        presenter.stop_edited(BYE)
        presenter.general_edited(f" {HELLO} ")
        presenter.to_chosen("every")
        presenter.budget_edited("2")


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the dialog open over an account that is kept, or over another one."""

    def run(story: Story, profile: Profile = PROFILE) -> None:
        async def main() -> None:
            async with open_desk(tmp_path, profile=profile) as desk, asyncio.TaskGroup() as tasks:
                if not profile.practice:
                    desk.controller.profiles.save(profile)
                bench = Bench(desk, ActionRunner(tasks), profile)
                await bench.do(bench.presenter.opened)
                await story(bench)
                assert bench.run.failures == []

        asyncio.run(main())

    return run


def test_at_first_it_is_off_and_says_so(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = bench.presenter.state
        assert (state.standing, state.is_on) == (OFF, False)
        assert (state.stop.text, state.general.text, state.to, state.budget) == ("", "", "first", "3")
        assert state.given == "No answers in the last 24 hours"
        assert state.breaker == "The loop breaker has not tripped: every number is within its limit."

    play(story)


def test_what_an_answer_costs_is_counted_as_it_is_typed(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.stop_edited(BYE)
        assert bench.presenter.state.stop.counter.line == "GSM-7 · 25 / 160 · 1 part"
        bench.presenter.general_edited("ж" * 71)
        assert bench.presenter.state.general.counter.line == "UCS-2 · 71 / 134 · 2 parts"
        bench.presenter.general_edited(" ")
        assert bench.presenter.state.general.counter.line == ""

    play(story)


def test_nothing_holds_before_it_is_saved(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.type_all()
        await hear(bench.desk, said("Hello"))
        assert answers(bench.desk) == []
        assert not bench.desk.controller.profiles.get(PROFILE.name).answers_by_itself

    play(story)


def test_what_is_saved_holds_from_the_next_message_on_and_is_kept(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await hear(bench.desk, said("Before"))
        bench.type_all()
        bench.presenter.save_pressed()
        state = bench.presenter.state
        assert (state.standing, state.is_on, state.failed) == (ON, True, False)
        assert state.note == "Saved. It holds from the next message on."
        await hear(bench.desk, said("Hello"), said("STOP"))
        assert [text for *_, text in answers(bench.desk)] == [HELLO, BYE]
        kept = bench.desk.controller.profiles.get(PROFILE.name)
        assert kept == PROFILE.model_copy(
            update={
                "stop_reply": BYE,
                "auto_reply": HELLO,
                "auto_reply_to": AutoReplyTo.EVERY,
                "auto_reply_budget": 2,
            }
        )
        assert bench.access.profile == kept, "what is kept later of the account has it too"

    play(story)


def test_empty_texts_end_it_at_once(play: Play) -> None:
    async def story(bench: Bench) -> None:
        for text in (HELLO, ""):
            bench.presenter.general_edited(text)
            bench.presenter.to_chosen("every")
            bench.presenter.save_pressed()
            await hear(bench.desk, said(f"after {text}"))
        assert len(answers(bench.desk)) == 1
        assert (bench.presenter.state.standing, bench.presenter.state.note) == (OFF, "Saved: off.")

    play(story)


def test_practice_answers_and_keeps_nothing(play: Play) -> None:
    practice = PROFILE.model_copy(update={"kind": ProfileKind.PRACTICE, "name": "practice"})

    async def story(bench: Bench) -> None:
        bench.presenter.general_edited(HELLO)
        bench.presenter.save_pressed()
        assert bench.presenter.state.note == "It holds until practice ends. Nothing costs money here."
        await hear(bench.desk, said("Hello"))
        assert len(answers(bench.desk)) == 1
        assert bench.desk.controller.profiles.list() == ()

    play(story, practice)


def test_faults_stand_at_their_fields_and_nothing_is_lost(play: Play) -> None:
    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        bench.type_all()
        presenter.general_edited("long " * 199)
        presenter.budget_edited("many")
        bench.access.profile = PROFILE.model_copy(update={"part_limit": 2})
        presenter.save_pressed()
        state = presenter.state
        assert state.general.problem is not None
        assert "this account sends at most 2" in state.general.problem.text
        assert state.budget_problem is not None
        assert state.budget_problem.text == "The automatic answers to one number in 24 hours are 1 to 20."
        assert (state.stop.problem, state.stop.text, state.budget) == (None, BYE, "many")
        assert (state.standing, state.note) == (OFF, "")
        presenter.general_edited("x" * 1_001)
        presenter.budget_edited("")
        bench.access.profile = PROFILE
        presenter.save_pressed()
        assert presenter.state.general.problem is not None
        assert presenter.state.general.problem.text == "An automatic answer has at most 1000 characters."
        assert presenter.state.budget_problem is None
        presenter.general_edited("short")
        presenter.save_pressed()
        assert (presenter.state.is_on, presenter.state.budget) == (True, "3")

    play(story)


def test_what_cannot_be_kept_is_said_and_does_not_hold(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.desk.controller.profiles.path.write_text("not toml [", encoding="utf-8")
        bench.presenter.general_edited(HELLO)
        bench.presenter.save_pressed()
        state = bench.presenter.state
        assert state.failed
        assert state.note.startswith("The profiles cannot be read")
        assert (state.standing, state.general.text) == (OFF, HELLO)
        await hear(bench.desk, said("Hello"))
        assert answers(bench.desk) == []

    play(story)


def test_whom_the_loop_breaker_holds_is_listed_and_answered_again(play: Play) -> None:
    every = PROFILE.model_copy(update={"auto_reply": HELLO, "auto_reply_to": AutoReplyTo.EVERY})

    async def story(bench: Bench) -> None:
        presenter = bench.presenter
        await hear(bench.desk, *[said(f"text {number}") for number in range(6)])
        await bench.run.rest()
        assert [each.number for each in presenter.state.held] == [RECIPIENT]
        assert presenter.state.held[0].words.startswith("+381 64 1234567, since ")
        assert presenter.state.breaker == (
            "The loop breaker holds 1 number: no answers until you allow them again."
        )
        assert presenter.state.given == "3 answers in the last 24 hours"
        await bench.do(presenter.allow_pressed)
        assert presenter.state.held, "nothing was chosen"
        presenter.held_chosen(RECIPIENT)
        await bench.do(presenter.allow_pressed)
        assert presenter.state.held == ()
        assert presenter.state.note == "+381 64 1234567 is answered again, counted anew."
        await hear(bench.desk, said("And now"))
        assert len(answers(bench.desk)) == 4

    play(story, every)


def test_a_closed_dialog_draws_nothing(play: Play) -> None:
    async def story(bench: Bench) -> None:
        drawn: list[object] = []
        bench.presenter.on_state = drawn.append
        bench.presenter.closed()
        await hear(bench.desk, said("Hello"))
        await bench.run.rest()
        assert drawn == []

    play(story)


def test_the_fields_of_answers_alone_are_taken() -> None:
    assert set(PROFILE.answers) == set(AutoReply.model_fields)
