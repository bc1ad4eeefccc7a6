"""A dialog does one thing at a time, and what became of it is told, whatever it was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from tests.support.desk import ActionRunner
from vox_console.domain.errors import SettingsError
from vox_console.presenters.errands import IDLE, Errand, Errands, fault_words


class Bench:
    """Errands, what they have shown, and a thing to do that waits until it is let go."""

    def __init__(self, run: ActionRunner) -> None:
        self.run = run
        self.shown: list[Errand] = []
        self.looks = 0
        self.errands = Errands(run, show=self.shown.append, then=self._look)
        self.go = asyncio.Event()
        self.done = 0

    def _look(self) -> None:
        self.looks += 1

    async def wait(self) -> None:
        await self.go.wait()
        self.done += 1
        self.errands.tell("It is done.", can_undo=True)

    async def rest(self) -> None:
        self.go.set()
        await self.run.rest()


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play() -> Play:
    """Run a story with errands."""

    def run(story: Story) -> None:
        async def main() -> None:
            async with asyncio.TaskGroup() as tasks:
                bench = Bench(ActionRunner(tasks))
                await story(bench)
                assert bench.run.failures == []

        asyncio.run(main())

    return run


def test_one_thing_is_done_at_a_time_and_told(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.errands.begin("Reading…", bench.wait, name="read", can_break_off=True)
        bench.errands.begin("Writing…", bench.wait, name="write")
        bench.errands.go_on("Reading… 7 rows")
        await bench.rest()
        assert bench.shown == [
            Errand(busy="Reading…", can_break_off=True),
            Errand(busy="Reading… 7 rows", can_break_off=True),
            Errand(busy="Reading… 7 rows", can_break_off=True, note="It is done.", can_undo=True),
            Errand(note="It is done.", can_undo=True),
        ]
        assert (bench.done, bench.looks) == (1, 1)

    play(story)


def test_what_was_told_is_forgotten_when_the_next_thing_begins(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.errands.tell("It is done.", failed=True, can_undo=True)
        bench.errands.begin("Saving…", bench.wait, name="save")
        assert bench.errands.errand == Errand(busy="Saving…")
        await bench.rest()

    play(story)


@pytest.mark.parametrize("fault", [SettingsError("No column", hint="Name it."), OSError(28, "No space left")])
def test_a_fault_is_told_and_the_next_thing_can_begin(play: Play, fault: SettingsError | OSError) -> None:
    async def story(bench: Bench) -> None:
        async def fail() -> None:
            raise fault

        bench.errands.begin("Saving…", fail, name="save")
        await bench.rest()
        assert bench.errands.errand == Errand(note=fault_words(fault), failed=True)
        bench.errands.begin("Saving…", bench.wait, name="save")
        await bench.rest()
        assert (bench.done, bench.looks) == (1, 2)

    play(story)


def test_what_is_broken_off_is_not_wanted_until_the_next_begins(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.errands.break_off()
        assert not bench.errands.wanted
        bench.errands.begin("Reading…", bench.wait, name="read")
        assert bench.errands.wanted
        await bench.rest()

    play(story)


def test_a_dialog_that_is_opened_anew_shows_only_what_goes_on_still(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.errands.begin("Reading…", bench.wait, name="read")
        bench.errands.forget()
        assert bench.errands.errand.busy == "Reading…"
        await bench.rest()
        bench.errands.forget()
        assert bench.errands.errand == IDLE

    play(story)


def test_a_fault_is_told_with_its_remedy() -> None:
    assert (
        fault_words(SettingsError("No column", detail="A, B", hint="Name it.")) == "No column. A, B. Name it."
    )
    assert fault_words(OSError(28, "No space left")) == "The file was not written: No space left."
