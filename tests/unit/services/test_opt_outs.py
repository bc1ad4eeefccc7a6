"""The register as a desk: one rule for everything that is sent, from the moment an entry is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.support.desk import ORDER, RECIPIENT, Desk
from tests.support.stories import DeskStory, play_at_desk
from vox_console.domain.errors import SendRefused
from vox_console.domain.message import MessageState
from vox_console.domain.opt_out import TAKEN_BACK_WORDS, OptOut, clean_words
from vox_console.services.events import MessagesChanged, OptOutsChanged
from vox_console.services.opt_outs import search_digits

STOP = OptOut(RECIPIENT, 1, "Ana", "STOP")
WAITS = replace(ORDER, hold_s=5.0)


Play = Callable[[DeskStory], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with a desk."""
    return partial(play_at_desk, tmp_path)


def test_a_single_send_to_who_wants_no_messages_is_refused(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.opt_outs.add([STOP])
        with pytest.raises(SendRefused, match="A number wants no messages") as refusal:
            await desk.controller.send(ORDER)
        assert RECIPIENT not in str(refusal.value)
        two = replace(ORDER, recipients=(RECIPIENT, "381640000001"))
        with pytest.raises(SendRefused):
            await desk.controller.send(two)
        assert list(await desk.controller.message_ids()) == []

    play(story)


def test_a_person_can_send_all_the_same(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.opt_outs.add([STOP])
        (sent,) = await desk.controller.send(replace(WAITS, despite_opt_out=True))
        assert sent.state is MessageState.QUEUED
        await desk.controller.opt_outs.add([replace(STOP, sender="Vox")])
        assert await desk.states([sent.id]) == [MessageState.QUEUED]

    play(story)


def test_a_refused_send_keeps_the_draft(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.save_draft('{"text": "Hello"}')
        await desk.controller.opt_outs.add([STOP])
        with pytest.raises(SendRefused):
            await desk.controller.send(ORDER, forget_draft=True)
        assert await desk.controller.load_draft() == '{"text": "Hello"}'

    play(story)


def test_what_waits_is_taken_back_and_told(play: Play) -> None:
    async def story(desk: Desk) -> None:
        (sent,) = await desk.controller.send(WAITS)
        added = await desk.controller.opt_outs.add([STOP])
        assert (added.new, added.taken_back) == ([True], [sent.id])
        assert MessagesChanged((sent.id,)) in desk.events
        assert OptOutsChanged() in desk.events
        (message,) = await desk.controller.messages([sent.id])
        assert (message.state, message.reason) == (MessageState.DRAFT, TAKEN_BACK_WORDS)

    play(story)


def test_what_changes_nothing_is_not_announced(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.opt_outs.add([STOP])
        desk.events.clear()
        assert (await desk.controller.opt_outs.add([STOP])).new == [False]
        assert (await desk.controller.opt_outs.add([])).new == []
        assert not await desk.controller.opt_outs.end("381640000001", reason="no")
        assert desk.events == []

    play(story)


def test_ending_has_a_reason_that_stays(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desks = desk.controller.opt_outs
        await desks.add([STOP])
        assert await desks.end(RECIPIENT, reason="She asked for news.", said_by="Ana")
        assert await desks.look_up([RECIPIENT], sender="Vox") == {}
        newest = (await desks.history(RECIPIENT))[0]
        assert (newest.ends, newest.what.evidence) == (True, "She asked for news.")
        assert newest.what.at_us == newest.entered_at_us == desk.clocks.now_us()
        await desk.controller.send(ORDER)

    play(story)


def test_a_sender_is_one_however_it_is_typed(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desks = desk.controller.opt_outs
        await desks.add([replace(STOP, sender="+381 64 555 0000")])
        assert RECIPIENT in await desks.look_up([RECIPIENT], sender="00381645550000")
        assert await desks.look_up([RECIPIENT], sender="Vox") == {}
        assert RECIPIENT in await desk.controller.bulk.opted_out("+381645550000")
        assert RECIPIENT not in await desk.controller.bulk.opted_out("Vox")

    play(story)


def test_a_number_is_found_in_any_spelling(play: Play) -> None:
    async def story(desk: Desk) -> None:
        desks = desk.controller.opt_outs
        await desks.add([STOP, replace(STOP, number="447400123456")])
        for typed in ("+381 64 1234567", "064/123-45-67", "064 123", "1234567"):
            (found,) = await desks.entries(await desks.search(typed, default_region="RS"))
            assert found.what.number == RECIPIENT
        assert len(await desks.search()) == 2
        assert list(await desks.search("nobody")) == []

    play(story)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("+44 7400 123456", "447400123456"), ("0044 74", "4474"), ("064 12", "6412"), ("Ana", "")],
)
def test_what_of_a_number_is_looked_for(typed: str, digits: str) -> None:
    assert search_digits(typed, default_region="RS") == digits


def test_words_are_kept_as_any_file_can_hold_them() -> None:
    assert clean_words(" a\r\nb\rc\0 \ud800") == "a\nb\nc ?"
