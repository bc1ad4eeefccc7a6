"""The inbox desk over a real journal: what was said, how it is read, and what is decided about it."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.delivery import Delivery
from vox_console.services.events import ThreadsChanged
from vox_console.services.inbox import OurLine, TheirLine, place_of
from vox_console.services.orders import SendOrder
from vox_console.storage.search import HitKind
from vox_console.storage.threads import Tray

ANA, IVO, OURS = "381641234567", "381657654321", "381600000000"


async def say(desk: Desk, octets: bytes, *, source: str = ANA, data_coding: int = 0) -> int:
    """Let a customer say something; give the thread that moved."""
    desk.clocks.advance(1)
    before = len(moves(desk))
    desk.transport.push(Delivery(source, OURS, 0, data_coding, octets, raw=octets))
    await desk.until(lambda: len(moves(desk)) > before)
    (thread_id,) = moves(desk)[-1].thread_ids
    return thread_id


def moves(desk: Desk) -> list[ThreadsChanged]:
    return [event for event in desk.events if isinstance(event, ThreadsChanged)]


def test_both_sides_are_lines_newest_first_and_a_repeat_is_marked(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            thread_id = await say(desk, b"YES")
            desk.clocks.advance(1)
            (answer,) = await desk.controller.send(SendOrder(OURS, (ANA,), "Thank you"))
            await say(desk, b"YES")
            again, ours, first = await desk.controller.inbox.lines(thread_id)
            assert isinstance(again, TheirLine)
            assert isinstance(first, TheirLine)
            assert (again.text.text, again.possible_repeat, first.possible_repeat) == ("YES", True, False)
            assert isinstance(ours, OurLine)
            assert ours.message.id == answer.id
            assert await desk.controller.inbox.lines(thread_id, before=ours.place) == [first]

    run_story(story())


def test_a_wrong_guess_is_read_anew_by_hand_and_taken_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            thread_id = await say(desk, "č".encode())
            inbox = desk.controller.inbox

            async def read() -> str:
                (line,) = await inbox.lines(thread_id)
                assert isinstance(line, TheirLine)
                return line.text.text

            (line,) = await inbox.lines(thread_id)
            assert isinstance(line, TheirLine)
            assert line.text.guessed
            assert await read() == "č"
            await inbox.read_as(thread_id, line.message.id, "hex")
            assert await read() == "C4 8D"
            await inbox.read_as(thread_id, line.message.id, "")
            assert await read() == "č"

    run_story(story())


def test_what_is_decided_is_told_to_the_lists(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            inbox = desk.controller.inbox
            ana, ivo = await say(desk, b"Hello"), await say(desk, b"Hello", source=IVO)
            assert await inbox.unread() == 2
            await inbox.mark_read(ana)
            assert (await inbox.unread(), moves(desk)[-1].thread_ids) == (1, (ana,))
            await inbox.lay([ana], Tray.DONE)
            assert (await inbox.thread_ids(), await inbox.thread_ids(Tray.DONE)) == ([ivo], [ana])
            await inbox.snooze(ivo, until_us=desk.clocks.now_us() + 60_000_000)
            assert [thread.id for thread in await inbox.snoozed()] == [ivo]
            await inbox.merge(ivo, into=ana)
            assert moves(desk)[-1].thread_ids == (ana, ivo)
            await inbox.split(ivo)
            assert {thread.merged_into for thread in await inbox.threads([ana, ivo])} == {0}

    run_story(story())


def test_a_finding_is_shown_with_what_stands_around_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            inbox = desk.controller.inbox
            await say(desk, b"One")
            thread_id = await say(desk, b"Two parcels")
            desk.clocks.advance(1)
            await desk.controller.send(SendOrder(OURS, (ANA,), "A parcel"))
            await say(desk, b"Thanks")
            await desk.controller.search.catch_up()
            found = await desk.controller.search.find(desk.controller.search.read("parcel"))
            ours, theirs = [await inbox.around(thread_id, place_of(hit), each=2) for hit in found.hits]
            whole = await inbox.lines(thread_id)
            assert [hit.kind for hit in found.hits] == [HitKind.OURS, HitKind.THEIRS]
            assert (ours.lines, ours.newer) == (whole[1:3], tuple(whole[:1]))
            assert (theirs.lines, theirs.newer) == (whole[2:4], tuple(whole[1::-1]))
            assert ours.thread is not None
            assert (ours.thread.id, ours.members) == (thread_id, ())
            assert (await inbox.conversation(99, limit=1)).thread is None
            assert await inbox.lines_after(thread_id, whole[-1].place, limit=1) == [whole[2]]
            assert await inbox.has_ours_from(thread_id, 1)

    run_story(story())
