"""The opened conversation: both sides, live; older lines by pages; late parts; readings by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.support.fake_transport import receipt
from tests.support.inbound_parts import pushed
from tests.support.inbox_scene import ANA, IVO, OURS, Inbox, Story, play_inbox, utc
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.presenters.inbox_state import ThreadShown
from vox_console.presenters.inbox_thread import InboxThread
from vox_console.services.inbox import Place, TheirLine
from vox_console.services.orders import SendOrder

Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account."""
    return partial(play_inbox, tmp_path)


def test_both_sides_are_shown_and_ours_with_its_live_state(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Where is it?")
        await inbox.open()
        (message,) = await inbox.desk.controller.send(SendOrder(OURS, (ANA,), "On its way"))
        await inbox.until(lambda: inbox.words == ["Accepted"])
        assert inbox.texts == ["Where is it?", "> On its way"]
        provider_id = (await inbox.desk.controller.messages([message.id]))[0].parts[0].provider_id
        inbox.desk.transport.push(receipt(provider_id, to=ANA))
        await inbox.until(lambda: inbox.words == ["Delivered"])

    play(story)


def test_what_comes_while_it_is_open_is_shown_and_what_others_say_is_not(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("One")
        await inbox.open()
        await inbox.say("Two")
        await inbox.say("Three", who=IVO)
        assert inbox.texts == ["One", "Two"]

    play(story)


def test_older_lines_are_read_by_pages_and_stay_when_more_comes(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        for number in range(95):
            inbox.desk.transport.push(Delivery(ANA, OURS, 0, 0, b"%d" % number, raw=b"%d" % number))
            inbox.desk.clocks.advance(1)
            await inbox.desk.settled()
        await inbox.rest()
        await inbox.open()
        assert inbox.texts == [str(number) for number in range(55, 95)]
        await inbox.do(inbox.presenter.thread.older_wanted)
        await inbox.say("95")
        assert inbox.texts == [str(number) for number in range(15, 96)]
        await inbox.do(inbox.presenter.thread.older_wanted)
        assert inbox.texts == [str(number) for number in range(96)]
        shown = inbox.presenter.thread.shown
        assert shown is not None
        assert not shown.has_older

    play(story)


def test_a_late_part_completes_its_message_on_the_screen(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        text = "A text in three parts, as telephones send them. " * 8
        parts = pushed(text)
        assert len(parts) == 3
        await inbox.push(parts[0], parts[2])
        await inbox.open()
        (line,) = inbox.lines
        assert [passage.gap for passage in line.passages] == [False, True, False]
        assert line.marks == ("Part 2 of 3 is missing.",)
        await inbox.push(parts[1])
        (line,) = inbox.lines
        assert (line.text, line.marks) == (text, ())

    play(story)


def test_a_message_is_read_another_way_and_back(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.push(Delivery(ANA, OURS, 0, 0, "Здраво".encode("utf-16-be"), raw=b"1"))
        await inbox.open()
        before = inbox.texts
        line = inbox.lines[0]
        await inbox.do(lambda: inbox.presenter.thread.read_as(line.id, "ucs2"))
        assert inbox.texts == ["Здраво"]
        assert inbox.lines[0].reading == "ucs2"
        await inbox.do(lambda: inbox.presenter.thread.read_as(line.id, ""))
        assert inbox.texts == before

    play(story)


def test_while_nobody_looks_nothing_is_read_and_then_at_once(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("One")
        await inbox.open()
        inbox.presenter.thread.watched(by_somebody=False)
        await inbox.say("Two")
        assert inbox.texts == ["One"]
        await inbox.do(lambda: inbox.presenter.thread.watched(by_somebody=True))
        assert inbox.texts == ["One", "Two"]

    play(story)


def test_who_closes_it_sees_nothing_and_nobody_stays_behind(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("One")
        await inbox.open()
        await inbox.do(inbox.presenter.closed)
        assert inbox.presenter.thread.shown is None
        await inbox.say("Two")
        assert inbox.presenter.thread.shown is None
        assert inbox.unread[-1] == 1

    play(story)


def test_a_note_is_told_from_what_was_said(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        await inbox.desk.controller.inbox.write_note(inbox.presenter.state.opened, "Is rude")
        await inbox.rest()
        said, note = inbox.lines
        assert (said.note, note.note, note.text) == (False, True, "Is rude")
        assert note.time.endswith("Note, only here")
        assert note.look is None

    play(story)


def test_its_head_has_the_name_first_and_the_number_second_and_follows_a_change(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        contacts = inbox.desk.controller.contacts
        await contacts.load_names()
        await inbox.say("Hello")
        await inbox.open()

        def head() -> tuple[str, str, bool]:
            shown = inbox.presenter.thread.shown
            assert shown is not None
            assert shown.party == f"+{ANA}"
            return shown.name, shown.detail, shown.known

        assert head() == ("+381 64 1234567", "Wrote to +381 60 0000000 · work", False)
        saved = await contacts.save(Contact("Ana", (f"+{ANA}",)))
        assert head() == ("Ana", "+381 64 1234567 · wrote to +381 60 0000000 · work", True)
        await contacts.save(Contact("Ana P.", (f"+{ANA}",)), contact_id=saved.id)
        assert head()[0] == "Ana P."
        await contacts.remove(saved.id)
        assert head()[0] == "+381 64 1234567"

    play(story)


async def many(inbox: Inbox, count: int) -> None:
    for number in range(count):
        inbox.desk.transport.push(Delivery(ANA, OURS, 0, 0, b"%d" % number, raw=b"%d" % number))
        inbox.desk.clocks.advance(1)
        await inbox.desk.settled()
    await inbox.rest()


async def place_of_text(inbox: Inbox, text: str) -> Place:
    page = await inbox.desk.controller.inbox.lines(inbox.presenter.rows.id_at(0), limit=1_000)
    return next(line.place for line in page if isinstance(line, TheirLine) and line.text.text == text)


def test_a_line_far_back_is_shown_with_what_stands_around_it(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await many(inbox, 130)
        thread = inbox.presenter.thread
        found: list[tuple[Place, list[str]]] = []

        def hear(shown: ThreadShown | None) -> None:
            if shown is not None and shown.found is not None:
                found.append((shown.found, [line.text for line in shown.lines]))

        thread.on_shown = hear
        place = await place_of_text(inbox, "45")
        await inbox.do(lambda: thread.open(inbox.presenter.rows.id_at(0), at=place))
        assert found == [(place, [str(number) for number in range(6, 86)])]
        assert thread.shown is not None
        assert (thread.shown.has_older, thread.shown.has_newer) == (True, True)
        await inbox.do(thread.newer_wanted)
        assert inbox.texts[-1] == "125"
        await inbox.do(thread.newer_wanted)
        assert inbox.texts[-1] == "129"
        assert not thread.shown.has_newer
        await inbox.do(thread.older_wanted)
        assert inbox.texts == [str(number) for number in range(130)]
        await inbox.do(lambda: thread.go_to(place))
        assert len(found) == 2
        await inbox.say("More")
        assert inbox.texts[-1] == "More"

    play(story)


def test_after_a_jump_what_comes_is_counted_and_not_read_until_somebody_goes_there(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await many(inbox, 130)
        thread = inbox.presenter.thread
        await inbox.open()
        assert inbox.unread[-1] == 0
        place = await place_of_text(inbox, "20")
        await inbox.do(lambda: thread.go_to(place))
        assert inbox.texts[0] == "0"
        await inbox.say("Still there?")
        assert thread.shown is not None
        assert (inbox.texts[-1], thread.shown.has_newer, thread.shown.unread) == ("60", True, 1)
        assert inbox.unread[-1] == 1
        await inbox.do(thread.newest_wanted)
        assert inbox.texts[-1] == "Still there?"
        assert len(inbox.texts) == 40
        assert inbox.unread[-1] == 0

    play(story)


def test_a_note_that_is_removed_after_a_jump_leaves_the_rest(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await many(inbox, 100)
        thread = inbox.presenter.thread
        await inbox.do(lambda: thread.open(inbox.presenter.rows.id_at(0), at=(0, 0, 0)))
        assert inbox.texts == [str(number) for number in range(40)]
        await inbox.desk.controller.inbox.write_note(thread.id, "At the very end")
        await inbox.rest()
        assert inbox.texts == [str(number) for number in range(40)]

    play(story)


def test_what_a_job_queues_for_others_is_not_read(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        drawn: list[object] = []
        inbox.presenter.thread.on_shown = drawn.append
        for number in range(30):
            await inbox.desk.controller.send(SendOrder("Vox", (f"38164200{number:04}",), "Sale"))
        await inbox.rest()
        assert drawn == []
        await inbox.desk.controller.send(SendOrder("Vox", (f"{IVO}", ANA), "Sale"))
        await inbox.until(lambda: "> Sale" in inbox.texts)
        inbox.presenter.thread.watched(by_somebody=False)
        await inbox.desk.controller.send(SendOrder("Vox", (ANA,), "Again"))
        await inbox.rest()
        assert "> Again" not in inbox.texts
        await inbox.do(lambda: inbox.presenter.thread.watched(by_somebody=True))
        assert "> Again" in inbox.texts

    play(story)


def test_after_a_reading_the_next_waits_and_another_conversation_does_not(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello", who=IVO)
        await inbox.say("Hello")
        gate = asyncio.Event()
        waits: list[float] = []

        async def pause(seconds: float) -> None:
            waits.append(seconds)
            await gate.wait()

        desk = inbox.desk
        thread = InboxThread(desk.controller, inbox.run, now_us=desk.clocks.now_us, to_local=utc, pause=pause)
        desk.controller.subscribe(thread.heard)
        thread.watched(by_somebody=True)
        thread.open(inbox.presenter.rows.id_at(0))
        await desk.until(lambda: thread.shown is not None and len(waits) == 1)
        for number in range(5):
            desk.transport.push(Delivery(ANA, OURS, 0, 0, b"%d" % number, raw=b"%d" % number))
            await desk.settled()
        assert thread.shown is not None
        assert len(thread.shown.lines) == 1
        thread.open(inbox.presenter.rows.id_at(1))
        await desk.until(lambda: thread.shown is not None and thread.shown.id == thread.id)
        gate.set()
        await inbox.rest()
        assert set(waits) == {0.25}

    play(story)
