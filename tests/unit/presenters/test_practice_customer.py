"""Writing to oneself as a customer: what is missing, what is asked, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.support.desk import ActionRunner
from tests.support.fake_clocks import run_story
from vox_console.domain.customer_scene import Scene
from vox_console.domain.errors import LinkError
from vox_console.presenters.practice_customer import SCENES, CustomerPresenter, CustomerState


class Desk:
    """A presenter, and a practice provider that answers as it is told to."""

    def __init__(self, run: ActionRunner, fault: Exception | None) -> None:
        self.run = run
        self.fault = fault
        self.asked: list[tuple[Scene, str, str, str, int]] = []
        self.shown: list[CustomerState] = []
        self.presenter = CustomerPresenter(run, self)
        self.presenter.on_state = self.shown.append

    @property
    def state(self) -> CustomerState:
        return self.presenter.state

    def write(self, scene: Scene, *, sender: str, number: str, text: str, count: int) -> int:
        self.asked.append((scene, sender, number, text, count))
        if self.fault is not None:
            raise self.fault
        return count


def play(story: Callable[[Desk], Awaitable[None]], *, fault: Exception | None = None) -> None:
    async def whole() -> None:
        async with asyncio.TaskGroup() as tasks:
            await story(Desk(ActionRunner(tasks), fault))

    run_story(whole())


def test_every_scene_has_a_name_and_says_what_happens() -> None:
    assert [scene for scene, _, _ in SCENES] == list(Scene)
    assert all(CustomerState(scene=scene).about.endswith(".") for scene in Scene)


def test_a_press_writes_what_was_typed_and_tells_what_came_of_it() -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.field_edited("text", "Hello")
        desk.presenter.write_pressed()
        assert desk.state.busy
        desk.presenter.write_pressed()  # it is asked already
        await desk.run.rest()
        assert desk.asked == [(Scene.PLAIN, "381641234567", "38164000", "Hello", 1)]
        assert (desk.state.answer, desk.state.taken) == ("It is on its way to you.", True)
        desk.presenter.field_edited("text", "Hello again")
        assert desk.state.answer == ""

    play(story)


def test_only_a_storm_counts_customers_and_octets_have_no_text() -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.field_edited("text", "Hello")
        desk.presenter.field_edited("count", "3")
        for scene in (Scene.STORM, Scene.BINARY):
            desk.presenter.scene_chosen(scene.value)
            desk.presenter.write_pressed()
            await desk.run.rest()
        assert [(asked[0], asked[3], asked[4]) for asked in desk.asked] == [
            (Scene.STORM, "Hello", 3),
            (Scene.BINARY, "", 1),
        ]
        assert desk.state.values["text"] == "Hello"

    play(story)


@pytest.mark.parametrize("count", ["", "0", "-1", "10001", "x", "9" * 40, "²"])
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_asked(count: str) -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.scene_chosen(Scene.STORM.value)
        for name, value in {"sender": " ", "number": "", "count": count}.items():
            desk.presenter.field_edited(name, value)
        desk.presenter.write_pressed()
        await desk.run.rest()
        assert {problem.field for problem in desk.state.problems} == {"sender", "number", "count"}
        assert (desk.asked, desk.state.busy) == ([], False)

    play(story)


def test_a_refusal_is_told_in_words() -> None:
    async def story(desk: Desk) -> None:
        desk.presenter.write_pressed()
        await desk.run.rest()
        assert (desk.state.answer, desk.state.taken) == ("The practice provider refused it: text", False)

    play(story, fault=LinkError("The practice provider refused it", detail="text"))
