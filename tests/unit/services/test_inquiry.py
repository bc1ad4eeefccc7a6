"""Asking for the account that is open: whom, when not, and that it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.desk import until
from tests.support.fake_clocks import FakeClocks, run_story
from tests.support.fake_rest import BOTH, FakeRest
from tests.support.fake_transport import ADDRESS, FakeTransport
from vox_console.domain.errors import LinkError, SendRefused
from vox_console.domain.link import Bound, LinkState, Offline, Stopped, Waiting, Wanted
from vox_console.domain.status_answer import StatusAnswer
from vox_console.services.account_links import AccountLinks
from vox_console.services.events import Event
from vox_console.services.inquiry import Inquiry
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS

STOPPED = Stopped(ADDRESS, "Login refused", "The password is wrong.", "Change it.", Wanted.PASSWORD)
BOUND = Bound(ADDRESS, "s1", 0, encrypted=True)
WAITING = Waiting(ADDRESS, 1, 5.0, "It does not answer.")


class CountingRest(FakeRest):
    """A provider that keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def query(self, query_id: str) -> StatusAnswer:
        """Keep it and answer."""
        self.asked.append(query_id)
        return await super().query(query_id)


class Stage:
    """An inquiry over a journal of its own, and the ways it may ask."""

    def __init__(self, path: Path, tasks: asyncio.TaskGroup, *ways: FakeTransport) -> None:
        post = asyncio.get_running_loop().call_soon_threadsafe
        self.database = Database.open(path / "journal.db", STEPS, post=post)
        events: list[Event] = []
        clocks = FakeClocks()
        self.links = AccountLinks(
            BOTH, ways, database=self.database, clocks=clocks, announce=events.append, tasks=tasks
        )
        self.inquiry = Inquiry(self.database, clocks=clocks, announce=events.append, tasks=tasks)


@asynccontextmanager
async def stage_of(path: Path, *ways: FakeTransport) -> AsyncIterator[Stage]:
    async with asyncio.TaskGroup() as tasks:
        stage = Stage(path, tasks, *ways)
        yield stage
        await stage.inquiry.end()
        await asyncio.to_thread(stage.database.close)


def harvests() -> int:
    return sum(task.get_name() == "harvest" for task in asyncio.all_tasks())


def test_it_asks_from_its_start_to_its_end_when_there_is_a_way_to_ask(tmp_path: Path) -> None:
    async def story() -> None:
        async with stage_of(tmp_path, FakeTransport(), FakeRest()) as stage:
            assert harvests() == 0
            stage.inquiry.start(stage.links)
            await until(stage.database, lambda: harvests() == 1)
            await stage.inquiry.end()
            assert harvests() == 0
            assert await stage.inquiry.ask_now(1) == 0  # the journal has nothing to ask about

    run_story(story())


def test_an_account_with_smpp_alone_is_not_asked(tmp_path: Path) -> None:
    async def story() -> None:
        async with stage_of(tmp_path, FakeTransport()) as stage:
            stage.inquiry.start(stage.links)
            assert harvests() == 0
            with pytest.raises(SendRefused):
                await stage.inquiry.query(stage.links, "9be2")

    run_story(story())


@pytest.mark.parametrize(
    ("state", "words"),
    [(STOPPED, "The password is wrong"), (Offline(), "offline"), (WAITING, ""), (BOUND, "")],
)
def test_whoever_refused_us_is_not_asked_with_the_same_password(
    state: LinkState, words: str, tmp_path: Path
) -> None:
    async def story() -> None:
        rest = CountingRest()
        async with stage_of(tmp_path, rest) as stage:
            stage.links.all[0].dispatcher.link_changed(state)
            if words:
                with pytest.raises(LinkError, match=words):
                    await stage.inquiry.query(stage.links, "9be2")
            else:
                assert (await stage.inquiry.query(stage.links, "9be2")).provider_id == "9be2"
            assert rest.asked == ([] if words else ["9be2"])
            stage.links.cancel_timers()

    run_story(story())
