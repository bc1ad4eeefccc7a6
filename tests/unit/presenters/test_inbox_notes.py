"""Notes: kept in their conversation, never sent, begun and found again, removed and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.inbox_scene import ANA, IVO, Inbox, Story, play_inbox
from vox_console.presenters.inbox_notes import NoteState

Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account, where two customers have written; Ana's is open."""

    async def before(inbox: Inbox) -> None:
        await inbox.say("Hello", who=IVO)
        await inbox.say("Hello", who=ANA)
        await inbox.open(0)

    return lambda story: play_inbox(tmp_path, before, story)


def notes_of(inbox: Inbox) -> list[str]:
    return [line.text for line in inbox.lines if line.note]


def test_a_note_is_kept_and_nothing_is_sent(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        notes = inbox.presenter.notes
        notes.begin_pressed()
        assert notes.state == NoteState(inbox.presenter.thread.id, opened=True)
        notes.text_edited("  Is a regular\n")
        assert notes.state.can_keep
        notes.keep_pressed()
        assert not notes.state.can_keep  # a second key keeps no second note
        notes.keep_pressed()
        await inbox.rest()
        assert notes_of(inbox) == ["Is a regular"]
        assert notes.state == NoteState(inbox.presenter.thread.id)
        assert not await inbox.desk.controller.message_ids()
        assert inbox.presenter.reply.state.compose.text == ""

    play(story)


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_no_note(play: Play, text: str) -> None:
    async def story(inbox: Inbox) -> None:
        notes = inbox.presenter.notes
        notes.begin_pressed()
        notes.text_edited(text)
        await inbox.do(notes.keep_pressed)
        assert notes_of(inbox) == []
        assert notes.state.opened

    play(story)


def test_what_was_begun_stays_with_its_conversation_across_restarts(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        notes = inbox.presenter.notes
        notes.begin_pressed()
        notes.text_edited("Ask her abo")
        await inbox.open(1)
        assert not notes.state.opened
        assert notes.state.text == ""
        await inbox.open(0)
        assert (notes.state.opened, notes.state.text) == (True, "Ask her abo")
        again = Inbox(inbox.desk, inbox.run)
        await again.presenter.load()
        await again.open(0)
        assert (again.presenter.notes.state.opened, again.presenter.notes.state.text) == (True, "Ask her abo")
        await again.do(again.presenter.notes.keep_pressed)
        again.close()
        third = Inbox(inbox.desk, inbox.run)
        await third.presenter.load()
        await third.open(0)
        assert third.presenter.notes.state == NoteState(third.presenter.thread.id)
        assert notes_of(third) == ["Ask her abo"]
        third.close()

    play(story)


def test_who_goes_back_to_the_answer_finds_the_note_as_it_was(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        notes = inbox.presenter.notes
        notes.begin_pressed()
        notes.text_edited("Half a note")
        await inbox.do(notes.left_pressed)
        assert not notes.state.opened
        notes.begin_pressed()
        assert notes.state.text == "Half a note"

    play(story)


def test_a_note_is_removed_and_put_back_with_its_time(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        notes = inbox.presenter.notes
        notes.begin_pressed()
        notes.text_edited("Is a regular")
        await inbox.do(notes.keep_pressed)
        (note,) = [line for line in inbox.lines if line.note]
        inbox.desk.clocks.advance(3_600)
        await inbox.do(lambda: notes.remove_pressed(note.id))
        assert notes_of(inbox) == []
        assert inbox.presenter.undo.state.words == "Note removed: Is a regular"
        await inbox.do(lambda: notes.remove_pressed(note.id))  # it has gone already
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert [(line.text, line.full_time) for line in inbox.lines if line.note] == [
            (note.text, note.full_time)
        ]
        assert not inbox.presenter.undo.state.can_undo

    play(story)


def test_without_a_conversation_there_is_no_note(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.do(inbox.presenter.closed)
        inbox.presenter.notes.begin_pressed()
        inbox.presenter.notes.text_edited("To nobody")
        await inbox.do(inbox.presenter.notes.keep_pressed)
        assert inbox.presenter.notes.state == NoteState()

    play(story)
