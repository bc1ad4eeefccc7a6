"""The answer leaves from the number they wrote to, keeps its draft in its conversation, and can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.inbox_scene import ANA, HOLDING, IVO, OURS, Inbox, Story, reading
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.domain.message import MessageState
from vox_console.domain.opt_out import OptOut
from vox_console.presenters.inbox_reply import InboxReply
from vox_console.presenters.inbox_state import ReplyState
from vox_console.settings.profiles import Profile
from vox_console.storage.drafts import reply_slot

Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story in the inbox of an account."""

    def run(story: Story, profile: Profile = HOLDING) -> None:
        async def main() -> None:
            async with reading(tmp_path, profile=profile) as inbox:
                await story(inbox)

        asyncio.run(main())

    return run


def box(inbox: Inbox) -> InboxReply:
    return inbox.presenter.reply


def state(inbox: Inbox) -> ReplyState:
    return inbox.presenter.reply.state


async def answer(inbox: Inbox, text: str) -> None:
    """Write an answer and press Send."""
    box(inbox).text_edited(text)
    await inbox.do(box(inbox).send_pressed)


async def sent(inbox: Inbox) -> list[tuple[str, str, str, MessageState]]:
    """Give sender, recipient, text and state of all messages of ours."""
    controller = inbox.desk.controller
    messages = await controller.messages((await controller.message_ids())[::-1])
    return [(each.sender, each.recipient, each.text, each.state) for each in messages]


def test_an_answer_leaves_from_the_number_they_wrote_to_after_the_time_to_undo(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        assert state(inbox).sender == "From +381 60 0000000"
        assert state(inbox).warning == ""
        await answer(inbox, "Good day")
        assert await sent(inbox) == [(OURS, ANA, "Good day", MessageState.QUEUED)]
        (held,) = state(inbox).compose.held
        assert held.label == "+381 64 1234567 · Good day"
        assert state(inbox).compose.text == ""
        await inbox.do(lambda: box(inbox).send_now_pressed(held))
        await inbox.desk.until_state(
            MessageState.ACCEPTED, *await inbox.desk.controller.messages(held.message_ids)
        )
        assert state(inbox).compose.held == ()
        assert inbox.texts == ["Hello", "> Good day"]

    play(story)


def test_an_answer_that_is_undone_returns_to_its_own_conversation(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.say("Hi", who=IVO)
        await inbox.open(1)
        await answer(inbox, "To Ana")
        (held,) = state(inbox).compose.held
        await inbox.open(0)
        box(inbox).text_edited("To Ivo")
        await inbox.do(lambda: box(inbox).undo_pressed(held))
        assert state(inbox).compose.text == "To Ivo"
        assert (await sent(inbox))[0][3] is MessageState.DRAFT
        await inbox.open(1)
        assert state(inbox).compose.text == "To Ana"
        assert inbox.texts == ["Hello"]

    play(story)


def test_what_was_begun_meanwhile_is_not_overwritten_by_an_undo(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        await answer(inbox, "First")
        (held,) = state(inbox).compose.held
        box(inbox).text_edited("Second")
        await inbox.do(lambda: box(inbox).undo_pressed(held))
        assert state(inbox).compose.text == "Second"
        assert state(inbox).compose.note.startswith("Your draft is kept")

    play(story)


def test_too_late_is_told(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        await answer(inbox, "First")
        (held,) = state(inbox).compose.held
        await inbox.desk.controller.release(held.message_ids)
        await inbox.rest()
        assert state(inbox).compose.held == ()
        await inbox.do(lambda: box(inbox).undo_pressed(held))
        assert state(inbox).compose.note.startswith("Too late")

    play(story)


def test_each_conversation_keeps_its_draft_also_over_a_restart(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.say("Hi", who=IVO)
        await inbox.open(0)
        box(inbox).text_edited("To Ivo")
        await inbox.open(1)
        assert state(inbox).compose.text == ""
        box(inbox).text_edited("To Ana")
        await inbox.open(0)
        assert state(inbox).compose.text == "To Ivo"
        again = Inbox(inbox.desk, inbox.run)
        await again.presenter.load()
        await again.open(1)
        again.close()
        assert state(again).compose.text == "To Ana"

    play(story)


def test_a_sent_draft_is_forgotten_with_the_send(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        slot = reply_slot(inbox.presenter.state.opened)
        box(inbox).text_edited("Good day")
        await inbox.do(box(inbox).draft_due)
        assert "Good day" in await inbox.desk.controller.load_draft(slot=slot)
        await answer(inbox, "Good day")
        assert await inbox.desk.controller.load_draft(slot=slot) == ""
        assert await inbox.desk.controller.load_draft() == ""

    play(story)


def test_a_number_that_wants_no_messages_gets_no_answer(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Never mind")
        await inbox.open()
        box(inbox).text_edited("Sorry")
        assert state(inbox).compose.blocked == ""
        await inbox.desk.controller.opt_outs.add([OptOut(ANA, inbox.desk.clocks.now_us(), "Ana", "STOP")])
        await inbox.rest()
        assert state(inbox).compose.blocked.startswith("Wants no messages since")
        await inbox.do(box(inbox).send_pressed)
        assert await sent(inbox) == []

    play(story)


def test_a_name_cannot_be_answered(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.push(Delivery("VoxBank", OURS, 0, 0, b"Balance", raw=b"1", source_ton=5))
        await inbox.open()
        assert state(inbox).cannot == "VoxBank is no telephone number, so nobody can answer it."
        await answer(inbox, "Hello?")
        assert await sent(inbox) == []

    play(story)


def test_who_wrote_to_a_name_is_answered_with_a_warning(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.push(Delivery(ANA, "VoxShop", 0, 0, b"Hello", raw=b"1", destination_ton=5))
        await inbox.open()
        assert state(inbox).warning == "It leaves from a name, to which nobody can write back."
        await answer(inbox, "Hello!")
        assert [each[:2] for each in await sent(inbox)] == [("VoxShop", ANA)]

    play(story)


def test_the_conversation_of_another_account_is_not_answered_by_this_one(play: Play) -> None:
    other = HOLDING.model_copy(update={"name": "other"})

    async def first(inbox: Inbox) -> None:
        await inbox.say("Hello")

    async def second(inbox: Inbox) -> None:
        await inbox.open()
        assert state(inbox).cannot == "This conversation belongs to the account “work”. Open it to answer."
        await answer(inbox, "Hello!")
        assert await sent(inbox) == []

    play(first)
    play(second, other)


def test_while_the_link_is_down_an_answer_waits_and_says_so(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        inbox.desk.transport.lost()
        await inbox.rest()
        assert state(inbox).compose.aside.startswith("Not connected")
        await answer(inbox, "Later")
        assert state(inbox).compose.offline

    play(story)


def test_the_counter_and_the_replacements_are_those_of_compose(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        box(inbox).text_edited("Good “day”")
        assert state(inbox).compose.counter.line.startswith("UCS-2")
        assert box(inbox).replaced_text([5, 9]) == 'Good "day"'
        assert "GSM-7" in box(inbox).replacing_outcome([5, 9])

    play(story)


def test_what_waits_is_let_go_when_its_time_is_over(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        await inbox.say("Hello")
        await inbox.open()
        await answer(inbox, "Good day")
        box(inbox).tick()
        assert len(state(inbox).compose.held) == 1
        inbox.desk.clocks.advance(6)
        box(inbox).tick()
        assert state(inbox).compose.held == ()

    play(story)


def test_a_quick_text_knows_the_name_of_the_contact_that_is_answered(play: Play) -> None:
    async def story(inbox: Inbox) -> None:
        contacts = inbox.desk.controller.contacts
        await contacts.load_names()
        await contacts.save(Contact("Ana", (f"+{ANA}",)))
        reply = inbox.presenter.reply
        assert reply.known_fields() == {}
        await inbox.say("Hello", who=IVO)
        await inbox.say("Hello", who=ANA)
        await inbox.open()
        assert reply.known_fields() == {"name": "Ana"}
        await inbox.open(1)
        assert reply.known_fields() == {}

    play(story)
