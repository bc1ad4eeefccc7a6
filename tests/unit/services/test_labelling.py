"""Labels for what was stored before there were labels: behind everything else, over restarts."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.desk import Desk, folders_in, open_desk
from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, fill, forget_labels
from vox_console.domain.log_query import LogQuery
from vox_console.services.controller import DATABASE_NAME
from vox_console.services.labelling import STEP
from vox_console.storage.log_labels import unlabelled_below

COUNT = STEP + 2


def store_old(path: Path) -> None:
    journal = JournalFile(folders_in(path).data / DATABASE_NAME)
    fill(journal, [Written(recipient="4791234567")] * COUNT)
    forget_labels(journal, COUNT + 1)
    journal.close()


async def norwegian(desk: Desk) -> int:
    query = desk.controller.log.read("country:NO")
    assert isinstance(query, LogQuery)
    return await desk.controller.log.count(desk.controller.log.meaning(query))


def labelled(path: Path) -> int:
    journal = JournalFile(folders_in(path).data / DATABASE_NAME)
    try:
        ((count,),) = journal.rows("SELECT count(*) FROM messages WHERE label > 0")
        assert unlabelled_below(journal.db) in {0, COUNT - count + 1}
        return int(count)
    finally:
        journal.close()


def test_a_filter_finds_all_while_and_after_old_messages_are_labelled(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            assert await norwegian(desk) == COUNT
            await desk.controller.labelling.run()
            assert await norwegian(desk) == COUNT

    store_old(tmp_path)
    asyncio.run(story())
    assert labelled(tmp_path) == COUNT


def test_who_leaves_at_once_leaves_the_rest_for_the_next_start(tmp_path: Path) -> None:
    async def leave() -> None:
        async with open_desk(tmp_path, profile=None):
            pass

    async def stay() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            await desk.controller.labelling.run()

    store_old(tmp_path)
    asyncio.run(leave())
    assert labelled(tmp_path) < COUNT
    asyncio.run(stay())
    assert labelled(tmp_path) == COUNT
