"""The log as a desk: pages, counts and everything, on a reader's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import folders_in
from tests.support.fake_clocks import FakeClocks
from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, fill
from vox_console.domain.log_query import LogQuery, QueryFault
from vox_console.domain.log_query_fields import Field
from vox_console.domain.log_query_filter import LogFilter
from vox_console.services.controller import DATABASE_NAME
from vox_console.services.log import LogDesk
from vox_console.storage.database import Database
from vox_console.storage.log_pages import LogCount
from vox_console.storage.schema import STEPS

MESSAGES = [
    Written(state="rejected" if n % 3 == 0 else "delivered", code="034" * (n % 3 == 0)) for n in range(20)
]

Story = Callable[[LogDesk], Coroutine[object, object, None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Story], None]:
    """Run a story with a desk over twenty messages."""
    path = folders_in(tmp_path).data / DATABASE_NAME
    journal = JournalFile(path)
    fill(journal, MESSAGES)
    journal.close()

    def run(story: Story) -> None:
        async def main() -> None:
            post = asyncio.get_running_loop().call_soon_threadsafe
            database = Database.open(path, STEPS, post=post)
            try:
                await story(
                    LogDesk(database, clocks=FakeClocks(), here=lambda _: 0, home_region=lambda: "RS")
                )
            finally:
                await asyncio.to_thread(database.close)

        asyncio.run(main())

    return run


Play = Callable[[Story], None]


def wanted(desk: LogDesk, typed: str) -> LogFilter:
    query = desk.read(typed)
    assert isinstance(query, LogQuery)
    return desk.meaning(query)


def test_pages_the_count_and_everything_are_one_answer(play: Play) -> None:
    async def story(desk: LogDesk) -> None:
        failed = wanted(desk, "state:failed to:064/1234567")
        first = await desk.page(failed, limit=4)
        assert [message.id for message in first.messages] == [19, 16, 13, 10]
        assert first.messages[0].parts[0].error_code == "034"
        second = await desk.page(failed, before=first.below, limit=4)
        assert [message.id for message in second.messages] == [7, 4, 1]
        assert second.below is None
        told: list[LogCount] = []
        assert await desk.count(failed, told=told.append) == 7
        assert told == [LogCount(7, None)]
        lists = [[message.id for message in messages] async for messages in desk.iterate(failed, limit=3)]
        assert lists == [[19, 16, 13], [10, 7, 4], [1]]

    play(story)


def test_what_cannot_be_read_is_told_and_nothing_found_is_nothing(play: Play) -> None:
    async def story(desk: LogDesk) -> None:
        assert isinstance(desk.read("state:x"), QueryFault)
        assert await desk.count(wanted(desk, "since:1h until:2h")) == 0
        assert [each async for each in desk.iterate(wanted(desk, "from:nobody"))] == []

    play(story)


def test_what_the_journal_knows_is_offered(play: Play) -> None:
    async def story(desk: LogDesk) -> None:
        assert await desk.known_values() == {
            Field.FROM: ["Vox"],
            Field.ACCOUNT: ["work"],
            Field.COUNTRY: ["RS"],
            Field.CODE: ["34"],
        }

    play(story)
