"""Searching in one conversation: the newest finding at once, older ones and back, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.inbox_scene import ANA, IVO, OURS, Inbox, Story, play_inbox
from vox_console.domain.delivery import Delivery
from vox_console.presenters.inbox_find import FindState
from vox_console.presenters.inbox_state import ThreadShown
from vox_console.presenters.search import PAGE, TOO_LITTLE
from vox_console.services.orders import SendOrder

Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account; the last one who wrote is open, and what is found is kept."""

    async def before(inbox: Inbox) -> None:
        await inbox.say("A parcel for Ivo", who=IVO)
        await inbox.say("Where is my parcel?", who=ANA)
        await inbox.desk.controller.send(SendOrder(OURS, (ANA,), "Your parcel left"))
        await inbox.say("Thanks", who=ANA)
        await inbox.desk.controller.search.catch_up()
        await inbox.open(0)

    return lambda story: play_inbox(tmp_path, before, story)


def looked_at(inbox: Inbox) -> list[str]:
    """Keep the texts that are to be looked at."""
    found: list[str] = []

    def hear(shown: ThreadShown | None) -> None:
        if shown is not None and shown.found is not None:
            found.extend(line.text for line in shown.lines if line.key == shown.found)

    inbox.presenter.thread.on_shown = hear
    return found


def test_the_newest_finding_is_shown_and_then_older_ones_and_back(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        found, find = looked_at(inbox), inbox.presenter.find
        find.begin_pressed()
        assert find.state == FindState(opened=True)
        await inbox.do(lambda: find.edited("p"))
        assert find.state.words == TOO_LITTLE
        await inbox.do(lambda: find.edited("parcel"))
        assert find.state == FindState(opened=True, typed="parcel", words="1 of 2 messages", has_older=True)
        await inbox.do(lambda: find.step(older=True))
        assert find.state == FindState(opened=True, typed="parcel", words="2 of 2 messages", has_newer=True)
        await inbox.do(lambda: find.step(older=True))
        await inbox.do(lambda: find.step(older=False))
        await inbox.do(lambda: find.step(older=False))
        assert found == ["Your parcel left", "Where is my parcel?", "Your parcel left"]
        await inbox.do(lambda: find.edited("parcels of gold"))
        assert find.state.words == "Nothing found"
        assert (find.state.has_older, find.state.has_newer) == (False, False)

    play(story)


def test_what_was_typed_is_looked_for_again_where_it_is_opened_next(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        found, find = looked_at(inbox), inbox.presenter.find
        find.begin_pressed()
        await inbox.do(lambda: find.edited("parcel"))
        find.left_pressed()
        assert not find.state.opened
        await inbox.open(1)
        assert not find.state.opened
        await inbox.do(find.begin_pressed)
        assert find.state.words == "1 of 1 message"
        assert found == ["Your parcel left", "A parcel for Ivo"]
        await inbox.do(inbox.presenter.closed)
        find.begin_pressed()
        assert not find.state.opened

    play(story)


def test_older_pages_of_findings_are_read_when_they_are_gone_to(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        for number in range(PAGE + 5):
            octets = b"number %d" % number
            inbox.desk.transport.push(Delivery(ANA, OURS, 0, 0, octets, raw=octets))
            inbox.desk.clocks.advance(1)
            await inbox.desk.settled()
        await inbox.desk.controller.search.catch_up()
        await inbox.rest()
        found, find = looked_at(inbox), inbox.presenter.find
        find.begin_pressed()
        await inbox.do(lambda: find.edited("number"))
        assert find.state.words == f"1 of {PAGE} or more messages"
        for _ in range(PAGE + 10):
            await inbox.do(lambda: find.step(older=True))
        assert found == [f"number {number}" for number in reversed(range(PAGE + 5))]
        assert find.state.words == f"{PAGE + 5} of {PAGE + 5} messages"
        assert not find.state.has_older

    play(story)


def test_what_is_indexed_meanwhile_is_found_without_moving_anybody(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        found, find = looked_at(inbox), inbox.presenter.find
        find.begin_pressed()
        await inbox.do(lambda: find.edited("parcel"))
        await inbox.do(lambda: find.step(older=True))
        await inbox.say("Another parcel")
        await inbox.desk.controller.search.catch_up()
        await inbox.rest()
        assert found == ["Your parcel left", "Where is my parcel?"]
        assert find.state.words == "2 of 2 messages"

    play(story)
