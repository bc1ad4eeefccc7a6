"""What is done with conversations is taken back, except where that would hide what was said since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.inbox_scene import ANA, IVO, Inbox, Story, play_inbox
from vox_console.presenters.inbox_undo import MOST, Deed, InboxUndo, UndoState
from vox_console.presenters.inbox_words import SAID_SINCE, SNOOZED
from vox_console.storage.threads import Tray

Play = Callable[[Story], None]
ANA_NAME = "+381 64 1234567"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account, where two customers have written; Ana's is open."""

    async def before(inbox: Inbox) -> None:
        await inbox.say("Hello", who=IVO)
        await inbox.say("Hello", who=ANA)
        await inbox.open(0)

    return lambda story: play_inbox(tmp_path, before, story)


def tray_of(inbox: Inbox) -> tuple[Tray, int]:
    thread = inbox.presenter.thread.thread
    assert thread is not None
    return thread.tray, thread.snoozed_until_us


@pytest.mark.parametrize(("tray", "where"), [(Tray.DONE, "done"), (Tray.ARCHIVED, "archived")])
def test_what_is_put_away_comes_back_and_is_open_again(play: Play, tray: Tray, where: str) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.do(lambda: inbox.presenter.lay_pressed(tray))
        assert inbox.presenter.undo.state == UndoState(f"{ANA_NAME} is {where}", offered=True, can_undo=True)
        assert len(inbox.presenter.rows) == 1
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert inbox.presenter.undo.state == UndoState()
        assert (await inbox.names())[0] == ANA_NAME
        assert inbox.presenter.state.opened == inbox.presenter.rows.id_at(0)
        assert inbox.presenter.step(1) == 1

    play(story)


def test_what_sleeps_is_awake_again_and_the_other_way_round(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        _, until_us = inbox.presenter.snooze_choices()[0]
        await inbox.do(lambda: inbox.presenter.snooze_pressed(until_us))
        assert inbox.presenter.undo.state.words == f"{ANA_NAME} is snoozed until 13:00"
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert tray_of(inbox) == (Tray.OPEN, 0)
        await inbox.do(lambda: inbox.presenter.snooze_pressed(until_us))
        await inbox.do(lambda: inbox.presenter.tray_chosen(SNOOZED))
        await inbox.open(0)
        await inbox.do(lambda: inbox.presenter.snooze_pressed(0))
        assert inbox.presenter.undo.state.words == f"{ANA_NAME} is awake"
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert tray_of(inbox) == (Tray.OPEN, until_us)

    play(story)


def test_nothing_is_hidden_again_in_which_somebody_has_written(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.do(lambda: inbox.presenter.lay_pressed(Tray.DONE))
        await inbox.do(lambda: inbox.presenter.tray_chosen("done"))
        await inbox.open(0)
        await inbox.do(lambda: inbox.presenter.lay_pressed(Tray.OPEN))
        assert inbox.presenter.undo.state.words == f"{ANA_NAME} is open again"
        await inbox.say("One more thing", who=ANA)
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert inbox.presenter.undo.state == UndoState(SAID_SINCE, offered=False, can_undo=True)
        assert tray_of(inbox) == (Tray.OPEN, 0)

    play(story)


def test_the_bar_goes_and_the_way_back_stays(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.do(lambda: inbox.presenter.lay_pressed(Tray.DONE))
        inbox.presenter.undo.read()
        assert inbox.presenter.undo.state == UndoState(can_undo=True)
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert len(inbox.presenter.rows) == 2
        await inbox.do(inbox.presenter.undo.undo_pressed)
        assert inbox.presenter.undo.state == UndoState()

    play(story)


def test_the_latest_goes_first_one_at_a_time_and_the_oldest_are_forgotten(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        taken: list[int] = []

        def deed(number: int) -> Deed:
            async def take_back() -> str:
                taken.append(number)
                return ""

            return Deed(str(number), number, take_back)

        undo = InboxUndo(inbox.run)
        for number in range(MOST + 2):
            undo.done(deed(number))
        undo.undo_pressed()
        undo.undo_pressed()  # the first is still being taken back
        await inbox.rest()
        assert taken == [MOST + 1]
        for _ in range(MOST + 2):
            undo.undo_pressed()
            await inbox.rest()
        assert taken == list(range(MOST + 1, 1, -1))

    play(story)
