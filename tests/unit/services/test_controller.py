"""The controller over a real journal: what it refuses, what it stores, and the order in which it ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, RECIPIENT, folders_in, open_desk
from tests.support.fake_clocks import FakeClocks, run_story
from tests.support.fake_transport import ADDRESS, FakeTransport, receipt
from vox_console.domain.errors import LinkError, SendRefused, SettingsError, StoreHeld, StoreNewer
from vox_console.domain.link import Bound, LinkGauge, Offline, Stopped
from vox_console.domain.message import Message, MessageState
from vox_console.domain.secret import Secret
from vox_console.services.controller import Controller
from vox_console.services.events import LinkChanged, MessagesChanged, MessagesQueued, Noted
from vox_console.settings.vault import MemoryVault

HELD = replace(ORDER, hold_s=5.0)
TWO = replace(ORDER, recipients=(RECIPIENT, "381601111111"))


class TestSending:
    def test_a_message_travels_from_stored_to_delivered(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                (message,) = await desk.controller.send(ORDER)
                assert (message.recipient, message.text) == (RECIPIENT, "Hello")
                await desk.until_state(MessageState.ACCEPTED, message)
                (accepted,) = await desk.controller.messages([message.id])
                desk.transport.push(receipt(accepted.parts[0].provider_id))
                await desk.until_state(MessageState.DELIVERED, message)
                assert MessagesQueued((message.id,)) in desk.events
                assert desk.events.count(MessagesChanged((message.id,))) == 3

        run_story(story())

    def test_without_an_account_it_refuses_in_words(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, profile=None) as desk:
                with pytest.raises(SendRefused, match="No account is chosen"):
                    await desk.controller.send(ORDER)
                assert len(await desk.controller.message_ids()) == 0

        run_story(story())

    @pytest.mark.parametrize(
        ("order", "words"),
        [
            (replace(ORDER, recipients=()), "Nobody to send to"),
            (replace(ORDER, text=""), "no text"),
            (replace(ORDER, sender=""), "Enter a sender"),
        ],
    )
    def test_what_it_refuses_is_not_stored_and_costs_no_draft(
        self, order: object, words: str, tmp_path: Path
    ) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                await desk.controller.save_draft("{}")
                with pytest.raises(SendRefused, match=words):
                    await desk.controller.send(order, forget_draft=True)  # type: ignore[arg-type]  # is one
                assert len(await desk.controller.message_ids()) == 0
                assert await desk.controller.load_draft() == "{}"
                assert [event for event in desk.events if isinstance(event, MessagesQueued)] == []

        run_story(story())

    def test_messages_and_the_end_of_their_draft_are_stored_together(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                await desk.controller.save_draft("{}")
                await desk.controller.send(ORDER)
                assert await desk.controller.load_draft() == "{}"
                await desk.controller.send(ORDER, forget_draft=True)
                assert await desk.controller.load_draft() == ""

        run_story(story())

    def test_messages_come_back_in_the_order_of_the_recipients(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                sent = await desk.controller.send(TWO)
                assert [message.recipient for message in sent] == list(TWO.recipients)
                assert list(await desk.controller.message_ids()) == [message.id for message in sent]
                newest = await desk.controller.newest(1)
                assert [message.id for message in newest] == [sent[1].id]

        run_story(story())


class TestTakingBack:
    def test_a_held_message_is_taken_back_and_never_leaves(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                (message,) = await desk.controller.send(HELD)
                assert await desk.controller.withdraw([message.id]) == [message.id]
                assert desk.events[-1] == MessagesChanged((message.id,))
                desk.clocks.advance(60.0)
                await asyncio.sleep(0)
                await desk.settled()
                assert await desk.states([message.id]) == [MessageState.DRAFT]
                assert desk.transport.submitted == []

        run_story(story())

    def test_what_has_left_is_not_taken_back(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, FakeTransport(answers=False)) as desk:
                (message,) = await desk.controller.send(ORDER)
                await desk.until(lambda: bool(desk.transport.submitted))
                assert await desk.controller.withdraw([message.id]) == []
                assert await desk.states([message.id]) == [MessageState.SENDING]
                desk.transport.accept(list(desk.transport.open.values()))

        run_story(story())

    def test_a_released_message_leaves_at_once(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                (message,) = await desk.controller.send(HELD)
                await desk.settled()
                assert desk.transport.submitted == []
                await desk.controller.release([message.id])
                await desk.until(lambda: len(desk.transport.submitted) == 1)

        run_story(story())


class TestWaiting:
    @staticmethod
    def final(message: Message) -> bool:
        return message.state is MessageState.DELIVERED

    def test_it_gives_the_messages_once_they_are_done(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                (message,) = await desk.controller.send(ORDER)
                await desk.until_state(MessageState.ACCEPTED, message)
                async with asyncio.TaskGroup() as tasks:
                    waiting = tasks.create_task(
                        desk.controller.wait([message.id], done=self.final, timeout_s=60.0)
                    )
                    await desk.settled()
                    assert not waiting.done()
                    desk.transport.push(receipt("id-1"))
                assert [found.state for found in waiting.result()] == [MessageState.DELIVERED]

        run_story(story())

    def test_it_gives_them_as_they_are_when_the_time_is_over(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                (message,) = await desk.controller.send(ORDER)
                await desk.until_state(MessageState.ACCEPTED, message)
                async with asyncio.TaskGroup() as tasks:
                    waiting = tasks.create_task(
                        desk.controller.wait([message.id], done=self.final, timeout_s=60.0)
                    )
                    await desk.settled()
                    desk.clocks.advance(61.0)
                assert [found.state for found in waiting.result()] == [MessageState.ACCEPTED]
                assert len(desk.controller._listeners) == 1  # it listens no more

        run_story(story())

    @pytest.mark.parametrize("before", [True, False])
    def test_a_link_that_stopped_for_good_ends_the_wait(self, *, before: bool, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
                if before:
                    desk.transport.stopped()
                (message,) = await desk.controller.send(ORDER)
                async with asyncio.TaskGroup() as tasks:
                    waiting = tasks.create_task(
                        desk.controller.wait([message.id], done=self.final, timeout_s=60.0)
                    )
                    await desk.settled()
                    if not before:
                        assert not waiting.done()
                        desk.transport.stopped()
                assert [found.state for found in waiting.result()] == [MessageState.QUEUED]

        run_story(story())


class TestLink:
    def test_before_an_account_is_chosen_there_is_nothing_to_bind(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, profile=None) as desk:
                controller = desk.controller
                assert (controller.link, controller.gauge, controller.capabilities) == (
                    Offline(),
                    LinkGauge(),
                    None,
                )
                assert await controller.id_relation() is None
                await controller.unbind()
                with pytest.raises(SettingsError, match="No account is chosen"):
                    controller.bind()

        run_story(story())

    def test_bind_while_waiting_tries_at_once_and_after_unbind_starts_again(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                desk.transport.lost()
                desk.controller.bind()
                assert desk.transport.bind_requests == 1
                assert "Bound" in repr(desk.controller.link)
                await desk.controller.unbind()
                assert desk.controller.link == Offline()
                assert not desk.transport.running
                desk.controller.bind()
                await desk.until(lambda: isinstance(desk.controller.link, Bound))
                assert desk.transport.runs == 2

        run_story(story())

    def test_what_is_queued_stays_queued_while_unbound(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                await desk.controller.unbind()
                (message,) = await desk.controller.send(ORDER)
                await desk.settled()
                assert await desk.states([message.id]) == [MessageState.QUEUED]
                desk.controller.bind()
                await desk.until_state(MessageState.ACCEPTED, message)

        run_story(story())

    def test_a_bug_in_the_transport_stops_the_link_and_nothing_else(self, tmp_path: Path) -> None:
        async def story() -> None:
            told: list[object] = []
            asyncio.get_running_loop().set_exception_handler(
                lambda _loop, context: told.append(context["exception"])
            )
            transport = FakeTransport()
            async with open_desk(tmp_path, transport, profile=None) as desk:
                transport.breaks_with = ZeroDivisionError("a bug")
                await desk.controller.connect(PROFILE, Secret("pa55word"))
                await desk.until(lambda: isinstance(desk.controller.link, Stopped))
                assert [str(each) for each in told] == ["ZeroDivisionError"]
                transport.breaks_with = None
                desk.controller.bind()
                await desk.until(lambda: isinstance(desk.controller.link, Bound))

        run_story(story())

    def test_another_account_leaves_the_first_one_whole(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                await desk.controller.send(ORDER)
                other = PROFILE.model_copy(update={"name": "other"})
                await desk.controller.connect(other, Secret("pa55word"))
                assert desk.controller.profile == other
                assert len(desk.transport.submitted) == 1  # it left before the first link went

        run_story(story())

    def test_listeners_hear_until_they_leave(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, profile=None) as desk:
                heard: list[object] = []
                leave = desk.controller.subscribe(heard.append)
                fault = LinkError("Something to know")
                desk.controller.note(fault)
                leave()
                desk.controller.note(LinkError("Something else"))
                assert heard == [Noted(fault)]

        run_story(story())


class TestFolder:
    def test_a_second_program_is_refused_in_words(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path):
                with pytest.raises(StoreHeld) as caught:
                    async with Controller.open(
                        folders_in(tmp_path), program="command line", vault=MemoryVault()
                    ):
                        raise AssertionError("it must not get in")
            assert "the window" in caught.value.detail
            assert "--data-dir" in caught.value.hint

        run_story(story())

    def test_a_newer_journal_is_read_and_says_that_nothing_can_be_stored(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk:
                (message,) = await desk.controller.send(ORDER)
                await desk.until_state(MessageState.ACCEPTED, message)
                await desk.database.run(
                    lambda db: db.execute("INSERT INTO schema_step (name) VALUES ('of next year')")
                )
            async with open_desk(tmp_path, profile=None) as desk:
                controller = desk.controller
                assert isinstance(controller.store_notice, StoreNewer)
                assert [found.id for found in await controller.messages([message.id])] == [message.id]
                await controller.connect(PROFILE, Secret("pa55word"))
                with pytest.raises(StoreNewer):
                    await controller.send(ORDER)

        run_story(story())


def test_the_link_states_are_announced_from_connecting_to_offline(tmp_path: Path) -> None:
    async def story() -> list[str]:
        async with open_desk(tmp_path) as desk:
            events = desk.events
        states = [event.state for event in events if isinstance(event, LinkChanged)]
        assert states[1] == Bound(
            ADDRESS, "session-1", FakeClocks().now_us(), encrypted=True, system_id="Vox"
        )
        return list(dict.fromkeys(type(state).__name__ for state in states))

    assert run_story(story()) == ["Connecting", "Bound", "Offline"]
