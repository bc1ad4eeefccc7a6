"""The search as a desk: its index is kept up behind everything else, and it never claims to be further."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.support.desk import ORDER, Desk, folders_in, open_desk
from tests.support.inbound_parts import pushed
from tests.support.journal_file import JournalFile, new_message
from tests.support.stories import DeskStory, play_at_desk
from vox_console.services.controller import DATABASE_NAME
from vox_console.services.events import SearchIndexed
from vox_console.services.search import STEP
from vox_console.storage.search_index import Progress

WAITS = replace(ORDER, hold_s=5.0)


Play = Callable[[DeskStory], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with a desk."""
    return partial(play_at_desk, tmp_path)


async def found(desk: Desk, typed: str) -> list[str]:
    """Give what a search shows."""
    page = await desk.controller.search.find(desk.controller.search.read(typed))
    return [hit.text.text for hit in page.hits]


async def indexed(desk: Desk, done: int) -> None:
    """Wait until the index was told to be complete at so many rows."""
    await desk.until(lambda: SearchIndexed(done, done) in desk.events)


def test_what_is_sent_and_what_arrives_is_found_as_soon_as_it_is_indexed(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.controller.search.start()
        desk.controller.search.start()
        await desk.controller.send(replace(WAITS, text="Where is my parcel?"))
        await indexed(desk, 1)
        assert await found(desk, "parcel") == ["Where is my parcel?"]
        desk.clocks.advance(1.0)
        desk.transport.push(*pushed("At the parcel shop."))
        await indexed(desk, 2)
        assert await found(desk, "parcel") == ["At the parcel shop.", "Where is my parcel?"]
        (thread_id,) = await desk.controller.inbox.thread_ids()
        page = await desk.controller.search.find(desk.controller.search.read("shop"), thread_id=thread_id)
        assert [hit.thread_id for hit in page.hits] == [thread_id]

    play(story)


def test_until_it_has_caught_up_a_search_says_how_far_it_is(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.send(replace(WAITS, text="Where is my parcel?"))
        page = await desk.controller.search.find(desk.controller.search.read("parcel"))
        assert (page.hits, page.indexed) == ([], Progress(0, 1))
        assert not page.indexed.complete
        assert await desk.controller.search.catch_up() == Progress(1, 1)
        assert await found(desk, "parcel") == ["Where is my parcel?"]

    play(story)


def test_too_little_finds_nothing_and_numbers_are_read_as_in_the_accounts_country(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.send(WAITS)
        await desk.controller.search.catch_up()
        assert await found(desk, "x") == []
        assert await found(desk, "064/123-45-67") == ["Hello"]
        assert desk.controller.search.read("064 123 45 67").terms[0].digits == "381641234567"

    play(story)


def test_a_long_history_is_indexed_by_steps_and_the_end_of_the_program_loses_none(tmp_path: Path) -> None:
    path = folders_in(tmp_path).data / DATABASE_NAME
    journal = JournalFile(path)
    count = 3 * STEP + 1
    journal.enqueue(*[new_message(f"Parcel {number}", hold_until_us=2**62) for number in range(count)])
    journal.close()

    async def leave_in_the_middle() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            desk.controller.search.start()

    async def go_on() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            before = await desk.controller.search.progress()
            assert not before.complete
            desk.controller.search.start()
            await indexed(desk, count)
            assert await found(desk, f"parcel {count - 1}") == [f"Parcel {count - 1}"]
            page = await desk.controller.search.find(desk.controller.search.read("parcel"), limit=10)
            rest = await desk.controller.search.find(
                desk.controller.search.read("parcel"), before=page.next, limit=2 * count
            )
            assert len(page.hits) + len(rest.hits) == count

    asyncio.run(leave_in_the_middle())
    asyncio.run(go_on())
