"""What becomes of what was composed: sent, held and undone, kept as a draft."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from tests.support.compose_scene import HOLDING, MOBILE, OTHER, Composing, composing
from tests.support.desk import PROFILE, ActionRunner, open_desk
from tests.support.fake_clocks import START_US, run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import StoreError
from vox_console.domain.message import MessageState
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.compose_words import DRAFT_KEPT, LEFT_ALREADY, OFFLINE, STORED
from vox_console.presenters.composing_state import ComposeState, Held
from vox_console.services.controller import DATABASE_NAME
from vox_console.services.events import LinkChanged, MessagesChanged


class TestSending:
    def test_what_is_composed_is_stored_and_the_editor_is_empty(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, transport=FakeTransport(binds=False)) as scene:
                presenter = scene.presenter
                presenter.sender_edited("Acme")
                await scene.compose("Hello there", MOBILE, OTHER)
                presenter.coding_chosen(8)
                presenter.receipt_chosen(False)  # noqa: FBT003 - as a check box does
                presenter.validity_edited("2")
                await scene.send()
                first, second = await scene.desk.controller.newest(2)
                assert {first.recipient, second.recipient} == {"381641234567", "381601111111"}
                assert (first.sender, first.text, first.data_coding) == ("Acme", "Hello there", 8)
                assert scene.sent == 1
                state = scene.state
                assert (state.text, state.chips, state.blocked) == ("", (), "Add a recipient")
                assert (state.sender, state.coding, state.receipt, state.validity_h) == ("Acme", 8, False, 2)
                assert state.senders == ("Acme",)
                assert state.held == ()

        run_story(story())

    def test_a_second_press_while_it_is_stored_sends_nothing_more(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path) as scene:
                await scene.compose()
                scene.presenter.send_pressed()
                assert scene.state.blocked == "Storing…"
                await scene.send()
                assert len(await scene.message_states()) == 1

        run_story(story())

    def test_what_is_typed_while_the_send_is_stored_stays(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path) as scene:
                await scene.compose("Hello")
                scene.presenter.send_pressed()
                scene.presenter.text_edited("Hello, and")
                scene.presenter.draft_due()  # storing it now would bring a sent text back
                await scene.run.rest()
                assert scene.state.text == "Hello, and"
                assert scene.sent == 0
                assert "Hello, and" in await scene.desk.controller.load_draft()

        run_story(story())

    def test_a_send_that_cannot_be_stored_keeps_what_was_composed(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk, asyncio.TaskGroup() as tasks:
                run = ActionRunner(tasks)
                presenter = ComposePresenter(desk.controller, run, now_us=desk.clocks.now_us)
                scene = Composing(desk, presenter, run)
                presenter.profile_opened(PROFILE)
                await scene.compose("Hello")
                await run.rest()
                await desk.database.run(lambda db: db.pragma("query_only", 1))
                await scene.send()
                ((name, fault),) = run.failures
                assert name == "send"
                assert isinstance(fault, StoreError)
                assert (scene.state.text, scene.state.blocked, scene.sent) == ("Hello", "", 0)

        run_story(story())

    def test_a_blocked_send_does_nothing(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path) as scene:
                scene.presenter.recipients_added(MOBILE)
                await scene.send()
                assert await scene.message_states() == []

        run_story(story())

    def test_the_senders_used_last_are_offered(self, tmp_path: Path) -> None:
        async def story() -> tuple[str, ...]:
            async with composing(tmp_path) as scene:
                for sender in ("Acme", "Vox", "Acme"):
                    scene.presenter.sender_edited(sender)
                    await scene.compose()
                    await scene.send()
            async with composing(tmp_path) as scene:
                return scene.state.senders

        assert run_story(story()) == ("Acme", "Vox")


class TestUndo:
    def test_a_held_send_says_what_and_until_when(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                assert scene.state.held == (Held((1, 2), "2 messages · Hello", START_US + 5_000_000),)
                assert scene.desk.transport.submitted == []

        run_story(story())

    def test_undo_brings_the_text_back_and_nothing_leaves(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                scene.presenter.sender_edited("Acme")
                await scene.compose("Hello", "064 1234567")
                await scene.send()
                scene.presenter.sender_edited("Vox")
                scene.presenter.undo_pressed(scene.state.held[0])
                await scene.run.rest()
                state = scene.state
                assert (state.sender, state.text, state.held) == ("Acme", "Hello", ())
                assert [chip.raw for chip in state.chips] == ["064 1234567"]
                assert await scene.message_states() == [MessageState.DRAFT]
                assert "Hello" in await scene.desk.controller.load_draft()  # a crash would not lose it
                scene.desk.clocks.advance(60.0)
                await scene.desk.settled()
                assert scene.desk.transport.submitted == []

        run_story(story())

    def test_undo_does_not_overwrite_what_is_composed_since(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("First")
                await scene.send()
                await scene.compose("Second")
                scene.presenter.undo_pressed(scene.state.held[0])
                await scene.run.rest()
                assert (scene.state.text, scene.state.held) == ("Second", ())
                assert scene.state.note == DRAFT_KEPT
                scene.presenter.text_edited("Second!")
                assert scene.state.note == "", "the next edit takes the note away"
                assert await scene.message_states() == [MessageState.DRAFT]

        run_story(story())

    def test_undo_of_a_half_sent_list_brings_back_only_those_that_did_not_leave(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                (held,) = scene.state.held
                await scene.desk.controller.release(held.message_ids[:1])
                await scene.desk.until(lambda: len(scene.desk.transport.submitted) == 1)
                scene.presenter.undo_pressed(held)
                await scene.run.rest()
                assert [chip.label for chip in scene.state.chips] == [OTHER]
                assert scene.state.text == "Hello"

        run_story(story())

    def test_undo_that_comes_too_late_brings_nothing_back(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello")
                await scene.send()
                (held,) = scene.state.held
                await scene.desk.controller.release(held.message_ids)
                await scene.desk.until(lambda: len(scene.desk.transport.submitted) == 1)
                scene.presenter.undo_pressed(held)
                await scene.run.rest()
                assert (scene.state.text, scene.state.held) == ("", ())
                assert scene.state.note == LEFT_ALREADY

        run_story(story())

    def test_send_now_ends_the_hold(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose()
                await scene.send()
                scene.presenter.send_now_pressed(scene.state.held[0])
                await scene.run.rest()
                assert scene.state.held == ()
                await scene.desk.until(lambda: len(scene.desk.transport.submitted) == 1)

        run_story(story())

    def test_a_hold_goes_when_its_time_is_over(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose()
                await scene.send()
                scene.desk.clocks.advance(4.9)
                scene.presenter.tick()
                assert len(scene.state.held) == 1
                scene.desk.clocks.advance(0.1)
                scene.presenter.tick()
                assert not scene.state.held

        run_story(story())

    def test_a_hold_goes_when_any_of_its_messages_begins_to_leave(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                scene.presenter.heard(MessagesChanged((99,)))
                assert len(scene.state.held) == 1
                scene.presenter.heard(MessagesChanged((2,)))
                assert not scene.state.held

        run_story(story())


class TestDraft:
    def test_a_draft_survives_the_end_of_the_program(self, tmp_path: Path) -> None:
        async def story() -> ComposeState:
            async with composing(tmp_path) as scene:
                scene.presenter.sender_edited("Acme")
                await scene.compose("Not finis", MOBILE, "nobody")
                scene.presenter.coding_chosen(8)
                scene.presenter.draft_due()
                await scene.run.rest()
            async with composing(tmp_path) as scene:
                return scene.state

        state = run_story(story())
        assert (state.sender, state.text, state.coding) == ("Acme", "Not finis", 8)
        assert [chip.raw for chip in state.chips] == [MOBILE, "nobody"]

    def test_a_sent_text_does_not_come_back(self, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path) as scene:
                await scene.compose("Hello")
                scene.presenter.draft_due()
                await scene.run.rest()
                await scene.send()
            async with composing(tmp_path) as scene:
                return scene.state.text

        assert run_story(story()) == ""

    def test_the_draft_is_gone_from_the_disk_with_the_send_and_not_after_it(self, tmp_path: Path) -> None:
        kept: list[int] = []

        def look() -> None:
            journal = apsw.Connection(str(tmp_path / "data" / DATABASE_NAME), flags=apsw.SQLITE_OPEN_READONLY)
            kept.append(len(journal.execute("SELECT body FROM drafts").fetchall()))
            journal.close()

        async def story() -> None:
            async with composing(tmp_path) as scene:
                scene.presenter.on_sent = look
                await scene.compose("Hello")
                scene.presenter.draft_due()
                await scene.run.rest()
                look()
                scene.presenter.send_pressed()
                scene.presenter.draft_due()  # the pane's timer does not know that Send was pressed
                await scene.run.rest()

        run_story(story())
        assert kept == [1, 0]

    def test_an_emptied_editor_forgets_the_draft(self, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path) as scene:
                await scene.compose("Hello")
                scene.presenter.draft_due()
                scene.presenter.text_edited("")
                scene.presenter.recipients_removed([0])
                scene.presenter.draft_due()
                await scene.run.rest()
                return await scene.desk.controller.load_draft()

        assert run_story(story()) == ""

    def test_what_is_typed_before_the_draft_is_read_wins(self, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path) as scene:
                await scene.compose("Old")
                scene.presenter.draft_due()
                await scene.run.rest()
            async with composing(tmp_path, profile=None) as scene:
                scene.presenter.profile_opened(PROFILE)
                scene.presenter.text_edited("New")
                await scene.run.rest()
                return scene.state.text

        assert run_story(story()) == "New"

    @pytest.mark.parametrize(
        "body", ["not json", "[]", "{}", '{"text": "x"}', '{"text": "x", "recipients": [], "unheard_of": 1}']
    )
    def test_a_draft_that_cannot_be_understood_is_left_alone(self, body: str, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path, profile=None) as scene:
                await scene.desk.controller.save_draft(body)
                scene.presenter.profile_opened(PROFILE)
                await scene.run.rest()
                return scene.state.text

        assert run_story(story()) == ""

    def test_a_withdrawn_message_is_edited_again_when_the_editor_is_empty(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                scene.presenter.sender_edited("Acme")
                await scene.compose("Hello")
                await scene.send()
                (message,) = await scene.desk.controller.newest(1)
                scene.presenter.sender_edited("Vox")
                scene.presenter.load_message(message)
                state = scene.state
                assert (state.sender, state.text) == ("Acme", "Hello")
                assert [chip.digits for chip in state.chips] == [message.recipient]
                scene.presenter.text_edited("Hello again")
                scene.presenter.load_message(message)
                assert (scene.state.text, scene.state.note) == ("Hello again", DRAFT_KEPT)

        run_story(story())

    def test_one_of_several_that_is_edited_again_says_that_it_comes_alone(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                await scene.compose("Next")
                scene.presenter.undo_pressed(scene.state.held[0])
                await scene.run.rest()
                scene.presenter.text_edited("")
                scene.presenter.recipients_removed([0])
                scene.presenter.load_message((await scene.desk.controller.messages([1]))[0])
                assert (len(scene.state.chips), scene.state.text) == (1, "Hello")
                assert scene.state.note.startswith("One of 2 messages withdrawn together")

        run_story(story())


class TestLink:
    def test_without_a_bound_session_it_says_that_messages_wait_and_still_sends(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, transport=FakeTransport(binds=False)) as scene:
                await scene.compose()
                assert (scene.state.aside, scene.state.offline, scene.state.blocked) == (OFFLINE, True, "")
                await scene.send()
                assert scene.state.note == STORED
                await scene.compose("Next")
                assert scene.state.note == ""
                scene.desk.transport.bound()
                scene.presenter.heard(LinkChanged(scene.desk.controller.link))
                assert (scene.state.aside, scene.state.offline) == ("", False)
                scene.desk.transport.lost()
                scene.presenter.heard(LinkChanged(scene.desk.controller.link))
                assert (scene.state.aside, scene.state.offline) == (OFFLINE, True)

        run_story(story())
