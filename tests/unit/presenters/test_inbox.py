"""The inbox: which conversations are listed, what is done with them, and where that leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.support.inbox_scene import ANA, IVO, UNA, Inbox, Story, play_inbox
from vox_console.domain.contact import Contact
from vox_console.presenters.inbox_words import SNOOZED
from vox_console.storage.threads import Tray

Play = Callable[[Story], None]
NAMES = {ANA: "+381 64 1234567", IVO: "+381 65 7654321", UNA: "+381 60 1111111"}


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account."""
    return partial(play_inbox, tmp_path)


async def three(inbox: Inbox) -> None:
    for who in (ANA, IVO, UNA):
        await inbox.say("Hello", who=who)


def test_who_wrote_last_is_on_top_and_nobody_is_twice(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        assert await inbox.names() == [NAMES[UNA], NAMES[IVO], NAMES[ANA]]
        await inbox.say("Me again", who=ANA)
        assert await inbox.names() == [NAMES[ANA], NAMES[UNA], NAMES[IVO]]
        assert [row.count for row in await inbox.rows()] == ["2", "1", "1"]
        assert inbox.unread[-1] == 4

    play(story)


def test_the_list_is_the_same_when_it_is_read_anew(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        await inbox.say("Me again", who=ANA)
        before = await inbox.rows()
        again = Inbox(inbox.desk, inbox.run)
        await again.presenter.load()
        assert await again.rows() == before
        again.close()

    play(story)


def test_what_is_read_is_what_somebody_could_see(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        inbox.presenter.thread.watched(by_somebody=False)
        await inbox.open()
        assert inbox.unread[-1] == 3
        await inbox.do(lambda: inbox.presenter.thread.watched(by_somebody=True))
        assert inbox.unread[-1] == 2
        await inbox.say("And this", who=UNA)
        assert inbox.unread[-1] == 2

    play(story)


def test_what_is_left_unread_stays_so_until_it_is_opened_again(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        await inbox.open()
        await inbox.do(inbox.presenter.thread.leave_unread)
        assert inbox.unread[-1] == 3
        await inbox.open(1)
        await inbox.open(0)
        assert inbox.unread[-1] == 1

    play(story)


@pytest.mark.parametrize("tray", [Tray.DONE, Tray.ARCHIVED])
def test_what_is_put_away_leads_to_the_next_and_comes_back_when_they_write(play: Play, tray: Tray) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        await inbox.open(1)
        await inbox.do(lambda: inbox.presenter.lay_pressed(tray))
        assert await inbox.names() == [NAMES[UNA], NAMES[ANA]]
        assert inbox.presenter.state.opened == inbox.presenter.rows.id_at(1)
        await inbox.do(lambda: inbox.presenter.tray_chosen(tray.value))
        assert await inbox.names() == [NAMES[IVO]]
        assert inbox.presenter.state.opened == 0
        await inbox.say("Wait", who=IVO)
        assert await inbox.names() == []
        await inbox.do(lambda: inbox.presenter.tray_chosen("open"))
        assert await inbox.names() == [NAMES[IVO], NAMES[UNA], NAMES[ANA]]

    play(story)


def test_what_comes_back_by_hand_stands_where_it_stood(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        thread_id = inbox.presenter.rows.id_at(1)
        await inbox.desk.controller.inbox.lay([thread_id], Tray.DONE)
        await inbox.rest()
        assert await inbox.names() == [NAMES[UNA], NAMES[ANA]]
        await inbox.desk.controller.inbox.lay([thread_id], Tray.OPEN)
        await inbox.rest()
        assert await inbox.names() == [NAMES[UNA], NAMES[IVO], NAMES[ANA]]

    play(story)


def test_three_quick_keys_put_three_conversations_away(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        await inbox.open(0)
        for _ in range(3):
            inbox.presenter.lay_pressed(Tray.DONE)
        await inbox.rest()
        assert await inbox.names() == []
        for _ in range(3):
            await inbox.do(inbox.presenter.undo.undo_pressed)
        assert await inbox.names() == [NAMES[UNA], NAMES[IVO], NAMES[ANA]]

    play(story)


def test_after_the_last_one_nothing_is_open(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        await inbox.do(lambda: inbox.presenter.lay_pressed(Tray.DONE))
        assert (inbox.presenter.state.opened, inbox.presenter.state.count) == (0, 0)
        await inbox.do(lambda: inbox.presenter.lay_pressed(Tray.DONE))
        assert inbox.presenter.step(1) is None

    play(story)


def test_what_sleeps_wakes_at_its_time(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        await inbox.open(0)
        _, until_us = inbox.presenter.snooze_choices()[0]
        await inbox.do(lambda: inbox.presenter.snooze_pressed(until_us))
        assert await inbox.names() == [NAMES[IVO], NAMES[ANA]]
        await inbox.do(lambda: inbox.presenter.tray_chosen(SNOOZED))
        assert [row.aside for row in await inbox.rows()] == ["until 13:00"]
        await inbox.do(lambda: inbox.presenter.tray_chosen("open"))
        inbox.desk.clocks.advance(3_000)
        await inbox.do(inbox.presenter.tick)
        assert await inbox.names() == [NAMES[IVO], NAMES[ANA]]
        inbox.desk.clocks.advance(1_000)
        await inbox.do(inbox.presenter.tick)
        assert await inbox.names() == [NAMES[UNA], NAMES[IVO], NAMES[ANA]]

    play(story)


def test_what_sleeps_is_woken_by_hand(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        await inbox.do(lambda: inbox.presenter.snooze_pressed(inbox.presenter.snooze_choices()[-1][1]))
        await inbox.do(lambda: inbox.presenter.tray_chosen(SNOOZED))
        await inbox.open()
        assert inbox.presenter.state.asleep
        assert inbox.presenter.snooze_choices()[0] == ("Wake it now", 0)
        await inbox.do(lambda: inbox.presenter.snooze_pressed(0))
        assert await inbox.names() == []
        await inbox.do(lambda: inbox.presenter.tray_chosen("open"))
        assert await inbox.names() == [NAMES[ANA]]

    play(story)


def test_a_step_goes_one_row_and_stays_at_the_ends(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        assert inbox.presenter.step(1) == 0
        await inbox.open(0)
        assert (inbox.presenter.step(-1), inbox.presenter.step(1)) == (0, 1)
        await inbox.open(2)
        assert (inbox.presenter.step(-1), inbox.presenter.step(1)) == (1, 2)

    play(story)


def test_a_conversation_that_is_laid_into_another_is_not_listed_any_more(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await three(inbox)
        first, second, _ = (inbox.presenter.rows.id_at(index) for index in range(3))
        await inbox.open(0)
        await inbox.desk.controller.inbox.merge(first, into=second)
        await inbox.rest()
        assert await inbox.names() == [NAMES[IVO], NAMES[ANA]]
        assert inbox.presenter.state.opened == 0
        assert inbox.presenter.thread.shown is None

    play(story)


def test_a_contact_stands_by_its_name_with_the_number_beside_it_and_a_change_is_seen(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        contacts = inbox.desk.controller.contacts
        await contacts.load_names()
        await three(inbox)
        await inbox.rows()
        drawn: list[tuple[int, int]] = []
        inbox.presenter.rows.on_changed = lambda first, last: drawn.append((first, last))
        saved = await contacts.save(Contact("Ana\u202e\nPetrović", (f"+{ANA}", f"+{IVO}")))
        assert drawn == [(0, 2)]
        _una, ivo, ana = await inbox.rows()
        assert (ana.name, ana.number) == ("Ana⟨202E⟩ Petrović", NAMES[ANA])
        assert (ivo.name, ivo.number) == ("Ana⟨202E⟩ Petrović", NAMES[IVO])
        assert ana.sentence.startswith(f"{ana.name}, {NAMES[ANA]}, 1 unread")
        await contacts.remove(saved.id)
        assert await inbox.names() == [NAMES[UNA], NAMES[IVO], NAMES[ANA]]

    play(story)


def test_a_row_that_is_read_later_has_its_name_too(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        contacts = inbox.desk.controller.contacts
        await contacts.save(Contact("Ana", (f"+{ANA}",)))
        await contacts.load_names()
        await three(inbox)
        assert await inbox.names() == [NAMES[UNA], NAMES[IVO], "Ana"]

    play(story)
