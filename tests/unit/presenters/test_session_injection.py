"""Injecting an inbound message: what is missing, and what the provider answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.support.desk import ActionRunner
from tests.support.fake_clocks import run_story
from vox_console.domain.errors import LinkError
from vox_console.presenters.session_injection import InjectionPresenter, InjectionState


class Desk:
    """A presenter, and a provider that answers as it is told to."""

    def __init__(self, run: ActionRunner, fault: Exception | None) -> None:
        self.run = run
        self.fault = fault
        self.given: list[tuple[str, str, str]] = []
        self.shown: list[InjectionState] = []
        self.presenter = InjectionPresenter(run, self._inject)
        self.presenter.on_state = self.shown.append

    @property
    def state(self) -> InjectionState:
        return self.presenter.state

    async def _inject(self, sender: str, number: str, text: str) -> None:
        self.given.append((sender, number, text))
        if self.fault is not None:
            raise self.fault

    def type(self, **values: str) -> None:
        for name, text in values.items():
            self.presenter.field_edited(name, text)


def play(story: Callable[[Desk], Awaitable[None]], *, fault: Exception | None = None) -> None:
    async def whole() -> None:
        async with asyncio.TaskGroup() as tasks:
            await story(Desk(ActionRunner(tasks), fault))

    run_story(whole())


def test_what_is_missing_is_told_at_its_field_and_nothing_is_handed_over() -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.inject_pressed()
        await desk.run.rest()
        assert {problem.field for problem in desk.state.problems} == {"sender", "number", "text"}
        desk.type(sender="381641234567")
        assert {problem.field for problem in desk.state.problems} == {"number", "text"}
        assert desk.given == []

    play(story)


def test_the_providers_answer_is_told_until_something_is_edited() -> None:
    async def story(desk: Desk) -> None:
        desk.type(sender=" +381641234567 ", number="+38164000", text="YES")
        desk.presenter.inject_pressed()
        assert desk.state.busy
        desk.presenter.inject_pressed()  # once is enough
        await desk.run.rest()
        assert desk.given == [("+381641234567", "38164000", "YES")]
        assert desk.state.answer.startswith("The provider took it.")
        assert (desk.state.taken, desk.state.busy) == (True, False)
        desk.type(text="NO")
        assert (desk.state.answer, desk.state.taken) == ("", False)

    play(story)


def test_a_refusal_is_told_in_the_providers_words() -> None:
    async def story(desk: Desk) -> None:
        desk.type(sender="1", number="2", text="x")
        desk.presenter.inject_pressed()
        await desk.run.rest()
        assert desk.state.answer == "The inbound message was not taken: No. (HTTP 400) Ask the provider."
        assert not desk.state.taken

    play(
        story,
        fault=LinkError(
            "The inbound message was not taken", detail="No. (HTTP 400)", hint="Ask the provider."
        ),
    )


@pytest.mark.parametrize("fault", [ZeroDivisionError()])
def test_a_bug_does_not_leave_it_busy(fault: Exception) -> None:
    async def story(desk: Desk) -> None:
        desk.type(sender="1", number="2", text="x")
        desk.presenter.inject_pressed()
        await desk.run.rest()
        assert desk.state.answer == "It did not finish: nobody knows whether it was taken."
        assert not desk.state.busy
        assert len(desk.run.failures) == 1

    play(story, fault=fault)
