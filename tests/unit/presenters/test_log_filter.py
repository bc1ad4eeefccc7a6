"""Which messages the delivery log shows: what a query finds, kept up, and all again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, ActionRunner, Desk
from tests.support.fake_transport import receipt
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.presenters.log_filter import MOST_SHOWN, LogFilterPresenter, LogFilterShown

ABROAD = "4915112345678"


class Bench(PresenterBench[LogFilterShown]):
    """A presenter over three messages, the second of them abroad."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.listed: list[list[int] | None] = []
        self.presenter = LogFilterPresenter(desk.controller, run, show=self._list)
        desk.controller.subscribe(self.presenter.heard)

    def _list(self, ids: array[int] | None) -> None:
        self.listed.append(None if ids is None else list(ids))

    async def ask(self, typed: str) -> LogFilterShown:
        return await self.do(lambda: self.presenter.asked(typed))

    async def send(self, recipient: str) -> None:
        await self.desk.controller.send(replace(ORDER, recipients=(recipient,)))
        await self.desk.settled()


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    async def sent(bench: Bench) -> None:
        for recipient in ("381641234567", ABROAD, "381641234568"):
            await bench.send(recipient)

    return lambda story: play_at_bench(tmp_path, Bench, sent, story, profile=PROFILE)


def test_what_a_query_finds_is_listed_oldest_first_and_counted(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.ask("country:rs")
        assert (bench.listed[-1], state.found, state.query) == ([1, 3], "2 messages", "country:RS")
        state = await bench.ask("  ")
        assert (bench.listed[-1], state) == (None, LogFilterShown())

    play(story)


def test_nothing_is_found_in_words(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.ask("state:undeliverable")
        assert (bench.listed, state.found) == ([[]], "No message is found.")

    play(story)


def test_what_is_wrong_is_told_with_its_place_and_changes_nothing(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.ask("country:DE")
        state = await bench.ask("country:DE state:deliverd")
        assert state.problem is not None
        assert "delivered" in state.problem.text
        assert "country:DE state:deliverd"[slice(*state.place)].endswith("deliverd")
        assert (bench.listed[-1], state.query, state.found) == ([2], "country:DE", "1 message")
        bench.presenter.edited()
        assert (bench.state.problem, bench.state.found) == (None, "1 message")

    play(story)


def test_what_moves_meanwhile_is_listed_as_it_stands(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.ask("state:delivered")
        assert bench.listed[-1] == []
        bench.desk.transport.push(receipt("id-1"))
        await bench.desk.settled()
        assert bench.listed[-1] == []
        state = await bench.do(bench.presenter.tick)
        assert (bench.listed[-1], state.found) == ([1], "1 message")
        listed = len(bench.listed)
        await bench.send("381641234569")
        await bench.do(bench.presenter.tick)
        assert len(bench.listed) == listed  # nothing that it finds has changed
        await bench.ask("")
        await bench.send("381641234569")
        await bench.do(bench.presenter.tick)
        assert bench.listed[listed:] == [None]

    play(story)


def test_of_two_questions_the_last_counts(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.asked("country:RS")
        bench.presenter.asked("country:DE")
        await bench.run.rest()
        assert (bench.listed[-1], bench.state.found) == ([2], "1 message")
        bench.presenter.asked("country:RS")
        bench.presenter.asked("")
        await bench.run.rest()
        assert (bench.listed[-1], bench.state) == (None, LogFilterShown())

    play(story)


def test_more_than_can_be_listed_is_counted(play: Play) -> None:
    async def story(bench: Bench) -> None:
        many = tuple(f"38163{number:07}" for number in range(MOST_SHOWN))
        await bench.desk.controller.send(replace(ORDER, recipients=many))
        state = await bench.ask("country:RS")
        listed = bench.listed[-1]
        assert listed is not None
        assert (listed[0], listed[-1], len(listed)) == (4, MOST_SHOWN + 3, MOST_SHOWN)
        assert state.found == "10,002 messages, the newest 10,000 are listed"

    play(story)
