"""Merging: what is chosen is laid into what is open, told in words before, and undone or taken out again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.inbox_scene import ANA, IVO, UNA, Inbox, Story, reading
from vox_console.domain.contact import Contact
from vox_console.presenters.inbox_merge import APART_ALREADY, NOTHING

Play = Callable[[Story], None]
ANA_NAME, IVO_NAME, UNA_NAME = "+381 64 1234567", "+381 65 7654321", "+381 60 1111111"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account, where three customers have written; Ana's is open."""

    def run(story: Story) -> None:
        async def main() -> None:
            async with reading(tmp_path) as inbox:
                for who, text in ((UNA, "Una here"), (IVO, "Ivo here"), (ANA, "Ana here")):
                    await inbox.say(text, who=who)
                await inbox.open(0)
                await inbox.do(inbox.presenter.begin_merge)
                await story(inbox)

        asyncio.run(main())

    return run


def names(inbox: Inbox) -> list[str]:
    return [row.name for row in inbox.presenter.merge.state.rows]


async def merge(inbox: Inbox, index: int) -> None:
    presenter = inbox.presenter.merge
    presenter.chosen(presenter.state.rows[index].id)
    await inbox.do(presenter.merge_pressed)


def test_the_others_are_offered_and_what_merging_does_is_said(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        presenter = inbox.presenter.merge
        assert presenter.state.into == ANA_NAME
        assert names(inbox) == [IVO_NAME, UNA_NAME]
        assert presenter.state.rows[0].detail == (
            "Wrote to +381 60 0000000 · work · 12:00 · \u2068Ivo here\u2069"
        )
        await inbox.do(presenter.merge_pressed)  # nothing is chosen
        presenter.chosen(presenter.state.rows[0].id)
        assert presenter.state.consequence == (
            f"Everything of {IVO_NAME}, what comes later too, is shown in the conversation with {ANA_NAME}."
            f" Answers go to {ANA_NAME} from +381 60 0000000. Nothing is lost, and it can be undone."
        )
        presenter.chosen(0)
        assert presenter.state.consequence == ""

    play(story)


def test_what_is_typed_finds_and_a_choice_that_is_not_listed_any_more_is_none(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        presenter = inbox.presenter.merge
        presenter.chosen(presenter.state.rows[0].id)
        await inbox.do(lambda: presenter.edited("065"))
        assert names(inbox) == [IVO_NAME]
        assert presenter.state.chosen
        await inbox.do(lambda: presenter.edited("060 111"))
        assert names(inbox) == [UNA_NAME]
        assert not presenter.state.chosen
        await inbox.do(lambda: presenter.edited("nobody"))
        assert (names(inbox), presenter.state.words) == ([], NOTHING)
        await inbox.desk.controller.contacts.save(Contact("Una", (f"+{UNA}",), ""))
        await inbox.desk.controller.contacts.load_names()
        await inbox.do(lambda: presenter.edited("una"))
        assert names(inbox) == [f"\u2068Una\u2069 · \u2068{UNA_NAME}\u2069"]

    play(story)


def test_what_is_merged_is_one_conversation_until_it_is_undone(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await merge(inbox, 0)
        assert inbox.presenter.merge.state.ended
        assert await inbox.names() == [ANA_NAME, UNA_NAME]
        assert inbox.texts == ["Ivo here", "Ana here"]
        shown = inbox.presenter.thread.shown
        assert shown is not None
        assert shown.detail.endswith("1 more merged into it")
        assert [member.name for member in shown.members] == [IVO_NAME]
        assert inbox.presenter.undo.state.words == f"Merged with {IVO_NAME}"
        await inbox.say("Ivo again", who=IVO)
        assert inbox.texts == ["Ivo here", "Ana here", "Ivo again"]
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert inbox.texts == ["Ana here"]
        rows = await inbox.rows()
        assert [(row.address, row.preview) for row in rows] == [
            (IVO_NAME, "Ivo again"),
            (ANA_NAME, "Ana here"),
            (UNA_NAME, "Una here"),
        ]

    play(story)


def test_one_is_taken_out_again_by_itself_and_laid_back(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await merge(inbox, 0)
        await inbox.do(inbox.presenter.begin_merge)
        await merge(inbox, 0)
        shown = inbox.presenter.thread.shown
        assert shown is not None
        ivo, una = sorted(shown.members, key=lambda member: member.name, reverse=True)
        await inbox.do(lambda: inbox.presenter.merge.split_pressed(ivo.id))
        assert await inbox.names() == [ANA_NAME, IVO_NAME]
        assert inbox.presenter.undo.state.words == f"Taken out: {IVO_NAME}"
        assert inbox.texts == ["Una here", "Ana here"]
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert await inbox.names() == [ANA_NAME]
        await inbox.desk.controller.inbox.split(una.id)
        await inbox.rest()
        await inbox.do(inbox.presenter.undo.undo_pressed)  # of merging Una, who has left already
        assert inbox.presenter.undo.state.words == APART_ALREADY

    play(story)


def test_nothing_is_merged_twice_or_without_a_conversation(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        presenter = inbox.presenter.merge
        presenter.chosen(presenter.state.rows[0].id)
        presenter.merge_pressed()
        presenter.merge_pressed()
        await inbox.rest()
        await inbox.do(presenter.merge_pressed)
        assert inbox.presenter.undo._deeds[1:] == []
        await inbox.do(inbox.presenter.closed)
        assert not inbox.presenter.begin_merge()

    play(story)
