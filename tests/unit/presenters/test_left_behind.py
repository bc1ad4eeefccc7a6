"""Messages of an earlier session: one notice an account, true to what is still held back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.message import MessageState
from vox_console.presenters.left_behind import LeftBehind
from vox_console.presenters.notices import NoticePresenter

OTHER = PROFILE.model_copy(update={"name": "Vox"})
TWO = replace(ORDER, recipients=("381641234567", "381601111111"))


class Start:
    """The next start of the program, on the account "work"."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.accounts_wanted = 0
        self.notices = NoticePresenter(run)
        self.left = LeftBehind(
            desk.controller, self.notices, profile=PROFILE, on_accounts=self._want_accounts
        )
        desk.controller.subscribe(self.left.heard)

    def _want_accounts(self) -> None:
        self.accounts_wanted += 1

    def titles(self) -> list[str]:
        return [notice.title for notice in self.notices.notices]

    async def press(self, index: int) -> None:
        self.notices.action_pressed(self.notices.notices[index].key)
        await self.run.rest()


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Callable[[Start], Awaitable[None]]], None]:
    """Leave two messages of this account and one of another behind, then play the next start."""

    def run(story: Callable[[Start], Awaitable[None]]) -> None:
        async def whole() -> None:
            for profile, order in ((PROFILE, TWO), (OTHER, ORDER)):
                async with open_desk(tmp_path, FakeTransport(binds=False), profile=profile) as desk:
                    await desk.controller.send(order)
            async with open_desk(tmp_path) as desk, asyncio.TaskGroup() as tasks:
                start = Start(desk, ActionRunner(tasks))
                await start.left.ask()
                await story(start)

        run_story(whole())

    return run


Play = Callable[[Callable[[Start], Awaitable[None]]], None]
THEIRS = "1 message of account Vox still here: open that account to send it"


def test_only_the_open_accounts_messages_are_offered_to_be_sent(play: Play) -> None:
    async def story(start: Start) -> None:
        assert start.titles() == ["2 messages still here", THEIRS]
        assert [notice.action for notice in start.notices.notices] == ["Send them now", "Accounts…"]
        mine = await start.desk.controller.messages(start.desk.controller.awaiting_consent[:2])
        await start.press(0)
        await start.desk.until_state(MessageState.ACCEPTED, *mine)
        assert start.titles() == [THEIRS]
        assert len(start.desk.transport.submitted) == 2

    play(story)


def test_the_notice_of_another_account_leads_to_the_accounts_and_stays(play: Play) -> None:
    async def story(start: Start) -> None:
        await start.press(1)
        assert start.accounts_wanted == 1
        assert sorted(start.titles()) == [THEIRS, "2 messages still here"]

    play(story)


def test_it_follows_what_is_taken_back(play: Play) -> None:
    async def story(start: Start) -> None:
        first, second, theirs = start.desk.controller.awaiting_consent
        await start.desk.controller.withdraw([first])
        assert "1 message still here" in start.titles()
        await start.desk.controller.withdraw([second, theirs])
        assert start.titles() == []

    play(story)


def test_what_was_put_away_stays_away_until_the_next_start(play: Play) -> None:
    async def story(start: Start) -> None:
        start.notices.dismissed(start.notices.notices[0].key)
        await start.desk.controller.withdraw(start.desk.controller.awaiting_consent[:1])
        assert start.titles() == [THEIRS]
        assert len(start.desk.controller.awaiting_consent) == 2

    play(story)


def test_a_release_that_fails_leaves_the_question_standing(play: Play) -> None:
    async def story(start: Start) -> None:
        journal = start.desk.database
        await journal.run(
            lambda db: db.execute(
                "CREATE TRIGGER broken BEFORE UPDATE ON messages BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        )
        await start.press(0)
        await journal.run(lambda db: db.execute("DROP TRIGGER broken"))
        assert [name for name, _fault in start.run.failures] == ["do that"]
        assert "2 messages still here" in start.titles()

    play(story)
