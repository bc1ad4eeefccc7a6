"""The search as somebody types: the last letters count, and it never claims to have looked at more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, RECIPIENT, ActionRunner, Desk, open_desk
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.presenters.search import PAGE, TOO_LITTLE, SearchPresenter, found_words
from vox_console.presenters.search_state import SearchState
from vox_console.storage.search import Hit, HitKind
from vox_console.storage.search_index import Progress


class Bench:
    """A presenter over a real journal."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.presenter = SearchPresenter(desk.controller, run, now_us=desk.clocks.now_us)
        self.states: list[SearchState] = []
        self.opened: list[Hit] = []
        self.presenter.on_state = self.states.append
        self.presenter.on_open = self.opened.append
        desk.controller.subscribe(self.presenter.hear)

    async def send(self, *texts: str) -> None:
        for text in texts:
            await self.desk.controller.send(replace(ORDER, text=text, hold_s=5.0))

    async def type(self, typed: str) -> SearchState:
        """Type something and wait until it has come to rest."""
        self.presenter.edited(typed)
        await self.run.rest()
        assert self.run.failures == []
        return self.presenter.state

    def texts(self) -> list[str]:
        return [row.text.text for row in self.presenter.state.rows]


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the search open."""

    def run(story: Story) -> None:
        async def main() -> None:
            async with open_desk(tmp_path) as desk, asyncio.TaskGroup() as tasks:
                await story(Bench(desk, ActionRunner(tasks)))

        asyncio.run(main())

    return run


def test_what_is_typed_is_found_marked_and_opened(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.send("Your parcel is here", "Something else")
        await bench.desk.controller.search.catch_up()
        state = await bench.type("parcel")
        (row,) = state.rows
        assert [row.text.text[a:b] for a, b in row.text.marks] == ["parcel"]
        assert (row.side, state.words, state.more) == ("You", "1 message", False)
        assert row.sentence.startswith(f"To {RECIPIENT}, ")
        bench.presenter.chosen(0)
        bench.presenter.chosen(1)
        assert [(hit.kind, hit.id) for hit in bench.opened] == [(HitKind.OURS, 1)]

    play(story)


def test_too_little_says_so_and_nothing_says_nothing(play: Play) -> None:
    async def story(bench: Bench) -> None:
        assert await bench.type("x") == SearchState("x", words=TOO_LITTLE)
        assert await bench.type(" ") == SearchState(" ")
        assert (await bench.type("nobody said")).words == "Nothing found"

    play(story)


def test_an_answer_to_earlier_letters_is_dropped(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.send("one parcel", "two letters")
        await bench.desk.controller.search.catch_up()
        bench.presenter.edited("parcel")
        bench.presenter.edited("")
        await bench.run.rest()
        assert bench.texts() == []
        bench.presenter.edited("parcel")
        await bench.type("letters")
        assert bench.texts() == ["two letters"]
        assert all("one parcel" not in [row.text.text for row in state.rows] for state in bench.states)

    play(story)


def test_older_findings_come_below_by_pages(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.send(*[f"parcel {number}" for number in range(PAGE + 2)])
        await bench.desk.controller.search.catch_up()
        assert (await bench.type("parcel")).words == f"{PAGE} or more messages"
        bench.presenter.more_wanted()
        bench.presenter.more_wanted()
        await bench.run.rest()
        assert bench.texts() == [f"parcel {number}" for number in range(PAGE + 1, -1, -1)]
        assert bench.presenter.state.words == f"{PAGE + 2} messages"

    play(story)


def test_a_search_in_one_conversation_and_in_all(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.send("parcel")
        await bench.desk.controller.search.catch_up()
        await bench.type("parcel")
        bench.presenter.within(77)
        await bench.run.rest()
        assert bench.texts() == []
        bench.presenter.within(None)
        await bench.run.rest()
        assert bench.run.failures == []
        assert bench.texts() == ["parcel"]

    play(story)


def test_while_the_index_is_behind_it_says_so_and_asks_again_when_it_is_not(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.send("parcel")
        state = await bench.type("parcel")
        assert state.words == "Nothing found so far: searching in what is indexed, 0 of 1"
        await bench.desk.controller.search.catch_up()
        await bench.run.rest()
        assert bench.texts() == ["parcel"]
        assert bench.presenter.state.words == "1 message"

    play(story)


def test_words_never_claim_more_than_was_looked_at() -> None:
    behind = Progress(812_000, 1_000_000)
    assert found_words(3, behind, more=False) == (
        "3 messages so far: searching in what is indexed, 812,000 of 1,000,000"
    )
    assert found_words(0, Progress(1, 1), more=False) == "Nothing found"


def test_a_finding_says_whose_it_is_and_follows_a_change(play: Play) -> None:
    async def story(bench: Bench) -> None:
        contacts = bench.desk.controller.contacts
        await contacts.load_names()
        await bench.send("Your parcel is here")
        octets = b"which parcel?"
        bench.desk.transport.push(Delivery(RECIPIENT, "381600000000", 0, 0, octets, raw=octets))
        await bench.desk.settled()
        await bench.desk.controller.search.catch_up()
        await bench.type("parcel")
        assert [row.name for row in bench.presenter.state.rows] == ["", ""]
        await contacts.save(Contact("Ana\u202e", (f"+{RECIPIENT}",)))
        rows = bench.presenter.state.rows
        assert [row.name for row in rows] == ["Ana⟨202E⟩", "Ana⟨202E⟩"]
        assert {row.sentence.split(", ")[0] for row in rows} == {"To Ana⟨202E⟩", "From Ana⟨202E⟩"}
        assert all(row.sentence.split(", ")[1] == RECIPIENT for row in rows)

    play(story)
